"""The time that passes while an invented talk is held."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random


class Clock:
    """Goes on by chance, in whole milliseconds, as records keep moments."""

    def __init__(self, now: datetime, random: Random) -> None:
        self.now = now
        self._random = random

    def tick(self, least: int, most: int) -> datetime:
        """Some milliseconds later."""
        self.now += timedelta(milliseconds=self._random.randint(least, most))
        return self.now
