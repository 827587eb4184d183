"""How many pathways each choice of a filter would show."""

from __future__ import annotations

from collections import Counter
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


_TRUE: dict[str, dict[str, Any]] = {field: {field: True} for field in ("children", "urgent", "late")}
