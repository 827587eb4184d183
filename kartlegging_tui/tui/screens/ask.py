"""One line to write, with a question above it."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command, bindings
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.field import text_input
from kartlegging_tui.tui.widgets.key_bar import KeyBar

COMMANDS = (
    Command("accept", "enter", N_("OK"), N_("Keeps what is written."), ""),
    Command("cancel", "escape", N_("Cancel"), N_("Back, and nothing is changed."), "cancel"),
)


class AskScreen(ModalScreen[str | None]):
    """Gives what was written, never empty; None where it was cancelled."""

    PLACE = N_("One line to write")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COMMANDS[1:])]
    DEFAULT_CSS = """
    AskScreen {
        align: center middle;
        & > Vertical {
            width: 70; max-width: 95%; height: auto;
            border: round $primary; background: $surface; padding: 1 2 0 2;
        }
        & Input { margin: 1 0 0 0; }
        & KeyBar { dock: none; background: $surface; margin: 1 0 0 0; padding: 0; }
    }
    """

    def __init__(self, question: str, text: str = "") -> None:
        super().__init__()
        self._question = question
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(literal(self._question))
            yield text_input(self._text, 500)
            yield KeyBar(COMMANDS)

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())

    def action_cancel(self) -> None:
        """Back."""
        self.dismiss(None)
