"""Whether somebody may write: their role and their ground, now or at a moment that has gone by.

One statement answers it for nearly everybody, as it is asked with each answer. Where that finds no ground, or one that
can have ended meanwhile, what was written is read: the tables that follow from it may be a moment behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from kartlegging_tui.domain.accounts import Grant
from kartlegging_tui.domain.history import NOTHING
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.plan import ActionStatus, Plan
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.domain.who_may_see import Standing
from kartlegging_tui.records import units
from kartlegging_tui.records.columns import milliseconds, moment
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.tables import contact_point, conversation, membership, pathway, pathway_event, staff
from kartlegging_tui.records.trust_tables import account, emergency_access, patient_unit, role_grant
from kartlegging_tui.records.units import Viewer


@dataclass(frozen=True)
class Grounds:
    """By what somebody may write, as far as one look tells."""

    role: Role | None
    """Their role then; None where it had not begun or was over, or the account was closed."""
    standing: Standing
    """Without care relations and emergencies."""


_given = role_grant.alias("given")
_WAS = (
    select(func.max(_given.c.id))
    .where(_given.c.staff_id == staff.c.id, _given.c.at <= bindparam("at"))
    .scalar_subquery()
)
_PLAINLY = (
    select(
        staff.c.role,
        account.c.disabled_at,
        role_grant.c.role.label("granted"),
        role_grant.c.from_day,
        role_grant.c.until_day,
        func.coalesce(membership.c.unit, "").label("unit"),
        patient_unit.c.unit.label("follows"),
    )
    .select_from(staff)
    .outerjoin(account, account.c.staff_id == staff.c.id)
    .outerjoin(role_grant, role_grant.c.id == _WAS)
    .outerjoin(membership, membership.c.staff_id == staff.c.id)
    .outerjoin(patient_unit, patient_unit.c.patient_id == bindparam("patient_id"))
    .where(staff.c.id == bindparam("staff_id"))
)


def plainly(connection: Connection, viewer: Viewer, patient_id: int | None) -> Grounds:
    """The role that somebody had at a moment, and whether their unit follows a patient now."""
    asked = {"at": viewer.at, "patient_id": patient_id, "staff_id": viewer.staff_id}
    rows = connection.execute(_PLAINLY, asked).all()
    if not rows:
        return Grounds(None, Standing())
    first, day = rows[0], day_in_norway(viewer.at)
    role: Role | None = first.role
    if first.granted is not None:
        role = Grant(role=first.granted, from_day=first.from_day, until_day=first.until_day).on(day)
    if first.disabled_at is not None and first.disabled_at <= viewer.at:
        role = None
    follow = frozenset(row.follows for row in rows if row.follows is not None)
    return Grounds(role, Standing(unit=first.unit, follow=follow))


def stood(connection: Connection, viewer: Viewer, patient_id: int) -> Standing:
    """How somebody stood to a patient at a moment; whether they are alone with the database is not known here."""
    last = select(func.max(emergency_access.c.until)).where(
        emergency_access.c.staff_id == viewer.staff_id,
        emergency_access.c.patient_id == patient_id,
    )
    return Standing(
        unit=units.unit_of(connection, viewer.staff_id),
        follow=frozenset(_followed(connection, patient_id, viewer.at)),
        related=_held(connection, viewer, patient_id) or _promised(connection, viewer, patient_id),
        emergency_until=connection.execute(last).scalar(),
    )


def _followed(connection: Connection, patient_id: int, at: datetime) -> tuple[str, ...]:
    """The units that followed a patient then: as before the first change in that millisecond or later."""
    kept = moment(milliseconds(at))  # as the changes' own moments are
    later = [change for change in units.changes(connection, patient_id) if change.at >= kept]
    return later[0].before if later else units.following(connection, patient_id)


def _held(connection: Connection, viewer: Viewer, patient_id: int) -> bool:
    """They have held a talk with the patient: that stays so."""
    found = (
        select(conversation.c.id)
        .join_from(conversation, contact_point)
        .join(pathway)
        .where(conversation.c.author_id == viewer.staff_id, pathway.c.patient_id == patient_id)
    )
    return connection.execute(found.limit(1)).first() is not None


def _promised(connection: Connection, viewer: Viewer, patient_id: int) -> bool:
    """They were responsible then, or were to do something that was agreed."""
    said = (
        select(pathway_event.c.pathway_id, pathway_event.c.path, pathway_event.c.content)
        .join_from(pathway_event, pathway)
        .where(pathway.c.patient_id == patient_id, pathway_event.c.at <= viewer.at)
        .order_by(pathway_event.c.pathway_id, pathway_event.c.number)
    )
    contents: dict[int, dict[str, str]] = {}
    for row in connection.execute(said):
        contents.setdefault(row.pathway_id, {})[row.path] = row.content
    return any(_named(viewer, each) for each in contents.values())


def _named(viewer: Viewer, contents: dict[str, str]) -> bool:
    who = contents.get(RESPONSIBLE, NOTHING)
    if who != NOTHING and Responsible.model_validate_json(who).user_id == viewer.staff_id:
        return True
    actions = Plan.of({path: each for path, each in contents.items() if path.startswith("action/")}).actions.values()
    left = (action for action in actions if action.status is ActionStatus.OPEN and not action.service)
    return any(action.who == viewer.name for action in left)


_PATIENT_OF: dict[str, Select[Any]] = {
    "pathway": select(pathway.c.patient_id).where(pathway.c.id == bindparam("key")),
    "contact_point": select(pathway.c.patient_id)
    .join_from(contact_point, pathway)
    .where(contact_point.c.id == bindparam("key")),
    "conversation": select(pathway.c.patient_id)
    .join_from(conversation, contact_point)
    .join(pathway)
    .where(conversation.c.id == bindparam("key")),
}


def patient_of(connection: Connection, kind: str, key: int) -> int:
    """Whose this pathway, contact point or conversation is. Raises NotFound."""
    found = connection.execute(_PATIENT_OF[kind], {"key": key}).scalar()
    if found is None:
        raise NotFound(kind.replace("_", " "), key)
    return int(found)
