"""`kartlegging edit`: the editor for one file, without a database."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command, add_look
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "edit", run, _("edit a form, with a live preview beside it"), opens=True)
    parser.add_argument("form", metavar="FORM", help=_("a file, or the id of a form, a pathway or a list of services"))
    add_look(parser)


def run(arguments: Namespace) -> int:
    """0, or 2 where there is no such file, it cannot be read, or nobody can type."""
    from kartlegging_tui.command_line import environment
    from kartlegging_tui.command_line.forms import definition_file

    path = definition_file(arguments.form)
    if path is None or not environment.has_terminal():
        return 2
    environment.prepare()
    from kartlegging_tui.definitions.text_file import NotRead
    from kartlegging_tui.services.editing import Edited
    from kartlegging_tui.tui import crash
    from kartlegging_tui.tui.app import run
    from kartlegging_tui.tui.edit_app import EditApp

    try:
        edited = Edited(path)
    except NotRead as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 2
    crash.hook_all()
    return run(lambda: EditApp(edited, light=arguments.light, keymap=arguments.keymap))
