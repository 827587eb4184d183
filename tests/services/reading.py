"""Reading that nobody is told of, for tests that are not about the log."""

from __future__ import annotations

from collections.abc import Iterable

from kartlegging_tui.services.access import Detail


class Unlogged:
    """Keeps no log."""

    def reading(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """Tells nobody."""

    def listing(self, what: str, patient_ids: Iterable[int], **details: Detail) -> None:
        """Tells nobody."""

    def reading_all(self, what: str, patient_ids: Iterable[int]) -> None:
        """Tells nobody."""


unlogged = Unlogged()
