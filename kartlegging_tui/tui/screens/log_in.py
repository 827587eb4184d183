"""Logging in: who one is, and the password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Input

from kartlegging_tui.language import N_, _
from kartlegging_tui.services.login_words import in_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.entering import END, GO_ON, EnteringScreen, password_input
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.login import Where

FORGOTTEN = Command(
    "use_recovery", "f2", N_("Forgotten password"), N_("A new password, with the recovery key."), "recover"
)


class LogInScreen(EnteringScreen):
    """Gives the desk of whoever logs in."""

    AUTO_FOCUS = "#password Input"
    PLACE = N_("Logging in")
    COMMANDS = (GO_ON, *FIELDS, FORGOTTEN, END)

    def __init__(self, where: Where, user_name: str, has_recovery: bool) -> None:
        """`user_name` is who it probably is; `has_recovery` where there is a recovery key."""
        super().__init__()
        self._where = where
        self._user_name = user_name
        self._has_recovery = has_recovery

    def commands_now(self) -> tuple[Command, ...]:
        return tuple(each for each in super().commands_now() if self._has_recovery or each is not FORGOTTEN)

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("User name"), text_input(self._user_name), id="user")
        yield Field(N_("Password"), password_input(), id="password")

    def show_words(self) -> None:
        super().show_words()
        self.show_title(_("Needs assessment"), _("Log in"))
        self.show_about("")

    def go(self) -> None:
        from kartlegging_tui.services.login import log_in

        where, user_name, password = self._where, self.written("user"), self.written("password")
        self.enter(lambda progress: log_in(where, user_name, password, progress))

    def failed(self, error: BaseException) -> None:
        from kartlegging_tui.records.errors import Throttled, WrongPassword
        from kartlegging_tui.services.login import MustChange
        from kartlegging_tui.tui.screens.new_password import NewPasswordScreen

        self.show_words()
        if isinstance(error, MustChange):
            screen = NewPasswordScreen(self._where, self.written("user"), self.written("password"))
            self.query_one("#password Input", Input).value = ""
            self.app.push_screen(screen, self._opened)
        elif isinstance(error, WrongPassword):
            self.tell("password", (in_words(error) or "") + " " + _("Is Caps Lock on?"))
        elif isinstance(error, Throttled):
            self.tell("password", in_words(error) or "")
        else:
            super().failed(error)

    def action_recover(self) -> None:
        """A new password, with the recovery key."""
        from kartlegging_tui.tui.screens.recover import RecoverScreen

        if self._has_recovery and not self.is_opening:
            self.app.push_screen(RecoverScreen(self._where, self.written("user")), self._opened)

    def _opened(self, desk: Desk | None) -> None:
        if desk is not None:
            self.dismiss(desk)
