"""Bytes of the database for each answer, everything counted, and the memory of the running program."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.services import demo
from kartlegging_tui.services.desks import publish_active
from tests.benchmarks.figures import Figure, Skipped, figure, median
from tests.benchmarks.stage import furnish
from tests.domain.large_forms import large_form

PATIENTS = 400
TODAY = date(2026, 11, 22)


def run(scale: int = PATIENTS) -> Iterator[Figure | Skipped]:
    with tempfile.TemporaryDirectory(prefix="size-") as folder:
        yield from _database(Path(folder) / "records.sqlite3", scale)
    for size in (20, 1_000):
        with tempfile.TemporaryDirectory(prefix="size-") as folder:
            yield from _memory(Path(folder), size)


def _database(path: Path, patients: int) -> Iterator[Figure]:
    """Invented patients with ended talks, unsigned: a signature adds a document, and no answer."""
    database = Database.open(path)
    publish_active(database, shipped())
    demo.build(database, shipped(), patients=patients, seed=1, today=TODAY, signed=0)
    database.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (answers,) = connection.execute("SELECT count(*) FROM answer_event").fetchone()
        (talks,) = connection.execute("SELECT count(*) FROM conversation").fetchone()
    size = path.stat().st_size
    what = f"{patients} patients, {talks} talks, {answers} answers: the whole file"
    yield figure(what, [size / answers], None, median(120), "B/answer")


def _memory(folder: Path, size: int) -> Iterator[Figure | Skipped]:
    if sys.platform != "linux":
        yield Skipped("memory", "needs /proc")
        return
    with furnish(folder, large_form(size), answered=True).program() as terminal:
        terminal.wait_for("Ola Nordmann")
        terminal.settle(1.0)
        if size == 20:
            yield figure("the program at the worklist", [_resident(terminal.pid)], None, median(120), "MB")
        terminal.send("enter")
        terminal.wait_for("Samhandlingspunkt 1")
        terminal.send("enter")
        terminal.wait_for("low", "high")
        terminal.settle(1.0)
        what = f"the program in a talk of {size} questions, all answered"
        yield figure(what, [_resident(terminal.pid)], None, median(120), "MB")


def _resident(pid: int) -> float:
    """Megabytes of memory that are in use, at the most so far."""
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) / 1000 for line in status.splitlines() if line.startswith("VmHWM"))
