"""`kartlegging history`: who published and retired which version, when and why."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.diff import safe
from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "history", run, _("who published which version of a form, when and why"))
    parser.add_argument("form", nargs="?", metavar="FORM", help=_("a file, or the id of a form; else all forms"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))


def run(arguments: Namespace) -> int:
    """0; 2 where there is no such form."""
    from kartlegging_tui.command_line.forms import form_file
    from kartlegging_tui.definitions.library import library
    from kartlegging_tui.services.clock import now
    from kartlegging_tui.services.publication_words import publication_words
    from kartlegging_tui.services.publishing import Publishing

    publishing = Publishing(library(), None, "", now)
    form = None
    if arguments.form:
        file = form_file(arguments.form)
        if file is None:
            return 2
        publishing, form = publishing.of_file(file), file.stem
    found = publishing.history(form)
    if arguments.json:
        print(json.dumps([line.model_dump(mode="json") for line in found], ensure_ascii=False, indent=2))
        return 0
    for line in found:
        print(safe(publication_words(line)))
    if not found:
        print(_("Nothing has been published yet."), file=sys.stderr)
    return 0
