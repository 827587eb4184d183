"""What whoever keeps the forms can do while editing one. No letters alone: letters are text."""

from __future__ import annotations

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command

SAVE = Command("save_file", "ctrl+s", N_("save"), N_("Saves the file."), "save_file")
OTHER_SIDE = Command(
    "text_or_preview", "f6", N_("text/preview"), N_("Goes from the text to the preview, and back."), "other_side"
)
NEXT_FINDING = Command(
    "next_finding", "f4", N_("next finding"), N_("Goes to the next place where something is wrong."), "next_finding"
)
FINDINGS = Command(
    "findings", "f7", N_("findings"), N_("Goes to the list of what is wrong, and from there to the place."), "findings"
)
MEND = Command("mend", "ctrl+r", N_("mend"), N_("Mends what is wrong at the cursor, where it is plain how."), "mend")
COMPLETE = Command(
    "complete_text",
    "ctrl+space,ctrl+n",
    N_("complete"),
    N_("Offers what can stand here: keys, question ids, values."),
    "complete",
)
WHY_HERE = Command(
    "why_here",
    "ctrl+t",
    N_("why hidden"),
    N_("Says why the question at the cursor is hidden in the preview now, and lists all that are."),
    "why_here",
)
FORMAT = Command(
    "format_text", "ctrl+o", N_("tidy"), N_("Sets indentation and order as in all files; no meaning changes."), "format"
)
FIND_TEXT = Command("find_text", "ctrl+f", N_("find"), N_("Finds words in the text."), "find_text")
FIND_NEXT = Command(
    "find_next_text", "f3", N_("find next"), N_("Finds the same words again, further down."), "find_next", on_bar=False
)
GO_TO_LINE = Command(
    "go_to_line", "ctrl+l", N_("line"), N_("Goes to a line by its number."), "go_to_line", on_bar=False
)
UNDO = Command("undo_typing", "", N_("undo"), N_("Takes back what was typed last."), "", shown_keys="Ctrl+Z")
REDO = Command(
    "redo_typing", "", N_("redo"), N_("Puts back what was taken back."), "", on_bar=False, shown_keys="Ctrl+Y"
)
TRIED_PATIENT = Command(
    "tried_patient",
    "o",
    N_("patient"),
    N_("Sets the contact point and the age that the form is tried with."),
    "tried_patient",
)
LEAVE = Command("leave", "escape", N_("back"), N_("Back. What is not saved is asked about."), "leave")

TEXT_COMMANDS = (
    *(SAVE, NEXT_FINDING, FINDINGS, COMPLETE, MEND, OTHER_SIDE, WHY_HERE, FORMAT, FIND_TEXT, FIND_NEXT, GO_TO_LINE),
)
"""What is done with the text and the preview beside it."""
FORM_ONLY = (OTHER_SIDE, WHY_HERE)
"""What makes sense for a form alone: pathways and lists of services have no preview."""
WRITING = (UNDO, REDO)
"""What the text area does of its own, on the keys that all text areas have. In the form, undoing is another command."""
