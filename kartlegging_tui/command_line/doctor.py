"""`kartlegging doctor`: how all is with the records, for people and for programs."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database, require_desk
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.desk import Desk

SIGNS = {"good": "✓", "note": "!", "bad": "✗"}


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "doctor", run, _("look whether all is well with the records"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.add_argument(
        "--rebuild", action="store_true", help=_("make anew what lists and searches are made of, where it differs")
    )
    parser.add_argument(
        "--backups", type=Path, metavar="FOLDER", help=_("where backups lie, if not beside the database")
    )
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0 where nothing is bad; 1 else."""
    from kartlegging_tui.records.errors import RecordsError
    from kartlegging_tui.services import clock, doctor, server_words

    desk = require_desk(arguments)
    try:
        if arguments.rebuild:
            return _rebuild(desk)
        points = doctor.examine(desk.database, clock.now(), desk.demo, arguments.backups)
    except RecordsError as error:
        print(server_words.in_words(error) or error, file=sys.stderr)
        return 1
    finally:
        desk.close()
    if arguments.json:
        told = {point.name: {"state": point.state, "value": point.value, "text": point.text} for point in points}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for point in points:
            print(f"{SIGNS[point.state]} {point.text}")
    return int(any(point.state is doctor.State.BAD for point in points))


def _rebuild(desk: Desk) -> int:
    """0 where all could be made anew; what differed."""
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.services import recounting

    found = recounting.rebuild(desk.database)
    for line in recounting.recount_words(found):
        print(one_line(line))
    left = recounting.recount(desk.database)
    print(_("All of it follows from the record now.") if left.sound else _("Some of it could not be made anew."))
    return int(not left.sound)
