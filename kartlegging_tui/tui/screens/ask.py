"""One line to write, with a question above it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command, bindings
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.screens.write import offered
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.field import text_input
from kartlegging_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from kartlegging_tui.services.boxes import Box

COMMANDS = (
    Command("accept", "enter", N_("OK"), N_("Keeps what is written."), ""),
    Command("cancel", "escape", N_("Cancel"), N_("Back, and nothing is changed."), "cancel"),
)


class AskScreen(Dialog[str | None]):
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
        & .offered { color: $warning; height: auto; }
        & Input { margin: 1 0 0 0; }
        & KeyBar { dock: none; background: $surface; margin: 1 0 0 0; padding: 0; }
    }
    """

    def __init__(self, question: str, text: str = "", box: Box | None = None) -> None:
        """In `box` is kept what is being written, until it is cancelled, or whoever asked has kept it elsewhere."""
        super().__init__()
        self._question = question
        self._text = text
        self._box = box

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(literal(self._question))
            if told := offered(self._box, ""):
                yield Static(literal(told), classes="offered")
            yield text_input((self._box.unfinished if self._box else "") or self._text, 500)
            yield KeyBar(COMMANDS)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        if self._box is not None and event.value != self._box.unfinished:
            self._box.keep(event.value)

    @on(Input.Submitted)
    def _written(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())

    def action_cancel(self) -> None:
        """Back."""
        if self._box is not None:
            self._box.drop()
        self.dismiss(None)
