"""The program on the screen. Paints first, and opens the desk when something is to be seen."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.theme import Theme

from kartlegging_tui import language
from kartlegging_tui.language import _
from kartlegging_tui.services.clock import today
from kartlegging_tui.tui import collecting, crash, failures
from kartlegging_tui.tui.commands import bindings, use_keys
from kartlegging_tui.tui.everywhere import EVERYWHERE
from kartlegging_tui.tui.locking import AFTER, CHANGE_USER
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.screens.opening import OpeningScreen
from kartlegging_tui.tui.standing import StandingApp
from kartlegging_tui.tui.text import SafeLines
from kartlegging_tui.tui.theme import DARK, LIGHT

if TYPE_CHECKING:
    from kartlegging_tui.domain.people import User
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.saving import SaveState
    from kartlegging_tui.tui.entrance import Entrance

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT) if hasattr(signal, "SIGHUP") else ()
"""Signals that end the program in good order; without this the terminal would stay as the program had it."""

OpenDesk = Callable[[Callable[[int, int], None]], "Desk"]
"""Opens the desk; is given what to call with (done, of how many) while it takes long."""


class KartleggingApp(StandingApp):
    """The shell: themes, language, signals, and what happens when something fails."""

    class Saved(Message):
        """The saving thread tells how it stands."""

        def __init__(self, state: SaveState) -> None:
            super().__init__()
            self.state = state

    TITLE = "Kartlegging"
    CSS_PATH = "styles/house.tcss"
    ENABLE_COMMAND_PALETTE = False  # its Screenshot would write a picture of the patient to the disk
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(EVERYWHERE)]

    def __init__(
        self,
        open_desk: OpenDesk,
        today: Callable[[], date] = today,
        light: bool = False,
        keymap: Mapping[str, str] | None = None,
        entrance: Entrance | None = None,
        lock_after: timedelta = AFTER,
    ) -> None:
        """`keymap` has the keys of commands that are not where they were declared, by command id.

        `entrance` is where users log in; without one, `open_desk` asks nobody.
        """
        super().__init__(lock_after)
        self.set_keymap(dict(keymap or {}))
        use_keys(keymap or {})
        self._open_desk = open_desk
        self.today = today
        self._entrance = entrance
        self.exit_code = 1
        self._screens_thread = 0
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = (LIGHT if light else DARK).name
        self._filters.append(SafeLines())

    @property
    def desk(self) -> Desk:
        """What the user can do. There once it is opened."""
        assert self._desk is not None
        return self._desk

    @property
    def opened(self) -> Desk | None:
        """What the user can do; None before the desk is open."""
        return self._desk

    @property
    def user(self) -> User | None:
        """Who sits at the keyboard; None before the desk is open."""
        return self._desk.user if self._desk else None

    def on_mount(self) -> None:
        self._screens_thread = threading.get_ident()
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(crash.in_loop)
        for sign in ENDING:
            loop.add_signal_handler(sign, self._leave, sign)
        self.begin()

    def begin(self) -> None:
        """Shows the first screen."""
        if self._entrance is not None:
            self._entrance.begin(self, self._open_desk, self._show_first)
        else:
            self.push_screen(OpeningScreen(self._open_desk), self._show_first)

    def _show_first(self, desk: Desk | None) -> None:
        from kartlegging_tui.domain.people import Role
        from kartlegging_tui.tui.places import places_for

        if desk is None:
            self.exit(return_code=self.exit_code)
            return
        self._desk = desk
        desk.saver.listen = self._tell_saved
        self.watch_over()
        self.push_screen(places_for(desk.user.role)[0].made(desk))
        self.call_after_refresh(collecting.begin)
        if desk.changed and desk.user.role is Role.ADMIN:  # nobody else can do anything about it
            text = _("Changed but not published, so the published version is used: {forms}.")
            self.notify(text.format(forms=", ".join(desk.changed)), severity="warning", timeout=20, markup=False)

    def _tell_saved(self, state: SaveState) -> None:
        """Called by whoever puts an answer there, at once, and by the saving thread."""
        if threading.get_ident() == self._screens_thread:
            self._show_saved(state)  # in the same frame as the answer itself
        else:
            self.post_message(self.Saved(state))

    @on(Saved)
    def _saved(self, message: Saved) -> None:
        # as it stands now: since the message was sent, an answer may have been given that is not durable yet
        self._show_saved(self._desk.saver.state if self._desk else message.state)

    def _show_saved(self, state: SaveState) -> None:
        for screen in self.house_screens():
            screen.show_saved(state)
        self.look_at_database()

    async def action_quit(self) -> None:
        """Ends the program; asks first where something is not saved, or cannot be."""
        screens = [screen for screen in reversed(self.screen_stack) if isinstance(screen, HouseScreen)]
        if self.is_locked or not any(screen.asks_before_the_end() for screen in screens):
            await self.end()

    async def end(self) -> None:
        """Ends the program once what is answered is saved; asks where it cannot be."""
        from kartlegging_tui.tui.screens.confirm import ConfirmScreen

        if self._desk is None or await asyncio.to_thread(self._desk.saver.flush, 2):
            self.exit()
            return
        waiting = failures.not_saved(self._desk.saver.state)
        question = waiting + "\n\n" + _("End all the same, and lose them?")
        self.over_lock(ConfirmScreen(question), lambda yes: self.exit() if yes else None)

    def close_desk(self) -> bool:
        """Writes what waits to be written. False if something could not be."""
        return self._desk is None or self._desk.close()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK.variables

    def action_toggle_theme(self) -> None:
        """Dark to light and back."""
        theme: Theme = LIGHT if self.current_theme.dark else DARK
        self.theme = theme.name

    def action_next_language(self) -> None:
        """Speaks the next language, on every screen that is open."""
        after = {"nb": "nn", "nn": "en", "en": "nb"}
        language.use(after[language.current()])
        for screen in self.screen_stack:
            if isinstance(screen, HouseScreen):
                screen.show_words()

    def action_palette(self) -> None:
        """Lists all that can be done now."""
        from kartlegging_tui.tui.palette import show_palette

        show_palette(self)

    def action_go_to(self) -> None:
        """Lists where one can go."""
        from kartlegging_tui.tui.palette import show_places

        show_places(self)

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing of a patient goes to the desktop's clipboard behind the user's back."""

    def _leave(self, sign: signal.Signals) -> None:
        """The window was closed, or the machine stops: the terminal is restored, and nothing asks."""
        if not self.is_locked:
            for screen in self.screen_stack:
                if isinstance(screen, HouseScreen):
                    screen.told_to_end()
        self.exit(return_code=128 + sign)

    def _handle_exception(self, error: Exception) -> None:
        """Two lines instead of Textual's traceback, which shows every variable: names and answers."""
        self._return_code = 1
        if self._exception is None:  # the first is kept, and the tests read it
            self._exception = error
            self._exception_event.set()
            self._exit_renderables.append(Text(crash.last_words(crash.report(error))))
        self._close_messages_no_wait()


def no_desk(_progress: Callable[[int, int], None]) -> Desk:
    """For programs about one file alone."""
    raise NotImplementedError("there is no desk here")


def run(make: Callable[[], KartleggingApp]) -> int:
    """Runs the program to its end, and closes the desk whatever happens; returns the exit code.

    When another user is to log in, all of it is made anew: nothing of the first one's is left on a screen.
    """
    while True:
        app = make()
        try:
            app.run()
        finally:
            app.close_desk()
        if app.return_value != CHANGE_USER:
            return app.return_code or 0
