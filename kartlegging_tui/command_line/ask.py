"""`kartlegging ask`: which pathways a condition is true of."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.private_output import put
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _, plural

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.asking import Asking, Checked, Found, Hit

PAGE = 500
"""Rows read at a time."""


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "ask", run, _("find the pathways that a condition is true of"))
    parser.add_argument(
        "condition", nargs="?", metavar="CONDITION", help=_("as in the forms: esas_r.smerte >= 7 and not any(tiltak)")
    )
    parser.add_argument("--kept", metavar="NAME", help=_("the question that is kept under this name"))
    parser.add_argument(
        "--contact-point",
        type=_contact_point,
        metavar="N",
        help=_("by the answers of this contact point; else by the latest of each"),
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help=_("as JSON"))
    how.add_argument("--csv", action="store_true", help=_("as a table for a spreadsheet"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=_("where to; else to the screen"))
    add_database(parser)


def _contact_point(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 20:
        return int(text)
    raise ArgumentTypeError(_("a contact point is a number from 1 to 20"))


def run(arguments: Namespace) -> int:
    """0; 1 where the records cannot be read; 2 where the condition has mistakes, which are told at their places."""
    from kartlegging_tui.services.clock import today

    condition = _condition(arguments)
    if condition is None:
        return 2
    with desk_for(arguments) as desk:
        asking = desk.asking
        checked = asking.check(condition)
        if checked.question is None:
            return _refused(checked, arguments.json)
        if checked.never:
            print(_("No answers can make this true."), file=sys.stderr)
        found = asking.ask(checked.question, arguments.contact_point, today())
        hits = [hit for start in range(0, len(found.pathways), PAGE) for hit in asking.page(found, PAGE, start)]
        return put(_content(asking, found, hits, arguments), arguments.output)


def _condition(arguments: Namespace) -> str | None:
    """The condition, or the one that is kept under a name; None where it is told that there is none."""
    if (arguments.condition is None) == (arguments.kept is None):
        print(_("Write a condition, or name a kept one with --kept."), file=sys.stderr)
        return None
    if arguments.kept is None:
        return str(arguments.condition)
    from kartlegging_tui.command_line.drawing import show
    from kartlegging_tui.definitions.filters_file import filters_path, read_filters
    from kartlegging_tui.definitions.findings import one_line

    saved = read_filters(filters_path())
    show(saved.findings, sys.stderr)
    if arguments.kept not in saved.records:
        known = ", ".join(one_line(name) for name in saved.records)
        text = _("No question is kept under the name {name}. There are: {names}.")
        print(text.format(name=one_line(arguments.kept), names=known or "–"), file=sys.stderr)
        return None
    return saved.records[arguments.kept]


def _refused(checked: Checked, as_json: bool) -> int:
    from kartlegging_tui.definitions.findings import one_line

    if as_json:
        mistakes = [
            {"start": each.start, "end": each.end, "code": each.code, "message": each.message}
            for each in checked.mistakes
        ]
        print(json.dumps({"mistakes": mistakes}, ensure_ascii=False, indent=2))
        return 2
    for each in checked.mistakes:
        print(one_line(checked.text), file=sys.stderr)
        print(" " * each.start + "^" * max(each.end - each.start, 1), file=sys.stderr)
        print(f"{each.start + 1}: {one_line(each.message)}", file=sys.stderr)
    return 2


def _content(asking: Asking, found: Found, hits: list[Hit], arguments: Namespace) -> bytes:
    if arguments.json:
        return (json.dumps(_as_dict(found, hits), ensure_ascii=False, indent=2) + "\n").encode()
    if arguments.csv:
        from kartlegging_tui.interchange.spreadsheet import csv_file

        head = [_("Pathway"), _("Patient"), _("Name"), _("Diagnosis"), _("Status"), *found.names]
        return csv_file([head, *([str(cell) for cell in _cells(hit)] for hit in hits)])
    from kartlegging_tui.definitions.findings import one_line

    lines = [asking.in_words(found.question) + ":"]
    for hit in hits:
        values = ", ".join(f"{name} {value}" for name, value in zip(found.names, hit.shown, strict=True))
        lines.append(f"  {hit.row.pathway_id:>6}  {hit.row.name:<32} {hit.row.icd10:<6} {values}")
    lines.append(plural("{count} pathway", "{count} pathways", len(hits)).format(count=len(hits)))
    return "".join(one_line(line) + "\n" for line in lines).encode()


def _cells(hit: Hit) -> list[Any]:
    return [hit.row.pathway_id, hit.row.patient_id, hit.row.name, hit.row.icd10, hit.row.due.value, *hit.shown]


def _as_dict(found: Found, hits: list[Hit]) -> dict[str, Any]:
    return {
        "condition": found.question.text,
        "contact_point": found.at,
        "count": len(hits),
        "found": [
            {
                "pathway": hit.row.pathway_id,
                "patient": hit.row.patient_id,
                "name": hit.row.name,
                "diagnosis": hit.row.icd10,
                "status": hit.row.due.value,
                "values": dict(zip(found.question.names, hit.values, strict=True)),
                "forms": {name: form for name, form in zip(found.question.names, hit.forms, strict=True) if form},
            }
            for hit in hits
        ],
    }
