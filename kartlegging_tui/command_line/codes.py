"""`kartlegging codes`: the table of registration codes; read, written to a file, filled from one."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database, open_desk
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.desk import Desk


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "codes", run, _("list registration codes, or fill the table from a file"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help=_("as JSON, with who set them and when"))
    how.add_argument("--csv", action="store_true", help=_("as a file that --import reads"))
    how.add_argument("--import", dest="file", type=Path, metavar="FILE", help=_("add the codes of a CSV file"))
    parser.add_argument("--history", action="store_true", help=_("also what was replaced"))
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where a file of codes has mistakes or the user may not edit the table; 2 where a file cannot be read."""
    from kartlegging_tui.records.errors import RecordsError

    try:
        text = arguments.file.read_text("utf-8-sig") if arguments.file else None
    except (OSError, UnicodeDecodeError) as error:
        print(f"{arguments.file}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
        return 2
    try:
        desk = _open(arguments)
    except RecordsError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        return _list(desk, arguments) if text is None else _take_in(desk, arguments.file, text)
    except RecordsError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        desk.close()


def _open(arguments: Namespace) -> Desk:
    """In the demo, whoever keeps the forms fills the table."""
    from kartlegging_tui.domain.people import Role
    from kartlegging_tui.services.desks import open_demo

    return open_demo(role=Role.ADMIN) if arguments.demo and arguments.file else open_desk(arguments)


def _list(desk: Desk, arguments: Namespace) -> int:
    from kartlegging_tui.services.registration_codes import written_codes
    from kartlegging_tui.tui.registration_code_words import what

    codes = desk.registration_codes.codes(arguments.history)
    if arguments.json:
        print(json.dumps([code.model_dump(mode="json") for code in codes], ensure_ascii=False, indent=2))
    elif arguments.csv:
        print(written_codes(codes), end="")
    else:
        for code in codes:
            days = f"{code.valid_from} – {code.valid_to or ''}".rstrip()
            print(f"{code.contact_point}  {what(code.event, code.outcome)}: {code.code} ({code.system})  {days}")
        if not codes:
            print(_("No code is set. None is known nationally, so none is guessed: exports say that it is missing."))
    return 0


def _take_in(desk: Desk, file: Path, text: str) -> int:
    from kartlegging_tui.language import plural
    from kartlegging_tui.services.desk import NotAllowed
    from kartlegging_tui.services.registration_codes import NotCodes
    from kartlegging_tui.tui.registration_code_words import PROBLEMS

    try:
        added = desk.registration_codes.take_in(text)
    except NotAllowed:
        print(_("Only whoever keeps the forms (administrator) edits the codes."), file=sys.stderr)
        return 1
    except NotCodes as error:
        for each in error.problems:
            wrong = _(PROBLEMS[each.problem]) if each.problem else _("{column} is missing, or not what belongs there")
            print(f"{file}:{each.line}: {wrong.format(column=each.column)}", file=sys.stderr)
        return 1
    print(plural("{count} code added.", "{count} codes added.", added).format(count=added))
    return 0
