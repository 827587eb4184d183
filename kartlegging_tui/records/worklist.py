"""The worklist: who is due, in order of urgency.

Each `Due` is a stretch of an index, so that a page costs what it shows and not what there is. What a pathway waits for
changes with the day as well as with what is written; therefore the days are stored, and `Due` is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, func, select

from kartlegging_tui.domain.contact_points import Reason, StatusChange, status_path
from kartlegging_tui.domain.filters import EVERYTHING, Filter
from kartlegging_tui.domain.history import NOTHING
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search, WorklistRow, due, next_contact_point, stretch
from kartlegging_tui.records.derived import Standing, worklist
from kartlegging_tui.records.projecting import FILTERS
from kartlegging_tui.records.tables import contact_point, death, pathway, pathway_event, patient, staff
from kartlegging_tui.records.wanted import filtered, found

_MANY = 2000
"""When a search finds more, it is quicker to walk by urgency until the page is full than to sort what is found."""
_ALWAYS = {Standing.ONGOING: Due.ONGOING, Standing.ENDED: Due.NOT_POSSIBLE, Standing.DONE: Due.DONE}
"""What is waited for whatever the day."""


def project(points: Sequence[ContactPoint], ongoing: Iterable[int], dead: bool = False) -> dict[str, Any]:
    """What the table `worklist` says of a pathway with these contact points, in order."""
    talking = set(ongoing)
    point = None if dead else next_contact_point(points, talking)
    state = due(point, talking, date.min)
    if point is None or state is Due.DONE:
        last = points[-1] if points else None
        if last is None or last.status is ContactPointStatus.HELD:
            return {"contact_point_id": None, "standing": Standing.DONE, "starts": date.max, "ends": date.max}
        return {"contact_point_id": last.id, "standing": Standing.ENDED, "starts": date.max, "ends": date.max}
    (starts, ends), standing = stretch(point), Standing.PLANNED
    if state is Due.ONGOING:
        standing = Standing.ONGOING
    elif state is Due.DECLINED:
        starts, ends, standing = point.ask_again_on or date.max, date.max, Standing.DECLINED
    return {"contact_point_id": point.id, "standing": standing, "starts": starts, "ends": ends}


def filters(municipality: str, icd10: str) -> dict[str, Any]:
    """What the table `worklist` can be filtered by, for a pathway in which nothing has happened yet."""
    return {**FILTERS, "municipality": municipality, "diagnosis": icd10[:3]}


def count(connection: Connection, search: Search, today: date, only: Filter = EVERYTHING) -> dict[Due, int]:
    """How many pathways wait for what: one walk along an index. The filter's states do not narrow it."""
    overdue, to_come = func.count().filter(worklist.c.ends < today), func.count().filter(worklist.c.starts > today)
    counted = select(worklist.c.standing, func.count(), overdue, to_come).where(*filtered(only, today), *found(search))
    counts = dict.fromkeys(Due, 0)
    for standing, all_of_it, before, after in connection.execute(counted.group_by(worklist.c.standing)):
        match standing:
            case Standing.PLANNED:
                counts[Due.OVERDUE], counts[Due.COMING] = before, after
                counts[Due.OPEN] = all_of_it - before - after
            case Standing.DECLINED:
                counts[Due.DECLINED], counts[Due.ASK_AGAIN] = after, all_of_it - after
            case _:
                counts[_ALWAYS[Standing(standing)]] = all_of_it
    return counts


