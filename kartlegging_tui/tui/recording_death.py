"""Recording that a patient has died, or taking it back as a mistake. Asks once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from kartlegging_tui.language import _
from kartlegging_tui.tui.screens.house import HouseScreen

if TYPE_CHECKING:
    from kartlegging_tui.domain.people import Patient
    from kartlegging_tui.services.contact_points import ContactPoints


class RecordingDeath:
    """Over the screen of one patient; `done` is called when it is in the records."""

    def __init__(
        self, screen: HouseScreen[Any], points: ContactPoints, patient: Patient, done: Callable[[], object]
    ) -> None:
        self._screen = screen
        self._points = points
        self._patient = patient
        self._done = done

    def ask(self, died_on: date | None) -> None:
        """Asks for the day; where the patient has died, whether that was a mistake."""
        from kartlegging_tui.tui.screens.confirm import ConfirmScreen
        from kartlegging_tui.tui.screens.death import DeathScreen

        if died_on is None:
            self._screen.app.push_screen(DeathScreen(self._patient), self._day_given)
        else:
            question = _("Take back that {name} has died? The contact points are again as they were.")
            self._screen.app.push_screen(ConfirmScreen(question.format(name=self._patient.name)), self._taken_back)

    def _day_given(self, day: date | None) -> None:
        if day is not None:
            self._screen.run_worker(self._set(day), group="died", exit_on_error=False)

    def _taken_back(self, yes: bool | None) -> None:
        if yes:
            self._screen.run_worker(self._set(None), group="died", exit_on_error=False)

    async def _set(self, day: date | None) -> None:
        if day is None:
            await asyncio.to_thread(self._points.not_died, self._patient.id)
        else:
            await asyncio.to_thread(self._points.died, self._patient.id, day, self._screen.house.today())
        self._done()
