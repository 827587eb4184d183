"""`kartlegging new`: the beginning of a form, or a local variant of one that there is."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.domain.questionnaire import Questionnaire

AREAS = ("physical", "psychosocial", "relatives", "work", "children_as_relatives", "other")


class _Refused(Exception):
    """What stands in the way, in a line."""


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "new", run, _("begin a form, or a local variant of one that there is"))
    parser.add_argument("id", metavar="ID", help=_("what it is called for ever: small letters, digits and _"))
    parser.add_argument("--title", metavar="TITLE", help=_("what is read above the form"))
    parser.add_argument("--from", dest="original", metavar="FORM", help=_("a copy of this form: a file, or an id"))
    parser.add_argument("--area", choices=AREAS, help=_("what the form is about"))
    parser.add_argument("--folder", type=Path, metavar="DIR", help=_("where; else your folder of forms, or this one"))
    parser.add_argument("--languages", metavar="nb,nn,en", help=_("the languages of a new form; else all three"))


def run(arguments: Namespace) -> int:
    """0, or 2, after a message, where nothing was written."""
    try:
        for line in _begun(arguments):
            print(line)
    except _Refused as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0


def _begun(arguments: Namespace) -> list[str]:
    """Writes the form; the lines that tell what was done and what comes next."""
    from kartlegging_tui.definitions.findings import one_line

    folder = _folder(arguments.folder)
    file = folder / f"{_free_id(arguments.id, folder)}.yaml"
    told: list[str] = []
    text, original = _text(arguments)
    _must_be_right(text, file)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if original is not None:
            told += _remembered(*original, folder)
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(_with_schema(text, folder))
    except FileExistsError:
        raise _Refused(_("{file} exists already.").format(file=one_line(str(file)))) from None
    except OSError as error:
        reason = error.strerror or ""
        path = one_line(str(file))
        raise _Refused(_("{path} cannot be written: {reason}").format(path=path, reason=reason)) from None
    shown = one_line(str(file))
    return [
        _("Written: {path}").format(path=shown),
        *told,
        _("Try it: {command}").format(command=f"kartlegging preview {shown}"),
    ]


def _folder(named: Path | None) -> Path:
    from kartlegging_tui.definitions.library import FOLDER_VARIABLE

    return named or Path(os.environ.get(FOLDER_VARIABLE) or ".")


def _free_id(identifier: str, folder: Path) -> str:
    """The id, if nothing is called so yet."""
    from kartlegging_tui.definitions.beginning import NotAnId, checked_id
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.definitions.library import Library, library

    try:
        checked_id(one_line(identifier))
    except NotAnId as error:
        raise _Refused(str(error)) from None
    for known in (Library([folder]), library()):
        taken = known.questionnaire_files.get(identifier)
        if taken is not None:
            message = _("There is a form called `{id}` already: {file}. Choose another id.")
            raise _Refused(message.format(id=identifier, file=one_line(str(taken))))
    return identifier


def _text(arguments: Namespace) -> tuple[str, tuple[Questionnaire, Path] | None]:
    """The text of the form; and what it is a variant of, with its file."""
    from kartlegging_tui.definitions.beginning import new_form
    from kartlegging_tui.domain.questionnaire import Area

    area = Area(arguments.area) if arguments.area else None
    if arguments.original is None:
        languages = _languages(arguments.languages)
        return new_form(arguments.id, arguments.title, area or Area.OTHER, languages), None
    if arguments.languages is not None:
        raise _Refused(_("A variant is in the languages of its original: leave --languages out."))
    from kartlegging_tui.command_line.forms import form_file
    from kartlegging_tui.definitions.reader import questionnaire_from_source
    from kartlegging_tui.definitions.variants import variant
    from kartlegging_tui.definitions.yaml_reader import read_source

    file = form_file(arguments.original)
    if file is None:
        raise _Refused(_("Nothing is written."))
    source = read_source(file)
    reading = questionnaire_from_source(source)
    if reading.value is None:
        raise _Refused("\n".join(str(finding) for finding in reading.findings))
    return variant(source.text, reading.value, arguments.id, arguments.title, area), (reading.value, file)


def _languages(named: str | None) -> Sequence[str]:
    from kartlegging_tui.domain.texts import LANGUAGES

    if named is None:
        return LANGUAGES
    wanted = tuple(dict.fromkeys(language.strip() for language in named.split(",") if language.strip()))
    unknown = [language for language in wanted if language not in LANGUAGES]
    if unknown or not wanted:
        raise _Refused(_("Languages are {known}, with commas between.").format(known=", ".join(LANGUAGES)))
    return wanted


def _must_be_right(text: str, file: Path) -> None:
    from kartlegging_tui.definitions.reader import questionnaire_from_text

    reading = questionnaire_from_text(text, file)
    if reading.value is None:
        raise _Refused("\n".join(str(finding) for finding in reading.findings))


def _remembered(original: Questionnaire, file: Path, folder: Path) -> list[str]:
    """Keeps the original beside the variant where it is not kept elsewhere; what there is to tell about the variant."""
    from kartlegging_tui.definitions.variants import remember, reworded

    told = []
    copy = remember(original, file, folder)
    if copy is not None:
        told.append(_("The original is kept as {path}, to compare with.").format(path=copy))
    languages = reworded(original)
    if languages:
        message = _("What you change is no longer the owner's text: `wording` is now `unofficial` for {languages}.")
        told.append(message.format(languages=", ".join(languages)))
    told.append(_("Read `licence` and `source` in the file: they say whether the text may be changed."))
    return told


def _with_schema(text: str, folder: Path) -> str:
    """With the line that tells an editor where the schema is, where it is in the folder."""
    has_schema = (folder / "schema" / "questionnaire.json").is_file()
    return f"# yaml-language-server: $schema=schema/questionnaire.json\n{text}" if has_schema else text
