"""Taking in whole patients, many at a time, through the same tables and triggers as everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import AssessmentStatus, ContactPoint, ConversationDetails, IdentifierKind
from kartlegging_tui.records import names, worklist
from kartlegging_tui.records.columns import milliseconds
from kartlegging_tui.records.tables import (
    answer_event,
    assessment,
    contact_point,
    conversation,
    name_word,
    pathway,
    patient,
    questionnaire_version,
)
from kartlegging_tui.records.tables import worklist as worklist_table


@dataclass(frozen=True, slots=True)
class WholeAssessment:
    """A form and its answers, in the order in which they were given: path, JSON, moment."""

    form: str
    version: str
    answers: Sequence[tuple[Path, str, datetime]]


@dataclass(frozen=True, slots=True)
class WholeConversation:
    details: ConversationDetails
    author_id: int
    started_at: datetime
    ended_at: datetime | None
    assessments: Sequence[WholeAssessment] = ()


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
        versions = select(questionnaire_version.c.form, questionnaire_version.c.version, questionnaire_version.c.id)
        self._versions = {(form, version): key for form, version, key in connection.execute(versions)}

    def load(self, patients: Sequence[WholePatient]) -> None:
        for whole in patients:
            self._patient(whole)
        for table in (patient, name_word, pathway, contact_point, worklist_table, conversation, assessment):
            rows = self._rows.pop(table.name, [])
            if rows:
                self._connection.execute(insert(table), rows)
        events = self._rows.pop(answer_event.name, [])
        if events:  # past the statement builder: 4 of the 7 microseconds of each of millions of rows
            names_ = ", ".join(events[0])
            marks = ", ".join(f":{name}" for name in events[0])
            self._connection.exec_driver_sql(f"INSERT INTO answer_event ({names_}) VALUES ({marks})", events)

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
            self._pathway(patient_id, course)

    def _pathway(self, patient_id: int, whole: WholePathway) -> None:
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
                self._conversation(point_id, point.conversation)
                if point.conversation.ended_at is None:
                    ongoing.append(point_id)
        row = {"pathway_id": pathway_id, "patient_id": patient_id, **worklist.project(points, ongoing)}
        self._rows.setdefault("worklist", []).append(row)

    def _conversation(self, contact_point_id: int, whole: WholeConversation) -> None:
        details = {name: getattr(whole.details, name) for name in ConversationDetails.model_fields}
        conversation_id = self._add(
            conversation,
            contact_point_id=contact_point_id,
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

    def _add(self, table: Table, **values: Any) -> int:
        """Keeps a row for later and gives it the next id; nobody else writes meanwhile."""
        if table.name not in self._last:
            self._last[table.name] = self._connection.execute(select(func.max(table.c.id))).scalar() or 0
        self._last[table.name] = key = self._last[table.name] + 1
        self._rows.setdefault(table.name, []).append({"id": key, **values})
        return key


def _events(assessment_id: int, author_id: int, answered: WholeAssessment) -> Iterator[dict[str, Any]]:
    for number, (path, answer, at) in enumerate(answered.answers, start=1):
        yield {
            "assessment_id": assessment_id,
            "number": number,
            "path": path,
            "answer": answer,
            "author_id": author_id,
            "at": milliseconds(at),
            "undoes": None,
        }
