"""The codes that chain the logs, made in the transaction that adds the rows.

Nobody else may add to a chain meanwhile. An SQLite file has one writer anyhow; elsewhere the row that a chain belongs
to is locked before its newest row is looked up: both in one statement would look at what was there before the wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, select, type_coerce
from sqlalchemy.types import NullType

from kartlegging_tui.domain.chain import BEGINNING, Stream, Value, code
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.tables import access, answer_event, assessment, pathway, pathway_event, setting

KEY = "seal_key"
"""The name of the setting that holds the key, in hexadecimal: random, made with the database."""

CHAINED: Mapping[Stream, Sequence[Column[Any]]] = {
    Stream.ACCESS: (
        access.c.id,
        access.c.at,
        access.c.staff_id,
        access.c.patient_id,
        access.c.what,
        access.c.details,
        access.c.role,
        access.c.unit,
        access.c.ground,
        access.c.purpose,
        access.c.workstation,
        access.c.outcome,
    ),
    Stream.ANSWERS: (
        answer_event.c.number,
        answer_event.c.path,
        answer_event.c.answer,
        answer_event.c.author_id,
        answer_event.c.at,
        answer_event.c.undoes,
    ),
    Stream.PATHWAY: (
        pathway_event.c.number,
        pathway_event.c.path,
        pathway_event.c.content,
        pathway_event.c.author_id,
        pathway_event.c.at,
        pathway_event.c.undoes,
    ),
}
"""What of a row is chained, in this order: all of it. Moments as milliseconds, as they are kept."""
_NAMES = {stream: tuple(column.name for column in columns) for stream, columns in CHAINED.items()}
_OWNERS: Mapping[Stream, tuple[Table, Column[Any]]] = {
    Stream.ANSWERS: (assessment, answer_event.c.assessment_id),
    Stream.PATHWAY: (pathway, pathway_event.c.pathway_id),
}


class SealKey:
    """The key of a database's chains: read once."""

    def __init__(self) -> None:
        self._known: bytes | None = None

    def __call__(self, connection: Connection) -> bytes:
        """Raises NotFound in a database that was made without one."""
        if self._known is None:
            kept = connection.execute(select(setting.c.value).where(setting.c.name == KEY)).scalar()
            if kept is None:
                raise NotFound("setting", KEY)
            self._known = bytes.fromhex(kept)
        return self._known


def lock(connection: Connection, stream: Stream, stream_id: int = 0) -> None:
    """Nobody else adds to this chain before the transaction ends."""
    if connection.dialect.name == "sqlite":
        return
    if stream is Stream.ACCESS:  # of the key, each who shares a server has a row of their own
        of = select(setting.c.name).where(setting.c.name == KEY)
    else:
        owner, _ = _OWNERS[stream]
        of = select(owner.c.id).where(owner.c.id == stream_id)
    connection.execute(of.with_for_update())


def before(connection: Connection, key: bytes, stream: Stream, stream_id: int, last: tuple[int, bytes | None]) -> bytes:
    """What the next row is chained to: `last` is the number of the newest row, 0 for none, and its code.

    Rows from before logs were chained have none. The first that has one vouches for all of them: they are read once.
    """
    number, mac = last
    if mac is not None or number == 0:
        return mac or BEGINNING
    found = BEGINNING
    for row in rows(connection, stream, stream_id):
        found = code(key, stream, stream_id, found, row)
    return found


def rows(connection: Connection, stream: Stream, stream_id: int) -> Iterator[tuple[Value, ...]]:
    """What is chained of the rows of a chain, in order, as they are kept."""
    columns = CHAINED[stream]
    found = select(*(as_kept(column) for column in columns)).order_by(columns[0])
    if stream is not Stream.ACCESS:
        found = found.where(_OWNERS[stream][1] == stream_id)
    result = connection.execution_options(yield_per=1000).execute(found)
    yield from (tuple(row) for row in result)


def as_kept(column: Column[Any]) -> Any:
    """A column without what Python makes of it: a moment stays a number."""
    return type_coerce(column, NullType()).label(column.name)


def row_of(stream: Stream, values: Mapping[str, Any]) -> list[Value]:
    """What is chained of a row that is about to be added, its values as they are kept."""
    return [values[name] for name in _NAMES[stream]]


def chain_all(connection: Connection, key: bytes, stream: Stream, added: Iterable[dict[str, Any]]) -> None:
    """Puts the codes into rows that are about to be added to many chains, each in order; its values as they are kept.

    What goes on in a chain that has rows begins with a number above 1.
    """
    id_name = _OWNERS[stream][1].name
    last: dict[int, bytes] = {}
    for row in added:
        stream_id = row[id_name]
        if stream_id not in last:
            goes_on = row["number"] > 1
            last[stream_id] = newest(connection, key, stream, stream_id)[1] if goes_on else BEGINNING
        row["mac"] = last[stream_id] = code(key, stream, stream_id, last[stream_id], row_of(stream, row))


def newest(connection: Connection, key: bytes, stream: Stream, stream_id: int = 0) -> tuple[int, bytes]:
    """The number of a chain's newest row, 0 for none, and what the next row is chained to. Locks the chain."""
    lock(connection, stream, stream_id)
    return now(connection, key, stream, stream_id)


def now(connection: Connection, key: bytes, stream: Stream, stream_id: int = 0) -> tuple[int, bytes]:
    """The same, only to be read."""
    number = CHAINED[stream][0]
    found = select(number, number.table.c.mac).order_by(number.desc()).limit(1)
    if stream is not Stream.ACCESS:
        found = found.where(_OWNERS[stream][1] == stream_id)
    row = connection.execute(found).first()
    if row is None:
        return 0, BEGINNING
    return row[0], before(connection, key, stream, stream_id, (row[0], row[1]))
