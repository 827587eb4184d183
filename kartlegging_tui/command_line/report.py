"""`kartlegging report`: the figures of a year."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.private_output import put
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands

FORMATS = ("md", "html", "pdf", "csv", "json")
ROLES = ("nurse", "coordinator", "admin")


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "report", run, _("the figures of a year"))
    parser.add_argument("--year", type=_year, metavar="Y", help=_("which year; this one if left out"))
    parser.add_argument("--format", choices=FORMATS, help=_("as what; what the file is called decides, else md"))
    parser.add_argument("--municipality", metavar="NUMBER", help=_("only this municipality, by its four digits"))
    parser.add_argument("--unit", metavar="NAME", help=_("only the pathways for which this unit is responsible"))
    parser.add_argument(
        "--small-numbers", action="store_true", help=_("show numbers from 1 to 4 too; for coordinators, and logged")
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("where to; else to the screen"))
    add_database(parser)
    parser.add_argument("--as", dest="role", choices=ROLES, default="nurse", help=_("who to be, with --demo"))


def _year(text: str) -> int:
    if text.isdecimal() and 1900 <= int(text) <= 9998:
        return int(text)
    raise ArgumentTypeError(_("{text} is no year.").format(text=text))


def run(arguments: Namespace) -> int:
    """0, also over no data; 1 where small numbers are not for this user, or the records cannot be read; 2 wrong use."""
    from kartlegging_tui import language
    from kartlegging_tui.domain.report import Asked
    from kartlegging_tui.services.report import NotForRole
    from kartlegging_tui.services.report_files import as_file

    form = arguments.format or _by_name(arguments.output) or "md"
    if form == "pdf" and arguments.output is None:
        print(_("A PDF needs a file: name it with --output."), file=sys.stderr)
        return 2
    today = date.today()
    asked = Asked(arguments.year or today.year, arguments.municipality, arguments.unit)
    with desk_for(arguments) as desk:
        try:
            made = desk.reports.make(asked, today, small_numbers=arguments.small_numbers)
            if made.is_empty:
                nothing = _("There is nothing to count in {year}: no contact point, need, action or handover.")
                print(nothing.format(year=asked.year), file=sys.stderr)
            return put(as_file(made, form, language.current()), arguments.output)
        except NotForRole:
            print(_("Small numbers are shown to coordinators only."), file=sys.stderr)
            return 1


def _by_name(output: Path | None) -> str | None:
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    return suffix if suffix in FORMATS else None
