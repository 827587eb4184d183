"""Which units follow which patients, who has let themselves in, and which patients a user sees in lists.

The worklist is narrowed by `worklist.follows`, which stands in its indexes: only for patients whom several units follow
`patient_unit` is looked at. Other lists take two steps along the key of `patient_unit` for each row. There is nothing
to narrow while no other unit than the user's follows anybody. The few patients of other units whom the user has a
relation to are looked up once for each view and named in the condition.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    union,
    update,
)

from kartlegging_tui.domain.follow_up import Whose, WhoseKind
from kartlegging_tui.domain.who_may_see import Emergency, ReasonKind, Standing, UnitChange
from kartlegging_tui.domain.worklist import Search
from kartlegging_tui.records import names
from kartlegging_tui.records.as_values import readable
from kartlegging_tui.records.derived import SEVERAL, follow_up, worklist
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.records.office_tables import patient_change
from kartlegging_tui.records.tables import contact_point, conversation, membership, name_word, pathway, patient, staff
from kartlegging_tui.records.trust_tables import emergency_access, patient_unit

FIELD = "units"
"""Under which changes of the units stand among those of the patient."""
_FEW = 500
"""So many patients of other units are looked at one by one, each by seeks."""
_IDENTIFIER = 11
"""Digits of a whole identity number."""
_reviewer = staff.alias("reviewer")
_EMERGENCIES = (
    select(
        emergency_access.c.id,
        emergency_access.c.patient_id,
        staff.c.name.label("user"),
        emergency_access.c.staff_id.label("user_id"),
        func.coalesce(membership.c.unit, "").label("unit"),
        emergency_access.c.reason_kind.label("kind"),
        emergency_access.c.reason,
        emergency_access.c.opened_at,
        emergency_access.c.until,
        emergency_access.c.reviewed_at,
        func.coalesce(_reviewer.c.name, "").label("reviewed_by"),
        emergency_access.c.review,
    )
    .join_from(emergency_access, staff, staff.c.id == emergency_access.c.staff_id)
    .outerjoin(membership, membership.c.staff_id == emergency_access.c.staff_id)
    .outerjoin(_reviewer, _reviewer.c.id == emergency_access.c.reviewed_by_id)
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and when."""

    staff_id: int
    name: str
    at: datetime


