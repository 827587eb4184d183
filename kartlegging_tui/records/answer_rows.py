"""All answers as they stand, read part by part: memory does not follow how many there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from kartlegging_tui.domain.answer_table import Cells, Part, answer_cells, question_cells
from kartlegging_tui.records import plain_sql
from kartlegging_tui.records.as_values import readable
from kartlegging_tui.records.tables import (
    assessment,
    contact_point,
    conversation,
    pathway,
    patient,
    questionnaire_version,
)
from kartlegging_tui.records.units import Sight

FORMS = 4_000
"""So many filled forms at a time: some 80,000 answers, 60 MB."""
_TALKS = (
    select(
        assessment.c.id,
        pathway.c.patient_id,
        patient.c.birth_date,
        patient.c.municipality,
        contact_point.c.pathway_id,
        pathway.c.icd10,
        pathway.c.diagnosed,
        contact_point.c.number,
        conversation.c.id.label("talk"),
        conversation.c.held_on,
        questionnaire_version.c.form,
        questionnaire_version.c.version,
        assessment.c.status,
    )
    .join_from(assessment, conversation, conversation.c.id == assessment.c.conversation_id)
    .join(contact_point, contact_point.c.id == conversation.c.contact_point_id)
    .join(pathway, pathway.c.id == contact_point.c.pathway_id)
    .join(patient, patient.c.id == pathway.c.patient_id)
    .join(questionnaire_version, questionnaire_version.c.id == assessment.c.questionnaire_version_id)
    .order_by(assessment.c.id)
    .limit(FORMS)
)


def parts(connection: Connection, sight: Sight, patients: Collection[int] | None) -> Iterator[Part]:
    """Form by form in the order in which they were begun; of some patients, or of all in `sight`. Raises Unreadable."""
    talks = _TALKS.where(*sight.patients(patient.c.id))
    if patients is not None:
        talks = talks.where(patient.c.id.in_(sorted(patients)))
    last = 0
    while rows := connection.execute(talks.where(assessment.c.id > last)).all():
        last = rows[-1].id
        yield _part(connection, rows)


def _part(connection: Connection, talks: Sequence[Any]) -> Part:
    place = {row.id: number for number, row in enumerate(talks)}
    questions: dict[str, int] = {}
    answers: dict[str, int] = {}
    asked_at, said_at = questions.setdefault, answers.setdefault
    lines = [
        (place[form], asked_at(path, len(questions)), said_at(answer, len(answers)), author, at)
        for form, path, answer, author, at in _standing(connection, place)
    ]
    with readable("answer_event"):
        said = [answer_cells(answer) for answer in answers]
        asked = [question_cells(path) for path in questions]
    if None in said:
        lines = [line for line in lines if said[line[2]] is not None]
    return Part([_cells(row) for row in talks], asked, [each or () for each in said], lines)


def _standing(connection: Connection, forms: Mapping[int, int]) -> Collection[Any]:
    """The newest event of each question of these forms: the form, path, JSON, author and moment, as they are kept.

    As the driver gives them: SQLAlchemy's rows take three times as long.
    """
    first, last = min(forms), max(forms)
    near = last - first < 2 * len(forms)  # else only some patients' are wanted
    these = f"BETWEEN {first} AND {last}" if near else f"IN ({', '.join(map(str, forms))})"
    statement = (
        f"SELECT assessment_id, path, answer, author_id, at FROM answer_event WHERE assessment_id {these}"
        " ORDER BY assessment_id, number"
    )
    result = plain_sql.execute(connection, statement, {})
    rows = result.cursor.fetchall()
    result.close()
    return {(row[0], row[1]): row for row in rows if row[0] in forms}.values()


def _cells(row: Any) -> Cells:
    _form, patient_id, born, *rest, status = row
    return patient_id, born.year if born else None, *rest, status.value
