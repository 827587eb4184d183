"""The log of who has read what. It is written before anything is shown: what cannot be logged is not shown.

Source: pasientjournalloven § 22, pasientjournalforskriften § 14.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from kartlegging_tui.domain.people import User
from kartlegging_tui.records.database import Database

AGAIN = timedelta(minutes=10)
"""Read again within this time, by the same user at the same desk, the same thing is read once."""


class Reads(Protocol):
    """Told that something is about to be read."""

    def reading(self, what: str, patient_id: int | None = None, **details: int | str | None) -> None:
        """Of one patient, or a list. Raises NotSaved."""

    def reading_all(self, what: str, patient_ids: Iterable[int]) -> None:
        """Of each of these patients. Raises NotSaved."""


class Access:
    """Keeps the log for one user."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime]) -> None:
        self._database = database
        self._user = user
        self._now = now
        self._logged: dict[tuple[str, int | None, str], datetime] = {}

    def reading(self, what: str, patient_id: int | None = None, **details: int | str | None) -> None:
        """This user reads something: `patient`, `conversation`, `worklist` … Call it before it is shown.

        `details` tell which part, never with names or identifiers. Raises NotSaved.
        """
        told = json.dumps({name: value for name, value in details.items() if value is not None})
        at, key = self._now(), (what, patient_id, told)
        before = self._logged.get(key)
        if before is not None and timedelta(0) <= at - before < AGAIN:
            return
        with self._database.write() as unit:
            unit.log_access(at, self._user.id, what, patient_id, told)
            unit.commit()
        self._logged[key] = at

    def reading_all(self, what: str, patient_ids: Iterable[int]) -> None:
        """This user reads something of each of these patients. Raises NotSaved."""
        at = self._now()
        with self._database.write() as unit:
            for patient_id in patient_ids:
                unit.log_access(at, self._user.id, what, patient_id, "{}")
            unit.commit()
