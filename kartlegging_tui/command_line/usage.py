"""`kartlegging usage`: which forms are used where, how long they take, and what is left open in them."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands

MOST = 8
"""Questions of each form, where all forms are told; of a form that is named, all."""


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "usage", run, _("where forms are used, how long they take, what is left open"))
    parser.add_argument("form", nargs="?", metavar="FORM", help=_("the id of a form; all if left out"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    add_database(parser)
    parser.add_argument(
        "--as", dest="role", choices=("coordinator", "admin"), default="admin", help=_("who to be, with --demo")
    )


def run(arguments: Namespace) -> int:
    """0; 1 where the records cannot be read; 2 where there is no such form."""
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.services.form_use_words import as_json, grounds, lines

    with desk_for(arguments) as desk:
        uses = desk.form_use.all()
    found = [use for use in uses if arguments.form in (None, use.form)]
    if not found:
        print(_("There is no form {form}.").format(form=one_line(arguments.form)), file=sys.stderr)
        return 2
    if arguments.json:
        print(as_json(found), end="")
        return 0
    for use in found:
        for line in lines(use, MOST if arguments.form is None else len(use.questions)):
            print(one_line(line))
        print()
    print("\n".join(grounds()))
    return 0
