"""A desk on a demo database of a fixed day, in a file or on a PostgreSQL server.

Tests that use `store` – through `desk` and `database` – run on SQLite. Those marked `both` run on PostgreSQL too, and
with `--postgresql` all of them run there instead, but for those marked `sqlite`, or that ask for the file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kartlegging_tui import language
from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.people import Role
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.postgres import ServerDatabase
from kartlegging_tui.services.demo import build
from kartlegging_tui.services.desk import Desk, open_demo, publish_active
from tests.postgres import ROLE, Server, empty_records, postgres, records_name, server

__all__ = ["empty_records", "postgres", "records_name", "server"]

TODAY = date(2026, 11, 22)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="the tests on PostgreSQL instead of SQLite")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" not in metafunc.fixturenames or metafunc.definition.get_closest_marker("sqlite"):
        return
    if metafunc.config.getoption("postgresql"):
        metafunc.parametrize("store", [pytest.param("postgresql", id=pytest.HIDDEN_PARAM)])
    elif metafunc.definition.get_closest_marker("both"):
        metafunc.parametrize("store", ["sqlite", "postgresql"])


@pytest.fixture
def store() -> str:
    """Where the records of a test are."""
    return "sqlite"


@pytest.fixture
def without_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that looks into the file of its database is passed over where there is none."""
    asked = property(lambda database: pytest.skip("looks into the file of the database"))
    monkeypatch.setattr(ServerDatabase, "path", asked)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty-four invented patients, as on `TODAY`. Built once; tests get copies."""
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    _build(file)
    return file


@pytest.fixture(scope="session")
def demo_records(server: Server, empty_records: str) -> str:
    """The same patients on a server: the name of a database to be copied."""
    name = server.new(empty_records)
    _build(server.url(name, ROLE))
    return name


def _build(where: Path | str) -> None:
    database = Database.open(where)
    publish_active(database, shipped())
    build(database, shipped(), patients=24, seed=1, today=TODAY)
    database.close()


@pytest.fixture
def demo_place(store: str, request: pytest.FixtureRequest) -> Iterator[Path | str]:
    """A copy of the demo database, to be opened."""
    if store == "postgresql":
        request.getfixturevalue("without_file")
        server: Server = request.getfixturevalue("server")
        name = server.new(request.getfixturevalue("demo_records"))
        yield server.url(name, ROLE)
        server.drop(name)
        return
    file: Path = request.getfixturevalue("tmp_path") / "demo.sqlite3"
    shutil.copy(request.getfixturevalue("demo_file"), file)
    yield file


@pytest.fixture
def desk(demo_place: Path | str) -> Iterator[Desk]:
    """A nurse's desk."""
    opened = open_demo(24, 1, Role.NURSE, demo_place)
    yield opened
    opened.close()


@pytest.fixture
def empty_place(store: str, request: pytest.FixtureRequest) -> Path | str:
    """Where an empty database can be opened."""
    if store == "postgresql":
        request.getfixturevalue("without_file")
        server: Server = request.getfixturevalue("server")
        return server.url(request.getfixturevalue("records_name"), ROLE)
    place: Path = request.getfixturevalue("tmp_path") / "data" / "records.db"
    return place


@pytest.fixture
def database(empty_place: Path | str) -> Iterator[Database]:
    opened = Database.open(empty_place)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def bokmaal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program speaks bokmål, whatever an earlier test or the configuration of this machine has chosen."""
    monkeypatch.setenv("KARTLEGGING_CONFIG", os.devnull)
    monkeypatch.setenv("KARTLEGGING_FILTERS", "/nonexistent/filters.yaml")
    language.use("nb")
