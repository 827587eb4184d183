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
    from kartlegging_tui.services.beginning import Begun

AREAS = ("physical", "psychosocial", "relatives", "work", "children_as_relatives", "other")


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
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.services.beginning import NotBegun

    try:
        begun = _begun(arguments)
    except NotBegun as refused:
        print(refused, file=sys.stderr)
        return 2
    shown = one_line(str(begun.file))
    print(_("Written: {path}").format(path=shown))
    for line in begun.told:
        print(line)
    print(_("Try it: {command}").format(command=f"kartlegging preview {shown}"))
    return 0


def _begun(arguments: Namespace) -> Begun:
    """Writes the form. Raises NotBegun."""
    from kartlegging_tui.command_line.forms import form_file
    from kartlegging_tui.definitions.library import FOLDER_VARIABLE, library
    from kartlegging_tui.domain.questionnaire import Area
    from kartlegging_tui.services.beginning import NotBegun, begin_new, begin_variant, free_id

    folder = arguments.folder or Path(os.environ.get(FOLDER_VARIABLE) or ".")
    area = Area(arguments.area) if arguments.area else None
    known = library()
    if arguments.original is None:
        languages = _languages(arguments.languages)
        return begin_new(arguments.id, folder, known, arguments.title, area or Area.OTHER, languages)
    free_id(arguments.id, folder, known)
    if arguments.languages is not None:
        raise NotBegun(_("A variant is in the languages of its original: leave --languages out."))
    original = form_file(arguments.original)
    if original is None:
        raise NotBegun(_("Nothing is written."))
    return begin_variant(arguments.id, folder, known, original, arguments.title, area)


def _languages(named: str | None) -> Sequence[str]:
    from kartlegging_tui.domain.texts import LANGUAGES
    from kartlegging_tui.services.beginning import NotBegun

    if named is None:
        return LANGUAGES
    wanted = tuple(dict.fromkeys(language.strip() for language in named.split(",") if language.strip()))
    unknown = [language for language in wanted if language not in LANGUAGES]
    if unknown or not wanted:
        raise NotBegun(_("Languages are {known}, with commas between.").format(known=", ".join(LANGUAGES)))
    return wanted
