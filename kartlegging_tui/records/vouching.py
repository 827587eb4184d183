"""Rows for which the log of access vouches: the row there that tells of one holds a code of it.

So they join the chain of that log without one of their own: who changes such a row, takes it out or puts one in is
found out, and whoever cuts both ends off is, against a head that was kept. What may be deleted by decision leaves no
hole in a chain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, Table, select

from kartlegging_tui.domain.access import Outcome
from kartlegging_tui.domain.chain import BEGINNING, Stream, code
from kartlegging_tui.domain.verified import Broken, Fault, Log
from kartlegging_tui.records.chaining import as_kept
from kartlegging_tui.records.json_kept import object_in
from kartlegging_tui.records.tables import access, signing
from kartlegging_tui.records.trust_tables import emergency_access, erasure, refused_correction, role_grant

ERASED = "erased"
"""The word in the log of access."""


class Vouched(NamedTuple):
    """A table whose rows are vouched for."""

    table: Table
    stream: Stream
    """Part of every code, so that no row passes for one of another table."""
    said: str
    """What the log calls the number of the row, beside its `code`."""
    words: tuple[str, ...]
    """What the log says was done when a row is added."""
    all: bool = True
    """Every row is vouched for: one that is not was put in."""
    later: frozenset[str] = frozenset()
    """Columns that are filled in later, and no part of the code."""


VOUCHED: Mapping[Log, Vouched] = {
    Log.ERASURES: Vouched(erasure, Stream.ERASURES, "erasure", (ERASED,)),
    Log.REFUSALS: Vouched(refused_correction, Stream.REFUSALS, "refused", ("refused_correction",)),
    Log.SIGNATURES: Vouched(signing, Stream.SIGNING, "signing", ("sealed", "correcting", "correction_given_up"), False),
    Log.ROLES: Vouched(role_grant, Stream.ROLES, "grant", ("user_added", "role_given")),
    Log.EMERGENCIES: Vouched(
        emergency_access,
        Stream.EMERGENCIES,
        "emergency",
        ("emergency",),
        later=frozenset({"reviewed_at", "reviewed_by_id", "review"}),
    ),
}
"""Signatures that came from elsewhere are not told of one by one; the chain of what was signed holds them."""
BATCH = 500


def told(connection: Connection, key: bytes, log: Log, number: int) -> dict[str, int | str]:
    """What the row in the log of access says of a row that was just added, in its details."""
    (row,) = _rows(connection, VOUCHED[log], [number])
    return {VOUCHED[log].said: number, "code": _code(key, VOUCHED[log], row)}


def broken(connection: Connection, key: bytes, log: Log) -> Iterator[int | Broken]:
    """Each row that is as it was told, as 1, and each that is not."""
    vouched = VOUCHED[log]
    last = connection.execute(select(vouched.table.c.id).order_by(vouched.table.c.id.desc()).limit(1)).scalar() or 0
    seen = bytearray(last + 1)
    """A byte for each number: so that memory stays small, however many there are."""
    columns = (access.c.id, access.c.at, access.c.patient_id, access.c.details)
    rows: Select[Any] = select(*columns).where(
        access.c.what.in_(vouched.words), access.c.outcome == Outcome.SHOWN.value
    )
    for some in connection.execute(rows.order_by(access.c.id)).partitions(BATCH):
        wanted = [(found, row) for row in some if (found := object_in(row.details)).get("code") is not None]
        wanted = [(found, row) for found, row in wanted if isinstance(found.get(vouched.said), int)]
        there = {row[0]: row for row in _rows(connection, vouched, [found[vouched.said] for found, _ in wanted])}
        for found, row in wanted:
            number = found[vouched.said]
            kept = there.get(number)
            if kept is not None:
                seen[number] = 1
            if kept is not None and _code(key, vouched, kept) == found["code"]:
                yield 1
            elif kept is not None:
                yield Broken(log, Fault.CHANGED, number, row.at, patient_id=row.patient_id)
            elif "conversation" not in found or log is Log.ERASURES or not _was_erased(connection, row, found):
                yield Broken(log, Fault.MISSING, number, row.at, patient_id=row.patient_id)
    if vouched.all:
        for (number,) in connection.execute(select(vouched.table.c.id).order_by(vouched.table.c.id)):
            if not seen[number]:
                yield Broken(log, Fault.ADDED, number)


def _rows(connection: Connection, vouched: Vouched, numbers: list[int]) -> list[Row[Any]]:
    columns = [as_kept(column) for column in vouched.table.c if column.name not in vouched.later]
    return list(connection.execute(select(*columns).where(vouched.table.c.id.in_(numbers))))


def _code(key: bytes, vouched: Vouched, row: Row[Any]) -> str:
    return code(key, vouched.stream, 0, BEGINNING, row).hex()


def _was_erased(connection: Connection, row: Row[Any], found: Mapping[str, Any]) -> bool:
    """The conversation, or all about the patient, was deleted by decision."""
    columns = select(erasure.c.conversation_id, erasure.c.at).where(erasure.c.patient_id == row.patient_id)
    return any(at >= row.at and talk in (None, found.get("conversation")) for talk, at in connection.execute(columns))
