"""`kartlegging export`: what the records hold, for other programs and for those who are to know."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line import export_answers
from kartlegging_tui.command_line.named_patient import named_patient
from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.private_output import put
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands

FORMATS = ("json", *export_answers.FORMATS)


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "export", run, _("write what the records hold"))
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="json",
        help=_("as what: json is every fact, the others all answers as a table"),
    )
    parser.add_argument(
        "--patient",
        action="append",
        default=[],
        metavar="NUMBER",
        help=_("only this patient, by number in the database; - asks for the identity number; can be repeated"),
    )
    parser.add_argument(
        "--to", metavar="RECIPIENT", help=_("what is signed, for a recipient that the patient has agreed to")
    )
    export_answers.add_purpose(parser)
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("where to; else to the screen"))
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where the patient has not agreed, or the records cannot be read; 2 where a patient or file is not there."""
    from datetime import UTC, datetime

    from kartlegging_tui.records.errors import NotFound
    from kartlegging_tui.services.planning import NotAgreed
    from kartlegging_tui.services.verifying import head_words

    if arguments.to and len(arguments.patient) != 1:
        print(_("Name one patient with --patient: each agrees for themselves."), file=sys.stderr)
        return 2
    named = [named_patient(each) for each in arguments.patient]
    as_table = arguments.format in export_answers.FORMATS
    if as_table:
        export_answers.check(arguments)
    with desk_for(arguments) as desk:
        try:
            exporting = desk.conduct.exporting
            found_by_name = [exporting.find(each) for each in named]
            if not named and exporting.leaves_out():
                print(_("Patients whom only other units follow are not in it."), file=sys.stderr)
            if as_table:
                return export_answers.write(desk, found_by_name or None, arguments)
            wanted = found_by_name or exporting.everybody()
            now = datetime.now(UTC)
            if arguments.to:
                found = exporting.for_recipient(wanted[0], arguments.to, _("Signed conversations"), now)
            else:
                found = exporting.patients(wanted, now)
            head = head_words(desk.seal("export"))
            code = put((found.model_dump_json(indent=2) + "\n").encode(), arguments.output)
            print(head, file=sys.stderr)
            return code
        except NotFound as error:
            print(error, file=sys.stderr)
            return 2
        except NotAgreed:
            text = _(
                "The patient has not agreed that {recipient} is sent anything. Record it on the patient's page first."
            )
            print(text.format(recipient=arguments.to), file=sys.stderr)
            return 1
