"""A question that is answered with one's password: that it is still the one who logged in who signs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static
from textual.worker import Worker, WorkerState

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import failures
from kartlegging_tui.tui.commands import Command, bindings
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.screens.entering import password_input
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

COMMANDS = (
    Command("prove", "enter", N_("Sign"), N_("Signs, where the password is right."), ""),
    Command("cancel", "escape", N_("Cancel"), N_("Back, and nothing is changed."), "cancel"),
)


class ProveScreen(Dialog[bool]):
    """True once the password was right; Esc is no."""

    PLACE = N_("Signing with the password")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COMMANDS[1:])]
    AUTO_FOCUS = "Input"
    DEFAULT_CSS = """
    ProveScreen {
        align: center middle;
        & > Vertical {
            width: 64; max-width: 95%; height: auto;
            border: round $primary; background: $surface; padding: 1 2 0 2;
        }
        & #asked { margin: 1 0 0 0; }
        & .problem { color: $error; height: auto; display: none; }
        & .problem.shown { display: block; }
        & KeyBar { dock: none; background: $surface; margin: 1 0 0 0; padding: 0; }
    }
    """

    def __init__(self, desk: Desk, question: str) -> None:
        super().__init__()
        self._desk = desk
        self._question = question

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(literal(self._question))
            yield Static(literal(_("Your password:")), id="asked")
            yield password_input()
            yield Static(classes="problem")
            yield KeyBar(COMMANDS)

    @on(Input.Submitted)
    def _typed(self) -> None:
        if self.query_one(Input).value and not any(not worker.is_finished for worker in self.workers):
            self._prove(self.query_one(Input).value)

    @work(exit_on_error=False)
    async def _prove(self, password: str) -> None:
        await asyncio.to_thread(self._desk.prove, password)
        self.dismiss(True)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """What went wrong is told, and the password written anew."""
        from kartlegging_tui.records.errors import WrongPassword

        error = event.worker.error
        if event.state is WorkerState.ERROR and error is not None:
            wrong = _("Wrong password.") + " " + _("Is Caps Lock on?")
            problem = self.query_one(".problem", Static)
            told = wrong if isinstance(error, WrongPassword) else failures.in_words(error)
            problem.update(literal(f"! {told}"))
            problem.add_class("shown")
            self.query_one(Input).value = ""

    def action_cancel(self) -> None:
        """Back."""
        self.dismiss(False)
