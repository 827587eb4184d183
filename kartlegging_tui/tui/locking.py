"""The lock: by its key, or by itself when nobody has pressed a key for a while.

While it is locked, the database is closed and its key forgotten, no other screen comes up and nothing is told in a
corner: what began before and comes to its end meanwhile waits.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen

from kartlegging_tui.language import _
from kartlegging_tui.tui.in_order import KeysInOrder
from kartlegging_tui.tui.screens.house import HouseScreen

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

AFTER = timedelta(minutes=5)
"""Without keys, until it locks. Source: Normen, fact sheet 14: a screen that is left is locked after a short time."""

CHANGE_USER = "change user"
"""What the app returns when another user is to log in."""


class Idle:
    """How long nobody has pressed a key, also where the machine slept meanwhile: one of the clocks does not sleep."""

    def __init__(self, after: timedelta, clocks: tuple[Callable[[], float], ...] = (time.monotonic, time.time)) -> None:
        self._after = after.total_seconds()
        self._clocks = clocks
        self._last = [clock() for clock in clocks]

    @property
    def look_every(self) -> float:
        """Seconds."""
        return min(self._after / 4, 5.0)

    def touched(self) -> None:
        """Somebody is there."""
        self._last = [clock() for clock in self._clocks]

    @property
    def is_over(self) -> bool:
        """Nobody was there for too long."""
        return any(clock() - last >= self._after for clock, last in zip(self._clocks, self._last, strict=True))


class LockingApp(KeysInOrder[str]):
    """An app that locks, where it has a desk."""

    _desk: Desk | None = None

    def __init__(self, lock_after: timedelta = AFTER) -> None:
        super().__init__()
        self.idle = Idle(lock_after)
        self._locked = False
        self._held: list[Callable[[], None]] = []
        """Screens that came up meanwhile."""

    @property
    def is_locked(self) -> bool:
        """Nothing but the lock is seen."""
        return self._locked

    @property
    def is_opening(self) -> bool:
        return isinstance(self.screen, HouseScreen) and self.screen.is_opening

    def watch_over(self) -> None:
        """From now on it locks by itself, where a password opens it again."""
        self.idle.touched()
        self.set_interval(self.idle.look_every, self._look)

    def _look(self) -> None:
        if self.idle.is_over and self._desk is not None and self._desk.door is not None:
            self.action_lock()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.Paste, events.MouseDown)) and not event.is_forwarded:
            was_open = not self._locked
            self._look()
            self.idle.touched()
            if was_open and self._locked:
                return  # the machine may have slept: the first key then is nobody's answer
        await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is about patients waits while it is locked; a program about one file has no lock.

        Another language would word the screens below anew, and close the box that is being typed in.
        """
        if self._locked and action in ("palette", "go_to", "lock", "next_language"):
            return False
        if action == "lock" and self._desk is None:
            return False
        return super().check_action(action, parameters)

    def action_lock(self) -> None:
        """Hides everything, and closes the database."""
        from kartlegging_tui.tui.screens.lock import LockScreen

        if self._locked or self._desk is None:
            return
        holds = any(isinstance(screen, HouseScreen) and screen.HOLDS for screen in self.screen_stack)
        self.clear_notifications()
        self.drop_keys()  # else what waits would be typed into the password
        self.over_lock(LockScreen(self._desk, holds))
        self._locked = True

    def unlock(self) -> None:
        """What was on the screen comes back, just as it was."""
        from kartlegging_tui.tui.screens.lock import LockScreen

        self._locked = False
        self.idle.touched()
        while not isinstance(self.screen, LockScreen):
            self.pop_screen()
        self.pop_screen()
        held, self._held = self._held, []
        for show in held:
            show()

    def change_user(self) -> None:
        """Ends this program; the next begins with logging in."""
        self.exit(CHANGE_USER)

    def over_lock(self, screen: Screen[Any], callback: Callable[[Any], None] | None = None) -> None:
        """Shows a screen although it is locked: there is nothing of a patient on it."""
        super().push_screen(screen, callback)

    def may_show(self, screen: Screen[Any]) -> bool:
        """Whether whoever is logged in may see it."""
        if self._desk is None:
            return True
        from kartlegging_tui.services.rights import SCREENS

        return self._desk.may(SCREENS.get(type(screen).__name__))

    def push_screen(self, screen: Any, callback: Any = None, wait_for_dismiss: bool = False, **more: Any) -> Any:
        """As Textual's, for who may see it. While it is locked the screen waits, and so does who asked for it."""
        if not self.may_show(screen):
            self.notify(_("Your role does not let you do this."), severity="warning", markup=False)
            return _nothing()
        if not self._locked:
            return super().push_screen(screen, callback, wait_for_dismiss, **more)  # type: ignore[call-overload]
        waiting: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def show() -> None:
            super(LockingApp, self).push_screen(screen, waiting.set_result if wait_for_dismiss else callback)
            if not wait_for_dismiss:
                waiting.set_result(None)

        self._held.append(show)
        return waiting

    def notify(self, message: str, **more: Any) -> None:
        """As Textual's; while it is locked, nothing is told."""
        if not self._locked:
            super().notify(message, **more)


def _nothing() -> asyncio.Future[None]:
    """Of a screen that is not shown: it gives nothing."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done
