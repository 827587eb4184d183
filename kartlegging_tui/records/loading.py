"""Taking in whole patients, many at a time, through the same tables and triggers as everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, func, insert, select, update

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.chain import Stream
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import AssessmentStatus, ContactPoint, ConversationDetails, IdentifierKind
from kartlegging_tui.domain.said import Indexed, Told
from kartlegging_tui.domain.signing import SigningKind, chained
from kartlegging_tui.records import names, plain_sql, worklist
from kartlegging_tui.records.chaining import chain_all, lock
from kartlegging_tui.records.columns import milliseconds
from kartlegging_tui.records.derived import action, follow_up, handover, need, outcome, passage, said, stale, urgent
from kartlegging_tui.records.derived import worklist as worklist_table
from kartlegging_tui.records.erasing import free_number
from kartlegging_tui.records.office_tables import guardian
from kartlegging_tui.records.projecting import NAMES, make_stale, names_of, rows_of
from kartlegging_tui.records.tables import (
    answer_event,
    assessment,
    contact_point,
    conversation,
    name_word,
    pathway,
    pathway_event,
    patient,
    questionnaire_version,
    signing,
)


@dataclass(frozen=True, slots=True)
class WholeEvent:
    """Something that was answered, or agreed in a pathway, or became of it; `content` is its JSON."""

    path: Path
    content: str
    author_id: int
    at: datetime
    undoes: int | None = None
    """The number of the event that it takes back, where the first is 1."""


@dataclass(frozen=True, slots=True)
class WholeAssessment:
    """A form and its answers, in the order in which they were given: path, JSON, moment."""

    form: str
    version: str
    answers: Sequence[tuple[Path, str, datetime]] = ()
    events: Sequence[WholeEvent] = ()
    """In place of `answers`, where several people have answered or something was taken back."""


class Numbers(NamedTuple):
    """The ids that a conversation, and what it belongs to, have got in the records."""

    patient: int
    pathway: int
    contact_point: int
    conversation: int


@dataclass(frozen=True, slots=True)
class WholeSigning:
    """A signature, or that a correction was begun. In the order in which it was done."""

    version: int
    kind: SigningKind
    author_id: int
    at: datetime
    reason: str = ""
    document: Callable[[Numbers], str] | None = None
    """What is signed, as JSON; None where nothing is. It names the ids, which are not known before."""


@dataclass(frozen=True, slots=True)
class WholeConversation:
    details: ConversationDetails
    author_id: int
    started_at: datetime
    ended_at: datetime | None
    assessments: Sequence[WholeAssessment] = ()
    signings: Sequence[WholeSigning] = ()
    told: Sequence[Indexed] | None = None
    """What its forms say; None where that is still to be found out."""


@dataclass(frozen=True, slots=True)
class WholeContactPoint:
    number: int
    status: ContactPointStatus
    opens: date
    closes: date
    ask_again_on: date | None = None
    conversation: WholeConversation | None = None


@dataclass(frozen=True, slots=True)
class WholePathway:
    definition: str
    diagnosed: date
    icd10: str
    relapse: bool
    contact_points: Sequence[WholeContactPoint]
    events: Sequence[WholeEvent] = ()
    """In order."""


@dataclass(frozen=True, slots=True)
class WholePatient:
    name: str
    identifier: str | None
    identifier_kind: IdentifierKind | None
    birth_date: date | None
    language: str
    municipality: str
    contact_person: str
    pathways: Sequence[WholePathway] = field(default=())
    guardians: str = ""


def load(connection: Connection, key: bytes, patients: Sequence[WholePatient]) -> list[int]:
    """Inserts them table by table: parents first, each table in one go. Their ids. `key` chains the logs."""
    loading = _Loading(connection, key)
    added = [loading.add_patient(whole) for whole in patients]
    loading.write()
    return added


def add_pathway(connection: Connection, key: bytes, patient_id: int, municipality: str, whole: WholePathway) -> int:
    """Another pathway of somebody who is known, with all that belongs to it; its id."""
    loading = _Loading(connection, key)
    added = loading.add_pathway(patient_id, municipality, whole)
    loading.write()
    return added


def add_talks(
    connection: Connection,
    key: bytes,
    pathway_id: int,
    points: Sequence[WholeContactPoint],
    events: Sequence[WholeEvent],
) -> None:
    """Contact points with their talks to a pathway that is known, and what was agreed after all that it has.

    None of the contact points may have a talk already; one that is there keeps its window. `undoes` of the events are
    numbers of the pathway. The worklist is not brought up to date by this.
    """
    loading = _Loading(connection, key)
    loading.add_talks(pathway_id, points, events)
    loading.write()


class _Loading:
    def __init__(self, connection: Connection, key: bytes) -> None:
        self._connection = connection
        self._key = key
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._last: dict[str, int] = {}
        self._locked: dict[int, AssessmentStatus] = {}
        """By conversation, what its signatures have made of its assessments."""
        self._names: NAMES = {}
        versions = select(questionnaire_version.c.form, questionnaire_version.c.version, questionnaire_version.c.id)
        self._versions = {(form, version): key for form, version, key in connection.execute(versions)}
        lock(connection, Stream.ACCESS)  # the chain of what was signed is one for all
        signed = select(signing.c.hash).where(signing.c.kind == SigningKind.SIGNED).order_by(signing.c.id.desc())
        self._hash = connection.execute(signed.limit(1)).scalar() or ""

    def write(self) -> None:
        """Inserts all that was added."""
        for table in (patient, guardian, name_word, pathway, contact_point, worklist_table, conversation, assessment):
            rows = self._rows.pop(table.name, [])
            if rows:
                self._connection.execute(insert(table), rows)
        for table, stream in ((answer_event, Stream.ANSWERS), (pathway_event, Stream.PATHWAY)):
            chain_all(self._connection, self._key, stream, self._rows.get(table.name, ()))
        for table in (answer_event, pathway_event, said):
            self._plainly(table)
        for table in (need, urgent, action, outcome, handover, passage, follow_up, stale):
            if rows := self._rows.pop(table.name, []):
                self._connection.execute(insert(table), rows)
        if rows := self._rows.pop(signing.name, []):
            self._connection.execute(insert(signing), rows)
        if self._locked:  # after their answers: what is signed takes none
            lock = "UPDATE assessment SET status = :status WHERE conversation_id = :conversation_id"
            locked = [{"conversation_id": key, "status": status.value} for key, status in self._locked.items()]
            plain_sql.execute(self._connection, lock, locked)

    def _plainly(self, table: Table) -> None:
        """Past the statement builder: 4 of the 7 microseconds of each of millions of rows."""
        if events := self._rows.pop(table.name, []):
            columns = ", ".join(events[0])
            marks = ", ".join(f":{name}" for name in events[0])
            plain_sql.execute(self._connection, f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", events)

    def add_patient(self, whole: WholePatient) -> int:
        patient_id = self._add(
            patient,
            name=whole.name,
            identifier=whole.identifier,
            identifier_kind=whole.identifier_kind,
            birth_date=whole.birth_date,
            language=whole.language,
            municipality=whole.municipality,
            contact_person=whole.contact_person,
        )
        if whole.guardians:
            self._rows.setdefault("guardian", []).append({"patient_id": patient_id, "names": whole.guardians})
        for word in names.words(whole.name):
            self._rows.setdefault("name_word", []).append({"word": word, "patient_id": patient_id})
        for course in whole.pathways:
            self.add_pathway(patient_id, whole.municipality, course)
        return patient_id

    def add_pathway(self, patient_id: int, municipality: str, whole: WholePathway) -> int:
        pathway_id = self._add(
            pathway,
            patient_id=patient_id,
            definition=whole.definition,
            diagnosed=whole.diagnosed,
            icd10=whole.icd10,
            relapse=whole.relapse,
        )
        points, ongoing = [], []
        for point in whole.contact_points:
            values = {
                "pathway_id": pathway_id,
                "number": point.number,
                "status": point.status,
                "opens": point.opens,
                "closes": point.closes,
                "ask_again_on": point.ask_again_on,
            }
            point_id = self._add(contact_point, **values)
            points.append(ContactPoint.model_validate({"id": point_id, **values}))
            if point.conversation is not None:
                self._conversation((patient_id, pathway_id, point_id), point.conversation)
                if point.conversation.ended_at is None:
                    ongoing.append(point_id)
        row = {"pathway_id": pathway_id, "patient_id": patient_id, **worklist.project(points, ongoing)}
        row |= worklist.filters(municipality, whole.icd10)
        self._rows.setdefault("worklist", []).append(row)
        agreed = self._rows.setdefault("pathway_event", [])
        for number, event in enumerate(whole.events, start=1):
            agreed.append({"pathway_id": pathway_id, **_row(number, event)})
        self._project(pathway_id, whole, row)
        return pathway_id

    def add_talks(self, pathway_id: int, points: Sequence[WholeContactPoint], events: Sequence[WholeEvent]) -> None:
        of_patient = select(pathway.c.patient_id).where(pathway.c.id == pathway_id)
        patient_id = self._connection.execute(of_patient).scalar_one()
        here = select(contact_point.c.number, contact_point.c.id).where(contact_point.c.pathway_id == pathway_id)
        known = {row.number: row.id for row in self._connection.execute(here)}
        for point in points:
            becomes = {"status": point.status, "ask_again_on": point.ask_again_on}
            point_id = known.get(point.number)
            if point_id is None:
                window = {"opens": point.opens, "closes": point.closes}
                point_id = self._add(contact_point, pathway_id=pathway_id, number=point.number, **window, **becomes)
            else:
                this = contact_point.c.id == point_id
                self._connection.execute(update(contact_point).where(this).values(**becomes))
            if point.conversation is not None:
                self._conversation((patient_id, pathway_id, point_id), point.conversation)
        last = select(func.max(pathway_event.c.number)).where(pathway_event.c.pathway_id == pathway_id)
        start: int = self._connection.execute(last).scalar() or 0
        agreed = self._rows.setdefault("pathway_event", [])
        agreed += ({"pathway_id": pathway_id, **_row(number, event)} for number, event in enumerate(events, start + 1))
        make_stale(self._connection, pathway_id)

    def _project(self, pathway_id: int, whole: WholePathway, row: dict[str, Any]) -> None:
        """What is found across patients, where the talks come with what they say; else it is left for later."""
        talks = []
        for point in whole.contact_points:
            if point.conversation is not None:
                talk = point.conversation
                if talk.told is None:
                    self._rows.setdefault("stale", []).append({"pathway_id": pathway_id})
                    return
                talks.append(Told(point.number, talk.told, talk.details.held_on, talk.ended_at is not None))
        self._names = self._names if self._knows(talks) else names_of(self._connection, _forms(talks))
        events = [
            Event(number=number, path=event.path, content=event.content, author="", at=event.at, undoes=None)
            for number, event in enumerate(whole.events, start=1)
        ]
        found = rows_of(pathway_id, talks, events, self._names, row["municipality"])
        row |= found.filters
        for table, rows in found.by_table():
            self._rows.setdefault(table.name, []).extend(rows)

    def _knows(self, talks: Sequence[Told]) -> bool:
        return all((form.form, value.name) in self._names for form in _forms(talks) for value in form.values)

    def _conversation(self, belongs_to: tuple[int, int, int], whole: WholeConversation) -> None:
        details = {name: getattr(whole.details, name) for name in ConversationDetails.model_fields}
        conversation_id = self._add(
            conversation,
            contact_point_id=belongs_to[-1],
            author_id=whole.author_id,
            started_at=whole.started_at,
            ended_at=whole.ended_at,
            **details,
        )
        for answered in whole.assessments:
            assessment_id = self._add(
                assessment,
                conversation_id=conversation_id,
                questionnaire_version_id=self._versions[answered.form, answered.version],
                form=answered.form,
                status=AssessmentStatus.DRAFT,
            )
            self._rows.setdefault("answer_event", []).extend(_events(assessment_id, whole.author_id, answered))

        for each in whole.signings:
            self._signing(Numbers(*belongs_to, conversation_id), each)

    def _signing(self, numbers: Numbers, whole: WholeSigning) -> None:
        document = whole.document(numbers) if whole.document else ""
        if whole.document:
            self._hash = chained(self._hash, document)
        self._locked[numbers.conversation] = _status_after(whole)
        self._add(
            signing,
            conversation_id=numbers.conversation,
            version=whole.version,
            kind=whole.kind,
            author_id=whole.author_id,
            at=whole.at,
            reason=whole.reason,
            document=document,
            hash=self._hash if whole.document else "",
        )

    def _add(self, table: Table, **values: Any) -> int:
        """Keeps a row for later and gives it the next id; nobody else writes meanwhile."""
        if table.name not in self._last:
            self._last[table.name] = free_number(self._connection, table) - 1
        self._last[table.name] = key = self._last[table.name] + 1
        self._rows.setdefault(table.name, []).append({"id": key, **values})
        return key


def _forms(talks: Sequence[Told]) -> Iterator[Indexed]:
    return (form for talk in talks for form in talk.forms)


def _events(assessment_id: int, author_id: int, answered: WholeAssessment) -> Iterator[dict[str, Any]]:
    events = answered.events or [WholeEvent(path, answer, author_id, at) for path, answer, at in answered.answers]
    for number, event in enumerate(events, start=1):
        row = _row(number, event)
        yield {"assessment_id": assessment_id, "answer": row.pop("content"), **row}


def _row(number: int, event: WholeEvent) -> dict[str, Any]:
    happened = {"author_id": event.author_id, "at": milliseconds(event.at), "undoes": event.undoes}
    return {"number": number, "path": event.path, "content": event.content, **happened}


def _status_after(whole: WholeSigning) -> AssessmentStatus:
    """What the assessments of a conversation are once this was done about its signing."""
    match whole.kind:
        case SigningKind.SIGNED:
            return AssessmentStatus.SIGNED if whole.version == 1 else AssessmentStatus.CORRECTED
        case SigningKind.CORRECTING:
            return AssessmentStatus.CORRECTING
        case SigningKind.GIVEN_UP:
            return AssessmentStatus.SIGNED if whole.version <= 2 else AssessmentStatus.CORRECTED
