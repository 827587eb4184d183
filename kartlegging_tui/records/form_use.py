"""How forms are used, counted by the database: nothing is read answer by answer.

What is counted over all answers is one walk along a key each, answers by assessment and what is said by name: half a
second a million. Looked at more closely are only the few: assessments with a pause in them, questions with several
options chosen, and drafts, which are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, Subquery, case, cast, func, select, type_coerce

from kartlegging_tui.domain.answers import Missing
from kartlegging_tui.domain.form_use import PAUSE, Tallies
from kartlegging_tui.domain.people import AssessmentStatus
from kartlegging_tui.domain.said import HIDDEN, HIGH, LOW, POINTS, REASON
from kartlegging_tui.records.derived import name, said
from kartlegging_tui.records.tables import answer_event, assessment, contact_point, conversation, questionnaire_version

_DRAFT = AssessmentStatus.DRAFT
_REASONS = tuple(REASON + reason.value for reason in Missing)
_NO_ANSWERS = (HIDDEN, POINTS, LOW, HIGH)


def tallies(connection: Connection, several: Collection[tuple[str, str]]) -> Tallies:
    """Of all forms. `several` are the questions, by form and name, to which several options can be chosen.

    What is said is as of the pathways that are not stale: bring them up to date before.
    """
    return Tallies(_versions(connection), _seconds(connection), _said(connection, several))


def _versions(connection: Connection) -> dict[tuple[str, str], tuple[int, int]]:
    version = questionnaire_version.c
    columns = (version.form, version.version, assessment.c.status)
    counted = select(*columns, func.count()).join_from(assessment, questionnaire_version).group_by(*columns)
    found: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for form, number, status, count in connection.execute(counted):
        found[form, number][status is not _DRAFT] += count
    return {key: (drafts, signed) for key, (drafts, signed) in found.items()}


# How long they took


def _seconds(connection: Connection) -> dict[str, dict[int, int]]:
    """How long assessments took to fill: from the first to the last thing that happened to an answer.

    A gap of more than `PAUSE` minutes between two of them is not counted: they talked of something else. An assessment
    with one answer tells nothing.
    """
    pause, at = PAUSE * 60_000, type_coerce(answer_event.c.at, BigInteger)
    key = answer_event.c.assessment_id
    spans = select(key, (func.max(at) - func.min(at)).label("spent")).group_by(key).having(func.count() > 1).subquery()
    found: defaultdict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for spent in (_without_pause(spans, pause), _less_pauses(spans, pause, at)):
        seconds = (spent.c.spent // 1000).label("seconds")
        counted = (
            select(assessment.c.form, seconds, func.count())
            .join_from(spent, assessment, assessment.c.id == spent.c.assessment_id)
            .where(assessment.c.status != _DRAFT)
            .group_by(assessment.c.form, seconds)
        )
        for form, lasted, count in connection.execute(counted):
            found[form][lasted] += count
    return dict(found)


def _without_pause(spans: Subquery, pause: int) -> Subquery:
    return select(spans).where(spans.c.spent <= pause).subquery()


def _less_pauses(spans: Subquery, pause: int, at: ColumnElement[int]) -> Subquery:
    """Of the few that lasted longer, gap by gap."""
    key = answer_event.c.assessment_id
    gap = at - func.lag(at).over(partition_by=key, order_by=answer_event.c.number)
    long = select(spans.c.assessment_id).where(spans.c.spent > pause)
    gaps = select(key, gap.label("gap")).where(key.in_(long)).subquery()
    filling = func.sum(case((gaps.c.gap.between(0, pause), gaps.c.gap), else_=0))
    return (
        select(gaps.c.assessment_id, cast(filling, BigInteger).label("spent")).group_by(gaps.c.assessment_id).subquery()
    )


# What they say


def _said(connection: Connection, several: Collection[tuple[str, str]]) -> dict[tuple[str, str], dict[str, int]]:
    """Of everything, less what is said in drafts."""
    names = {row.id: (row.form, row.name) for row in connection.execute(select(name))}
    columns = [func.sum(case((said.c.word == word, 1), else_=0)) for word in _REASONS]
    counted = select(said.c.name_id, func.count(), *columns).where(said.c.word.not_in(_NO_ANSWERS))
    found = {row[0]: list(row[1:]) for row in connection.execute(counted.group_by(said.c.name_id))}
    for name_id, key in names.items():
        if key in several and name_id in found:
            answers = _answers(said.c.pathway_id, said.c.contact_point).where(said.c.name_id == name_id).subquery()
            found[name_id][0] = connection.execute(select(func.count()).select_from(answers)).scalar_one()
    drafts = _answers_in_drafts().subquery()
    kinds = [func.sum(case((drafts.c.word == word, 1), else_=0)) for word in _REASONS]
    for name_id, *counts in connection.execute(
        select(drafts.c.name_id, func.count(), *kinds).group_by(drafts.c.name_id)
    ):
        found[name_id] = [all_of_it - count for all_of_it, count in zip(found[name_id], counts, strict=True)]
    return {names[name_id]: _kinds(*counts) for name_id, counts in found.items()}


def _kinds(told: int, *reasons: int) -> dict[str, int]:
    """How often there is a value, and each reason for having none."""
    return {"": told - sum(reasons)} | dict(zip((reason.value for reason in Missing), reasons, strict=True))


def _answers(*talk: ColumnElement[Any]) -> Select[Any]:
    """One for each answer, whatever it says: several options chosen are one."""
    told = select(said.c.name_id, func.max(said.c.word).label("word"))
    return told.where(said.c.word.not_in(_NO_ANSWERS)).group_by(*talk, said.c.name_id, said.c.line)


def _answers_in_drafts() -> Select[Any]:
    """Sought from the drafts on: `+ 0` keeps SQLite, which knows no better, from reading all that is said instead."""
    same_talk = (
        (said.c.name_id == name.c.id)
        & (said.c.pathway_id == contact_point.c.pathway_id + 0)
        & (said.c.contact_point == contact_point.c.number)
    )
    return (
        _answers(assessment.c.id)
        .join_from(assessment, conversation, conversation.c.id == assessment.c.conversation_id)
        .join(contact_point, contact_point.c.id == conversation.c.contact_point_id)
        .join(name, name.c.form == assessment.c.form)
        .join(said, same_talk)
        .where(assessment.c.status == _DRAFT)
    )
