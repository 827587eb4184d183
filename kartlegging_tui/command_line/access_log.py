"""`kartlegging access-log`: who has seen what, for the patient it is about and for whoever follows the log up."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError, Namespace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.named_patient import ASK, asked, refuse_identity_number
from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.private_output import put
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.domain.access import Wanted
    from kartlegging_tui.services.access_log import AccessLog

FORMATS = ("text", "csv", "json")


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "access-log", run, _("list who has seen what"))
    parser.add_argument(
        "--patient",
        nargs="?",
        const=ASK,
        metavar="ID",
        help=_("in plain words for this patient, by number in the database; without it, the identity number is asked"),
    )
    parser.add_argument("--since", type=_day, metavar="DATE", help=_("from this day: 2026-11-22"))
    parser.add_argument("--who", metavar="NAME", help=_("what this user has seen"))
    parser.add_argument("--denied", action="store_true", help=_("only what was refused"))
    parser.add_argument("--emergency", action="store_true", help=_("only what was opened in an emergency"))
    parser.add_argument("--format", choices=FORMATS, default="text", help=_("as what"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("where to; else to the screen"))
    parser.set_defaults(role="auditor")  # of the demo
    add_database(parser)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("a day is written like 2026-11-22")) from None


def run(arguments: Namespace) -> int:
    """0; 1 where the records cannot be read; 2 where there is no such patient or user. Raises Stop."""
    from kartlegging_tui.records.errors import NotFound

    more = _("the list of commands. Write --patient alone: then the number is asked for.")
    refuse_identity_number(arguments.patient or "", more)
    with desk_for(arguments) as desk:
        try:
            log = desk.access_log
            return put(_content(log, _wanted(log, arguments), arguments.format), arguments.output)
        except NotFound as error:
            print(error, file=sys.stderr)
            return 2


def _wanted(log: AccessLog, arguments: Namespace) -> Wanted:
    from kartlegging_tui.domain.access import Wanted
    from kartlegging_tui.domain.norway import NORWAY

    named = arguments.patient
    if named == ASK:
        named = asked()
    since = datetime.combine(arguments.since, time.min, NORWAY) if arguments.since else None
    return Wanted(
        patient_id=log.find(named) if named is not None else None,
        staff_id=log.called(arguments.who) if arguments.who else None,
        since=since,
        denied=arguments.denied,
        emergency=arguments.emergency,
    )


def _content(log: AccessLog, wanted: Wanted, form: str) -> bytes:
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.interchange.spreadsheet import csv_file
    from kartlegging_tui.services.access_words import as_values, for_auditor, for_patient

    lines = log.all(wanted)
    if form == "json":
        listed = [as_values(line, wanted.patient_id) for line in lines]
        return (json.dumps(listed, ensure_ascii=True, indent=2) + "\n").encode()
    table = for_auditor(lines) if wanted.patient_id is None else for_patient(lines)
    if form == "csv":
        return csv_file(table)
    title = _("Who has seen the record of patient {number}").format(number=wanted.patient_id)
    head = [] if wanted.patient_id is None else [title, ""]
    return ("\n".join([*head, *("  ".join(one_line(cell) for cell in row) for row in table)]) + "\n").encode()
