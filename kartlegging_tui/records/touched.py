"""How many stored answers a new version of a form touches: counted, never shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, true

from kartlegging_tui.domain.answers import Answer, Missing, Value, read, split
from kartlegging_tui.domain.names import SAME, Names
from kartlegging_tui.domain.people import AssessmentStatus
from kartlegging_tui.domain.side_by_side import version_key
from kartlegging_tui.domain.touched import Count, Effect, Key, Touch, counted_answers, counted_forms
from kartlegging_tui.records.as_values import readable
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
_SIGNED = assessment.c.status != AssessmentStatus.DRAFT
_ROWS = 2000
"""Fetched at a time: the answers are many, and nothing of them is kept."""


@dataclass(frozen=True)
class Step:
    """From one version of a form to another; the same where a file was changed without a new version."""

    form: str
    old: str
    new: str
    names: Mapping[str, Names] = field(default_factory=dict)
    """By version, the way from its names to those of the old one; the same where it is not here."""


@dataclass
class _Tally:
    """What is counted of one place where answers are stored."""

    given: int = 0
    reasons: Counter[Missing] = field(default_factory=Counter)
    touched: Counter[int] = field(default_factory=Counter)
    """By change."""


def count(connection: Connection, step: Step, touches: Mapping[int, Touch]) -> dict[int, Count]:
    """How many answers to earlier versions of the form each change touches: the latest answer to each question.

    As in `form_use`, of what is signed: what is in drafts could else be had by subtracting.
    """
    versions = _versions(connection, step.form)
    earlier = {each: id_ for each, id_ in versions.items() if _is_earlier(each, step)}
    signed = _signed(connection, step.form)
    patients: dict[int, set[int]] = {place: set() for place in touches}
    of_answers = {place: touch for place, touch in touches.items() if touch.keys}
    keys = {key: _Tally() for touch in of_answers.values() for key in touch.keys}
    if of_answers and earlier:
        for version, path, answer, patient in _standing(connection, _answers(earlier, _heads(keys, step))):
            names = step.names.get(version, SAME)
            path, answer = names.path(path), names.answer(path, answer)
            head, _row, column = split(path)
            tally = keys.get((head, column or ""))
            if tally is None:
                continue
            tally.given += answer.value is not None
            if answer.missing is not None:
                tally.reasons[answer.missing] += 1
            for place, touch in of_answers.items():
                if touch.touches(path, answer):
                    tally.touched[place] += 1
                    patients[place].add(patient)
    asked = sum(signed.values())
    all_of_them = asked == sum(signed.get(each, 0) for each in earlier)
    found = {}
    for place, touch in of_answers.items():
        own = [keys[key] for key in touch.keys]
        given = sum(each.given for each in own)
        others = Counter[object]()
        for each in own:
            others.update(each.reasons)
        if not any(column for _head, column in touch.keys):
            others["skipped"] = max(asked - given - others.total(), 0)
        touched = sum(each.touched[place] for each in own)
        found[place] = counted_answers(
            touched, len(patients[place]), given if all_of_them else given + 1, others.values()
        )
    if len(found) < len(touches):
        forms = filled(connection, step)
        found |= {place: forms for place, touch in touches.items() if touch.effect is Effect.SCORED_OTHERWISE}
    return found


def _heads(keys: Iterable[Key], step: Step) -> set[str] | None:
    """Under which answers are looked for; None where other versions may call them otherwise."""
    return {head for head, _column in keys} if all(each.alike for each in step.names.values()) else None


def _standing(connection: Connection, found: Select[Any]) -> Iterator[tuple[str, str, Answer, int]]:
    """Version, path, answer and patient; without what is in rows that were taken out again."""
    rows: dict[str, Value] = {}
    last = None
    for assessment_id, version, path, content, patient in connection.execute(found).yield_per(_ROWS):
        if assessment_id != last:
            rows, last = {}, assessment_id
        with readable(f"answer_event {assessment_id}"):
            answer, (head, row, column) = read(content), split(path)
        if column is None and answer.value is not None:
            rows[head] = answer.value
        kept = rows.get(head, ())
        if column is None or (isinstance(kept, tuple) and row in kept):
            yield version, path, answer, patient


def filled(connection: Connection, step: Step) -> Count:
    """How many signed assessments there are of earlier versions of the form, as far as that is told elsewhere."""
    earlier = {each: id_ for each, id_ in _versions(connection, step.form).items() if _is_earlier(each, step)}
    whose = _with_patients(select(func.count(pathway.c.patient_id.distinct()))).where(_of(earlier))
    patients = connection.execute(whose).scalar_one()
    signed = dict.fromkeys(earlier, 0) | _signed(connection, step.form)
    return counted_forms(signed, list(earlier), patients)


def _signed(connection: Connection, form: str) -> dict[str, int]:
    """By version, how many assessments are signed."""
    counted = select(questionnaire_version.c.version, func.count()).join_from(assessment, questionnaire_version)
    counted = counted.where(assessment.c.form == form, _SIGNED).group_by(questionnaire_version.c.version)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _versions(connection: Connection, form: str) -> dict[str, int]:
    """The ids of the versions of a form."""
    known = select(questionnaire_version.c.version, questionnaire_version.c.id)
    rows = connection.execute(known.where(questionnaire_version.c.form == form))
    return {row.version: row.id for row in rows}


def _is_earlier(version: str, step: Step) -> bool:
    """True for versions up to the old one, and for those before the new one."""
    return version_key(version) <= version_key(step.old) or version_key(version) < version_key(step.new)


def _of(versions: Mapping[str, int]) -> ColumnElement[bool]:
    return and_(assessment.c.questionnaire_version_id.in_(versions.values()), _SIGNED)


def _with_patients(found: Any) -> Select[Any]:
    talks = found.select_from(assessment).join(conversation, conversation.c.id == assessment.c.conversation_id)
    points: Select[Any] = talks.join(contact_point, contact_point.c.id == conversation.c.contact_point_id)
    return points.join(pathway, pathway.c.id == contact_point.c.pathway_id)


def _answers(versions: Mapping[str, int], heads: set[str] | None) -> Select[Any]:
    """The latest event of each path under these questions and groups, with the version and the patient."""
    under = true() if heads is None or len(heads) > _MOST_NAMES else or_(*(_under(head) for head in sorted(heads)))
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
        select(
            assessment.c.id,
            questionnaire_version.c.version,
            answer_event.c.path,
            answer_event.c.answer,
            pathway.c.patient_id,
        )
    ).join(latest, latest.c.assessment_id == assessment.c.id)
    found = found.join(questionnaire_version, questionnaire_version.c.id == assessment.c.questionnaire_version_id)
    return found.join(answer_event, same).order_by(assessment.c.id, answer_event.c.path)  # a group before its cells


def _under(head: str) -> ColumnElement[bool]:
    return or_(answer_event.c.path == head, answer_event.c.path.startswith(f"{head}/", autoescape=True))
