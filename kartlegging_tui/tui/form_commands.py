"""What whoever keeps the forms can do about one of them, in the list and on its page."""

from __future__ import annotations

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command

OPEN = Command("open_form", "enter", N_("Open"), N_("All about the form at the cursor."), "open")
TRY = Command("try", "t", N_("Try it"), N_("Fills the form as a nurse would; nothing is kept."), "try_form")
EDIT = Command("edit_form", "e", N_("Edit"), N_("Opens the file, with the form as it will be beside it."), "edit_form")
PUBLISH = Command(
    "publish_form",
    "p",
    N_("Publish"),
    N_("Publishes the form as it is, under its version: from then on that version never changes."),
    "publish_form",
)
RETIRE = Command(
    "retire_form",
    "x",
    N_("Retire"),
    N_("Takes the form out of use. What was answered in it stays, and is drawn as before."),
    "retire_form",
)
CODEBOOK = Command(
    "codebook", "b", N_("Codebook"), N_("Every question, option, code and condition of the form, in words."), "codebook"
)
NEW_FORM = Command(
    "new_form", "n", N_("New"), N_("Begins a new form, or a local variant of the one at the cursor."), "new_form"
)
ABOUT_ONE = (TRY, EDIT, PUBLISH, RETIRE, NEW_FORM, CODEBOOK)
"""What can be done about one form."""
