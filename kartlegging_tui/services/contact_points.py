"""What becomes of contact points: declined, put off, cancelled, and what follows when the patient dies.

The status and the event that tells of it are written together: the worklist never says anything else than the history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kartlegging_tui.domain.contact_points import Problem, Reason, Standing, StatusChange, problems, status_path
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint, User
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Writes

CLOSED = (ContactPointStatus.HELD, ContactPointStatus.CANCELLED)


class NotPossible(Exception):
    """Nothing is changed; all that is wrong, at once."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(", ".join(found))
        self.problems = tuple(found)


@dataclass(frozen=True)
class StatusEvent:
    """One thing that became of a contact point, and who said so."""

    change: StatusChange | None
    """None where a change was taken back to a contact point of which nothing had been said."""
    takes_back: bool
    author: str
    at: datetime


def history(events: Sequence[Event], number: int) -> list[StatusEvent]:
    """What has become of a contact point, in order; `events` are all of its pathway."""
    return [
        StatusEvent(_change(event), event.undoes is not None, event.author, event.at)
        for event in events
        if event.path == status_path(number)
    ]


class ContactPoints:
    """Changes what becomes of contact points."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime], access: Writes) -> None:
        self._access = access
        self._database = database
        self._user = user
        self._now = now

    def change(self, seen: ContactPoint, standing: Standing, today: date) -> None:
        """Makes this of a contact point that looked as `seen`. A conversation that is going on there is left aside.

        Raises NotPossible; Conflict where it looks otherwise by now, is held, or the patient has died; NotSaved.
        """
        if found := problems(standing, today):
            raise NotPossible(found)
        with self._access.writing(self._database, contact_point=seen.id) as unit:
            point = unit.contact_point(seen.id)
            dead = unit.died_on(unit.pathway(point.pathway_id).patient_id) is not None
            if point != seen or dead or point.status is ContactPointStatus.HELD:
                raise Conflict(f"Contact point {seen.id} is {point.status.value}")
            self._put(unit, point, standing)
            unit.commit()

    def take_up(self, contact_point_id: int) -> None:
        """Goes on with a conversation that was left aside; changes nothing where it was not. Raises NotFound, NotSaved.

        Where the patient has died it stays cancelled, though what was said may still be written down.
        """
        with self._access.writing(self._database, contact_point=contact_point_id) as unit:
            point, talk = unit.contact_point(contact_point_id), unit.conversation(contact_point_id)
            dead = unit.died_on(unit.pathway(point.pathway_id).patient_id) is not None
            if dead or talk is None or talk.ended_at is not None or point.status is ContactPointStatus.OFFERED:
                return
            self._put(unit, point, Standing(status=ContactPointStatus.OFFERED, reason=Reason.RESUMED))
            unit.commit()

    def died(self, patient_id: int, on: date, today: date) -> None:
        """The patient has died: contact points that are not held are cancelled, and nobody is reminded of them.

        Raises NotPossible for a day that has not come, Conflict where it is known already, NotFound, NotSaved.
        """
        if on > today:
            raise NotPossible([Problem.DAY_PAST])
        with self._access.writing(self._database, patient=patient_id) as unit:
            if unit.died_on(unit.patient(patient_id).id) is not None:
                raise Conflict(f"Patient {patient_id} has died already")
            unit.set_death(patient_id, on)
            for point in _points(unit, patient_id):
                if point.status not in CLOSED:
                    self._put(unit, point, Standing(status=ContactPointStatus.CANCELLED, reason=Reason.DIED))
            unit.commit()

    def not_died(self, patient_id: int) -> None:
        """It was a mistake: the contact points are again as they were before. Raises NotFound, NotSaved."""
        with self._access.writing(self._database, patient=patient_id) as unit:
            unit.set_death(unit.patient(patient_id).id, None)
            for point in _points(unit, patient_id):
                said = [
                    each for each in unit.pathway_events(point.pathway_id) if each.path == status_path(point.number)
                ]
                last = _change(said[-1]) if said else None
                if last is not None and last.reason is Reason.DIED and point.status is ContactPointStatus.CANCELLED:
                    unit.set_contact_point_status(point.id, last.status_before, last.ask_again_before)
                    before = said[-2].content if len(said) > 1 else NOTHING
                    self._append(unit, point, before, said[-1].number, undoes=said[-1].number)
            unit.commit()

    def _put(self, unit: Writing, point: ContactPoint, standing: Standing) -> None:
        change = StatusChange(**standing.model_dump(), status_before=point.status, ask_again_before=point.ask_again_on)
        events = unit.pathway_events(point.pathway_id)
        newest = max((event.number for event in events if event.path == status_path(point.number)), default=0)
        unit.set_contact_point_status(point.id, standing.status, standing.ask_again_on)
        self._append(unit, point, change.model_dump_json(exclude_defaults=True), newest)

    def _append(self, unit: Writing, point: ContactPoint, content: str, seen: int, undoes: int | None = None) -> None:
        path = status_path(point.number)
        unit.append_to_pathway(point.pathway_id, path, content, self._user.id, self._now(), undoes, seen)


def _points(unit: Writing, patient_id: int) -> Iterator[ContactPoint]:
    for pathway in unit.pathways(patient_id):
        yield from unit.contact_points(pathway.id)


def _change(event: Event) -> StatusChange | None:
    return None if event.content == NOTHING else StatusChange.model_validate_json(event.content)
