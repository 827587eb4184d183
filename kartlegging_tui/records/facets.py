"""How many pathways each choice of a filter would show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from kartlegging_tui.domain.diagnosis_groups import group_of
from kartlegging_tui.domain.filters import EVERYTHING, Facets, Filter
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search
from kartlegging_tui.records.derived import worklist
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight
from kartlegging_tui.records.wanted import filtered, found
from kartlegging_tui.records.worklist import stretch_of


def facets(
    connection: Connection,
    today: date,
    search: Search = EVERYBODY,
    only: Filter = EVERYTHING,
    sight: Sight = ALL,
) -> Facets:
    """Of each kind, all choices there are, counted under what else the filter and the search ask for."""
    shown = [or_(*(stretch_of(state, today) for state in Due if state in only.states))] if only.states else []
    looked_for = [*shown, *found(search), *sight.rows()]
    if not filtered(only, today):
        return _at_once(connection, looked_for, today)

    def by(column: ColumnElement[Any], field: str) -> dict[Any, int]:
        others = filtered(only.without(field), today)
        counted = select(column, func.count()).where(*others, *looked_for).group_by(column)
        return {row[0]: row[1] for row in connection.execute(counted)}

    def where(field: str) -> int:
        wanted = replace(only.without(field), **_TRUE[field])
        return connection.execute(select(func.count()).where(*filtered(wanted, today), *looked_for)).scalar_one()

    diagnoses: Counter[Any] = Counter()
    for category, number in by(worklist.c.diagnosis, "diagnoses").items():
        diagnoses[group_of(category)] += number
    return Facets(
        municipalities=by(worklist.c.municipality, "municipalities"),
        units=by(worklist.c.unit, "units"),
        responsible=by(worklist.c.responsible_id, "responsible"),
        diagnoses=diagnoses,
        children=where("children"),
        urgent=where("urgent"),
        late=where("late"),
    )


def _at_once(connection: Connection, looked_for: Sequence[ColumnElement[bool]], today: date) -> Facets:
    """All of them in one walk, where no choice narrows what another is counted among: half the time of seven."""
    rows = worklist.c
    chosen = {field: func.count().filter(*filtered(Filter(**true), today)) for field, true in _TRUE.items()}
    by = (rows.municipality, rows.unit, rows.responsible_id, rows.diagnosis)
    counted = select(*by, func.count(), *chosen.values()).where(*looked_for).group_by(*by)
    tallies: tuple[Counter[Any], ...] = (Counter(), Counter(), Counter(), Counter())
    true: Counter[str] = Counter()
    for *values, number, children, urgent, late in connection.execute(counted):
        for tally, value in zip(tallies, values, strict=True):
            tally[value] += number
        true.update(children=children, urgent=urgent, late=late)
    municipalities, units, responsible, categories = tallies
    diagnoses: Counter[Any] = Counter()
    for category, number in categories.items():
        diagnoses[group_of(category)] += number
    return Facets(
        municipalities=dict(municipalities),
        units=dict(units),
        responsible=dict(responsible),
        diagnoses=diagnoses,
        children=true["children"],
        urgent=true["urgent"],
        late=true["late"],
    )


_TRUE: dict[str, dict[str, Any]] = {field: {field: True} for field in ("children", "urgent", "late")}
