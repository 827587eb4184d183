"""The database: opened once, read and written in short transactions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, TimeoutError

from kartlegging_tui.records import connections, migrating
from kartlegging_tui.records.errors import CannotOpen, NotRead, NotSaved, Reason
from kartlegging_tui.records.failures import failing_as
from kartlegging_tui.records.lineages import Lineages
from kartlegging_tui.records.reading import Published, Reading
from kartlegging_tui.records.writing import Writing


class Database:
    """Where the records are. Safe to use from several threads; a unit of work belongs to one."""

    where: Path | str
    """What opens it again: a path, or the address on a server."""

    def __init__(self, path: Path) -> None:
        self.where = self.path = path
        self._writer = connections.writer(path)
        self._reader = connections.reader(path)
        self._one_at_a_time = threading.Lock()
        self._kept: Connection | None = None
        self._published: Published = {}
        self._lineages = Lineages()

    @classmethod
    def open(cls, where: str | Path) -> Database:
        """Opens the file at a path or an `sqlite:///` URL: made where there is none, migrated where it is older.

        Or the database of a server at a `postgresql://` URL, as it is there. Raises CannotOpen, NotADatabase or
        NewerSchema, with the file as it was; NotSaved where the disk fails.
        """
        if isinstance(where, str) and is_server(where):
            from kartlegging_tui.records.postgres import ServerDatabase  # it needs more than what everybody installs

            return ServerDatabase.at(where)
        path = _path(where)
        migrating.prepare(path)
        return cls(path)

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """A view of the records as they are now. Raises NotRead.

        Keep it short: the log of writes cannot be folded into the file beyond the oldest view.
        """
        with failing_as(NotRead), _connection(self._reader, NotRead) as connection, connection.begin():
            yield Reading(connection, self._published, self._lineages)

    @contextmanager
    def write(self) -> Iterator[Writing]:
        """A unit of work, rolled back unless it is committed. Raises NotSaved, and what its methods raise."""
        with self._one_at_a_time, failing_as(NotSaved):
            connection = self._kept = self._kept or self._writer.connect()
            try:
                with connection.begin() as transaction:
                    yield Writing(connection, transaction, self._published, self._lineages)
                    if transaction.is_active:
                        transaction.rollback()
            except (DBAPIError, NotSaved):
                connection.invalidate()  # after a failure of the disk, only a new connection knows what is there
                connection.close()
                self._kept = None
                raise

    def close(self) -> None:
        """Folds the log of writes into the file."""
        self._reader.dispose()
        with self._one_at_a_time:
            if self._kept is not None:
                self._kept.close()
                self._kept = None
        self._writer.dispose()


def is_server(where: str) -> bool:
    """Whether this is the address of a database on a PostgreSQL server, and not a file."""
    return where.startswith(("postgresql://", "postgresql+psycopg://", "postgres://"))


def _path(where: str | Path) -> Path:
    if isinstance(where, Path) or "://" not in where:
        return Path(where)
    try:
        url = make_url(where)
    except ArgumentError:
        raise CannotOpen(where, "this is not the address of a database") from None
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CannotOpen(url.render_as_string(), "neither sqlite:///path nor postgresql://user@server/name")
    return Path(url.database)


@contextmanager
def _connection(engine: Engine, kind: type[NotRead] | type[NotSaved]) -> Iterator[Connection]:
    try:
        connection = engine.connect()
    except TimeoutError:
        raise kind(Reason.LOCKED, "all connections are in use") from None
    with connection:
        yield connection
