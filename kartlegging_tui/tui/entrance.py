"""The way into a database that users log in to: what it asks for, and the screens that ask."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual.app import App

from kartlegging_tui.tui.screens.opening import OpeningScreen

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.doors import Need
    from kartlegging_tui.services.login import Where

Opened = Callable[["Desk | None"], None]


class Entrance:
    """Asks who comes, and gives their desk."""

    def __init__(self, where: Where, user_name: str | None = None) -> None:
        """`user_name` is who it probably is; the one on this machine if left out."""
        self._where = where
        self._user_name = user_name or getpass.getuser()

    def begin(self, app: App[Any], open_demo: Callable[[Callable[[int, int], None]], Desk], opened: Opened) -> None:
        """Shows what the database asks for; `open_demo` opens one that asks for nothing."""

        def ask(need: Need | None) -> None:
            if need is None:
                opened(None)
            elif need.value == "nothing":
                app.push_screen(OpeningScreen(open_demo), opened)
            else:
                app.push_screen(self._screen(need), opened)

        app.push_screen(OpeningScreen(self._what_is_needed), ask)

    def _what_is_needed(self, _progress: Callable[[int, int], None]) -> Need:
        from kartlegging_tui.services.login import what_is_needed

        return what_is_needed(self._where)

    def _screen(self, need: Need) -> Any:
        from kartlegging_tui.services.doors import Need
        from kartlegging_tui.tui.screens.log_in import LogInScreen
        from kartlegging_tui.tui.screens.set_up import SetUpScreen

        match need:
            case Need.SET_UP | Need.ENCRYPT:
                return SetUpScreen(self._where, self._user_name, encrypts=need is Need.ENCRYPT)
        return LogInScreen(self._where, self._user_name, has_recovery=need is Need.PASSWORD)
