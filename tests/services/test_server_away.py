"""The server goes away while a nurse works: what was answered is kept, and saved when it is back, once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest

from kartlegging_tui.domain.history import Event
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import CannotOpen, NotRead, NotSaved, Reason
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.saving import Piece, Saver, SaveState
from tests.postgres import ROLE, Server
from tests.records.cases import NOW, World, world
from tests.standby import Standby

WAIT = 60.0


@pytest.fixture
def remote(server: Server, records_name: str) -> Iterator[Database]:
    opened = Database.open(server.url(records_name, ROLE))
    yield opened
    opened.close()


@pytest.fixture
def saver(remote: Database) -> Iterator[Saver]:
    made = Saver(remote, lambda: NOW)
    yield made
    made.close()


class Trouble:
    """Hears of the first trouble of a saver."""

    def __init__(self, saver: Saver) -> None:
        self.heard = threading.Event()
        self.reason: Reason | None = None
        saver.listen = self._listen

    def _listen(self, state: SaveState) -> None:
        if state.trouble is not None:
            self.reason = state.trouble
            self.heard.set()


def answer(made: World, path: str = "a") -> Piece:
    def write(unit: Writing) -> Event:
        return unit.append(made.assessment.id, path, '{"value":true}', made.nurse.id, NOW)

    def landed(view: Reading) -> Event | None:
        return next((event for event in view.events(made.assessment.id) if event.path == path), None)

    return Piece(write, landed=landed)


def paths(database: Database, made: World) -> list[str]:
    with database.read() as view:
        return [event.path for event in view.events(made.assessment.id)]


def test_an_answer_given_meanwhile_is_saved_when_the_server_is_back(
    server: Server, remote: Database, saver: Saver
) -> None:
    made = world(remote)
    trouble = Trouble(saver)
    server.stop()
    try:
        for path in ("a", "b", "c"):
            saver.put(answer(made, path))
        assert trouble.heard.wait(WAIT)
        assert trouble.reason is Reason.UNREACHABLE
        assert saver.state.waiting == 3
        with pytest.raises(NotRead), remote.read():
            pass
        with pytest.raises(CannotOpen):
            Database.open(remote.where)
    finally:
        server.start()
    assert saver.flush(WAIT)
    assert paths(remote, made) == ["a", "b", "c"]


def test_a_server_that_was_started_anew_between_two_answers_is_not_noticed(server: Server, remote: Database) -> None:
    made = world(remote)
    server.stop()
    server.start()
    with remote.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        unit.commit()
    assert paths(remote, made) == ["a"]


@pytest.mark.parametrize("it_landed", [True, False])
def test_a_commit_that_nobody_confirmed_is_read_back(
    server: Server, remote: Database, saver: Saver, monkeypatch: pytest.MonkeyPatch, it_landed: bool
) -> None:
    made = world(remote)
    commit = remote._writer.dialect.do_commit
    lost: list[object] = []

    def lose(connection: object) -> None:
        """The first commit: the server ends the connection after it, or before it."""
        if lost:
            return commit(connection)  # type: ignore[arg-type]
        lost.append(connection)
        if it_landed:
            commit(connection)  # type: ignore[arg-type]
        server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{ROLE}'")
        commit(connection)  # type: ignore[arg-type]
        raise psycopg.OperationalError("the connection is lost")

    monkeypatch.setattr(remote._writer.dialect, "do_commit", lose)
    trouble = Trouble(saver)
    piece = answer(made)
    told: list[object] = []
    piece.done = told.append
    piece.refused = lambda error, _database: told.append(error)
    saver.put(piece)
    assert saver.flush(WAIT)
    assert trouble.reason is Reason.UNREACHABLE and lost
    assert [getattr(each, "number", each) for each in told] == [1]  # and not that somebody else was first
    assert paths(remote, made) == ["a"]


def test_a_server_that_takes_nothing_says_so(server: Server, records_name: str, remote: Database) -> None:
    made = world(remote)
    server.run(f"ALTER DATABASE {records_name} SET default_transaction_read_only = on")
    remote.close()
    with pytest.raises(NotSaved) as caught, remote.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
    assert caught.value.reason is Reason.READONLY


@pytest.fixture
def first() -> Iterator[Server]:
    """A server that may be lost."""
    started = Server()
    yield started
    started.end()


@pytest.fixture
def standby(first: Server) -> Iterator[Standby]:
    """Follows it: a commit is confirmed when both have it."""
    started = Standby(first)
    first.run("ALTER SYSTEM SET synchronous_commit = on")
    first.run("ALTER SYSTEM SET synchronous_standby_names = '*'")
    first.run("SELECT pg_reload_conf()")
    until(lambda: ("sync",) in first.run("SELECT sync_state FROM pg_stat_replication"))
    yield started
    started.stop()


def until(it_is_so: Callable[[], bool]) -> None:
    late = time.monotonic() + WAIT
    while not it_is_so():
        assert time.monotonic() < late
        time.sleep(0.05)


def test_when_the_server_fails_its_standby_takes_over_and_every_answer_is_there_once(
    first: Server, standby: Standby
) -> None:
    remote = Database.open(standby.url(first.migrated(), ROLE))
    made = world(remote)
    saver = Saver(remote, lambda: NOW)
    trouble = Trouble(saver)
    for number in range(20):
        saver.put(answer(made, f"before_{number}"))
    first.crash()
    for number in range(20):
        saver.put(answer(made, f"meanwhile_{number}"))
    assert trouble.heard.wait(WAIT)
    assert trouble.reason is Reason.UNREACHABLE
    standby.promote()
    assert saver.flush(WAIT)
    saver.close()
    found = paths(remote, made)
    remote.close()
    assert sorted(found) == sorted(f"{when}_{number}" for when in ("before", "meanwhile") for number in range(20))


def test_what_only_one_server_has_is_not_said_to_be_saved(first: Server, standby: Standby) -> None:
    remote = Database.open(standby.url(first.migrated(), ROLE))
    made = world(remote)
    saver = Saver(remote, lambda: NOW)
    standby.stop()
    piece = answer(made)
    told: list[object] = []
    piece.done = told.append
    saver.put(piece)
    waits = f"SELECT wait_event FROM pg_stat_activity WHERE usename = '{ROLE}'"
    until(lambda: ("SyncRep",) in first.run(waits))
    assert not told and saver.state.waiting == 1
    standby.start()
    assert saver.flush(WAIT)
    assert len(told) == 1
    saver.close()
    remote.close()


def test_a_replica_alone_is_said_to_take_nothing(first: Server, standby: Standby) -> None:
    name = first.migrated()
    made = world(Database.open(first.url(name, ROLE)))
    replica = Database.open(f"postgresql://{ROLE}@/{name}?host={standby.socket}")
    until(lambda: made.patient.id in read(replica))
    with pytest.raises(NotSaved) as caught, replica.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
    assert caught.value.reason is Reason.READONLY
    replica.close()


def read(database: Database) -> list[int]:
    with database.read() as view:
        return view.patient_ids()
