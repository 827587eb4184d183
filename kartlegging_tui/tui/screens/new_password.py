"""The password was for once: one's own comes in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from kartlegging_tui.language import N_, _
from kartlegging_tui.services.login_words import about_passwords
from kartlegging_tui.tui.screens.entering import GO_ON, EnteringScreen, password_input
from kartlegging_tui.tui.screens.fields import CANCEL
from kartlegging_tui.tui.widgets.field import FIELDS, Field

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.login import Where


class NewPasswordScreen(EnteringScreen):
    """Gives the desk once the password is changed."""

    AUTO_FOCUS = "#new Input"
    PLACE = N_("A password of one's own")
    COMMANDS = (GO_ON, *FIELDS, CANCEL)

    def __init__(self, where: Where, user_name: str, once: str) -> None:
        """`once` is the password that was given."""
        super().__init__()
        self._where = where
        self._user_name = user_name
        self._once = once

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("New password"), password_input(), id="new")
        yield Field(N_("The same again"), password_input(), id="again")

    def show_words(self) -> None:
        super().show_words()
        self.show_title(
            _("Welcome, {name}").format(name=self._user_name),
            _("The password you were given works once. Choose one of your own."),
        )
        self.show_about(about_passwords())

    def go(self) -> None:
        from kartlegging_tui.services.login import change_password, log_in

        where, user_name, once, new = self._where, self._user_name, self._once, self.written("new")

        def changed(progress: Callable[[int, int], None]) -> Desk:
            change_password(where, user_name, once, new)
            return log_in(where, user_name, new, progress)

        if self.new_password_stands(user_name, once):
            self.enter(changed)
