"""What can be done on the page of a whole conversation: signing it, correcting it, its papers."""

from __future__ import annotations

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.conversation_commands import PLAN
from kartlegging_tui.tui.widgets.paper import PAGES

GO_TO = Command("continue", "enter", N_("Go there"), N_("Goes to where it is put right."), "fill")
CONTINUE = Command("continue", "enter", N_("Continue"), N_("Goes on with filling."), "fill")
SIGN = Command("sign", "s", N_("Sign"), N_("Signs and locks the conversation. After that it can be corrected."), "sign")
FINISH = Command(
    "finish", "a", N_("End unsigned"), N_("Ends the conversation without signing: the contact point is held."), "finish"
)
REOPEN = Command("reopen", "g", N_("Reopen"), N_("Opens the conversation again, to add or change."), "reopen")
CORRECT = Command(
    "correct",
    "r",
    N_("Correct"),
    N_("Makes a new version, with a reason. The signed one can still be read."),
    "correct",
)
REFUSED = Command(
    "refused_request",
    "k",
    N_("Refused request"),
    N_("Somebody asked for a correction or a deletion, and was refused it: goes into the record, with why."),
    "refused_request",
)
GIVE_UP = Command(
    "give_up_correction",
    "x",
    N_("Drop the correction"),
    N_("Locks it again as it was, where no answer has been changed."),
    "give_up",
)
NEWER = Command("newer_version", "right", "", "", "version(1)", on_bar=False)
VERSIONS = (
    Command(
        "older_version",
        "left",
        N_("Versions"),
        N_("The version that was signed before, or after."),
        "version(-1)",
        shown_keys="←→",
        other_way=NEWER,
    ),
    NEWER,
)


PAPERS = (
    Command(
        "patient_copy", "p", N_("Patient's copy"), N_("What the patient takes home, in plain words."), "patient_copy"
    ),
    Command("record_text", "t", N_("Text"), N_("The text for the record system, to copy or save."), "record_text"),
)
UP = Command("up", "up", "", "", "move(-1)", on_bar=False)

SUMMARY_COMMANDS = (
    GO_TO,
    CONTINUE,
    SIGN,
    FINISH,
    REOPEN,
    PLAN,
    CORRECT,
    REFUSED,
    GIVE_UP,
    *VERSIONS,
    *PAPERS,
    Command("down", "down", N_("Scroll"), N_("A line down or up."), "move(1)", shown_keys="↑↓", other_way=UP),
    UP,
    *PAGES,
    Command("refresh", "f5", N_("Refresh"), N_("Reads it again."), "refresh_summary", on_bar=False),
    Command("back", "escape", N_("Back"), N_("Back to the patient."), "back"),
)
"""Most important first."""
SOMETIMES = frozenset({GO_TO, CONTINUE, SIGN, FINISH, REOPEN, CORRECT, REFUSED, GIVE_UP, *VERSIONS})
"""Offered where they make sense."""
