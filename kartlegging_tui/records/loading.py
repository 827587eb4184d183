"""Taking in whole patients, many at a time, through the same tables and triggers as everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, func, insert, select

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import AssessmentStatus, ContactPoint, ConversationDetails, IdentifierKind
from kartlegging_tui.domain.said import Indexed, Told
from kartlegging_tui.domain.signing import SigningKind, chained
from kartlegging_tui.records import names, worklist
from kartlegging_tui.records.columns import milliseconds
from kartlegging_tui.records.derived import action, follow_up, need, passage, said, stale, urgent
from kartlegging_tui.records.derived import worklist as worklist_table
from kartlegging_tui.records.projecting import NAMES, names_of, rows_of
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
class WholeAssessment:
    """A form and its answers, in the order in which they were given: path, JSON, moment."""

    form: str
    version: str
    answers: Sequence[tuple[Path, str, datetime]]


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
    """None, or the last one is a signature."""
    told: Sequence[Indexed] | None = None
    """What its forms say; None where that is still to be found out."""


@dataclass(frozen=True, slots=True)
class WholeEvent:
    """Something that was agreed in a pathway, or became of it; `content` is its JSON."""

    path: Path
    content: str
    author_id: int
    at: datetime


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


def load(connection: Connection, patients: Sequence[WholePatient]) -> None:
    """Inserts them table by table: parents first, each table in one go."""
    _Loading(connection).load(patients)


class _Loading:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._last: dict[str, int] = {}
        self._locked: list[dict[str, Any]] = []
        self._names: NAMES = {}
        versions = select(questionnaire_version.c.form, questionnaire_version.c.version, questionnaire_version.c.id)
        self._versions = {(form, version): key for form, version, key in connection.execute(versions)}
        signed = select(signing.c.hash).where(signing.c.kind == SigningKind.SIGNED).order_by(signing.c.id.desc())
        self._hash = connection.execute(signed.limit(1)).scalar() or ""

    def load(self, patients: Sequence[WholePatient]) -> None:
        for whole in patients:
            self._patient(whole)
        for table in (patient, name_word, pathway, contact_point, worklist_table, conversation, assessment):
            rows = self._rows.pop(table.name, [])
            if rows:
                self._connection.execute(insert(table), rows)
        for table in (answer_event, pathway_event, said):
            self._plainly(table)
        for table in (need, urgent, action, passage, follow_up, stale):
            if rows := self._rows.pop(table.name, []):
                self._connection.execute(insert(table), rows)
        if rows := self._rows.pop(signing.name, []):
            self._connection.execute(insert(signing), rows)
        if self._locked:  # after their answers: what is signed takes none
            lock = "UPDATE assessment SET status = :status WHERE conversation_id = :conversation_id"
            self._connection.exec_driver_sql(lock, self._locked)

    def _plainly(self, table: Table) -> None:
        """Past the statement builder: 4 of the 7 microseconds of each of millions of rows."""
        if events := self._rows.pop(table.name, []):
            columns = ", ".join(events[0])
            marks = ", ".join(f":{name}" for name in events[0])
            self._connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", events)

    def _patient(self, whole: WholePatient) -> None:
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
        for word in names.words(whole.name):
            self._rows.setdefault("name_word", []).append({"word": word, "patient_id": patient_id})
        for course in whole.pathways:
            self._pathway(patient_id, whole.municipality, course)

    def _pathway(self, patient_id: int, municipality: str, whole: WholePathway) -> None:
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
            values = {"path": event.path, "content": event.content}
            agreed.append({"pathway_id": pathway_id, **values, **_happened(number, event.author_id, event.at)})
        self._project(pathway_id, whole, row)

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
            status = AssessmentStatus.SIGNED if whole.version == 1 else AssessmentStatus.CORRECTED
            self._locked.append({"status": status.value, "conversation_id": numbers.conversation})
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
            self._last[table.name] = self._connection.execute(select(func.max(table.c.id))).scalar() or 0
        self._last[table.name] = key = self._last[table.name] + 1
        self._rows.setdefault(table.name, []).append({"id": key, **values})
        return key


def _forms(talks: Sequence[Told]) -> Iterator[Indexed]:
    return (form for talk in talks for form in talk.forms)


def _events(assessment_id: int, author_id: int, answered: WholeAssessment) -> Iterator[dict[str, Any]]:
    for number, (path, answer, at) in enumerate(answered.answers, start=1):
        values = {"assessment_id": assessment_id, "path": path, "answer": answer}
        yield values | _happened(number, author_id, at)


def _happened(number: int, author_id: int, at: datetime) -> dict[str, Any]:
    return {"number": number, "author_id": author_id, "at": milliseconds(at), "undoes": None}
