"""The worklist: who is due, in order of urgency.

Each `Due` is a stretch of an index, so that a page costs what it shows and not what there is. What a pathway waits for
changes with the day as well as with what is written; therefore the days are stored, and `Due` is asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, case, func, select

from kartlegging_tui.domain.contact_points import Reason, StatusChange, status_path
from kartlegging_tui.domain.filters import EVERYTHING, Filter
from kartlegging_tui.domain.history import NOTHING
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search, WorklistRow, due, next_contact_point, stretch
from kartlegging_tui.records import as_values
from kartlegging_tui.records.derived import Standing, worklist
from kartlegging_tui.records.projecting import FILTERS
from kartlegging_tui.records.tables import contact_point, death, pathway, pathway_event, patient, staff
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight
from kartlegging_tui.records.wanted import filtered, found

_MANY = 2000
"""Where no more are found, they are all fetched at once, counted and sorted here; more are counted and then walked."""
_ALWAYS = {Standing.ONGOING: Due.ONGOING, Standing.ENDED: Due.NOT_POSSIBLE, Standing.DONE: Due.DONE}
"""What is waited for whatever the day."""
_SHOWN = (
    select(
        worklist.c.pathway_id,
        worklist.c.patient_id,
        patient.c.name,
        patient.c.birth_date,
        patient.c.municipality,
        pathway.c.icd10,
        worklist.c.contact_point_id,
        contact_point.c.number,
        contact_point.c.opens,
        contact_point.c.closes,
        contact_point.c.ask_again_on,
        death.c.died_on,
        func.coalesce(staff.c.name, "").label("responsible"),
        worklist.c.unit,
    )
    .join_from(worklist, patient, patient.c.id == worklist.c.patient_id)
    .join(pathway, pathway.c.id == worklist.c.pathway_id)
    .outerjoin(contact_point, contact_point.c.id == worklist.c.contact_point_id)
    .outerjoin(death, death.c.patient_id == worklist.c.patient_id)
    .outerjoin(staff, staff.c.id == worklist.c.responsible_id)
)


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


class Look:
    """What of the worklist a search and a filter find, on a day. The filter's states do not narrow it."""

    def __init__(
        self,
        connection: Connection,
        today: date,
        search: Search = EVERYBODY,
        only: Filter = EVERYTHING,
        sight: Sight = ALL,
    ) -> None:
        self._connection = connection
        self._today = today
        self._searched = search != EVERYBODY
        narrowed = (*filtered(only, today), *found(search))
        self._conditions = (*narrowed, *sight.rows())
        self._few = self._all_if_few() if narrowed else None
        self.counts = self._count()
        """How many pathways wait for what."""

    def page(self, states: Iterable[Due], limit: int, offset: int) -> list[WorklistRow]:
        """The pathways from `offset` on, at most `limit`, of those that wait for one of `states`."""
        wanted = set(states)
        if self._few is not None:
            chosen = [each for each in self._few if each[0] in wanted][offset : offset + limit]
        else:
            chosen = list(self._walk(wanted, limit, offset))
        return _rows(self._connection, chosen)

    def _walk(self, wanted: Collection[Due], limit: int, offset: int) -> Iterator[tuple[Due, int]]:
        """By urgency: a stretch before the page is skipped by its count."""
        for state in Due:
            if state not in wanted or limit <= 0:
                continue
            if offset >= self.counts[state]:
                offset -= self.counts[state]
                continue
            here = min(limit, self.counts[state] - offset)  # the walk ends with the last there is
            wanted_rows = select(worklist.c.pathway_id).where(stretch_of(state, self._today), *self._conditions)
            page = wanted_rows.order_by(*_order(state)).limit(here).offset(offset)
            yield from ((state, pathway_id) for pathway_id in self._connection.execute(page).scalars())
            limit, offset = limit - here, 0

    def _all_if_few(self) -> list[tuple[Due, int]] | None:
        """All that is found, in order; None where that is many."""
        columns = (worklist.c.standing, worklist.c.starts, worklist.c.ends, worklist.c.pathway_id)
        wanted = select(*columns).where(*self._conditions).limit(_MANY + 1)
        if not self._searched:  # in the order of an index, so that it is walked and not the table
            wanted = wanted.order_by(worklist.c.standing, *_order(Due.OVERDUE))
        rows = self._connection.execute(wanted).all()
        if len(rows) > _MANY:
            return None
        order = list(Due)

        def place(each: tuple[Due, Any]) -> tuple[Any, ...]:
            state, row = each
            return (order.index(state), *(getattr(row, column.name) for column in _order(state)))

        states = [(_state(row.standing, row.starts, row.ends, self._today), row) for row in rows]
        return [(state, row.pathway_id) for state, row in sorted(states, key=place)]

    def _count(self) -> dict[Due, int]:
        counts = dict.fromkeys(Due, 0)
        if self._few is not None:
            for state, _ in self._few:
                counts[state] += 1
            return counts
        overdue = func.count().filter(worklist.c.ends < self._today)
        to_come = func.count().filter(worklist.c.starts > self._today)
        counted = select(worklist.c.standing, func.count(), overdue, to_come).where(*self._conditions)
        for standing, all_of_it, before, after in self._connection.execute(counted.group_by(worklist.c.standing)):
            match standing:
                case Standing.PLANNED:
                    counts[Due.OVERDUE], counts[Due.COMING] = before, after
                    counts[Due.OPEN] = all_of_it - before - after
                case Standing.DECLINED:
                    counts[Due.DECLINED], counts[Due.ASK_AGAIN] = after, all_of_it - after
                case _:
                    counts[_ALWAYS[Standing(standing)]] = all_of_it
        return counts


