"""The inbox: what has arrived from other places waits here until somebody has looked at it and said whose it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.arrival import Arrival, ArrivalStatus
from kartlegging_tui.domain.export import ExportedPatient
from kartlegging_tui.domain.export_file import used_forms
from kartlegging_tui.domain.merging import merged
from kartlegging_tui.domain.people import Patient, User
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.loading import WholePatient
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Notes
from kartlegging_tui.services.arrival_view import (
    ArrivalView,
    BesideKnown,
    Obstacle,
    PathwayFate,
    TalkFate,
    beside,
    details_with,
    obstacles,
)
from kartlegging_tui.services.arriving import Author, events_of, whole_events, whole_pathway, whole_points
from kartlegging_tui.services.details import change_patient
from kartlegging_tui.services.likeness import candidates
from kartlegging_tui.services.receiving import Received, Receiving
from kartlegging_tui.services.told_with import keep_refusals


class NotTakenIn(Exception):
    """Nothing is taken in; all that stands in the way, at once."""

    def __init__(self, found: Collection[Obstacle]) -> None:
        super().__init__(", ".join(f"{each.hindrance}: {each.about}" for each in found))
        self.obstacles = tuple(found)


@dataclass(frozen=True)
class ArrivalLine:
    """A line of the inbox."""

    id: int
    status: ArrivalStatus
    received_at: datetime
    received_by: str
    sender: str
    name: str
    birth_date: date | None
    pathways: tuple[tuple[str, date], ...]
    """ICD-10 and diagnosis date of each."""
    talks: tuple[int, ...]
    """The numbers of the contact points with a talk."""
    signed: int
    """How many of the talks are signed."""
    reason: str
    """Why it was put aside."""


@dataclass(frozen=True)
class InboxPage:
    """A page of the inbox."""

    lines: tuple[ArrivalLine, ...]
    waiting: int
    """How many wait in all."""
    put_aside: int
    """How many are put aside in all."""


class Inbox:
    """Looking at what has arrived, and deciding: each time in one transaction. Of two at once the second is told."""

    def __init__(
        self, database: Database, library: Library, user: User, now: Callable[[], datetime], access: Notes
    ) -> None:
        self._database = database
        self._library = library
        self._user = user
        self._now = now
        self._access = access

    def receive(self, data: bytes) -> Received:
        """Lets the patients of a file wait. Raises NotAnExport, NotSaved."""
        return Receiving(self._database, self._user, self._now, self._access).receive(data)

    def page(self, status: ArrivalStatus = ArrivalStatus.WAITING, limit: int = 100, offset: int = 0) -> InboxPage:
        """What waits, or is put aside; the oldest first. Raises NotRead, NotSaved."""
        with self._database.read() as view:
            page = InboxPage(
                lines=tuple(_line(each) for each in view.arrivals(status, limit, offset)),
                waiting=view.arrival_count(ArrivalStatus.WAITING),
                put_aside=view.arrival_count(ArrivalStatus.PUT_ASIDE),
            )
        self._access.reading("inbox", status=status.value, arrivals=[line.id for line in page.lines])
        return page

    def waiting(self) -> int:
        """How many wait. Raises NotRead."""
        with self._database.read() as view:
            return view.arrival_count(ArrivalStatus.WAITING)

    def open(self, arrival_id: int) -> ArrivalView:
        """An arrival, with those who it may be about. Raises NotFound, NotRead, NotSaved."""
        with self._access.view(self._database) as view:
            arrival = view.arrival(arrival_id)
            content = ExportedPatient.model_validate_json(arrival.content)
            shown = ArrivalView(
                arrival=arrival,
                content=content,
                candidates=tuple(candidates(view, content.patient, content.died_on)),
                obstacles=tuple(obstacles(view, self._library, content)),
            )
        self._access.listing("arrival", (each.patient.id for each in shown.candidates), arrival=arrival_id)
        return shown

    def beside(self, arrival_id: int, patient_id: int) -> BesideKnown:
        """An arrival beside somebody who is known. Raises NotFound, NotRead, NotSaved."""
        self._access.reading("arrival", patient_id, arrival=arrival_id)
        with self._database.read() as view:
            content = ExportedPatient.model_validate_json(view.arrival(arrival_id).content)
            return beside(view, content, patient_id)

    def take_new(self, arrival_id: int) -> int:
        """Registers the patient with all that came; returns their id. The unit of whoever takes them in follows them.

        Raises NotTakenIn; Conflict where somebody has decided already, or the identifier is known here; NotSaved.
        """
        with self._access.writing(self._database) as unit:
            arrival, content = self._waiting(unit, arrival_id)
            author = _author(unit, arrival.sender)
            patient = content.patient
            if patient.identifier and (other := unit.patient_with(patient.identifier)) is not None:
                raise Conflict(f"Patient {other} has this identifier")
            details = {name: value for name, value in patient if name != "id"}
            courses = [
                whole_pathway(course, self._library.pathway(course.pathway.definition), author)
                for course in content.pathways
            ]
            (patient_id,) = unit.load([WholePatient(**details, pathways=courses)])
            if content.died_on is not None:
                unit.set_death(patient_id, content.died_on)
            keep_refusals(unit, self._access, patient_id, content, author)
            if mine := unit.units().get(self._user.id):
                unit.follow([patient_id], mine, self._user.id, self._now())
            self._decide(unit, arrival_id, patient_id)
            unit.commit()
        return patient_id

    def take_known(self, arrival_id: int, seen: Patient, chosen: frozenset[str] = frozenset()) -> int:
        """Adds what is new to somebody who is known and looked as `seen`; returns their id.

        `chosen` are the fields of `PatientDetails` that are to be as they arrived; all others stay. Raises NotTakenIn;
        Conflict where somebody has decided already or changed the patient; NotFound, NotSaved.
        """
        with self._access.writing(self._database, patient=seen.id) as unit:
            arrival, content = self._waiting(unit, arrival_id)
            if unit.patient(seen.id) != seen:
                raise Conflict(f"Patient {seen.id} was changed in the meantime")
            author = _author(unit, arrival.sender)
            for fate in beside(unit, content, seen.id).pathways:
                self._add(unit, seen.id, fate, author)
            details = details_with(seen, content.patient, chosen)
            change_patient(unit, self._access, seen, details, self._user, self._now())
            keep_refusals(unit, self._access, seen.id, content, author)
            self._decide(unit, arrival_id, seen.id)
            unit.commit()
        return seen.id

    def put_aside(self, arrival_id: int, reason: str) -> None:
        """Takes it out of the way; it can be taken back. Raises ValueError without a reason, Conflict, NotSaved."""
        if not reason.strip():
            raise ValueError("what is put aside needs a reason")
        with self._access.writing(self._database) as unit:
            before, after = ArrivalStatus.WAITING, ArrivalStatus.PUT_ASIDE
            at = self._now()
            unit.decide_arrival(arrival_id, before, after, by=self._user.id, at=at, reason=reason.strip())
            unit.commit()

    def take_back(self, arrival_id: int) -> None:
        """What was put aside waits again. Raises Conflict, NotSaved."""
        with self._access.writing(self._database) as unit:
            before, after = ArrivalStatus.PUT_ASIDE, ArrivalStatus.WAITING
            unit.decide_arrival(arrival_id, before, after, by=self._user.id, at=self._now())
            unit.commit()

    def _waiting(self, unit: Writing, arrival_id: int) -> tuple[Arrival, ExportedPatient]:
        """The arrival that is to be taken in, with the forms that it needs published."""
        arrival = unit.arrival(arrival_id)
        if arrival.status is not ArrivalStatus.WAITING:
            raise Conflict(f"Arrival {arrival_id} is {arrival.status.value}")
        content = ExportedPatient.model_validate_json(arrival.content)
        if found := list(obstacles(unit, self._library, content)):
            raise NotTakenIn(found)
        for form, version, content_hash in sorted(used_forms(content)):
            kept = unit.arrived_questionnaire(content_hash)
            if unit.published(form, version) is None and kept is not None:
                unit.publish_arrived(*kept, self._now())
        return arrival, content

    def _decide(self, unit: Writing, arrival_id: int, patient_id: int) -> None:
        before, after = ArrivalStatus.WAITING, ArrivalStatus.TAKEN_IN
        unit.decide_arrival(arrival_id, before, after, by=self._user.id, at=self._now(), patient_id=patient_id)

    def _add(self, unit: Writing, patient_id: int, fate: PathwayFate, author: Author) -> None:
        course = fate.arrived
        plan = self._library.pathway(course.pathway.definition)
        if fate.known is None:
            unit.load_pathway(patient_id, whole_pathway(course, plan, author))
            return
        new = [number for number, each in fate.talks if each is TalkFate.NEW]
        come = merged(unit.pathway_events(fate.known.id), events_of(course), new)
        points = whole_points(course, plan, author, only=new)
        unit.load_talks(fate.known.id, points, whole_events(come.events, author))


def _author(unit: Writing, place: str) -> Author:
    """Under whose id the words of somebody from that place stand here: a name, and no user of the program."""

    @cache
    def known_as(name: str) -> int:
        return unit.outsider(name, place)

    return known_as


def _line(arrival: Arrival) -> ArrivalLine:
    """Read as plain JSON: a page of these is read often, and its content was checked when it came."""
    whole = json.loads(arrival.content)
    talks = [
        (point["contact_point"]["number"], point["talk"])
        for course in whole["pathways"]
        for point in course["contact_points"]
        if point["talk"]
    ]
    born = whole["patient"]["birth_date"]
    return ArrivalLine(
        id=arrival.id,
        status=arrival.status,
        received_at=arrival.received_at,
        received_by=arrival.received_by,
        sender=arrival.sender,
        name=whole["patient"]["name"],
        birth_date=date.fromisoformat(born) if born else None,
        pathways=tuple(
            (course["pathway"]["icd10"], date.fromisoformat(course["pathway"]["diagnosed"]))
            for course in whole["pathways"]
        ),
        talks=tuple(number for number, _ in talks),
        signed=sum(bool(talk["signed"]) for _, talk in talks),
        reason=arrival.reason,
    )
