"""The first start: who one is, and a password. Nothing else is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from kartlegging_tui.language import N_, _
from kartlegging_tui.services.login_words import about_passwords
from kartlegging_tui.tui.screens.entering import END, GO_ON, EnteringScreen, password_input
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.login import Where


class SetUpScreen(EnteringScreen):
    """Gives the desk of the first user, once they have the recovery key on paper."""

    AUTO_FOCUS = "#name Input"
    PLACE = N_("The first start")
    COMMANDS = (GO_ON, *FIELDS, END)

    def __init__(self, where: Where, user_name: str, encrypts: bool) -> None:
        """`user_name` is who it probably is; `encrypts` where there is a database already."""
        super().__init__()
        self._where = where
        self._user_name = user_name
        self._encrypts = encrypts
        self._recovery_key = ""

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("Your name"), text_input(), N_("as others are to see it"), id="name")
        yield Field(N_("User name"), text_input(self._user_name), N_("what you log in with"), id="user")
        yield Field(N_("Password"), password_input(), id="new")
        yield Field(N_("The same again"), password_input(), id="again")

    def show_words(self) -> None:
        super().show_words()
        if self._encrypts:
            line = _("The database that is here is encrypted now. Choose the password that opens it.")
        else:
            line = _("A new database is made, and encrypted. Choose the password that opens it.")
        self.show_title(_("Welcome to needs assessment"), line)
        self.show_about(about_passwords())

    def go(self) -> None:
        from kartlegging_tui.domain.accounts import is_user_name
        from kartlegging_tui.services.login import set_up

        where, name, user_name = self._where, self.written("name"), self.written("user")
        if not is_user_name(user_name):
            self.tell("user", _("A user name has letters and digits, and . - _ @ between them."))
            return
        if not self.new_password_stands(user_name):
            return
        password = self.written("new")

        def made(progress: Callable[[int, int], None]) -> Desk:
            desk, self._recovery_key = set_up(where, user_name, name, password, progress)
            return desk

        self.enter(made)

    def came_in(self, desk: Desk) -> None:
        from kartlegging_tui.tui.screens.recovery_key import RecoveryKeyScreen

        if not self._recovery_key:
            self.dismiss(desk)
            return
        self.app.push_screen(RecoveryKeyScreen(self._recovery_key), lambda _written: self.dismiss(desk))
        self._recovery_key = ""
