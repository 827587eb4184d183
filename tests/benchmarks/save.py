"""One answer, committed: by the records, and by the driver alone with the same pragmas; plain and encrypted."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from kartlegging_tui.records import connections
from kartlegging_tui.records.database import Database
from tests.benchmarks.rows import Row
from tests.records.cases import world

SAVES = 1_000
KEY = bytes(32)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
COSTLY = ("trusted_schema", "cell_size_check", "secure_delete")


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return list(_rows(Path(folder)))


def _rows(folder: Path) -> Iterator[Row]:
    """All ways in turn, in a random order: a busy disk slows each of them as much."""
    bare = tuple(pragma for pragma in connections.PRAGMAS if not any(name in pragma for name in COSTLY))
    ways = {
        "the driver alone, plain": (_driver(folder / "a.db", None), None),
        f"… without {', '.join(COSTLY)}": (_driver(folder / "b.db", None, bare), "the driver alone, plain"),
        "the driver alone, encrypted": (_driver(folder / "c.db", KEY), "the driver alone, plain"),
        "the records, plain": (_records(folder / "d.db", None), "the driver alone, plain"),
        "the records, encrypted": (_records(folder / "e.db", KEY), "the driver alone, encrypted"),
    }
    taken: dict[str, list[float]] = {what: [] for what in ways}
    for number in range(SAVES):
        for what, (save, _) in random.sample(list(ways.items()), len(ways)):
            start = time.perf_counter()
            save(number)
            taken[what].append((time.perf_counter() - start) * 1000)
    median = {what: statistics.median(times) for what, times in taken.items()}
    for what, times in taken.items():
        peer = ways[what][1]
        yield Row(what, median[what], sorted(times)[int(len(times) * 0.95)], median[peer] if peer else None)


def _driver(path: Path, key: bytes | None, pragmas: tuple[str, ...] = connections.PRAGMAS) -> Callable[[int], None]:
    path.touch(0o600)
    connection = connections.connect(path, *pragmas, key=key)
    connection.execute("CREATE TABLE answer (number INTEGER PRIMARY KEY, path TEXT, content TEXT, at TEXT) STRICT")

    def save(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO answer (path, content, at) VALUES (?, ?, ?)", (f"q{number}", '{"value":1}', str(NOW))
        )
        connection.execute("COMMIT")

    return save


def _records(path: Path, key: bytes | None) -> Callable[[int], None]:
    database = Database.open(path, key)
    with closing(database):
        made = world(database)
    database = Database.open(path, key)
    seen = [0]

    def save(number: int) -> None:
        with database.write() as unit:
            seen[0] = unit.append(
                made.assessment.id, f"q{number}", '{"value":1}', made.nurse.id, NOW, seen=seen[0]
            ).number
            unit.commit()

    return save
