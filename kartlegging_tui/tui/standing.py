"""Watching whether the database can be written: where it cannot, every screen says so until it can again.

A failed save says it, wherever it was. Then it is tried again and again, beside what waits to be saved.
"""

from __future__ import annotations

import asyncio

from textual import events, work

from kartlegging_tui.tui import failures
from kartlegging_tui.tui.locking import LockingApp
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.screens.house import HouseScreen

LOOK_EVERY = 1.0
"""Seconds."""


class StandingApp(LockingApp):
    """An app that tells what stands in the way of saving, where it has a desk."""

    standing = ""
    """What is told now; empty where nothing stands in the way."""

    def watch_over(self) -> None:
        super().watch_over()
        self.look_at_database()
        self.set_interval(LOOK_EVERY, self.look_at_database)

    def look_at_database(self) -> None:
        """Tells what has changed; while something stands in the way, looks whether it still does."""
        if self._desk is None or self.is_locked:
            return
        trouble = self._desk.database.trouble
        if trouble is not None and not any(worker.group == "try_again" for worker in self.workers):
            self._try_again()
        self._tell(failures.standing(self._desk.saver.state, trouble))

    @work(group="try_again", exit_on_error=False)
    async def _try_again(self) -> None:
        if self._desk is not None:
            await asyncio.to_thread(self._desk.database.try_again)

    def _tell(self, text: str) -> None:
        if text == self.standing:
            return  # the screens say it already, and those that open meanwhile say it themselves
        over = self.standing and not text
        self.standing = text
        for screen in self._telling():
            screen.show_trouble(text)
        if over:
            self.screen.post_message(events.ScreenResume())  # what could not be read meanwhile is read now

    def house_screens(self) -> list[HouseScreen[object]]:
        """Those that are open, and not being closed."""
        return [screen for screen in self._telling() if isinstance(screen, HouseScreen)]

    def _telling(self) -> list[HouseScreen[object] | Dialog[object]]:
        """These, and the dialogs over them."""
        if not self.is_running:
            return []  # the program ends, and the screens lose their widgets one by one
        return [
            screen
            for screen in self.screen_stack
            if isinstance(screen, (HouseScreen, Dialog)) and screen.is_mounted and screen.children
        ]
