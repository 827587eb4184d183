"""One answer, until it is durable: through the service, as the program saves, and by the driver alone.

In a file plain and encrypted, and on a PostgreSQL server; the driver with the same pragmas, the server as it comes.
"""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from kartlegging_tui.records import connections
from kartlegging_tui.records.database import Database
from tests.benchmarks.figures import Figure, figure, in_turn, milliseconds, ratio
from tests.faults.talks import FORM, conduct, furnish, question, said, user_of
from tests.postgres import ROLE, Server

SAVES = 1_000
KEY = bytes(32)
BUDGET = ratio(1.5)
CREATE = "CREATE TABLE answer (number INTEGER PRIMARY KEY, path TEXT, content TEXT, at TEXT)"
INSERT = "INSERT INTO answer (number, path, content, at) VALUES"

Save = Callable[[int], object]
"""Saves the answer with this number."""


def run() -> Iterator[Figure]:
    """All ways in turn, in a random order: a busy disk slows each of them as much."""
    with ExitStack() as ended:
        folder = Path(ended.enter_context(tempfile.TemporaryDirectory(prefix="save-")))
        server = Server()
        ended.callback(server.end)
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.run(f"ALTER SYSTEM RESET {setting}")
        server.run("SELECT pg_reload_conf()")
        ways = {
            "the driver alone, plain": _driver(folder / "a.db", None),
            "the service, plain": _service(Database.open(folder / "b.db"), ended),
            "the driver alone, encrypted": _driver(folder / "c.db", KEY),
            "the service, encrypted": _service(Database.open(folder / "d.db", KEY), ended),
            "psycopg alone, PostgreSQL": _psycopg(server.url(server.new()), ended),
            "the service, PostgreSQL": _service(Database.open(server.url(server.migrated(), ROLE)), ended),
        }
        for save in ways.values():
            save(0)
        timed = {what: _timed(save) for what, save in ways.items()}
        taken = in_turn(timed, SAVES)
    floor: Figure | None = None
    for what, times in taken.items():
        found = figure(what, times) if "alone" in what else figure(what, times, floor, BUDGET)
        floor = found if "alone" in what else floor
        yield found


def _timed(save: Save) -> Callable[[], float]:
    numbers = itertools.count(1)
    return lambda: milliseconds(lambda: save(next(numbers)))


def _driver(path: Path, key: bytes | None) -> Save:
    path.touch(0o600)
    connection = connections.connect(path, *connections.PRAGMAS, key=key)
    connection.execute(f"{CREATE} STRICT")

    def save(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"{INSERT} (?, ?, ?, ?)", (number, f"q{number}", '{"value":1}', str(datetime.now(UTC))))
        connection.execute("COMMIT")

    return save


def _psycopg(address: str, ended: ExitStack) -> Save:
    connection = ended.enter_context(psycopg.connect(address))
    connection.execute(CREATE)

    def save(number: int) -> None:
        words = (number, f"q{number}", '{"value":1}', str(datetime.now(UTC)))
        connection.execute(f"{INSERT} (%s, %s, %s, %s)", words)
        connection.commit()

    return save


def _service(database: Database, ended: ExitStack) -> Save:
    """An answer is put in the queue of the saving thread; it is durable when the queue is empty."""
    (talk,) = furnish(database)
    desk = conduct(database, user_of(database))
    filling = desk.open(talk).fillings[FORM.id]
    ended.callback(database.close)
    ended.callback(desk.saver.close)

    def save(number: int) -> None:
        filling.answer(question(number), said(number))
        assert desk.saver.flush(60)

    return save
