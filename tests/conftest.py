"""A desk on a demo database of a fixed day, in a file or on a PostgreSQL server.

Tests that use `store` – through `desk` and `database` – run on SQLite. Those marked `both` run on PostgreSQL too, and
with `--postgresql` all of them run there instead, and nothing else: not those marked `sqlite`, nor what knows no
database. A test that asks for the file of its records is passed over there.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from kartlegging_tui import language
from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.people import Role
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.postgres import ServerDatabase
from kartlegging_tui.services.demo import build
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo, publish_active
from kartlegging_tui.services.indexing import bring_up_to_date
from tests.postgres import ROLE, Server, empty_records, postgres, records_name, server

__all__ = ["empty_records", "postgres", "records_name", "server"]

TODAY = date(2026, 11, 22)
gc.set_threshold(100_000, 50, 100)  # what is made for a test goes with it: looking for circles took a sixth of the time


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: programs in a terminal and servers are waited for."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgresql", action="store_true", help="the tests on PostgreSQL instead of SQLite")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" not in metafunc.fixturenames or metafunc.definition.get_closest_marker("sqlite"):
        return
    if any(mark.args[0] == "store" for mark in metafunc.definition.iter_markers("parametrize")):
        return  # the test says itself where
    if metafunc.config.getoption("postgresql"):
        metafunc.parametrize("store", [pytest.param("postgresql", id=pytest.HIDDEN_PARAM)])
    elif metafunc.definition.get_closest_marker("both"):
        metafunc.parametrize("store", ["sqlite", "postgresql"])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("postgresql"):
        return
    there = [item for item in items if _is_on_server(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in there])
    items[:] = there


def _is_on_server(item: pytest.Item) -> bool:
    used = {"store", "server", "postgres"} & set(getattr(item, "fixturenames", ()))
    return bool(used) and item.get_closest_marker("sqlite") is None


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
    _furnish(file, patients=24)
    return file


@pytest.fixture(scope="session")
def demo_records(server: Server, empty_records: str) -> str:
    """The same patients on a server: the name of a database to be copied."""
    name = server.new(empty_records)
    _furnish(server.url(name, ROLE), patients=24)
    return name


@pytest.fixture(scope="session")
def forms_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of nobody, with the shipped forms in them."""
    file = tmp_path_factory.mktemp("forms") / "forms.sqlite3"
    _furnish(file, patients=0)
    return file


@pytest.fixture(scope="session")
def forms_records(server: Server, empty_records: str) -> str:
    """The same on a server."""
    name = server.new(empty_records)
    _furnish(server.url(name, ROLE), patients=0)
    return name


def _furnish(where: Path | str, patients: int) -> None:
    database = Database.open(where)
    publish_active(database, shipped())
    if patients:
        build(database, shipped(), patients=patients, seed=1, today=TODAY)
        bring_up_to_date(database)  # once, and not in each copy
    database.close()


@pytest.fixture
def new_copy(store: str, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Path | str]]:
    """Each time another copy, to be opened, of what is built once: `demo`, the patients, or `forms`, nobody."""
    made: list[Path | str] = []
    if store == "postgresql":
        request.getfixturevalue("without_file")
        server: Server = request.getfixturevalue("server")

        def copy(what: str) -> Path | str:
            made.append(server.new(request.getfixturevalue(f"{what}_records")))
            return server.url(str(made[-1]), ROLE)

        yield copy
        for name in made:
            server.drop(str(name))
        return
    folder: Path = request.getfixturevalue("tmp_path")

    def copy_file(what: str) -> Path | str:
        made.append(folder / f"{what}{len(made) or ''}.sqlite3")
        return Path(shutil.copy(request.getfixturevalue(f"{what}_file"), made[-1]))

    yield copy_file


@pytest.fixture
def demo_place(new_copy: Callable[[str], Path | str]) -> Path | str:
    """A copy of the demo database, to be opened."""
    return new_copy("demo")


@pytest.fixture
def desk_of(demo_place: Path | str) -> Iterator[Callable[[Role], Desk]]:
    """The desk of whoever has a role, all of a test on the same records."""
    opened: list[Desk] = []

    def open_desk(role: Role) -> Desk:
        opened.append(open_demo(24, 1, role, demo_place))
        return opened[-1]

    yield open_desk
    for each in opened:
        each.close()


@pytest.fixture
def desk(desk_of: Callable[[Role], Desk]) -> Desk:
    """A nurse's desk."""
    return desk_of(Role.NURSE)


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
