"""Rows for which the log of access vouches: the row there that tells of one holds a code of it.

So they join the chain of that log without one of their own: who changes such a row, takes it out or puts one in is
found out, and whoever cuts both ends off is, against a head that was kept. What may be deleted by decision leaves no
hole in a chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, Row, Select, Table, literal, select, tuple_

from kartlegging_tui.domain.access import Outcome
from kartlegging_tui.domain.chain import BEGINNING, Stream, code
from kartlegging_tui.domain.verified import Broken, Fault, Log
from kartlegging_tui.records.chaining import as_kept
from kartlegging_tui.records.json_kept import object_in
from kartlegging_tui.records.office_tables import outsider, patient_change, registration_code
from kartlegging_tui.records.tables import access, signing
from kartlegging_tui.records.trust_tables import emergency_access, erasure, refused_correction, role_grant

ERASED = "erased"
"""The word in the log of access."""


Place = tuple[int, ...]
"""The key of a row."""


class Added(StrEnum):
    """Which of the rows that are not vouched for were put in by somebody."""

    ALWAYS = "always"
    """Each: every row has always been vouched for."""
    SINCE = "since"
    """Those that are newer than the first one that is: the program did not vouch for older ones."""
    SINCE_HERE = "since here"
    """The same, but for those who are no users here: what came from another place is held otherwise."""


class Vouched(NamedTuple):
    """A table whose rows are vouched for."""

    table: Table
    stream: Stream
    """Part of every code, so that no row passes for one of another table."""
    said: str
    """What the log calls the number of the row, beside its `code`."""
    words: tuple[str, ...]
    """What the log says was done when a row is added."""
    added: Added = Added.ALWAYS
    later: frozenset[str] = frozenset()
    """Columns that are filled in later, and no part of the code."""
    of: str = ""
    """The column with the patient or conversation within which rows are older or newer; empty for the whole table."""

    @property
    def key(self) -> tuple[Column[Any], ...]:
        """What tells rows apart: their id, or the patient and a number of theirs."""
        return tuple(self.table.primary_key.columns)


VOUCHED: Mapping[Log, Vouched] = {
    Log.ERASURES: Vouched(erasure, Stream.ERASURES, "erasure", (ERASED,)),
    Log.REFUSALS: Vouched(refused_correction, Stream.REFUSALS, "refused", ("refused_correction",)),
    Log.SIGNATURES: Vouched(
        signing,
        Stream.SIGNING,
        "signing",
        ("sealed", "correcting", "correction_given_up"),
        added=Added.SINCE_HERE,
        of="conversation_id",
    ),
    Log.ROLES: Vouched(role_grant, Stream.ROLES, "grant", ("user_added", "role_given")),
    Log.EMERGENCIES: Vouched(
        emergency_access,
        Stream.EMERGENCIES,
        "emergency",
        ("emergency",),
        later=frozenset({"reviewed_at", "reviewed_by_id", "review"}),
    ),
    Log.CODES: Vouched(registration_code, Stream.CODES, "registration_code", ("codes_changed",), Added.SINCE),
    Log.CHANGES: Vouched(
        patient_change, Stream.CHANGES, "change", ("details_changed", "units"), Added.SINCE, of="patient_id"
    ),
}
"""Signatures that came from elsewhere are not told of one by one; the chain of what was signed holds them."""
_WITH_PATIENT = frozenset({Log.CHANGES})
"""Deleted with everything about a patient, as what is of a conversation is; all else stays."""
BATCH = 500


def told(
    connection: Connection, key: bytes, log: Log, number: int, patient_id: int | None = None
) -> dict[str, int | str]:
    """What the row in the log of access says of a row that was just added, in its details.

    `patient_id` is theirs whom the log tells of.
    """
    ((_, row),) = _rows(connection, VOUCHED[log], [_place(VOUCHED[log], number, patient_id)]).items()
    return {VOUCHED[log].said: number, "code": _code(key, VOUCHED[log], row)}


def broken(connection: Connection, key: bytes, log: Log) -> Iterator[int | Broken]:
    """Each row that is as it was told, as 1, and each that is not."""
    vouched, seen = VOUCHED[log], set[Place]()
    columns = (access.c.id, access.c.at, access.c.patient_id, access.c.details)
    rows: Select[Any] = select(*columns).where(
        access.c.what.in_(vouched.words), access.c.outcome == Outcome.SHOWN.value
    )
    for some in connection.execute(rows.order_by(access.c.id)).partitions(BATCH):
        wanted = [(found, row) for row in some if (found := object_in(row.details)).get("code") is not None]
        wanted = [(found, row) for found, row in wanted if isinstance(found.get(vouched.said), int)]
        places = [_place(vouched, found[vouched.said], row.patient_id) for found, row in wanted]
        there = _rows(connection, vouched, places)
        for place, (found, row) in zip(places, wanted, strict=True):
            number, kept = place[-1], there.get(place)
            seen.add(place)
            if kept is not None and _code(key, vouched, kept) == found["code"]:
                yield 1
            elif kept is not None:
                yield Broken(log, Fault.CHANGED, number, row.at, patient_id=row.patient_id)
            elif not (log in _WITH_PATIENT or "conversation" in found) or not _was_erased(connection, row, found):
                yield Broken(log, Fault.MISSING, number, row.at, patient_id=row.patient_id)
    yield from _put_in(connection, log, seen)


def _put_in(connection: Connection, log: Log, seen: set[Place]) -> Iterator[Broken]:
    """Rows for which nothing vouches, and something should."""
    vouched = VOUCHED[log]
    of = vouched.table.c[vouched.of] if vouched.of else literal(0)
    rows: Select[Any] = select(of.label("within"), *vouched.key).order_by(*([of] if vouched.of else []), *vouched.key)
    if vouched.added is Added.SINCE_HERE:
        rows = rows.where(vouched.table.c.author_id.not_in(select(outsider.c.staff_id)))
    begun: int | None = None
    """The patient or conversation in which a row was vouched for."""
    for row in connection.execute(rows):
        place = tuple(row[1:])
        if place in seen:
            begun = row.within
        elif vouched.added is Added.ALWAYS or begun == row.within:
            yield Broken(log, Fault.ADDED, place[-1], patient_id=place[0] if len(place) > 1 else None)


def _place(vouched: Vouched, number: int, patient_id: int | None) -> Place:
    return (number,) if len(vouched.key) == 1 else (patient_id or 0, number)


def _rows(connection: Connection, vouched: Vouched, places: list[Place]) -> dict[Place, Sequence[Any]]:
    columns = [as_kept(column) for column in vouched.table.c if column.name not in vouched.later]
    kept = select(*vouched.key, *(column.label(f"kept_{number}") for number, column in enumerate(columns)))
    found = connection.execute(kept.where(tuple_(*vouched.key).in_(places)))
    return {tuple(row[: len(vouched.key)]): row[len(vouched.key) :] for row in found}


def _code(key: bytes, vouched: Vouched, row: Sequence[Any]) -> str:
    return code(key, vouched.stream, 0, BEGINNING, row).hex()


def _was_erased(connection: Connection, row: Row[Any], found: Mapping[str, Any]) -> bool:
    """The conversation, or all about the patient, was deleted by decision."""
    columns = select(erasure.c.conversation_id, erasure.c.at).where(erasure.c.patient_id == row.patient_id)
    return any(at >= row.at and talk in (None, found.get("conversation")) for talk, at in connection.execute(columns))
