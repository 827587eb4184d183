"""The password is forgotten: the recovery key gives a new one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from kartlegging_tui.language import N_, _
from kartlegging_tui.services.login_words import about_passwords, in_words
from kartlegging_tui.tui.screens.entering import GO_ON, EnteringScreen, password_input
from kartlegging_tui.tui.screens.fields import CANCEL
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.services.login import Where


class RecoverScreen(EnteringScreen):
    """Gives the desk of the user who has a new password now."""

    AUTO_FOCUS = "#recovery Input"
    PLACE = N_("A forgotten password")
    COMMANDS = (GO_ON, *FIELDS, CANCEL)

    def __init__(self, where: Where, user_name: str) -> None:
        super().__init__()
        self._where = where
        self._user_name = user_name

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("User name"), text_input(self._user_name), id="user")
        yield Field(N_("Recovery key"), text_input(), N_("seven groups of four, from the envelope"), id="recovery")
        yield Field(N_("New password"), password_input(), id="new")
        yield Field(N_("The same again"), password_input(), id="again")

    def show_words(self) -> None:
        super().show_words()
        line = _("With the recovery key from the envelope you get a new password. The key stays as it is.")
        self.show_title(_("Forgotten password"), line)
        self.show_about(about_passwords())

    def go(self) -> None:
        from kartlegging_tui.services.login import log_in_with_recovery

        where, user_name = self._where, self.written("user")
        recovery_key, new = self.written("recovery"), self.written("new")
        if self.new_password_stands(user_name):
            self.enter(lambda progress: log_in_with_recovery(where, recovery_key, user_name, new, progress))

    def failed(self, error: BaseException) -> None:
        from kartlegging_tui.records.errors import Mistyped, WrongPassword

        self.show_words()
        if isinstance(error, Mistyped):
            self.tell("recovery", in_words(error) or "")
        elif isinstance(error, WrongPassword):
            self.tell("recovery", _("Wrong user name or recovery key."))
        else:
            super().failed(error)