def page(
    connection: Connection,
    search: Search,
    states: Iterable[Due],
    limit: int,
    offset: int,
    today: date,
    counts: dict[Due, int],
    only: Filter = EVERYTHING,
) -> list[WorklistRow]:
    """The pathways from `offset` on, at most `limit`, of those that wait for one of `states`."""
    wanted = set(states)
    many = search == EVERYBODY or sum(counts.values()) > _MANY
    rows: list[WorklistRow] = []
    for state in Due:  # a stretch before the page is skipped by its count
        if state not in wanted or len(rows) >= limit:
            continue
        if offset >= counts[state]:
            offset -= counts[state]
            continue
        here = min(limit - len(rows), counts[state] - offset)  # the walk ends with the last there is
        conditions = (_stretch(state, today, by_urgency=many), *filtered(only, today), *found(search))
        ordered = select(worklist).where(*conditions).order_by(*_order(worklist.c, state))
        chosen = ordered.limit(here).offset(offset).subquery("page")
        shown = connection.execute(_details(chosen).order_by(*_order(chosen.c, state)))
        rows += (WorklistRow(**row._mapping, due=state) for row in shown)
        offset = 0
    return _with_reasons(connection, rows)


def _with_reasons(connection: Connection, rows: list[WorklistRow]) -> list[WorklistRow]:
    """Why those are not possible that are not."""
    ended = {row.pathway_id: status_path(row.number) for row in rows if row.due is Due.NOT_POSSIBLE and row.number}
    if not ended:
        return rows
    said = select(pathway_event.c.pathway_id, pathway_event.c.path, pathway_event.c.content)
    here = pathway_event.c.pathway_id.in_(ended) & pathway_event.c.path.in_(set(ended.values()))
    reasons: dict[int, Reason | None] = {}
    for pathway_id, path, content in connection.execute(said.where(here).order_by(*pathway_event.primary_key)):
        if ended[pathway_id] == path:
            change = None if content == NOTHING else StatusChange.model_validate_json(content)
            reasons[pathway_id] = change.reason if change else None
    return [replace(row, reason=reasons.get(row.pathway_id)) for row in rows]


def _details(chosen: Subquery) -> Select[Any]:
    return (
        select(
            chosen.c.pathway_id,
            chosen.c.patient_id,
            patient.c.name,
            patient.c.birth_date,
            patient.c.municipality,
            pathway.c.icd10,
            chosen.c.contact_point_id,
            contact_point.c.number,
            contact_point.c.opens,
            contact_point.c.closes,
            contact_point.c.ask_again_on,
            death.c.died_on,
            func.coalesce(staff.c.name, "").label("responsible"),
            chosen.c.unit,
        )
        .join_from(chosen, patient, patient.c.id == chosen.c.patient_id)
        .join(pathway, pathway.c.id == chosen.c.pathway_id)
        .outerjoin(contact_point, contact_point.c.id == chosen.c.contact_point_id)
        .outerjoin(death, death.c.patient_id == chosen.c.patient_id)
        .outerjoin(staff, staff.c.id == chosen.c.responsible_id)
    )


def _stretch(state: Due, today: date, by_urgency: bool = True) -> ColumnElement[bool]:
    """Which rows wait for `state`: walking along `by_urgency`, or else found by patient first and sorted."""
    standing = worklist.c.standing if by_urgency else worklist.c.standing + 0  # a sum keeps the index out of it
    starts, ends = worklist.c.starts, worklist.c.ends
    match state:
        case Due.ONGOING:
            return standing == Standing.ONGOING
        case Due.OVERDUE:
            return (standing == Standing.PLANNED) & (ends < today)
        case Due.OPEN:
            return (standing == Standing.PLANNED) & (ends >= today) & (starts <= today)
        case Due.ASK_AGAIN:
            return (standing == Standing.DECLINED) & (starts <= today)
        case Due.COMING:
            return (standing == Standing.PLANNED) & (starts > today)
        case Due.DECLINED:
            return (standing == Standing.DECLINED) & (starts > today)
        case Due.NOT_POSSIBLE:
            return standing == Standing.ENDED
        case Due.DONE:
            return standing == Standing.DONE


def _order(columns: Any, state: Due) -> tuple[ColumnElement[Any], ...]:
    """What closes first comes first; what is still to come, by the day it begins."""
    if state in (Due.COMING, Due.ASK_AGAIN, Due.DECLINED):
        return columns.starts, columns.pathway_id
    return columns.ends, columns.starts, columns.pathway_id
