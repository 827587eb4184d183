"""What can be done where the records are asked."""

from __future__ import annotations

from dataclasses import replace

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.follow_up_commands import DETAIL
from kartlegging_tui.tui.screens.listing import MOVES, REFRESH

OPEN = Command("open", "enter", N_("Patient"), N_("Opens the patient of the row."), "open")
WRITE = Command("find", "f,slash", N_("Write"), N_("To the field where the question or the words are written."), "find")
LEAVE = Command(
    "leave_search", "escape", N_("To the list"), N_("Leaves the field; what stands there stays."), "leave_search"
)
COMPLETE = Command("complete", "tab", N_("Complete"), N_("Writes the suggestion that is pointed at."), "complete")
OTHER = Command(
    "ask_or_find",
    "w",
    N_("Condition/words"),
    N_("Asks with a condition, or looks for words in notes and free text."),
    "other_way",
)
BEFORE = Command("earlier_answers", "left", "", "", "point(-1)", on_bar=False)
POINT = Command(
    "which_answers",
    "right",
    N_("Answers"),
    N_("The latest answer to each question, or those of one contact point."),
    "point(1)",
    shown_keys="←→",
    other_way=BEFORE,
)
KEPT = Command(
    "kept_questions", "f4", N_("Kept"), N_("Takes a question that is kept under a name, or keeps this one."), "kept"
)
AGAIN = replace(REFRESH, help=N_("Asks again."))
ASKING_COMMANDS = (OPEN, DETAIL, WRITE, COMPLETE, OTHER, POINT, BEFORE, KEPT, LEAVE, AGAIN, *MOVES)
