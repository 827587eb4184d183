"""The log of who has read what: appended to, one chain for the whole database.

Source: pasientjournalloven § 22, pasientjournalforskriften § 14.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select

from kartlegging_tui.domain.access import Access, Ground, Logged, Outcome, Purpose, Wanted
from kartlegging_tui.domain.chain import Stream, code
from kartlegging_tui.domain.people import Role
from kartlegging_tui.records.chaining import newest, row_of
from kartlegging_tui.records.columns import milliseconds
from kartlegging_tui.records.office_tables import arrival
from kartlegging_tui.records.tables import access, staff

Word = TypeVar("Word", bound=StrEnum)


def append(connection: Connection, key: bytes, entries: Iterable[Access]) -> int:
    """Adds entries, chained by `key`; the number of the last. A number is never left out."""
    number, mac = newest(connection, key, Stream.ACCESS)
    added = []
    for entry in entries:
        number += 1
        values = {name: value.value if isinstance(value, StrEnum) else value for name, value in entry}
        values["role"] = values["role"] or ""  # of somebody who is no user
        kept = {**values, "id": number, "at": milliseconds(entry.at)}
        mac = code(key, Stream.ACCESS, 0, mac, row_of(Stream.ACCESS, kept))
        added.append({**values, "id": number, "mac": mac})
    if added:
        connection.execute(insert(access), added)
    return number


def page(connection: Connection, wanted: Wanted, limit: int, offset: int = 0) -> list[Logged]:
    """Some of the rows that are wanted, the newest first."""
    rows = select(access, staff.c.name).join_from(access, staff).where(*_conditions(connection, wanted))
    found = connection.execute(rows.order_by(access.c.id.desc()).limit(limit).offset(offset))
    return [_logged(row) for row in found]


def count(connection: Connection, wanted: Wanted) -> int:
    """How many rows that are."""
    rows = select(func.count()).select_from(access).where(*_conditions(connection, wanted))
    return connection.execute(rows).scalar_one()


def _logged(row: Any) -> Logged:
    """Rows from before schema 4 do not tell the role and what follows from it.

    A row that somebody has changed to what cannot be is shown as far as it goes; `verify` tells of it.
    """
    return Logged(
        number=row.id,
        at=row.at,
        staff_id=row.staff_id,
        name=row.name,
        role=_known(Role, row.role),
        unit=row.unit,
        patient_id=row.patient_id,
        what=row.what,
        details=row.details,
        ground=_known(Ground, row.ground),
        purpose=_known(Purpose, row.purpose),
        outcome=_known(Outcome, row.outcome) or Outcome.SHOWN,
        workstation=row.workstation,
    )


def _known(kind: type[Word], text: str) -> Word | None:
    return kind(text) if text in list(kind) else None


def _conditions(connection: Connection, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.staff_id is not None:
        yield access.c.staff_id == wanted.staff_id
    if wanted.since is not None:
        yield access.c.at >= wanted.since
    if wanted.denied:
        yield access.c.outcome == Outcome.DENIED.value
    if wanted.emergency:
        yield access.c.ground == Ground.EMERGENCY.value
    if wanted.patient_id is not None:
        arrivals = select(arrival.c.id).where(arrival.c.patient_id == wanted.patient_id)
        came = list(connection.execute(arrivals).scalars())
        yield or_(
            access.c.patient_id == wanted.patient_id,
            _listed("patients", wanted.patient_id),
            *(_listed("arrivals", each) for each in came),
            *(access.c.details.like(f'{{"arrival": {each}{end}%') for each in came for end in ",}"),
        )


def _listed(name: str, number: int) -> ColumnElement[bool]:
    """The number stands in the list of this name, which is the last of the details."""
    return or_(
        *(access.c.details.like(f'%"{name}": [{before}{number}{after}%') for before in ("", "%, ") for after in ",]")
    )
