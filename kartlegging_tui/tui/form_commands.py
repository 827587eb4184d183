"""What whoever keeps the forms can do about one of them, in the list and on its page."""

from __future__ import annotations

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command

OPEN = Command("open_form", "enter", N_("Open"), N_("All about the form at the cursor."), "open")
TRY = Command("try", "t", N_("Try it"), N_("Fills the form as a nurse would; nothing is kept."), "try_form")
EDIT = Command("edit_form", "e", N_("Edit"), N_("Opens the file, with the form as it will be beside it."), "edit_form")
ABOUT_ONE = (TRY, EDIT)
"""What can be done about one form."""
