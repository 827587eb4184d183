"""How many stored answers a new version of a form touches: counted, never shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from kartlegging_tui.domain.answers import Answer, Value, read, split
from kartlegging_tui.domain.side_by_side import version_key
from kartlegging_tui.domain.touched import Count, Effect, Touch, counted
from kartlegging_tui.records.tables import (
    answer_event,
    assessment,
    contact_point,
    conversation,
    pathway,
    questionnaire_version,
)

_MOST_NAMES = 200
"""With more of them, a condition for each costs the database more than reading all answers of the form."""
_ROWS = 2000
"""Fetched at a time: the answers are many, and nothing of them is kept."""


@dataclass(frozen=True)
class Step:
    """From one version of a form to another; the same where a file was changed without a new version."""

    form: str
    old: str
    new: str


def count(connection: Connection, step: Step, touches: Mapping[int, Touch]) -> dict[int, Count]:
    """How many answers to earlier versions of the form each change touches: the latest answer to each question."""
    earlier = _earlier(connection, step)
    numbers = dict.fromkeys(touches, 0)
    patients: dict[int, set[int]] = {place: set() for place in touches}
    of_answers = {place: touch for place, touch in touches.items() if touch.keys}
    if of_answers and earlier:
        heads = {head for touch in of_answers.values() for head, _column in touch.keys}
        for path, answer, patient in _standing(connection, _answers(earlier, heads)):
            for place, touch in of_answers.items():
                if touch.touches(path, answer):
                    numbers[place] += 1
                    patients[place].add(patient)
    found = {place: counted(numbers[place], len(patients[place])) for place in of_answers}
    if len(found) < len(touches):
        forms = filled(connection, step)
        found |= {place: forms for place, touch in touches.items() if touch.effect is Effect.SCORED_OTHERWISE}
    return found


def _standing(connection: Connection, found: Select[Any]) -> Iterator[tuple[str, Answer, int]]:
    """Path, answer and patient; without what is in rows that were taken out again."""
    rows: dict[str, Value] = {}
    last = None
    for assessment_id, path, content, patient in connection.execute(found).yield_per(_ROWS):
        if assessment_id != last:
            rows, last = {}, assessment_id
        answer = read(content)
        head, row, column = split(path)
        if column is None and answer.value is not None:
            rows[head] = answer.value
        kept = rows.get(head, ())
        if column is None or (isinstance(kept, tuple) and row in kept):
            yield path, answer, patient


def filled(connection: Connection, step: Step) -> Count:
    """How many assessments there are of earlier versions of the form."""
    whose = _with_patients(select(func.count(), func.count(pathway.c.patient_id.distinct())))
    row = connection.execute(whose.where(_of(_earlier(connection, step)))).one()
    return counted(row[0], row[1])


def _earlier(connection: Connection, step: Step) -> list[int]:
    """The ids of the versions up to the old one, and of those before the new one."""
    known = select(questionnaire_version.c.id, questionnaire_version.c.version)
    rows = connection.execute(known.where(questionnaire_version.c.form == step.form))
    old, new = version_key(step.old), version_key(step.new)
    return [row.id for row in rows if version_key(row.version) <= old or version_key(row.version) < new]


def _of(versions: list[int]) -> ColumnElement[bool]:
    return assessment.c.questionnaire_version_id.in_(versions)


def _with_patients(found: Any) -> Select[Any]:
    talks = found.select_from(assessment).join(conversation, conversation.c.id == assessment.c.conversation_id)
    points: Select[Any] = talks.join(contact_point, contact_point.c.id == conversation.c.contact_point_id)
    return points.join(pathway, pathway.c.id == contact_point.c.pathway_id)


def _answers(versions: list[int], heads: set[str]) -> Select[Any]:
    """The latest event of each path under these questions and groups, with the patient."""
    under = true() if len(heads) > _MOST_NAMES else or_(*(_under(head) for head in sorted(heads)))
    latest = (
        select(answer_event.c.assessment_id, func.max(answer_event.c.number).label("number"))
        .join(assessment, assessment.c.id == answer_event.c.assessment_id)
        .where(_of(versions), under)
        .group_by(answer_event.c.assessment_id, answer_event.c.path)
        .subquery()
    )
    same = and_(
        answer_event.c.assessment_id == latest.c.assessment_id,
        answer_event.c.number == latest.c.number,
    )
    found = _with_patients(
        select(assessment.c.id, answer_event.c.path, answer_event.c.answer, pathway.c.patient_id)
    ).join(latest, latest.c.assessment_id == assessment.c.id)
    return found.join(answer_event, same).order_by(assessment.c.id, answer_event.c.path)  # a group before its cells


def _under(head: str) -> ColumnElement[bool]:
    return or_(answer_event.c.path == head, answer_event.c.path.startswith(f"{head}/", autoescape=True))