@dataclass(frozen=True)
class Sight:
    """Which patients a user sees in lists."""

    restricted: bool = False
    """There may be patients whom they do not see."""
    unit: str = ""
    """Where they work."""
    known: tuple[int, ...] = ()
    """Patients of other units, to whom they have a relation, or have let themselves in."""
    hidden: tuple[int, ...] | None = None
    """All whom they do not see, where those are few …"""
    hidden_pathways: tuple[int, ...] = ()
    """… and their pathways: naming them costs a row of a list a tenth of looking up who follows whom."""

    @classmethod
    def of(cls, connection: Connection, viewer: Viewer) -> Sight:
        """What somebody sees now."""
        unit = unit_of(connection, viewer.staff_id)
        others = _followed_by_others(connection, unit, _FEW + 1)
        if not others:
            return EVERYBODY
        if len(others) > _FEW:
            return cls(True, unit, _known_to(connection, viewer, unit))
        known = _known_to(connection, viewer, unit, others)
        theirs = select(patient_unit.c.patient_id)
        theirs = theirs.where(patient_unit.c.unit == unit, patient_unit.c.patient_id.in_(sorted(others)))
        hidden = sorted(others - {*known, *connection.execute(theirs).scalars()})
        if not hidden:
            return EVERYBODY
        pathways = connection.execute(select(pathway.c.id).where(pathway.c.patient_id.in_(hidden))).scalars()
        return cls(True, unit, known, tuple(hidden), tuple(pathways))

    def patients(self, patient_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """That the user sees the patient with this id; no condition where they see all."""
        if not self.restricted:
            return []
        if self.hidden is not None:
            return [patient_id.not_in(self.hidden)]
        follows = patient_unit.c.patient_id == patient_id
        theirs = exists().where(follows, patient_unit.c.unit == self.unit)
        anybodys = ~exists().where(follows)
        return [or_(anybodys, theirs, *([patient_id.in_(self.known)] if self.known else []))]

    def rows(self) -> list[ColumnElement[bool]]:
        """That the user sees the patient of a row of the worklist."""
        if not self.restricted:
            return []
        plainly = worklist.c.follows.in_(["", self.unit])
        theirs = exists().where(patient_unit.c.patient_id == worklist.c.patient_id, patient_unit.c.unit == self.unit)
        one_of_several = and_(worklist.c.follows == SEVERAL, theirs)
        known = [worklist.c.patient_id.in_(self.known)] if self.known else []
        return [or_(plainly, one_of_several, *known)]

    def pathways(self, pathway_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """That the user sees the patient whose pathway this is."""
        if not self.restricted:
            return []
        if self.hidden is not None:
            return [pathway_id.not_in(self.hidden_pathways)]
        return [exists().where(pathway.c.id == pathway_id, *self.patients(pathway.c.patient_id))]


EVERYBODY = Sight()
"""All patients are seen."""


def _known_to(
    connection: Connection, viewer: Viewer, unit: str, among: Collection[int] | None = None
) -> tuple[int, ...]:
    """Patients of other units whom the user has a relation to, or has let themselves in to.

    `among` a few: whoever had held 100,000 talks was looked up for 700 ms at each glance at a list, for 200 patients.
    """
    running = select(emergency_access.c.patient_id).where(
        emergency_access.c.staff_id == viewer.staff_id, emergency_access.c.until > viewer.at
    )
    related = union(*_relations(viewer, among), running).subquery("related")
    follows = patient_unit.c.patient_id == related.c.patient_id
    found = select(related.c.patient_id).where(
        exists().where(follows), ~exists().where(follows, patient_unit.c.unit == unit)
    )
    return tuple(connection.execute(found).scalars())


def _relations(viewer: Viewer, among: Collection[int] | None = None) -> tuple[Select[Any], ...]:
    """The patients with whom the user has held talks, for whom they are responsible or are to do something.

    `among` a few patients, it is their rows that are looked at, whatever SQLite thinks of the indexes of the user's.
    """
    author, responsible, whose = conversation.c.author_id, worklist.c.responsible_id, follow_up.c.whose
    person = Whose(WhoseKind.PERSON, viewer.name).key
    few = among is not None
    held = (
        select(pathway.c.patient_id)
        .join_from(conversation, contact_point)
        .join(pathway)
        .where((author + 0 if few else author) == viewer.staff_id)
    )
    entrusted = select(worklist.c.patient_id).where((responsible + 0 if few else responsible) == viewer.staff_id)
    to_do = (
        select(pathway.c.patient_id).join_from(follow_up, pathway).where((whose.concat("") if few else whose) == person)
    )
    ways = (held, entrusted, to_do)
    return ways if among is None else tuple(each.where(_patient_of(each).in_(sorted(among))) for each in ways)


def _followed_by_others(connection: Connection, unit: str, limit: int) -> set[int]:
    """Patients whom any other unit follows, at most so many: steps along an index on either side of the user's own."""
    column, whom = patient_unit.c.unit, select(patient_unit.c.patient_id)
    found: set[int] = set()
    for side in (column < unit, column > unit):
        found.update(connection.execute(whom.where(side).limit(limit)).scalars())
    return found


def unit_of(connection: Connection, staff_id: int) -> str:
    """Where somebody works; empty where that is not known."""
    found = connection.execute(select(membership.c.unit).where(membership.c.staff_id == staff_id)).scalar()
    return str(found or "")


def standing(connection: Connection, viewer: Viewer, patient_id: int) -> Standing:
    """How somebody stands to a patient; whether they are alone with the database is not known here."""
    follow = following(connection, patient_id)
    if not follow:
        return Standing()
    last = select(func.max(emergency_access.c.until)).where(
        emergency_access.c.staff_id == viewer.staff_id, emergency_access.c.patient_id == patient_id
    )
    related = union(*_relations(viewer, [patient_id])).limit(1)
    return Standing(
        unit=unit_of(connection, viewer.staff_id),
        follow=frozenset(follow),
        related=connection.execute(related).first() is not None,
        emergency_until=connection.execute(last).scalar(),
    )


def _patient_of(found: Any) -> ColumnElement[int]:
    """The column that says whose it is."""
    (column,) = found.selected_columns
    return column  # type: ignore[no-any-return]


def following(connection: Connection, patient_id: int) -> tuple[str, ...]:
    """The units that follow a patient, by name."""
    found = select(patient_unit.c.unit).where(patient_unit.c.patient_id == patient_id).order_by(patient_unit.c.unit)
    return tuple(connection.execute(found).scalars())


def ours(connection: Connection) -> list[str]:
    """The units in which anybody here works, by name."""
    found = select(membership.c.unit).where(membership.c.unit != "").distinct().order_by(membership.c.unit)
    return list(connection.execute(found).scalars())


def follow(connection: Connection, patient_ids: Iterable[int], unit: str, author_id: int, at: datetime) -> None:
    """This unit follows these patients, whom nobody has followed so far."""
    values = {"unit": unit, "author_id": author_id, "at": at}
    if ids := list(patient_ids):
        connection.execute(insert(patient_unit), [{"patient_id": each, **values} for each in ids])
        mark(connection, ids)


def mark(connection: Connection, patient_ids: Iterable[int]) -> None:
    """Says in the worklist which unit follows these patients."""
    here = patient_unit.c.patient_id == worklist.c.patient_id
    several = case((func.count() > 1, SEVERAL), else_=func.coalesce(func.max(patient_unit.c.unit), ""))
    of_patient = update(worklist).where(worklist.c.patient_id == bindparam("whose"))
    marked = of_patient.values(follows=select(several).where(here).scalar_subquery())
    if given := [{"whose": each} for each in patient_ids]:
        connection.execute(marked, given)


def mark_of(following: Sequence[str]) -> str:
    """What the worklist says of a patient whom these units follow."""
    return SEVERAL if len(following) > 1 else "".join(following)


def change(
    connection: Connection,
    patient_id: int,
    seen: tuple[str, ...],
    units: Iterable[str],
    reason: str,
    author_id: int,
    at: datetime,
) -> int | None:
    """Other units follow a patient, who looked as `seen`; the number of the change, None where there is none.

    Raises Conflict where somebody has changed it meanwhile."""
    if following(connection, patient_id) != seen:
        raise Conflict(f"The units of patient {patient_id} were changed in the meantime")
    after = tuple(sorted(set(units)))
    if after == seen:
        return None
    here = patient_unit.c.patient_id == patient_id
    connection.execute(delete(patient_unit).where(here, patient_unit.c.unit.not_in(after)))
    for unit in sorted(set(after) - set(seen)):
        follow(connection, [patient_id], unit, author_id, at)
    mark(connection, [patient_id])
    last = select(func.max(patient_change.c.number)).where(patient_change.c.patient_id == patient_id)
    said = {
        "patient_id": patient_id,
        "number": (number := (connection.execute(last).scalar() or 0) + 1),
        "field": FIELD,
        "before": json.dumps(seen, ensure_ascii=False),
        "after": json.dumps({"units": after, "reason": reason}, ensure_ascii=False),
        "author_id": author_id,
        "at": at,
    }
    connection.execute(insert(patient_change), said)
    return number


def changes(connection: Connection, patient_id: int) -> list[UnitChange]:
    """How the units that follow a patient have changed, in order."""
    columns = (patient_change.c.before, patient_change.c.after, patient_change.c.at, staff.c.name.label("author"))
    found = select(*columns).join_from(patient_change, staff)
    here = found.where(patient_change.c.patient_id == patient_id, patient_change.c.field == FIELD)
    with readable(f"patient_change {patient_id}"):
        return [_unit_change(row) for row in connection.execute(here.order_by(patient_change.c.number))]


def _unit_change(row: Any) -> UnitChange:
    after = json.loads(row.after)
    return UnitChange(
        before=tuple(json.loads(row.before)),
        after=tuple(after["units"]),
        reason=after["reason"],
        author=row.author,
        at=row.at,
    )


def elsewhere(connection: Connection, search: Search, sight: Sight) -> list[int]:
    """Patients who are looked for as only one who knows them can, and are left out of lists; two at most.

    By their whole number, or by a whole word of their name and their date of birth.
    """
    if not sight.restricted:
        return []
    hidden = [~condition for condition in sight.patients(patient.c.id)]
    found = select(patient.c.id).where(*hidden).limit(2)
    if len(search.identifier) == _IDENTIFIER:
        exact = patient.c.identifier == search.identifier
    elif search.birth_dates and search.words:
        exact = patient.c.birth_date.in_(search.birth_dates)
    else:
        return []
    words = [word for text in search.words for word in names.words(text)]
    called = [exists().where(name_word.c.patient_id == patient.c.id, name_word.c.word == word) for word in words]
    return list(connection.execute(found.where(exact, *called)).scalars())


# Letting oneself in


def let_in(
    connection: Connection, viewer: Viewer, patient_id: int, kind: ReasonKind, reason: str, until: datetime
) -> int:
    """Keeps for ever that somebody has let themselves in to a patient; its number."""
    values = {"staff_id": viewer.staff_id, "patient_id": patient_id, "reason_kind": kind.value, "reason": reason}
    times = {"opened_at": viewer.at, "until": until, "review": ""}
    added = connection.execute(insert(emergency_access), values | times).inserted_primary_key
    assert added is not None
    return int(added[0])


def running(connection: Connection, viewer: Viewer, patient_id: int) -> Emergency | None:
    """The emergency access of somebody to a patient that lasts longest, while it lasts."""
    here = (emergency_access.c.staff_id == viewer.staff_id) & (emergency_access.c.patient_id == patient_id)
    found = _EMERGENCIES.where(here, emergency_access.c.until > viewer.at).order_by(emergency_access.c.until.desc())
    row = connection.execute(found.limit(1)).first()
    return None if row is None else _emergency(row)


def emergencies(connection: Connection, reviewed: bool, limit: int) -> list[Emergency]:
    """Those that wait to be reviewed, the oldest first; or those that are, the newest first."""
    if reviewed:
        found = _EMERGENCIES.where(emergency_access.c.reviewed_at.is_not(None))
        ordered = found.order_by(emergency_access.c.reviewed_at.desc(), emergency_access.c.id.desc())
    else:
        ordered = _EMERGENCIES.where(emergency_access.c.reviewed_at.is_(None)).order_by(emergency_access.c.id)
    return [_emergency(row) for row in connection.execute(ordered.limit(limit))]


def waiting_for_review(connection: Connection, staff_id: int) -> int:
    """How many wait to be reviewed by this user: nobody reviews their own."""
    here = emergency_access.c.reviewed_at.is_(None) & (emergency_access.c.staff_id != staff_id)
    return connection.execute(select(func.count()).where(here)).scalar_one()


def review(connection: Connection, emergency_id: int, by: int, at: datetime, words: str) -> None:
    """Says what came of looking at it. Raises Conflict where it is reviewed already, or is the reviewer's own."""
    here = (emergency_access.c.id == emergency_id) & emergency_access.c.reviewed_at.is_(None)
    values = {"reviewed_at": at, "reviewed_by_id": by, "review": words}
    mine = emergency_access.c.staff_id == by
    if not connection.execute(update(emergency_access).where(here, ~mine).values(**values)).rowcount:
        raise Conflict(f"Emergency access {emergency_id} is reviewed already, or is one's own")


def _emergency(row: Any) -> Emergency:
    with readable("emergency_access"):
        return Emergency(**{**row._mapping, "kind": ReasonKind(row.kind)})
