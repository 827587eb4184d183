"""The worklist: who is due, in order of urgency.

Each `Due` is a stretch of an index, so that a page costs what it shows and not what there is. What a pathway waits for
changes with the day as well as with what is written; therefore the days are stored, and `Due` is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Subquery, case, func, intersect, or_, select

from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search, WorklistRow, due, next_contact_point, stretch
from kartlegging_tui.records import names
from kartlegging_tui.records.derived import Standing, worklist
from kartlegging_tui.records.projecting import FILTERS
from kartlegging_tui.records.tables import contact_point, death, name_word, pathway, patient

_LAST = "\U0010ffff"
"""After every letter: where the words with a given beginning end."""

_MANY = 2000
"""When a search finds more, it is quicker to walk by urgency until the page is full than to sort what is found."""


def project(points: Sequence[ContactPoint], ongoing: Iterable[int]) -> dict[str, Any]:
    """What the table `worklist` says of a pathway with these contact points."""
    talking = set(ongoing)
    point = next_contact_point(points, talking)
    state = due(point, talking, date.min)
    if point is None or state is Due.DONE:
        return {"contact_point_id": None, "standing": Standing.DONE, "starts": date.max, "ends": date.max}
    (starts, ends), standing = stretch(point), Standing.PLANNED
    if state is Due.ONGOING:
        standing = Standing.ONGOING
    elif state is Due.DECLINED:
        starts, ends, standing = point.ask_again_on or date.max, date.max, Standing.DECLINED
    return {"contact_point_id": point.id, "standing": standing, "starts": starts, "ends": ends}


def filters(municipality: str, icd10: str) -> dict[str, Any]:
    """What the table `worklist` can be filtered by, for a pathway in which nothing has happened yet."""
    return {**FILTERS, "municipality": municipality, "diagnosis": icd10[:3]}


def count(connection: Connection, search: Search, today: date) -> dict[Due, int]:
    """How many pathways wait for what."""
    if search == EVERYBODY:
        return {state: _count_all(connection, state, today) for state in Due}
    state = case(*((_stretch(state, today), state.value) for state in Due))
    rows = connection.execute(select(state, func.count()).where(*_found(search)).group_by(state))
    found = {Due(row[0]): int(row[1]) for row in rows}
    return {state: found.get(state, 0) for state in Due}


def page(
    connection: Connection,
    search: Search,
    states: Iterable[Due],
    limit: int,
    offset: int,
    today: date,
    counts: dict[Due, int],
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
        chosen = _choose(search, state, today, many).limit(limit - len(rows)).offset(offset).subquery("page")
        found = connection.execute(_details(chosen).order_by(*_order(chosen.c, state)))
        rows += (WorklistRow(**row._mapping, due=state) for row in found)
        offset = 0
    return rows


def in_order(condition: ColumnElement[bool], today: date) -> Select[Any]:
    """All pathways of which a condition on their rows is true, with `due`, the most urgent first."""
    state = case(*((_stretch(state, today, by_urgency=False), state.value) for state in Due))
    place = case({state.value: place for place, state in enumerate(Due)}, value=state)
    waiting = [_order(worklist.c, state)[0] is worklist.c.starts for state in Due]
    by_start = [state.value for state, starts in zip(Due, waiting, strict=True) if starts]
    first = case((state.in_(by_start), worklist.c.starts), else_=worklist.c.ends)
    found = select(worklist.c.pathway_id, state.label("due")).where(condition)
    return found.order_by(place, first, worklist.c.starts, worklist.c.pathway_id)


def last_contact_point(connection: Connection) -> int:
    """The highest number of a contact point at which a conversation has begun; 0 for none."""
    talks: int | None = connection.execute(select(func.max(worklist.c.talks))).scalar()
    return max((talks or 0).bit_length() - 1, 0)


def rows_of(connection: Connection, pathways: Sequence[tuple[int, Due]]) -> list[WorklistRow]:
    """The rows of these pathways, in this order."""
    chosen = select(worklist).where(worklist.c.pathway_id.in_([pathway for pathway, _due in pathways])).subquery("page")
    found = {row.pathway_id: row for row in connection.execute(_details(chosen))}
    return [WorklistRow(**found[each]._mapping, due=state) for each, state in pathways if each in found]


def _count_all(connection: Connection, state: Due, today: date) -> int:
    return connection.execute(select(func.count()).where(_stretch(state, today))).scalar_one()


def _choose(search: Search, state: Due, today: date, many: bool) -> Select[Any]:
    return (
        select(worklist)
        .where(_stretch(state, today, by_urgency=many), *_found(search))
        .order_by(*_order(worklist.c, state))
    )


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
        )
        .join_from(chosen, patient, patient.c.id == chosen.c.patient_id)
        .join(pathway, pathway.c.id == chosen.c.pathway_id)
        .outerjoin(contact_point, contact_point.c.id == chosen.c.contact_point_id)
        .outerjoin(death, death.c.patient_id == chosen.c.patient_id)
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
        case Due.DONE:
            return standing == Standing.DONE


def _order(columns: Any, state: Due) -> tuple[ColumnElement[Any], ...]:
    """What closes first comes first; what is still to come, by the day it begins."""
    if state in (Due.COMING, Due.ASK_AGAIN, Due.DECLINED):
        return columns.starts, columns.pathway_id
    return columns.ends, columns.starts, columns.pathway_id


def _found(search: Search) -> list[ColumnElement[bool]]:
    """That the patient is one of those looked for; no condition where nothing is."""
    parts = [
        select(name_word.c.patient_id).where(name_word.c.word >= word, name_word.c.word < word + _LAST)
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


def pathways_of(search: Search) -> Select[Any]:
    """The ids of the pathways of patients that are looked for."""
    return select(worklist.c.pathway_id).where(*_found(search))
