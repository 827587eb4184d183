"""What is seen while the database is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import failures
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner

NEWER = 3
"""The exit code where the database was made by a newer version of the program."""

GIVE_UP = Command("give_up", "escape,enter", N_("Quit"), N_("Ends the program."), "leave", on_bar=False)


Opened = TypeVar("Opened")


class OpeningScreen(HouseScreen["Opened | None"], Generic[Opened]):
    """Opens in a thread; gives the desk, or what opens, or None when the user has read why it does not."""

    COMMANDS = (GIVE_UP,)
    PLACE = N_("Opening")
    DEFAULT_CSS = """
    OpeningScreen {
        align: center middle;
        & > Static { width: auto; text-align: center; }
        & > Banner { width: 60; height: auto; margin-top: 1; }
    }
    """

    def __init__(self, open_desk: Callable[[Callable[[int, int], None]], Opened]) -> None:
        super().__init__()
        self._open_desk = open_desk

    def compose(self) -> ComposeResult:
        yield Static(id="state")
        yield Banner()

    def show_words(self) -> None:
        self._tell(_("Opening …"))

    def on_mount(self) -> None:
        self.call_after_refresh(self._open)

    @property
    def is_read(self) -> bool:
        """It says that something is read; nobody waits to see that."""
        return True

    def _tell(self, text: str) -> None:
        title = literal(_("Needs assessment"), "bold")
        self.query_one("#state", Static).update(title.append("\n\n").append(literal(text)))

    @work(exit_on_error=False)
    async def _open(self) -> None:
        self.dismiss(await asyncio.to_thread(self._open_desk, self._progress))

    def _progress(self, done: int, total: int) -> None:
        """Called in the thread that opens."""
        text = _("Making patients ready: {done} of {total} …").format(done=done, total=total)
        self.app.call_from_thread(self._tell, text)

    def failed(self, error: BaseException) -> None:
        from kartlegging_tui.records.errors import NewerSchema

        if isinstance(error, NewerSchema):
            self.house.exit_code = NEWER
        self._tell(_("The database is not open."))
        self.say(failures.in_words(error) + "\n\n" + _("{key} quits.").format(key=GIVE_UP.key_text))

    def action_leave(self) -> None:
        """Out, when it could not be opened. While it is being opened, Ctrl+Q is enough."""
        if self.query_one(Banner).has_class("shown"):
            self.dismiss(None)