def _rows(connection: Connection, chosen: Sequence[tuple[Due, int]]) -> list[WorklistRow]:
    """Pathways as they are shown, in the same order."""
    if not chosen:
        return []
    ids = [pathway_id for _, pathway_id in chosen]
    rows = {row.pathway_id: row for row in connection.execute(_SHOWN.where(worklist.c.pathway_id.in_(ids)))}
    shown = [WorklistRow(**rows[pathway_id]._mapping, due=state) for state, pathway_id in chosen]
    return _with_reasons(connection, shown)


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
            as_values.sure_agreement(content, path, f"pathway_event {pathway_id}")
            change = None if content == NOTHING else StatusChange.model_validate_json(content)
            reasons[pathway_id] = change.reason if change else None
    return [replace(row, reason=reasons.get(row.pathway_id)) for row in rows]


def in_order(condition: ColumnElement[bool], today: date) -> Select[Any]:
    """All pathways of which a condition on their rows is true, with `due`, the most urgent first."""
    state = case(*((stretch_of(state, today), state.value) for state in Due))
    place = case({state.value: place for place, state in enumerate(Due)}, value=state)
    by_start = [state.value for state in Due if _order(state)[0] is worklist.c.starts]
    first = case((state.in_(by_start), worklist.c.starts), else_=worklist.c.ends)
    found = select(worklist.c.pathway_id, state.label("due")).where(condition)
    return found.order_by(place, first, worklist.c.starts, worklist.c.pathway_id)


def last_contact_point(connection: Connection, sight: Sight = ALL) -> int:
    """The highest number of a contact point at which a conversation has begun; 0 for none."""
    talks: int | None = connection.execute(select(func.max(worklist.c.talks)).where(*sight.rows())).scalar()
    return max((talks or 0).bit_length() - 1, 0)


def rows_of(connection: Connection, pathways: Sequence[tuple[int, Due]]) -> list[WorklistRow]:
    """The rows of these pathways, in this order."""
    return _rows(connection, [(state, pathway) for pathway, state in pathways])


def stretch_of(state: Due, today: date) -> ColumnElement[bool]:
    """Which rows wait for `state`."""
    standing, starts, ends = worklist.c.standing, worklist.c.starts, worklist.c.ends
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


def _state(standing: int, starts: date, ends: date, today: date) -> Due:
    """What a row waits for: the same as `stretch_of`, of one row."""
    match standing:
        case Standing.PLANNED if ends < today:
            return Due.OVERDUE
        case Standing.PLANNED:
            return Due.COMING if starts > today else Due.OPEN
        case Standing.DECLINED:
            return Due.DECLINED if starts > today else Due.ASK_AGAIN
    return _ALWAYS[Standing(standing)]


def _order(state: Due) -> tuple[Column[Any], ...]:
    """What closes first comes first; what is still to come, by the day it begins."""
    if state in (Due.COMING, Due.ASK_AGAIN, Due.DECLINED):
        return worklist.c.starts, worklist.c.pathway_id
    return worklist.c.ends, worklist.c.starts, worklist.c.pathway_id
