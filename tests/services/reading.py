"""Reading that nobody is told of, for tests that are not about the log."""

from __future__ import annotations

from collections.abc import Iterable


class Unlogged:
    """Keeps no log."""

    def reading(self, what: str, patient_id: int | None = None, **details: int | str | None) -> None:
        """Tells nobody."""

    def reading_all(self, what: str, patient_ids: Iterable[int]) -> None:
        """Tells nobody."""


unlogged = Unlogged()
