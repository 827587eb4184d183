"""What a nurse can do with the plan: plain letters, one for each thing that is said in the talk."""

from __future__ import annotations

from dataclasses import replace

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.conversation_commands import HANDLED, NEW_NEED, REMOVE_ROW, SUMMARY, UNDO
from kartlegging_tui.tui.widgets.paper import PAGES

PLACE = Command(
    "place", "", N_("place"), N_("Gives the need this place: 1 is what matters most."), "", shown_keys=N_("1–9")
)
YES = Command("wish_yes", "j", N_("yes"), N_("The patient wants the need followed up."), "wish('yes')")
NO = Command("wish_no", "n", N_("no"), N_("The patient does not want the need followed up."), "wish('no')")
MAYBE = Command("wish_maybe", "k", N_("maybe"), N_("The patient does not know yet."), "wish('maybe')")
AGREE = Command(
    "agree", "t", N_("action"), N_("Agrees on an action: what, who, by when. What is likely is proposed."), "agree"
)
GOAL = Command(
    "words", "m", N_("goal"), N_("Writes the goal in the patient's words; at an action, what came of it."), "words"
)
OUTCOME = replace(GOAL, name=N_("words"))
REASON = Command("reason", "b", N_("reason"), N_("Writes why nothing is agreed."), "reason")
TAKE_AWAY = replace(
    REMOVE_ROW, help=N_("Takes away an action, or a need of your own. {undo} brings it back."), action="take_away"
)
NEXT = Command(
    "next_step", "enter", N_("next"), N_("What comes next: asks for what is not said yet."), "next_step", on_bar=False
)
CHANGE = replace(NEXT, name=N_("change"), help=N_("Goes through the action again, step by step."), on_bar=True)
DONE = Command(
    "follow_up", "d", N_("is it done?"), N_("Asks whether the action is done, and whether it helped."), "ask"
)
AT_ONCE = replace(DONE, name=HANDLED.name, help=HANDLED.help)
"""The same key where the cursor stands on no action, while something urgent waits to be recorded."""
BACK = Command("back", "escape", N_("back"), N_("Back to where you were. Everything is saved."), "back")
UP = Command("plan_up", "up", "", "", "move(-1)", on_bar=False)
MOVES = (
    Command(
        "plan_down",
        "down",
        N_("choose"),
        N_("The need or the action after or before."),
        "move(1)",
        on_bar=False,
        shown_keys="↑↓",
        other_way=UP,
    ),
    UP,
    *PAGES,
)

WHERE: dict[str, tuple[Command, ...]] = {
    "need": (PLACE, YES, NO, MAYBE, GOAL, AGREE, REASON, NEXT),
    "action": (CHANGE, DONE, OUTCOME, AGREE, TAKE_AWAY),
    "earlier": (DONE, OUTCOME),
}
"""What can be done where the cursor stands."""
ALWAYS = (NEW_NEED, UNDO)
LEAVING = (*MOVES, SUMMARY, BACK)
PLAN_COMMANDS = (PLACE, YES, NO, MAYBE, GOAL, AGREE, REASON, NEXT, DONE, TAKE_AWAY, *ALWAYS, *LEAVING)
"""All that can be done on the page of the plan."""
