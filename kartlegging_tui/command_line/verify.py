"""`kartlegging verify`: whether the logs are as they were written."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.domain.verified import Verdict
    from kartlegging_tui.services.recounting import Recount


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "verify", run, _("check that nobody has changed or cut the logs"))
    parser.add_argument(
        "--head", metavar="TEXT", help=_("a head that was kept, as it was printed: also finds what was cut off since")
    )
    parser.add_argument("--json", action="store_true", help=_("for other programs"))
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where a row is not as it was, a list says what does not follow, or the records cannot be read; 2 where the
    head is none."""
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.domain.chain import Head
    from kartlegging_tui.services.recounting import ADVICE, recount, recount_words
    from kartlegging_tui.services.verifying import verdict_words, verify

    try:
        kept = Head.read(arguments.head) if arguments.head else None
    except ValueError:
        print(_("This is not the head of a log. It looks like this: 1234 7F3A-09C2-51BE-0D4F-8A67"), file=sys.stderr)
        return 2
    with desk_for(arguments) as desk:
        verdict = verify(desk.database, kept)
        derived = recount(desk.database)
    if arguments.json:
        print(json.dumps(_as_values(verdict, derived), ensure_ascii=False, indent=2))
    else:
        for line in verdict_words(verdict):
            print(one_line(line))
        for line in recount_words(derived):
            print(one_line(line))
        if not derived.sound:
            print(_(ADVICE))
    return 0 if verdict.sound and derived.sound else 1


def _as_values(verdict: Verdict, derived: Recount) -> dict[str, Any]:
    return {
        "sound": verdict.sound,
        "rows": {log.value: count for log, count in verdict.rows.items()},
        "unchained": {log.value: count for log, count in verdict.unchained.items() if count},
        "broken": [
            {
                "log": each.log.value,
                "fault": each.fault.value,
                "row": each.number or None,
                "at": each.at.isoformat() if each.at else None,
                "stream": each.stream_id,
                "patient": each.patient_id,
                "contact_point": each.contact_point,
                "name": each.name or None,
                "against_head": each.kept_head,
            }
            for each in verdict.broken
        ],
        "derived": {
            "sound": derived.sound,
            "pathways": derived.pathways,
            "marked": derived.marked,
            "differing": derived.differing,
            "first": [
                {"patient": each.patient_id, "pathway": each.pathway_id, "tables": each.tables}
                for each in derived.first
            ],
        },
        "head": str(verdict.head) if verdict.head else None,
    }
