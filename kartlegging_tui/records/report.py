"""What the yearly report counts: how many contact points, needs, actions and handovers there are of each kind.

Each statement says what one thing looks like to the report (`domain.report.PointSeen` …), and the same statement, not
grouped, finds the things themselves: the list behind a figure.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Subquery,
    Text,
    case,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
    type_coerce,
    union_all,
)

from kartlegging_tui.domain.children_asked import Name
from kartlegging_tui.domain.figures import KINDS, ActionSeen, Figure, NeedSeen, PointSeen, Seen, SentSeen, counts_in
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.plan import ActionStatus, FollowUp
from kartlegging_tui.domain.report import Asked, Behind, Days, Dimension, Group, Tally, Where
from kartlegging_tui.domain.signing import SigningKind
from kartlegging_tui.records.derived import action, handover, name, need, outcome, said, worklist
from kartlegging_tui.records.tables import (
    contact_point,
    conversation,
    death,
    pathway,
    patient,
    signing,
)
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight

_GROWN_UP = 18
_ALL = 1_000_000_000
_WHERE = ("number", "municipality", "unit")
_HELD = ContactPointStatus.HELD
_MAKERS: Mapping[type[Seen], tuple[Callable[[Any], Any], ...]] = {
    kind: tuple(typing.get_type_hints(kind)[field] for field in kind._fields)
    for kind in (PointSeen, NeedSeen, ActionSeen, SentSeen)
}
"""What makes a column into a field of each kind."""


def tallies(connection: Connection, asked: Asked, today: date, children: Collection[Name]) -> Iterator[Tally]:
    """How many there are of everything in the year."""
    names = _name_ids(connection, children)
    for kind, things in _things(asked, today, names).items():
        columns = [things.c[column] for column in (*_WHERE, *_fields(kind))]
        for row in connection.execute(select(*columns, func.count()).group_by(*columns)):
            number, municipality, unit, *values, count = row
            yield Tally(Where(number, municipality, unit), _seen(kind, values), count)


def days(connection: Connection, asked: Asked) -> Iterator[Days]:
    """How many talks were held so many days after the diagnosis."""
    talk = _held_in(asked)
    columns = (talk.c.number, worklist.c.municipality, worklist.c.unit, pathway.c.diagnosed, talk.c.held_on)
    where = talk.join(worklist, worklist.c.pathway_id == talk.c.pathway_id)
    where = where.join(pathway, pathway.c.id == talk.c.pathway_id)
    found = _belonging(select(*columns, func.count()).select_from(where), asked)
    for row in connection.execute(found.group_by(*columns)):
        number, municipality, unit, diagnosed, held_on, count = row
        yield Days(Where(number, municipality, unit), (held_on - diagnosed).days, count)


@dataclass(frozen=True)
class Wanted:
    """Which figure of which report."""

    asked: Asked
    today: date
    children: Collection[Name]
    """The questions that ask whether there are children."""
    figure: Figure
    group: Group


def behind(connection: Connection, wanted: Wanted, limit: int | None, offset: int, sight: Sight = ALL) -> list[Behind]:
    """The things that a figure counts, from `offset` on, at most `limit`; the first day first."""
    things, counted = _counted(connection, wanted)
    found = select(things, patient.c.name, patient.c.birth_date, pathway.c.relapse.label("is_relapse"))
    found = found.join(pathway, pathway.c.id == things.c.pathway_id)
    found = found.join(patient, patient.c.id == pathway.c.patient_id).where(counted, *sight.patients(patient.c.id))
    order = (things.c.day, things.c.pathway_id, things.c.number, things.c.about)
    rows = connection.execute(found.order_by(*order).limit(limit).offset(offset))
    return [_behind(KINDS[wanted.figure], dict(row._mapping)) for row in rows]


def behind_count(connection: Connection, wanted: Wanted, sight: Sight = ALL) -> int:
    """How many they are."""
    things, counted = _counted(connection, wanted)
    return connection.execute(
        select(func.count()).select_from(things).where(counted, *sight.patients(things.c.patient_id))
    ).scalar_one()


def _counted(connection: Connection, wanted: Wanted) -> tuple[Subquery, ColumnElement[bool]]:
    """The things of the kind that a figure counts, and which of them it counts."""
    kind = KINDS[wanted.figure]
    things = _things(wanted.asked, wanted.today, _name_ids(connection, wanted.children))[kind]
    fields = [things.c[column] for column in _fields(kind)]
    of_group = _in_group(things, wanted.group)
    if not fields:
        return things, of_group
    there = connection.execute(select(*fields).where(of_group).distinct())
    values = [tuple(row) for row in there if wanted.figure in counts_in(_seen(kind, list(row)))]
    return things, of_group & tuple_(*fields).in_(values)


def _behind(kind: type[Seen], row: Mapping[str, Any]) -> Behind:
    return Behind(
        pathway_id=row["pathway_id"],
        patient_id=row["patient_id"],
        name=row["name"],
        birth_date=row["birth_date"],
        where=Where(row["number"], row["municipality"], row["unit"]),
        relapse=bool(row["is_relapse"]),
        day=date.fromisoformat(row["day"]) if row["day"] else None,
        about=row["about"],
        seen=_seen(kind, [row[column] for column in _fields(kind)]),
    )


def _fields(kind: type[Seen]) -> tuple[str, ...]:
    fields: tuple[str, ...] = kind._fields
    return fields


def _seen(kind: type[Seen], values: list[Any]) -> Seen:
    """Columns as the values of the domain: booleans are 1 and 0 in SQL, and a status is a word."""
    return kind(*(make(value) for make, value in zip(_MAKERS[kind], values, strict=True)))


def _things(asked: Asked, today: date, names: Collection[int]) -> dict[type[Seen], Subquery]:
    return {
        PointSeen: _points(asked, today, names).subquery("point_seen"),
        NeedSeen: _needs(asked).subquery("need_seen"),
        ActionSeen: _actions(asked, today).subquery("action_seen"),
        SentSeen: _sent(asked).subquery("sent_seen"),
    }


def _name_ids(connection: Connection, children: Collection[Name]) -> list[int]:
    known = connection.execute(select(name.c.form, name.c.name, name.c.id))
    return [row.id for row in known if (row.form, row.name) in children]


# What one thing looks like


def _points(asked: Asked, today: date, names: Collection[int]) -> Any:
    """Talks by the day on which they were held, and all else by the last day of the window: each by an index."""
    talk = _held_in(asked)
    held = _belonging(_point(talk, talk.c.talk, talk.c.held_on, talk.c.held_on, today, names), asked)
    closing = (
        select(contact_point)
        .where(_in_year(contact_point.c.closes, asked))
        .order_by(contact_point.c.pathway_id)
        .limit(_ALL)
        .subquery("closing")
    )
    others = _point(closing, conversation.c.id, conversation.c.held_on, closing.c.closes, today, names)
    others = others.outerjoin(conversation, conversation.c.contact_point_id == closing.c.id)
    others = _belonging(others, asked).where(or_(closing.c.status != _HELD, conversation.c.id.is_(None)))
    return union_all(held, others)


def _point(
    point: FromClause,
    talk: ColumnElement[Any],
    held_on: ColumnElement[Any],
    day: ColumnElement[Any],
    today: date,
    names: Collection[int],
) -> Select[Any]:
    """`point` has the columns of a contact point; `talk` is the id of its conversation."""
    number = point.c.number
    of_it = (outcome.c.pathway_id == point.c.pathway_id) & (outcome.c.contact_point == number)
    told = select(outcome.c.before_death).where(of_it, outcome.c.before_death != "").scalar_subquery()
    ended = point.c.status == ContactPointStatus.CANCELLED
    status = case((ended, func.coalesce(_text(told), _text(point.c.status))), else_=_text(point.c.status))
    reason = func.coalesce(select(outcome.c.reason).where(of_it).scalar_subquery(), "")
    asked_before = exists().where(of_it, outcome.c.offered == True)  # noqa: E712
    signed = exists().where(signing.c.conversation_id == talk, signing.c.kind == SigningKind.SIGNED)
    answered = exists().where(
        said.c.name_id.in_(names), said.c.pathway_id == point.c.pathway_id, said.c.contact_point == number
    )
    died = exists().where(death.c.patient_id == pathway.c.patient_id, death.c.died_on <= point.c.closes)
    return select(
        *_common(_text(day), number),
        cast(point.c.id, Text).label("about"),
        status.label("status"),
        reason.label("reason"),
        _flag(or_(asked_before, talk.is_not(None))).label("offered"),
        _flag(died).label("died"),
        _flag(point.c.closes < today).label("over"),
        _flag((held_on >= point.c.opens) & (held_on <= point.c.closes)).label("inside"),
        _flag(signed).label("signed"),
        _flag(answered).label("asked"),
        _flag(_years(patient.c.birth_date, day) < _GROWN_UP).label("minor"),
        _flag(pathway.c.relapse == True).label("relapse"),  # noqa: E712
        _flag(held_on > today).label("ahead"),
    ).select_from(
        point.join(worklist, worklist.c.pathway_id == point.c.pathway_id)
        .join(pathway, pathway.c.id == point.c.pathway_id)
        .join(patient, patient.c.id == pathway.c.patient_id)
    )


def _needs(asked: Asked) -> Select[Any]:
    talk = _held_in(asked)
    there = (need.c.pathway_id == talk.c.pathway_id) & (need.c.contact_point == talk.c.number)
    found = select(
        *_common(_text(talk.c.held_on), talk.c.number),
        (need.c.form + "/" + need.c.rule).label("about"),
        need.c.theme.label("theme"),
        _flag(need.c.follow_up == FollowUp.NO).label("refused"),
        _flag(need.c.placed == True).label("placed"),  # noqa: E712
    ).select_from(talk.join(worklist, worklist.c.pathway_id == talk.c.pathway_id).join(need, there))
    return _belonging(found, asked)


def _actions(asked: Asked, today: date) -> Select[Any]:
    end = min(asked.last, today)
    closed = action.c.closed_on.is_not(None) & _in_year(action.c.closed_on, asked)
    left = action.c.closed_on.is_(None) | (action.c.closed_on > end)
    dead = exists().where(death.c.patient_id == worklist.c.patient_id, death.c.died_on <= end)
    found = select(
        *_common(_text(action.c.due), action.c.contact_point),
        action.c.path.label("about"),
        _flag(closed).label("closed"),
        _flag(action.c.status == ActionStatus.DONE).label("done"),
        _flag(left & (action.c.due < end)).label("late"),
        _flag(dead).label("died"),
    ).select_from(worklist.join(action, action.c.pathway_id == worklist.c.pathway_id))
    alive = (action.c.agreed_on <= asked.last) & (action.c.closed_on.is_(None) | (action.c.closed_on >= asked.first))
    return _belonging(found, asked).where(alive if asked.first <= today else false())


def _sent(asked: Asked) -> Select[Any]:
    found = select(
        *_common(_text(handover.c.sent_on), handover.c.contact_point), handover.c.recipient.label("about")
    ).select_from(worklist.join(handover, handover.c.pathway_id == worklist.c.pathway_id))
    return _belonging(found, asked).where(_in_year(handover.c.sent_on, asked))


# Parts of them


def _common(day: ColumnElement[Any], number: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    return [
        number.label("number"),
        worklist.c.municipality.label("municipality"),
        worklist.c.unit.label("unit"),
        worklist.c.pathway_id.label("pathway_id"),
        worklist.c.patient_id.label("patient_id"),
        day.label("day"),
    ]


def _held_in(asked: Asked) -> Subquery:
    """The talks held in the year with their contact points, found by their days and put in the order of pathways.

    What is looked up for each then lies beside what was looked up for the last: half the processor time at 200,000
    patients, and a quarter of the waiting. Without a limit, SQLite passes over an order that nobody sees.
    """
    return (
        select(contact_point, conversation.c.id.label("talk"), conversation.c.held_on)
        .join_from(conversation, contact_point, contact_point.c.id == conversation.c.contact_point_id)
        .where(contact_point.c.status == _HELD, _in_year(conversation.c.held_on, asked))
        .order_by(contact_point.c.pathway_id)
        .limit(_ALL)
        .subquery("held")
    )


def _in_year(day: ColumnElement[Any], asked: Asked) -> ColumnElement[bool]:
    return (day >= asked.first) & (day <= asked.last)


def _belonging(found: Select[Any], asked: Asked) -> Select[Any]:
    if asked.municipality is not None:
        found = found.where(worklist.c.municipality == asked.municipality)
    if asked.unit is not None:
        found = found.where(worklist.c.unit == asked.unit)
    return found


def _in_group(things: Subquery, group: Group) -> ColumnElement[bool]:
    match group.dimension:
        case Dimension.CONTACT_POINT:
            return things.c.number == int(group.key)
        case Dimension.MUNICIPALITY:
            return things.c.municipality == group.key
        case Dimension.UNIT:
            return things.c.unit == group.key
        case Dimension.ALL:
            return true()


def _text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """As it is kept, not as the domain's value: so that statements can be joined, compared and grouped."""
    return type_coerce(column, Text)


def _flag(condition: ColumnElement[Any]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


def _years(birth: ColumnElement[Any], day: ColumnElement[Any]) -> ColumnElement[Any]:
    """Whole years between two days that are kept as `2026-05-17`; nothing without a date of birth."""
    born, then = _text(birth), _text(day)
    before_birthday = case((func.substr(then, 6) < func.substr(born, 6), 1), else_=0)
    return cast(func.substr(then, 1, 4), Integer) - cast(func.substr(born, 1, 4), Integer) - before_birthday
