"""A database on a PostgreSQL server: the same records and the same statements, for a department or a county.

Nothing hangs on a session: what a transaction needs is said at its beginning, statements are not prepared, so that a
connection pool such as PgBouncer may give each transaction another connection.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine

from kartlegging_tui.records import postgres_opening
from kartlegging_tui.records.backup import Note
from kartlegging_tui.records.chaining import SealKey
from kartlegging_tui.records.database import Database, connected
from kartlegging_tui.records.errors import (
    CannotOpen,
    KeptByServer,
    NoServerDriver,
    NotRead,
    NotSaved,
    Reason,
    ServerSilent,
)
from kartlegging_tui.records.failures import failing_as
from kartlegging_tui.records.health import Health
from kartlegging_tui.records.lineages import Lineages
from kartlegging_tui.records.postgres_address import options, shown, url_of
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing

_READING = "SET LOCAL statement_timeout = '120s'; SET LOCAL idle_in_transaction_session_timeout = '300s'"
_WRITING = (
    "SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = '60s';"
    " SET LOCAL idle_in_transaction_session_timeout = '60s';"  # a laptop that falls asleep while it writes
    " SELECT write_alone()"
)
"""One message to the server. As long as SQLite waits for the lock, and in the same way: one writer at a time, here of
an organisation, so that whatever a unit of work reads before it writes is as it was when it commits."""


class ServerDatabase(Database):
    """Records on a server. Its schema is made and migrated by whoever runs it (`kartlegging migrate`), never here."""

    def __init__(self, url: URL) -> None:
        self.where = url.render_as_string(hide_password=False)
        self._shown = shown(url)
        self._writer = engine(url)
        self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._resting = False
        self._published = {}
        self._lineages = Lineages()
        self._seal_key = SealKey()

    @classmethod
    def at(cls, address: str) -> ServerDatabase:
        """Raises CannotOpen: no driver, no answer, another schema, or a role that sees too much or nothing."""
        url = url_of(address)
        opened = cls(url)
        try:
            with failing_as(NotRead), connected(opened._reader, NotRead) as connection, connection.begin():
                postgres_opening.check(connection, shown(url))
        except NotRead as error:
            opened.close()
            raise ServerSilent(shown(url), error.detail) from None
        except CannotOpen:
            opened.close()
            raise
        return opened

    @property
    def read_only(self) -> bool:
        """Never for long: a server that takes nothing says so at the first save."""
        return False

    def try_again(self) -> None:
        if self.trouble is not None and not self._resting:
            with suppress(NotSaved), self.write():
                self.trouble = None

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """A view of the records as they are now. Raises NotRead."""
        if self._resting:
            raise NotRead(Reason.LOCKED, "nobody is logged in")
        with failing_as(NotRead), connected(self._reader, NotRead) as connection, connection.begin():
            connection.exec_driver_sql(_READING)
            yield Reading(connection, self._published, self._lineages)

    @contextmanager
    def write(self) -> Iterator[Writing]:
        """A unit of work, rolled back unless it is committed. Raises NotSaved, and what its methods raise."""
        if self._resting:
            raise NotSaved(Reason.LOCKED, "nobody is logged in")
        with (
            self._noting(),
            failing_as(NotSaved),
            connected(self._writer, NotSaved) as connection,
            connection.begin() as transaction,
        ):
            connection.exec_driver_sql(_WRITING)
            yield Writing(connection, transaction, self._published, self._lineages, self._seal_key)
            if transaction.is_active:
                transaction.rollback()
            else:
                self.trouble = None

    def sweep(self) -> bool:
        """Nothing that a role of the records may do: the server cleans its files itself, sooner or later."""
        return False

    @property
    def path(self) -> Path:  # type: ignore[override]
        """Raises KeptByServer: there is no file."""
        raise KeptByServer(self._shown)

    def back_up(self, target: Path, at: datetime, head: str = "") -> Note:
        """Raises KeptByServer."""
        raise KeptByServer(self._shown)

    def health(self, backups: Path | None = None) -> Health:
        """Raises KeptByServer."""
        raise KeptByServer(self._shown)

    def rest(self) -> None:
        """Gives the connections back, and opens none until `wake`."""
        self._resting = True
        self.close()

    def wake(self, key: bytes | None = None) -> None:
        """Goes on after `rest`."""
        self._resting = False

    def close(self) -> None:
        """Gives the connections back."""
        self._writer.dispose()


def engine(url: URL) -> Engine:
    """Connections to a server, opened as they are needed. Raises CannotOpen where there is no driver."""
    try:
        return create_engine(
            url,
            connect_args=options(url),
            pool_size=5,
            max_overflow=0,
            pool_timeout=10,
            pool_use_lifo=True,
            pool_pre_ping=True,  # after the server was started anew, old connections are thrown away unseen
            hide_parameters=True,  # else every error names the patient
        )
    except ImportError:
        raise NoServerDriver(shown(url)) from None
