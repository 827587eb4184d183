"""Which rows of the worklist are wanted: filters and searches as conditions.

No filter has an index of its own. The two indexes in the order of urgency hold all columns that are filtered by, so
that any filters together are one walk: at 200,000 pathways some 15 ms for all counts, where seeking by one filter and
looking up the rows for the others took up to 100.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, intersect, literal_column, or_, select

from kartlegging_tui.domain.diagnosis_groups import RANGES, DiagnosisGroup, categories
from kartlegging_tui.domain.filters import Filter, Whose
from kartlegging_tui.domain.worklist import Search
from kartlegging_tui.records import names
from kartlegging_tui.records.derived import worklist
from kartlegging_tui.records.name_words import begins_with
from kartlegging_tui.records.tables import name_word, patient


def filtered(only: Filter, today: date) -> list[ColumnElement[bool]]:
    """That a row is what the filter asks for, its states aside. `ME` must have become a user; else nobody is meant."""
    conditions: list[ColumnElement[bool]] = []
    if only.municipalities:
        conditions.append(worklist.c.municipality.in_(sorted(only.municipalities)))
    if only.units:
        conditions.append(worklist.c.unit.in_(sorted(only.units)))
    if only.responsible:
        conditions.append(or_(false(), *_responsible(only)))
    if only.diagnoses:
        conditions.append(or_(*_diagnosed(only)))
    if only.children:
        conditions.append(worklist.c.children_until >= today)
    if only.urgent:
        conditions.append(worklist.c.urgent > literal_column("0"))  # as its index says it
    if only.late:
        conditions.append(worklist.c.act_by < today)
    return conditions


def _responsible(only: Filter) -> Iterator[ColumnElement[bool]]:
    if Whose.NOBODY in only.responsible:
        yield worklist.c.responsible_id.is_(None)
    if users := sorted(user for user in only.responsible if isinstance(user, int)):
        yield worklist.c.responsible_id.in_(users)


def _diagnosed(only: Filter) -> Iterator[ColumnElement[bool]]:
    """Code by code: some 20 ms quicker at 200,000 than one stretch of codes after the other."""
    if codes := sorted(code for group in only.diagnoses for code in categories(group)):
        yield worklist.c.diagnosis.in_(codes)
    if DiagnosisGroup.OTHER in only.diagnoses:
        yield from (worklist.c.diagnosis.between(first, last) for first, last in RANGES[DiagnosisGroup.OTHER])


def found(search: Search) -> list[ColumnElement[bool]]:
    """That the patient is one of those looked for; no condition where nobody in particular is."""
    near = dict(search.near)
    parts: list[Select[Any]] = [
        select(name_word.c.patient_id).where(_is_word(word, near.get(word, ())))
        for text in search.words
        for word in names.words(text)
    ]
    digits: list[ColumnElement[bool]] = []
    if search.identifier:
        digits.append((patient.c.identifier >= search.identifier) & (patient.c.identifier < search.identifier + ":"))
    if search.birth_dates:
        digits.append(patient.c.birth_date.in_(search.birth_dates))
    if digits:
        parts.append(select(patient.c.id).where(or_(*digits)))
    if not parts:
        return []
    return [worklist.c.patient_id.in_(intersect(*parts) if len(parts) > 1 else parts[0])]


def _is_word(word: str, near: tuple[str, ...]) -> ColumnElement[bool]:
    return or_(begins_with(word), name_word.c.word.in_(near)) if near else begins_with(word)


def pathways_of(search: Search) -> Select[Any]:
    """The ids of the pathways of patients that are looked for."""
    return select(worklist.c.pathway_id).where(*found(search))
