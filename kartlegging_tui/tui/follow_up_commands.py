"""What a coordinator can do with what has to be done."""

from __future__ import annotations

from dataclasses import replace

from kartlegging_tui.domain.follow_up import FollowUpRow, Kind
from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.conversation_commands import HANDLED, UNDO
from kartlegging_tui.tui.plan_commands import AGREE, DONE, OUTCOME, REASON
from kartlegging_tui.tui.screens.listing import LEAVE_SEARCH, MOVES, REFRESH

OPEN = Command("open", "enter", N_("Patient"), N_("Opens the patient where it came up or was agreed."), "open")
FIND = Command("find", "f,slash", N_("Find"), N_("Finds by patient, or by a word of what was agreed."), "find")
WHOSE = Command(
    "whose", "w", N_("Whose"), N_("Only yours, your unit's, one service's, one municipality's; or all."), "whose"
)
WHEN = Command("when", "n", N_("How late"), N_("Only what is late, what is for this week, or what has no day."), "when")
HAND_OVER = Command(
    "hand_over", "h", N_("hand over"), N_("To somebody else: who, by when, and a word why."), "hand_over"
)
PUT_OFF = Command("put_off", "u", N_("new day"), N_("Gives the action another day, with a word why."), "put_off")
WRITE = replace(OUTCOME, help=N_("Writes what has come of the action so far."))
WHY_NOT = replace(REASON, help=N_("Writes why nothing is done about the need. Then it is settled."))
CLOSE = replace(DONE, help=N_("Closes it: done, and did it help? Or it will not be done, and why."))
UNDO_HERE = replace(UNDO, help=N_("Takes back the last thing you did here."))
DETAIL = Command("detail", "o", N_("more"), N_("Shows all about it under the list, or hides it."), "detail")
PREVIOUS_LIST = Command("previous_list", "left", "", "", "list(-1)", on_bar=False)
LISTS = Command(
    "next_list",
    "right",
    N_("List"),
    N_("Another list: actions, urgent answers, children, needs without an action, what is to be closed."),
    "list(1)",
    shown_keys=N_("1–5"),
    other_way=PREVIOUS_LIST,
)

WHERE: dict[str, tuple[Command, ...]] = {
    "action": (CLOSE, HAND_OVER, PUT_OFF, WRITE),
    "urgent": (HANDLED,),
    "need": (AGREE, WHY_NOT),
}
"""What can be done with a row, by what it is."""


def with_row(row: FollowUpRow) -> tuple[Command, ...]:
    """What can be done with a row. What the dead and the moved left is not put off."""
    here = WHERE[row.path.partition("/")[0]]
    return tuple(command for command in here if row.kind is not Kind.CLOSING or command is not PUT_OFF)


FOLLOW_UP_COMMANDS = (
    *(OPEN, CLOSE, HAND_OVER, PUT_OFF, WRITE, AGREE, WHY_NOT, HANDLED),
    *(LISTS, PREVIOUS_LIST, WHOSE, WHEN, FIND, UNDO_HERE, DETAIL, LEAVE_SEARCH, REFRESH, *MOVES),
)
