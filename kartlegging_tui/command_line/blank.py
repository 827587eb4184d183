"""`kartlegging blank`: forms on paper, to be sent ahead to the patient."""

from __future__ import annotations

import sys
from argparse import SUPPRESS, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.safe_terminal import put_out
from kartlegging_tui.language import _, current

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.definitions.reader import Reading, Value
    from kartlegging_tui.domain.pathway import PlannedContactPoint
    from kartlegging_tui.domain.questionnaire import Questionnaire
    from kartlegging_tui.interchange.document import Document

PATHWAY = "pakkeforlop_hjem"
STANDARD_OUTPUT = "-"


class _Refused(Exception):
    """Why nothing is printed, in words for the one who asked."""


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "blank", run, _("print empty forms, to be sent ahead to the patient"))
    parser.add_argument("forms", nargs="*", metavar="FORM", help=_("files, or ids of shipped forms"))
    parser.add_argument(
        "--contact-point",
        type=int,
        metavar="N",
        help=_("all forms that this contact point offers; with FORM, these as at this contact point"),
    )
    parser.add_argument("--pathway", default=PATHWAY, metavar="ID", help=_("the pathway of the contact point"))
    parser.add_argument(
        "--output",
        default=".",
        metavar="FILE",
        help=_("a .pdf, .html or .txt file, or a folder for a PDF; - writes HTML to standard output; else this folder"),
    )
    parser.add_argument("--size", choices=("large", "normal"), default="large", help=_("how large the type is"))
    parser.add_argument("--force", action="store_true", help=_("replace a file that is there already"))
    languages = ("nb", "nn", "en")
    parser.add_argument("--language", choices=languages, default=SUPPRESS, help=_("the language of the forms"))


def run(arguments: Namespace) -> int:
    """0, or 2 where forms, pathway or output are not as they must be; nothing is written then."""
    try:
        document, name = _document(arguments)
        _write(document, arguments.output, name, arguments.force)
    except _Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


def _document(arguments: Namespace) -> tuple[Document, str]:
    """The document, and what its file is called where no name is given."""
    from kartlegging_tui.interchange.document import Size
    from kartlegging_tui.services.blank import NoTextYet, NothingForPatient, blank_contact_point, blank_forms

    language, size, number = current(), Size(arguments.size), arguments.contact_point
    if not arguments.forms:
        if number is None:
            raise _Refused(_("Name a form, or a contact point with --contact-point."))
        planned, forms = _offered(arguments.pathway, number)
        _tell_other_languages(forms.values(), language)
        document = blank_contact_point(planned, forms, language, size)
        if document is None:
            raise _Refused(_("Contact point {number} offers nothing to print.").format(number=number))
        return document, f"{arguments.pathway}-{number}-{language}"
    named = [_form(form) for form in dict.fromkeys(arguments.forms)]
    _tell_other_languages(named, language)
    try:
        document = blank_forms(named, language, number, size)
    except NoTextYet as error:
        form = error.questionnaire
        how = form.slot.how.to(language) if form.slot else ""
        raise _Refused(_("{form} has no text yet: it needs a licence.").format(form=form.id) + f" {how}") from None
    except NothingForPatient as error:
        raise _Refused(
            _("{form} has nothing that the patient may be given.").format(form=error.questionnaire.id)
        ) from None
    ids = "-".join(form.id for form in named[:3])
    more = f"-{len(named)}" if len(named) > 3 else ""
    return document, f"{ids}{more}-{language}"


def _form(named: str) -> Questionnaire:
    from kartlegging_tui.command_line.forms import form_file
    from kartlegging_tui.definitions.reader import read_questionnaire

    file = form_file(named)
    if file is None:
        raise _Refused(_("Nothing is printed."))
    return _good(read_questionnaire(file))


def _offered(pathway: str, number: int) -> tuple[PlannedContactPoint, dict[str, Questionnaire]]:
    """A contact point, and by id all the forms of its pathway."""
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.definitions.library import library
    from kartlegging_tui.definitions.reader import read_pathway, read_questionnaire

    known = library()
    file = known.pathway_files.get(pathway)
    if file is None:
        raise _Refused(_("There is no pathway {pathway}.").format(pathway=one_line(pathway)))
    plan = _good(read_pathway(file))
    try:
        planned = plan.contact_point(number)
    except KeyError:
        message = _("{pathway} has no contact point {number}.")
        raise _Refused(message.format(pathway=one_line(pathway), number=number)) from None
    offered = {offer.form for point in plan.contact_points for offer in point.offers}
    files = known.questionnaire_files
    forms = {form: _good(read_questionnaire(files[form])) for form in sorted(offered & set(files))}
    _good(read_pathway(file, forms))  # with what its conditions ask about
    return planned, forms


def _good(reading: Reading[Value]) -> Value:
    """What was read; _Refused, with all that is wrong, where it has errors."""
    if reading.value is None:
        from kartlegging_tui.command_line.drawing import draw, look_of

        look = look_of(sys.stderr)
        raise _Refused("\n".join(line for finding in reading.findings for line in draw(finding, look)))
    return reading.value


def _tell_other_languages(forms: Iterable[Questionnaire], language: str) -> None:
    for form in forms:
        if language not in form.title.languages:
            message = _("{form} is not written in this language, and is printed in another.")
            print(message.format(form=form.id), file=sys.stderr)


def _write(document: Document, output: str, name: str, force: bool) -> None:
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.interchange.formats import SUFFIXES, in_format
    from kartlegging_tui.interchange.private_file import write_private

    if output == STANDARD_OUTPUT:
        put_out(in_format(document, ".html"))
        return
    path = Path(output)
    if path.is_dir():
        path /= f"{name}.pdf"
    shown = one_line(str(path))
    if path.suffix.lower() not in SUFFIXES:
        raise _Refused(_("{path} is no folder, and does not end in .pdf, .html or .txt.").format(path=shown))
    content = in_format(document, path.suffix)
    try:
        write_private(path, content, replace=force)
    except FileExistsError:
        raise _Refused(_("{path} is there already; --force replaces it.").format(path=shown)) from None
    except OSError as error:
        reason = error.strerror or ""
        raise _Refused(_("{path} cannot be written: {reason}").format(path=shown, reason=reason)) from None
    print(_("Written: {path}").format(path=shown))
