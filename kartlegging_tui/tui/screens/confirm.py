"""One question before something is lost."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command, bindings
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.key_bar import KeyBar

COMMANDS = (
    Command("yes", "j,y", N_("Yes"), N_("Yes."), "answer(True)"),
    Command("no", "n,escape", N_("No"), N_("No."), "answer(False)"),
)


class ConfirmScreen(Dialog[bool]):
    """True if the user says yes. Esc is no."""

    PLACE = N_("A question before something is lost")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COMMANDS)]
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ConfirmScreen {
        align: center middle;
        & > Vertical {
            width: 60; max-width: 90%; height: auto;
            border: round $primary; background: $surface; padding: 1 2 0 2;
        }
        & KeyBar { dock: none; background: $surface; margin: 1 0 0 0; padding: 0; }
    }
    """

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(literal(self._question))
            yield KeyBar(COMMANDS)

    def action_answer(self, yes: bool) -> None:
        """Gives the answer."""
        self.dismiss(yes)
