"""`kartlegging find`: where some words are written, in notes and in free text."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _, plural

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.asking import Written

MOST = 1000
"""Places that are listed: the newest; how many there are in all is told."""


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "find", run, _("find words in notes and free text"))
    help_words = _("all of them must be there; the last may be unfinished")
    parser.add_argument("words", nargs="+", metavar="WORD", help=help_words)
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where the records cannot be read."""
    from kartlegging_tui.definitions.findings import one_line

    with desk_for(arguments) as desk:
        page = desk.asking.find_words(" ".join(arguments.words), MOST, 0)
    if arguments.json:
        listed = {"count": page.total, "found": [_as_dict(each) for each in page.written]}
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for each in page.written:
        print(one_line(_line(each)))
        print(f"    {one_line(_marked(each))}")
    print(plural("{count} place", "{count} places", page.total).format(count=page.total))
    return 0


def _line(each: Written) -> str:
    passage = each.passage
    where = _("plan") if not passage.contact_point else _("contact point {number}").format(number=passage.contact_point)
    day = passage.held_on or (passage.at.date() if passage.at else None)
    parts = [passage.name, where, day.strftime("%d.%m.%Y") if day else "", passage.author, each.form, each.question]
    parts.append(_("confidential") if each.confidential else "")
    return f"{passage.pathway_id}  " + " · ".join(part for part in parts if part)


def _marked(each: Written) -> str:
    text = each.text
    for start, end in reversed(each.places):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


def _as_dict(each: Written) -> dict[str, Any]:
    passage = each.passage
    return {
        "pathway": passage.pathway_id,
        "patient": passage.patient_id,
        "name": passage.name,
        "contact_point": passage.contact_point or None,
        "day": passage.held_on.isoformat() if passage.held_on else None,
        "author": passage.author,
        "form": passage.form,
        "path": passage.path,
        "question": each.question,
        "text": passage.text,
        "confidential": each.confidential,
    }
