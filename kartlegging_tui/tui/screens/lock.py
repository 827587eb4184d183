"""Locked: nothing of what was on the screen is seen, until the same user is there again or another logs in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input, Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import failures
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.entering import password_input
from kartlegging_tui.tui.screens.fields import FieldsScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.field import Field

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from kartlegging_tui.services.desk import Desk

TRY_AGAIN = 5
"""Seconds until what could not be saved before is tried to be closed again."""

UNLOCK = Command("unlock", "enter", N_("Unlock"), N_("Goes on where you were."), "unlock")
OTHER = Command(
    "other_user", "f2", N_("Another user"), N_("Ends this, with all that is saved, so that another logs in."), "other"
)


class Locked(Protocol):
    """What the screen needs of the app."""

    def unlock(self) -> None:
        """What was on the screen comes back."""

    def change_user(self) -> None:
        """Ends this, and begins with logging in."""

    def over_lock(self, screen: Screen[Any], callback: Callable[[Any], None]) -> None:
        """Shows a screen over this one."""


class LockScreen(FieldsScreen[None]):
    """Closes the database while it is shown."""

    AUTO_FOCUS = "Input"
    PLACE = N_("Locked")
    COMMANDS = (UNLOCK, OTHER)

    def __init__(self, desk: Desk, holds: bool) -> None:
        """`holds` where something is being filled in below that is not kept before it is done."""
        super().__init__()
        self._desk = desk
        self._holds = holds
        self._desk_closed: asyncio.Task[bool] | None = None

    @property
    def _asks(self) -> bool:
        return self._desk.door is not None

    def commands_now(self) -> tuple[Command, ...]:
        return tuple(each for each in super().commands_now() if self._asks or each is not OTHER)

    def fields(self) -> Iterator[Widget]:
        if self._asks:
            yield Field(N_("Password"), password_input(), id="password")

    def on_mount(self) -> None:
        self._close_desk()
        self.set_interval(TRY_AGAIN, self._close_desk)

    def _close_desk(self) -> None:
        """The database, once all is saved; what cannot be saved yet is tried again."""
        if self._desk_closed is None or (self._desk_closed.done() and not self._desk_closed.result()):
            self._desk_closed = asyncio.create_task(asyncio.to_thread(self._desk.lock))
            self._desk_closed.add_done_callback(lambda _closed: self._tell_saved())

    def _tell_saved(self) -> None:
        """Only what is so: that all is saved, or that something is not yet."""
        state = self._desk.saver.state
        if state.trouble is not None:
            self.show_about(failures.not_saved(state))
        elif self._asks:
            self.show_about(_("What is answered is saved. You go on just where you were."))

    def show_words(self) -> None:
        super().show_words()
        line = _("{name} is logged in.").format(name=self._desk.user.name)
        self.query_one("#head", Static).update(literal(_("Locked"), "bold").append(literal(f"\n\n{line}")))
        demo = _("The demo has no password: {key} opens it.").format(key=UNLOCK.key_text)
        self.show_about("" if self._asks else demo)
        if self._desk_closed is not None and self._desk_closed.done():
            self._tell_saved()

    @on(Input.Submitted)
    def action_unlock(self) -> None:
        """Goes on, where the password is right."""
        if not any(worker.group == "unlock" and not worker.is_finished for worker in self.workers):
            self._unlock()

    @work(group="unlock", exit_on_error=False)
    async def _unlock(self) -> None:
        password = self.query_one(Input).value if self._asks else ""
        if self._asks and not password:
            return
        if self._desk_closed is not None:
            await self._desk_closed
        await asyncio.to_thread(self._desk.unlock, password)
        cast(Locked, self.app).unlock()

    def failed(self, error: BaseException) -> None:
        from kartlegging_tui.records.errors import WrongPassword

        told = failures.in_words(error)
        if not self._asks:
            self.say(told)
            return
        field = self.query_one("#password", Field)
        if isinstance(error, WrongPassword):
            told = _("Wrong password.") + " " + _("Is Caps Lock on?")
        field.tell(told, problem=True)
        self.query_one(Input).value = ""

    def action_other(self) -> None:
        """Another user logs in; asks first where something would be lost."""
        app = cast(Locked, self.app)
        if not self._asks:
            return
        if not self._holds:
            app.change_user()
            return
        question = _("{name} was filling in something that is not kept yet. It is lost if another logs in. Go on?")
        app.over_lock(
            ConfirmScreen(question.format(name=self._desk.user.name)), lambda yes: app.change_user() if yes else None
        )

    def action_show_help(self) -> None:
        """Shows what can be done here."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        cast(Locked, self.app).over_lock(HelpScreen(self.commands_now()), lambda _done: None)

    def action_cancel(self) -> None:
        """Nobody leaves so."""
