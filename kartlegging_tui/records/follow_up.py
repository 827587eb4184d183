"""What has to be done across patients: each list is a stretch of the key of its table, whoever's it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, tuple_

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.follow_up import EVERYBODY, FollowUpRow, Kind, Whose
from kartlegging_tui.domain.worklist import EVERYBODY as ANYBODY
from kartlegging_tui.domain.worklist import Search
from kartlegging_tui.records import fulltext
from kartlegging_tui.records.as_values import readable
from kartlegging_tui.records.derived import follow_up, passage
from kartlegging_tui.records.tables import death, pathway, patient
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight
from kartlegging_tui.records.wanted import pathways_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of what has to be done is asked for."""

    whose: Whose = EVERYBODY
    since: date = date.min
    """Only what has this day or a later one …"""
    until: date | None = None
    """… and one before this; None for no end, and for what has no day."""
    search: Search = ANYBODY
    """Whose patient."""
    words: tuple[str, ...] = ()
    """Beginnings of words: of the patient's name, or else of what the plan says."""


def count(connection: Connection, wanted: Wanted, sight: Sight = ALL) -> dict[Kind, int]:
    """How many things stand on each list."""
    counts: Counter[Kind] = Counter()
    for sign, conditions in _counted(wanted, sight):
        found = select(follow_up.c.kind, func.count()).where(*conditions).group_by(follow_up.c.kind)
        with readable("follow_up"):
            for kind, number in connection.execute(found):
                counts[Kind(kind)] += sign * number
    return {kind: counts[kind] for kind in Kind}


def count_of(connection: Connection, kind: Kind, wanted: Wanted, sight: Sight = ALL) -> int:
    """How many things stand on one list."""
    return sum(
        sign * connection.execute(select(func.count()).where(follow_up.c.kind == int(kind), *conditions)).scalar_one()
        for sign, conditions in _counted(wanted, sight)
    )


def _counted(wanted: Wanted, sight: Sight) -> list[tuple[int, list[ColumnElement[bool]]]]:
    """What is counted, and what is taken off again.

    Where those whom the user does not see are few, and a whole list is counted, everybody's is, and theirs is taken
    off: asking of each of three million whether they are among them takes as long again as counting them.
    """
    if sight.hidden is None or wanted.search != ANYBODY or wanted.words:
        return [(1, _found(wanted, sight))]
    theirs = follow_up.c.pathway_id.in_(sight.hidden_pathways)
    return [(1, _found(wanted, ALL)), (-1, [theirs, *_found(wanted, ALL, beside_key=True)])]


def left_in(connection: Connection, pathway_id: int) -> dict[Kind, int]:
    """How many things of one pathway stand on each list."""
    here = (follow_up.c.pathway_id == pathway_id) & (follow_up.c.whose == EVERYBODY.key)
    found = select(follow_up.c.kind, func.count()).where(here).group_by(follow_up.c.kind)
    with readable("follow_up"):
        return {Kind(row[0]): int(row[1]) for row in connection.execute(found)}


def page(
    connection: Connection, kind: Kind, wanted: Wanted, limit: int, offset: int, sight: Sight = ALL
) -> list[FollowUpRow]:
    """The list from `offset` on, at most `limit`: the earliest day first, and what has no day last."""
    chosen = _choose(kind, wanted, sight).limit(limit).offset(offset).subquery("page")
    rows = connection.execute(
        select(
            chosen.c.kind,
            chosen.c.path,
            chosen.c.day,
            chosen.c.pathway_id,
            pathway.c.patient_id,
            patient.c.name,
            patient.c.birth_date,
            patient.c.municipality,
            pathway.c.diagnosed,
            death.c.died_on,
        )
        .join_from(chosen, pathway, pathway.c.id == chosen.c.pathway_id)
        .join(patient, patient.c.id == pathway.c.patient_id)
        .outerjoin(death, death.c.patient_id == patient.c.id)
        .order_by(chosen.c.day, chosen.c.pathway_id, chosen.c.path)
    )
    with readable("follow_up"):
        return [FollowUpRow(**{**row._mapping, "kind": Kind(row.kind)}) for row in rows]


def paths(connection: Connection, pathway_id: int, kind: Kind) -> list[Path]:
    """What of one pathway stands on a list."""
    here = (follow_up.c.pathway_id == pathway_id) & (follow_up.c.kind == int(kind))
    found = select(follow_up.c.path).where(here, follow_up.c.whose == EVERYBODY.key).order_by(follow_up.c.path)
    return list(connection.execute(found).scalars())


def whose(connection: Connection, sight: Sight = ALL) -> dict[Whose, int]:
    """On whose lists there is something, and how much."""
    counts: Counter[str] = Counter()
    ways: list[tuple[int, list[ColumnElement[bool]]]] = [(1, sight.pathways(follow_up.c.pathway_id))]
    if sight.hidden is not None:  # as in `_counted`
        ways = [(1, []), (-1, [follow_up.c.pathway_id.in_(sight.hidden_pathways)])]
    for sign, conditions in ways:
        found = select(follow_up.c.whose, func.count()).where(*conditions).group_by(follow_up.c.whose)
        for key, number in connection.execute(found):
            counts[key] += sign * number
    return {Whose.of(key): number for key, number in counts.items() if number}


def _choose(kind: Kind, wanted: Wanted, sight: Sight) -> Select[Any]:
    columns = follow_up.c
    return (
        select(columns.kind, columns.path, columns.day, columns.pathway_id)
        .where(columns.kind == int(kind), *_found(wanted, sight))
        .order_by(columns.day, columns.pathway_id, columns.path)
    )


def _found(wanted: Wanted, sight: Sight, beside_key: bool = False) -> list[ColumnElement[bool]]:
    """`beside_key`: such that SQLite looks for the pathways that are named, and does not walk the list for them."""
    columns = follow_up.c
    whose = columns.whose.concat("") if beside_key else columns.whose
    parts: list[ColumnElement[bool]] = [whose == wanted.whose.key]
    if wanted.since != date.min:
        parts.append(columns.day >= wanted.since)
    if wanted.until is not None:
        parts.append(columns.day < wanted.until)
    texts = []
    if wanted.search != ANYBODY:
        texts.append(columns.pathway_id.in_(pathways_of(wanted.search)))
    if wanted.words:
        said = select(passage.c.pathway_id, passage.c.path).where(passage.c.id.in_(fulltext.having(wanted.words)))
        texts.append(tuple_(columns.pathway_id, columns.path).in_(said))
    return [*parts, *([or_(*texts)] if texts else []), *sight.pathways(columns.pathway_id)]
