"""Reading that nobody is told of, for tests that are not about the log."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Detail, Row


class Unlogged:
    """Keeps no log, and lets everybody see all."""

    def view(self, database: Database) -> AbstractContextManager[Reading]:
        """All of it."""
        return database.read()

    def writing(self, database: Database, **about: int | None) -> AbstractContextManager[Writing]:
        """Everybody may."""
        return database.write()

    def seal(
        self,
        unit: Writing,
        patient_id: int | None = None,
        conversation: int | None = None,
        why: str = "",
        adds: Row | None = None,
    ) -> int:
        """Seals nothing."""
        return 0

    def note(
        self,
        unit: Writing,
        what: str,
        patient_id: int | None,
        adds: Row | None = None,
        ground: Ground | None = None,
        **details: Detail,
    ) -> None:
        """Tells nobody."""

    def reading(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """Tells nobody."""

    def listing(self, what: str, patient_ids: Iterable[int], **details: Detail) -> None:
        """Tells nobody."""

    def reading_all(self, what: str, patient_ids: Iterable[int]) -> None:
        """Tells nobody."""

    def handing_out(self, what: str, patient_ids: Iterable[int]) -> None:
        """Tells nobody."""

    def denied(self, what: str, patient_id: int | None = None, **details: Detail) -> None:
        """Tells nobody."""


unlogged = Unlogged()
