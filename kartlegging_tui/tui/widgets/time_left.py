"""How long a patient stays open whom the user has let themselves in to. Takes no room where that is not so."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.widgets import Static

from kartlegging_tui.services.clock import now
from kartlegging_tui.tui.emergency_words import time_left
from kartlegging_tui.tui.text import literal

if TYPE_CHECKING:
    from kartlegging_tui.domain.who_may_see import Emergency
    from kartlegging_tui.services.desk import Desk

EVERY = 20.0
"""Seconds until it is told anew."""


class TimeLeft(Static):
    """On the screens of one patient."""

    DEFAULT_CSS = """
    TimeLeft {
        display: none; height: auto; padding: 0 1; color: $warning; text-style: bold;
        &.shown { display: block; }
    }
    """

    def __init__(self, desk: Desk, patient_id: int | None = None, conversation_id: int | None = None) -> None:
        """Of the patient, or of whose conversation it is."""
        super().__init__()
        self._desk = desk
        self._patient_id = patient_id
        self._conversation_id = conversation_id
        self._emergency: Emergency | None = None

    def on_mount(self) -> None:
        self.set_interval(EVERY, self._tell)
        self.read()

    @work(exclusive=True, group="time_left", exit_on_error=False)
    async def read(self) -> None:
        """Looks whether it is so."""
        care = self._desk.care
        if self._patient_id is not None:
            self._emergency = await asyncio.to_thread(care.running, self._patient_id)
        elif self._conversation_id is not None:
            self._emergency = await asyncio.to_thread(care.running_in, self._conversation_id)
        self._tell()

    def _tell(self) -> None:
        self.set_class(self._emergency is not None, "shown")
        if self._emergency is not None:
            self.update(literal(time_left(self._emergency, now())))
