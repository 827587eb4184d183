"""Writing who may see whom, who has seen what, and what was refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from kartlegging_tui.domain.access import Access
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.domain.who_may_see import ReasonKind
from kartlegging_tui.records import access_log, refusing, sealing, units, unknown_names, vouching
from kartlegging_tui.records.accounts import AccountsToWrite
from kartlegging_tui.records.unit_of_work import UnitOfWork
from kartlegging_tui.records.units import Viewer


class OversightToWrite(UnitOfWork):
    """What is kept for those who watch over the records."""

    @property
    def accounts(self) -> AccountsToWrite:
        """Who logs in, to be changed."""
        return AccountsToWrite(self._connection)

    def follow(self, patient_ids: Iterable[int], unit: str, author_id: int, at: datetime) -> None:
        """This unit follows these patients, whom none has followed so far."""
        units.follow(self._connection, patient_ids, unit, author_id, at)

    def change_units(
        self, patient_id: int, seen: tuple[str, ...], after: Iterable[str], reason: str, author_id: int, at: datetime
    ) -> int | None:
        """Other units follow a patient, who was followed by `seen`; the number of the change, None where there is none.

        Raises Conflict where somebody has changed it meanwhile.
        """
        return units.change(self._connection, patient_id, seen, after, reason, author_id, at)

    def let_in(self, viewer: Viewer, patient_id: int, kind: ReasonKind, reason: str, until: datetime) -> int:
        """Keeps for ever that somebody has let themselves in to a patient; its number."""
        return units.let_in(self._connection, viewer, patient_id, kind, reason, until)

    def review(self, emergency_id: int, by: int, at: datetime, words: str) -> None:
        """Says what came of looking at an emergency access. Raises Conflict where it is reviewed, or one's own."""
        units.review(self._connection, emergency_id, by, at, words)

    def refuse(
        self, conversation_id: int, received_on: date, request: str, reason: str, author_id: int, at: datetime
    ) -> int:
        """Keeps a refused request about a signed conversation; its number."""
        return refusing.add(self._connection, conversation_id, received_on, request, reason, author_id, at)

    def vouched(self, log: Log, number: int, patient_id: int | None) -> dict[str, int | str]:
        """What the log of access is to tell, in its details, of a row that was just added (`vouching.py`)."""
        return vouching.told(self._connection, self._key, log, number, patient_id)

    def unknown_name_tried(self, user_name: str, now: datetime) -> datetime | None:
        """Counts a user name that nobody has, or says until when it may not be tried again (`unknown_names.py`)."""
        return unknown_names.counted(self._connection, self._key, user_name, now)

    def log_access(self, entries: Iterable[Access]) -> int:
        """Keeps for ever that somebody has read something, or was not let; the number of the last entry."""
        return access_log.append(self._connection, self._key, entries)

    def seal(self, entry: Access, conversation_id: int | None = None) -> int:
        """Keeps an entry that holds the ends of the logs of a conversation, or else of all that have grown; its number.

        They are sealed with what this unit of work has added.
        """
        found = (
            sealing.ends_of(self._connection, conversation_id) if conversation_id else sealing.ends(self._connection)
        )
        return sealing.seal(self._connection, self._key, entry, found)
