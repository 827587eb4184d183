"""The database: opened once, read and written in short transactions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, TimeoutError

from kartlegging_tui.domain.chain import Head
from kartlegging_tui.domain.verified import Verdict
from kartlegging_tui.records import backup, connections, disk, health, migrating, where_it_lies
from kartlegging_tui.records.backup import Note
from kartlegging_tui.records.chaining import SealKey
from kartlegging_tui.records.errors import CannotOpen, NotRead, NotSaved, Reason
from kartlegging_tui.records.failures import failing_as, may_grow
from kartlegging_tui.records.health import Health
from kartlegging_tui.records.lineages import Lineages
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.view import Published
from kartlegging_tui.records.writing import Writing

_LASTING = (Reason.DISK_FULL, Reason.IO, Reason.LOCKED, Reason.READONLY, Reason.UNREACHABLE)


class Database:
    """Where the records are. Safe to use from several threads; a unit of work belongs to one."""

    where: Path | str
    """What opens it again: a path, or the address on a server."""

    trouble: Reason | None = None
    """Why nothing could be saved when it was last tried, where that lasts; None where it could (`try_again`)."""

    def __init__(self, path: Path, key: bytes | None = None, *, protected: bool = False) -> None:
        self.where = self.path = path
        self._key = key
        self._protected = protected
        self.trouble = Reason.READONLY if protected else None
        self._resting = False
        self._writer = connections.writer(path, key=key)
        self._reader = connections.reader(path, key, read_only=protected)
        self._one_at_a_time = threading.Lock()
        self._kept: Connection | None = None
        self._published: Published = {}
        self._lineages = Lineages()
        self._seal_key = SealKey()

    @classmethod
    def open(cls, where: str | Path, key: bytes | None = None) -> Database:
        """Opens the file at a path or an `sqlite:///` URL: made where there is none, migrated where it is older.

        Or the database of a server at a `postgresql://` URL, as it is there. With a `key`, the file is encrypted.
        Raises CannotOpen, KeyNeeded, WrongKey, NotEncrypted, NotADatabase or NewerSchema, with the file as it was;
        NotSaved where the disk fails.
        """
        if isinstance(where, str) and is_server(where):
            from kartlegging_tui.records.postgres import ServerDatabase  # it needs more than what everybody installs

            return ServerDatabase.at(where)
        path = _path(where)
        where_it_lies.check(path)
        migrating.prepare(path, key=key)
        database = cls(path, key, protected=disk.is_protected(path))
        if not database._protected:
            database._try_to_write()
        return database

    @property
    def read_only(self) -> bool:
        """Whether nothing can be saved: the file is write-protected, or was locked or its disk full when last tried."""
        return self.trouble is not None

    def _try_to_write(self) -> None:
        with suppress(NotSaved), self.write():
            pass

    def try_again(self) -> None:
        """Looks whether what stands in the way of saving (`trouble`) is over. Takes seconds while another holds it."""
        if self.trouble is None or self._resting:
            return
        if self._protected and not disk.is_protected(self.path):
            self._protected = False
            self._reader.dispose()
            self._reader = connections.reader(self.path, self._key)
        with suppress(NotSaved), self.write():
            if self.trouble not in (Reason.DISK_FULL, Reason.IO) or may_grow(self.path):
                self.trouble = None

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Around a unit of work: keeps why it failed, where the next would fail as well."""
        try:
            yield
        except NotSaved as error:
            if error.reason in _LASTING and not self._resting:
                self.trouble = error.reason
            raise

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """A view of the records as they are now. Raises NotRead.

        Keep it short: the log of writes cannot be folded into the file beyond the oldest view.
        """
        if self._resting:
            raise NotRead(Reason.LOCKED, "nobody is logged in")
        with failing_as(NotRead, self.path), connected(self._reader, NotRead) as connection, connection.begin():
            yield Reading(connection, self._published, self._lineages)

    @contextmanager
    def write(self) -> Iterator[Writing]:
        """A unit of work, rolled back unless it is committed. Raises NotSaved, and what its methods raise."""
        if self._protected:
            raise NotSaved(Reason.READONLY, "the file is write-protected")
        with self._one_at_a_time, self._noting(), failing_as(NotSaved, self.path):
            if self._resting:
                raise NotSaved(Reason.LOCKED, "nobody is logged in")
            connection = self._kept = self._kept or self._writer.connect()
            try:
                with connection.begin() as transaction:
                    yield Writing(connection, transaction, self._published, self._lineages, self._seal_key)
                    if transaction.is_active:
                        transaction.rollback()
                    else:
                        self.trouble = None  # something was saved
            except (DBAPIError, NotSaved):
                connection.invalidate()  # after a failure of the disk, only a new connection knows what is there
                connection.close()
                self._kept = None
                raise

    def back_up(self, target: Path, at: datetime, head: str = "") -> Note:
        """Copies the records to a file, proven by reading it (`backup.make`), while others go on writing."""
        return backup.make(self.path, target, at, key=self._key, head=head)

    def health(self, backups: Path | None = None) -> Health:
        """How the file stands. Raises CannotOpen."""
        return health.look(self.path, self._key, backups)

    def sweep(self) -> bool:
        """Leaves nothing of what was deleted in the file; False where another program has it open. Raises NotSaved.

        The file is written anew: as much space again, and minutes for a large one.
        """
        from kartlegging_tui.records import sweeping

        with self._alone():
            return sweeping.sweep(self.path, self._key)

    def verify(self, kept: Head | None = None) -> Verdict:
        """Walks all logs that are chained, as they are now: seconds for a million rows. Raises NotRead, NotFound."""
        from kartlegging_tui.records.verifying import verify

        with self.read() as view:
            return verify(view._connection, self._seal_key(view._connection), kept)

    def head(self) -> Head | None:
        """The newest row of the log of access, to be kept elsewhere; None for an empty log. Raises NotRead."""
        from kartlegging_tui.records.verifying import head

        with self.read() as view:
            return head(view._connection, self._seal_key(view._connection))

    def rest(self) -> None:
        """Closes every connection and forgets the key, until `wake`: nothing can be read or written meanwhile."""
        self._resting = True
        self.close()
        self._writer, self._reader = connections.writer(self.path), connections.reader(self.path)  # without the key
        self._key, self._seal_key = None, SealKey()

    def wake(self, key: bytes | None = None) -> None:
        """Goes on after `rest`, with the key of the file where it has one."""
        if not self._resting:
            return
        self._key = key
        self._writer = connections.writer(self.path, key=key)
        self._reader = connections.reader(self.path, key, read_only=self._protected)
        self._resting = False

    def close(self) -> None:
        """Folds the log of writes into the file."""
        with self._alone():
            pass

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Without a connection to the file, and nobody here writes meanwhile."""
        self._reader.dispose()
        with self._one_at_a_time:
            if self._kept is not None:
                self._kept.close()
                self._kept = None
            self._writer.dispose()
            yield


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
def connected(engine: Engine, kind: type[NotRead] | type[NotSaved]) -> Iterator[Connection]:
    """A connection of the pool. Raises `kind` where all are in use."""
    try:
        connection = engine.connect()
    except TimeoutError:
        raise kind(Reason.LOCKED, "all connections are in use") from None
    with connection:
        yield connection
