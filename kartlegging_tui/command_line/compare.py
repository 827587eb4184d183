"""`kartlegging compare`: a patient's contact points side by side, on paper, in a spreadsheet or for other programs."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.named_patient import named_patient
from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.private_output import put
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.desk import Desk

FORMATS = {"text": ".txt", "html": ".html", "pdf": ".pdf", "csv": ".csv", "json": ".json"}


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "compare", run, _("put a patient's contact points side by side"))
    parser.add_argument("patient", metavar="PATIENT", help=_("number in the database; - asks for the identity number"))
    parser.add_argument(
        "--pathway",
        type=int,
        action="append",
        default=[],
        metavar="N",
        help=_("which of the patient's pathways, 1 for the first; can be repeated; the latest if left out"),
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="text", help=_("as what"))
    parser.add_argument("--changed", action="store_true", help=_("only what has changed"))
    parser.add_argument("--flagged", action="store_true", help=_("only what is flagged"))
    parser.add_argument("--for-others", action="store_true", help=_("without what is confidential, and without notes"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("where to; else to the screen"))
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where the records cannot be read; 2 where a patient, a pathway or a folder is not there."""
    from kartlegging_tui.records.errors import NotFound

    if arguments.format == "pdf" and arguments.output is None:
        print(_("A PDF needs a file: name it with --output."), file=sys.stderr)
        return 2
    arguments.patient = named_patient(arguments.patient)
    with desk_for(arguments) as desk:
        try:
            return put(_content(desk, arguments), arguments.output)
        except NotFound as error:
            print(error, file=sys.stderr)
            return 2


def _content(desk: Desk, arguments: Namespace) -> bytes:
    from kartlegging_tui import language
    from kartlegging_tui.domain.narrowing import Changes, Narrowing
    from kartlegging_tui.services.clock import today
    from kartlegging_tui.services.compare_export import Export, as_json, document, spreadsheet

    patient_id = desk.conduct.exporting.find(arguments.patient)
    wanted = desk.compare.pathway_ids(patient_id, arguments.pathway)
    changes = Changes.CHANGED if arguments.changed else Changes.ALL
    comparison = desk.compare.comparison(patient_id, wanted, today())
    narrowing = Narrowing(changes=changes, flagged=arguments.flagged)
    export = Export(comparison, narrowing, language.current(), arguments.for_others)
    if arguments.format == "csv":
        from kartlegging_tui.interchange.spreadsheet import csv_file

        return csv_file(spreadsheet(export))
    if arguments.format == "json":
        return as_json(export).encode()
    from kartlegging_tui.interchange.formats import in_format

    return in_format(document(export), FORMATS[arguments.format])
