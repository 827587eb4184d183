"""`kartlegging follow-up`: what has to be done across patients, for the morning's meeting or another program."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from datetime import date

    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.follow_up import FollowUpLine, FollowUpQuery

LISTS = ("action", "urgent", "child", "need", "closing")
PART = 500
"""Lines read at a time."""


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "follow-up", run, _("list what has to be done, whose it is, and how late"))
    parser.add_argument(
        "--list",
        choices=LISTS,
        default="action",
        help=_("actions; urgent answers; children; needs without an action; what is to be closed. Actions if left out"),
    )
    parser.add_argument("--late", action="store_true", help=_("only actions whose day has passed"))
    parser.add_argument("--who", metavar="NAME", help=_("a person, a service, a unit or a municipality"))
    parser.add_argument("--json", action="store_true", help=_("for other programs"))
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where the records cannot be read, 2 where nobody with that name has anything to do."""
    from kartlegging_tui.services.clock import today

    with desk_for(arguments) as desk:
        query = _query(desk, arguments)
        if query is None:
            print(_("Nobody called {name} has anything to do.").format(name=arguments.who), file=sys.stderr)
            return 2
        lines = list(_lines(desk, query, today()))
    if arguments.json:
        print(json.dumps([_as_values(line, today()) for line in lines], ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print(_as_text(line, today()))
    return 0


def _query(desk: Desk, arguments: Namespace) -> FollowUpQuery | None:
    from kartlegging_tui import language
    from kartlegging_tui.domain.follow_up import EVERYBODY, Kind
    from kartlegging_tui.services.follow_up import FollowUpQuery, When

    whose = EVERYBODY
    if arguments.who:
        named = desk.follow_ups.named(arguments.who, language.current())
        if named is None:
            return None
        whose = named
    when = When.LATE if arguments.late else When.ANY
    return FollowUpQuery(Kind[arguments.list.upper()], whose, when, limit=PART)


def _lines(desk: Desk, query: FollowUpQuery, today: date) -> Iterator[FollowUpLine]:
    from dataclasses import replace

    from kartlegging_tui import language

    page = desk.follow_ups.page(query, today, language.current())
    yield from page.lines
    for offset in range(PART, page.total, PART):
        yield from desk.follow_ups.lines(replace(query, offset=offset), today, language.current())


def _as_values(line: FollowUpLine, today: date) -> dict[str, object]:
    row, due = line.row, line.due
    return {
        "list": row.kind.name.lower(),
        "patient": row.patient_id,
        "pathway": row.pathway_id,
        "path": row.path,
        "name": row.name,
        "what": line.what,
        "answer": line.answer,
        "who": line.who,
        "due": due.isoformat() if due else None,
        "days_late": (today - due).days if due and due < today else 0,
        "died_on": row.died_on.isoformat() if row.died_on else None,
    }


def _as_text(line: FollowUpLine, today: date) -> str:
    from kartlegging_tui.domain.safe import safe_text

    due = line.due or (None if line.action else line.row.day)
    parts = [due.isoformat() if due else "–" * 10, line.row.name, f"{line.what} {line.answer}".rstrip(), line.who]
    if line.due and line.due < today:
        parts.append(_("{count} d. late").format(count=(today - line.due).days))
    if line.row.died_on:
        parts.append(_("died {day}").format(day=line.row.died_on.isoformat()))
    return safe_text("  ".join(part for part in parts if part)).replace("\n", " ")
