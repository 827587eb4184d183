"""What a nurse can do while filling: one set of keys for all questions, all of them easy on a Norwegian keyboard."""

from __future__ import annotations

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command

PICK = Command(
    "answer",
    "",
    N_("answer"),
    N_("Picks an option, yes (j) or no (n), or a number (t is ten), and goes on."),
    "",
    shown_keys=N_("1–9"),
)
TYPE = Command(
    "type", "enter", N_("type"), N_("Opens the box to type in. Enter or Esc leaves it, and all is kept."), "enter"
)
UNDO = Command("undo", "z", N_("undo"), N_("Takes back the last thing done, step by step."), "undo")
ADD_ROW = Command("add_row", "a", N_("add"), N_("Adds a row: one more child, one more medicine."), "add_row")
REMOVE_ROW = Command(
    "remove_row",
    "x",
    N_("take away"),
    N_("Takes the row away. {undo} brings it back."),
    "remove_row",
    mentions=(UNDO,),
)
SAME = Command(
    "same",
    "s",
    N_("as last time"),
    N_("Asked again and found unchanged: confirms last time's answer, or fetches last time's rows."),
    "same",
)
NOTE = Command("note", "m", N_("note"), N_("Writes a note to the question."), "note")
NOT_RELEVANT = Command(
    "not_relevant", "i", N_("not relevant"), N_("Does not concern this patient."), "missing('not_relevant')"
)
DECLINED = Command("declined", "v", N_("won't say"), N_("The patient does not want to answer."), "missing('declined')")
UNKNOWN = Command("unknown", "u", N_("doesn't know"), N_("The patient does not know."), "missing('unknown')")
PARK = Command("park", "p", N_("park"), N_("Puts the question aside to come back to, and goes on."), "park")
FIND = Command("find", "f,slash", N_("find"), N_("Jumps to any question in any form by a part of its words."), "find")
LEFT = Command(
    "what_is_left",
    "l",
    N_("left"),
    N_("Lists what is urgent, put aside, required or not answered; each a jump."),
    "left",
)
OUTLINE = Command("outline", "o", N_("forms"), N_("Jumps to a form or a section."), "outline")
RESULTS = Command("results", "b", N_("needs"), N_("Shows needs, scores and what is urgent so far."), "results")
CLEAR = Command(
    "clear",
    "backspace,delete",
    N_("clear"),
    N_("Empties the answer. {undo} brings it back."),
    "clear",
    on_bar=False,
    mentions=(UNDO,),
)
WHY = Command(
    "why", "h", N_("hidden"), N_("Lists the questions that are hidden here, and why."), "hidden", on_bar=False
)
CHOOSE = Command(
    "choose_answer", "k", N_("choose"), N_("Chooses between another's answer and your own."), "choose_answer"
)
SUMMARY = Command("summary", "f3", N_("summary"), N_("Shows the whole conversation; there it is finished."), "summary")
PATIENT_LANGUAGE = Command(
    "form_language",
    "f2",
    N_("language of the form"),
    N_("Asks in the next language that the form is written in."),
    "form_language",
    on_bar=False,
)
PLAN = Command("plan", "f4", N_("plan"), N_("Ranks the needs with the patient, and agrees on what is done."), "plan")
NEW_NEED = Command("new_need", "e", N_("new need"), N_("Adds a need in your own words."), "new_need")
HANDLED = Command(
    "handled",
    "d",
    N_("done at once"),
    N_("Records what was done about an urgent answer, and by whom. The line then goes."),
    "handled",
)
LEAVE = Command("leave", "escape", N_("back"), N_("Back to the patient. Everything is saved."), "leave")

PICK_OPTION = Command(
    "pick_option", "space", N_("pick"), N_("Picks the option that is pointed at."), "pick_option", on_bar=False
)
MOVES = (
    Command("next_question", "down", N_("next question"), N_("To the next question."), "move(1)", on_bar=False),
    Command(
        "previous_question", "up", N_("previous question"), N_("To the question before."), "move(-1)", on_bar=False
    ),
    Command(
        "next_option",
        "right",
        N_("next option"),
        N_("Points at the next option; {pick_option} picks it."),
        "option(1)",
        on_bar=False,
        mentions=(PICK_OPTION,),
    ),
    Command(
        "previous_option",
        "left",
        N_("previous option"),
        N_("Points at the option before; {pick_option} picks it."),
        "option(-1)",
        on_bar=False,
        mentions=(PICK_OPTION,),
    ),
    PICK_OPTION,
    Command(
        "next_section",
        "tab",
        N_("next section"),
        N_("To the next section, or the next form."),
        "section(1)",
        on_bar=False,
    ),
    Command(
        "previous_section",
        "shift+tab",
        N_("previous section"),
        N_("To the section before."),
        "section(-1)",
        on_bar=False,
    ),
    Command("page_down", "pagedown", N_("page down"), N_("A screenful down."), "page(1)", on_bar=False),
    Command("page_up", "pageup", N_("page up"), N_("A screenful up."), "page(-1)", on_bar=False),
    Command("first", "home", N_("first"), N_("To the first question of the section."), "end(True)", on_bar=False),
    Command("last", "end", N_("last"), N_("To the last question of the section."), "end(False)", on_bar=False),
)

ANSWER_KEYS = (*"0123456789jnyt", "minus")
"""The keys that answer: digits, yes and no, ten, and the sign of a number. They are the question's."""

FORM_COMMANDS = (
    *(PICK, TYPE, ADD_ROW, REMOVE_ROW, SAME, NOTE, NOT_RELEVANT, DECLINED, UNKNOWN, UNDO, PARK, CLEAR, *MOVES),
)
"""What is done with the form in the pane."""

TALK_COMMANDS = (
    *(HANDLED, FIND, LEFT, OUTLINE, RESULTS, NEW_NEED, WHY, CHOOSE, PATIENT_LANGUAGE, PLAN, SUMMARY, LEAVE),
)
"""What is done with the conversation as a whole."""
