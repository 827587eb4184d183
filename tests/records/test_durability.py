"""What was acknowledged is there, whatever happens to the process or the disk; what was not saved is said to be so."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kartlegging_tui.records import connections
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import AnswerConflict, MaybeSaved, NotSaved, Reason
from kartlegging_tui.records.failures import committing
from tests.records.cases import NOW, World, world

WRITES_UNTIL_KILLED = """
import sys
from datetime import UTC, datetime
from kartlegging_tui.records.database import Database

database = Database.open(sys.argv[1])
for number in range(int(sys.argv[2]), 100_000):
    with database.write() as unit:
        unit.append(1, f"q{number}", '{"value":1}', 1, datetime.now(UTC), seen=number)
        unit.commit()
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_no_acknowledged_answer_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    database = Database.open(path)
    world(database)
    database.close()
    acknowledged = 0
    for round_ in range(5):
        command = [sys.executable, "-c", WRITES_UNTIL_KILLED, str(path), str(acknowledged)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.Random(round_).uniform(0.005, 0.05))
        process.send_signal(signal.SIGKILL)
        lines = process.stdout.read().splitlines()
        process.wait()
        complete = [int(line) for line in lines[:-1]]
        last = complete[-1] if complete else acknowledged
        database = Database.open(path)
        with database.read() as view:
            saved = [event.path for event in view.events(1)]
            assert view._connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        database.close()
        assert saved[: last + 1] == [f"q{number}" for number in range(last + 1)]
        acknowledged = len(saved)
    assert acknowledged > 5


def _fill(database: Database, made: World, number: int) -> None:
    with database.write() as unit:
        answer = '{"note":"' + "x" * 20_000 + '"}'
        unit.append(made.assessment.id, f"q{number}", answer, made.nurse.id, NOW, seen=number)
        unit.commit()


def test_a_full_disk_is_said_to_be_full_and_saving_goes_on_when_there_is_room(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "records.db")
    made = world(database)
    with database.write() as unit:
        pages = unit._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        unit._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
    saved = 0
    with pytest.raises(NotSaved) as caught:
        for number in range(100):
            _fill(database, made, number)
            saved += 1
    assert caught.value.reason is Reason.DISK_FULL
    with database.read() as view:
        assert len(view.events(made.assessment.id)) == saved > 0
    _fill(database, made, saved)  # a new connection, without the limit
    database.close()


LIMITED = """
import resource, signal, sys
from tests.records.cases import world
from tests.records.test_durability import _fill
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotSaved

database = Database.open(sys.argv[1])
made = world(database)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, unlimited[1]))
saved = 0
try:
    while True:
        _fill(database, made, saved)
        saved += 1
except NotSaved as error:
    print(error.reason.value)
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
with database.read() as view:
    print(len(view.events(made.assessment.id)) == saved)
_fill(database, made, saved)
with database.read() as view:
    print(len(view.events(made.assessment.id)) == saved + 1)
"""


@pytest.mark.skipif(os.name == "nt", reason="there are no limits on file size")
def test_a_file_that_may_not_grow_is_a_full_disk(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "records.db")]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert run.stdout.split() == ["disk_full", "True", "True"], run.stderr


@pytest.mark.sqlite
def test_a_database_locked_by_another_program_says_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "PRAGMAS", (*connections.PRAGMAS, "PRAGMA busy_timeout = 10"))
    impatient = Database(database.path)
    impatient_reader = impatient  # reading goes on while another writes
    with database.write(), pytest.raises(NotSaved) as caught, impatient.write():
        pass
    assert caught.value.reason is Reason.LOCKED
    with database.write(), impatient_reader.read() as view:
        assert view.staff() == []
    with impatient.write() as unit:
        unit.set("x", "y")
    impatient.close()


def test_two_writers_of_the_same_answer_never_overwrite_each_other(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    databases = [Database.open(path), Database.open(path)]
    made = world(databases[0])
    kept: list[int] = []
    conflicts: list[int] = []

    def answer(database: Database) -> None:
        seen = 0
        for _ in range(40):
            try:
                with database.write() as unit:
                    event = unit.append(made.assessment.id, "a", '{"value":1}', made.nurse.id, NOW, seen=seen)
                    unit.commit()
                kept.append(event.number)
                seen = event.number
            except AnswerConflict as conflict:
                conflicts.append(conflict.newer)
                seen = conflict.newer

    threads = [threading.Thread(target=answer, args=(database,)) for database in databases for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with databases[0].read() as view:
        assert [event.number for event in view.events(made.assessment.id)] == sorted(kept)
    assert len(kept) + len(conflicts) == 160 and len(set(kept)) == len(kept)
    for database in databases:
        database.close()


@pytest.mark.sqlite
def test_connections_are_as_durable_as_they_should_be(database: Database) -> None:
    with database.write() as unit:
        pragma = {
            name: unit._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "fullfsync")
        }
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "fullfsync": 1,
    }


def test_an_error_does_not_hold_what_was_written(database: Database) -> None:
    with pytest.raises(Exception) as caught, database.write() as unit:
        unit.add_pathway(99, "hjem", NOW.date(), "C50.1234567", relapse=False)
    assert "C50" not in str(caught.value) and caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("SQLITE_IOERR_FSYNC", MaybeSaved, Reason.IO),
        ("SQLITE_FULL", NotSaved, Reason.DISK_FULL),
        ("SQLITE_IOERR_WRITE", NotSaved, Reason.DISK_FULL),
        ("SQLITE_BUSY", NotSaved, Reason.LOCKED),
        ("SQLITE_READONLY_DBMOVED", NotSaved, Reason.READONLY),
        ("SQLITE_CORRUPT_INDEX", NotSaved, Reason.CORRUPT),
        ("SQLITE_NOMEM", NotSaved, Reason.OTHER),
    ],
)
def test_a_commit_that_fails_says_why_and_whether_it_is_known_to_have_failed(
    name: str, kind: type[NotSaved], reason: Reason
) -> None:
    error = sqlite3.OperationalError("the disk says no")
    error.sqlite_errorname = name
    with pytest.raises(NotSaved) as caught, committing():
        raise error
    assert type(caught.value) is kind and caught.value.reason is reason
