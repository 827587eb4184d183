"""Keeping what comes from other places until somebody has looked at it."""

from __future__ import annotations

from datetime import datetime

from kartlegging_tui.domain.arrival import ArrivalStatus
from kartlegging_tui.domain.export import ExportedQuestionnaire
from kartlegging_tui.records import inbox
from kartlegging_tui.records.unit_of_work import UnitOfWork


class Arrivals(UnitOfWork):
    """What has arrived."""

    def add_arrival(self, at: datetime, received_by: int, sender: str, content: str, digest: str) -> int:
        """Lets what has come from another place wait until somebody has looked at it; its id."""
        return inbox.add(self._connection, at, received_by, sender, content, digest)

    def decide_arrival(
        self,
        arrival_id: int,
        before: ArrivalStatus,
        after: ArrivalStatus,
        *,
        by: int,
        at: datetime,
        patient_id: int | None = None,
        reason: str = "",
    ) -> None:
        """What becomes of an arrival. Raises Conflict where it is not `before` any more: somebody else was first."""
        inbox.decide(self._connection, arrival_id, before, after, by=by, at=at, patient_id=patient_id, reason=reason)

    def outsider(self, name: str, place: str) -> int:
        """The id under which somebody from another place is known here: a name, and nobody who uses the program."""
        return inbox.outside(self._connection, name, place)

    def keep_questionnaire(self, form: ExportedQuestionnaire) -> None:
        """Keeps a form that came with patients from another place, should one of them be taken in."""
        inbox.keep_form(self._connection, form)
