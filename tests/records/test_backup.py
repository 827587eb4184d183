"""Backups: whole while others write, proven by reading them, found when they are not as they were, and put back."""

from __future__ import annotations

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kartlegging_tui.records import backup, connections, key_place
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import CannotOpen, Damaged, NotSaved, Reason
from tests.records.cases import NOW, World, world

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
KEY = bytes(range(32))


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> bytes | None:
    found: bytes | None = request.param
    return found


@pytest.fixture
def made(tmp_path: Path, key: bytes | None) -> tuple[Database, World]:
    path = tmp_path / "data" / "records.db"
    database = Database.open(path, key)
    if key is not None:
        key_place.path_of(path).write_text('{"version": 1}')  # what is in it is not looked at here
    return database, world(database)


def _answer(database: Database, made: World, path: str) -> None:
    with database.write() as unit:
        unit.append(made.assessment.id, path, '{"value":1}', made.nurse.id, NOW)
        unit.commit()


def _answers(path: Path, key: bytes | None) -> list[str]:
    found = Database.open(path, key)
    with found.read() as view:
        told = [event.path for event in view.events(1)]
    found.close()
    return told


def test_a_backup_holds_all_that_was_saved_also_what_is_in_the_log_of_writes(
    made: tuple[Database, World], tmp_path: Path, key: bytes | None
) -> None:
    database, about = made
    for number in range(30):
        _answer(database, about, f"q{number}")
    target = tmp_path / "away" / "one.backup"
    note = database.back_up(target, AT)
    assert note.rows["answer_event"] == 30
    assert _answers(target, key) == [f"q{number}" for number in range(30)]
    assert not list(target.parent.glob(".*"))  # nothing half is left


def test_others_write_while_it_is_made(made: tuple[Database, World], tmp_path: Path, key: bytes | None) -> None:
    database, about = made
    stop, saved = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            _answer(database, about, f"q{len(saved)}")
            saved.append(len(saved))

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(5):
            before = len(saved)
            note = database.back_up(tmp_path / f"{number}.backup", AT)
            assert before <= note.rows["answer_event"] <= len(saved) + 1
    finally:
        stop.set()
        thread.join()
    assert len(_answers(database.path, key)) == len(saved)


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_only_its_owner_reads_it(made: tuple[Database, World], tmp_path: Path) -> None:
    made[0].back_up(tmp_path / "one.backup", AT)
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("one.backup*")} == {0}


@pytest.mark.parametrize("place", [0.01, 0.3, 0.6, 0.95])
def test_a_bit_that_flipped_is_found(
    made: tuple[Database, World], tmp_path: Path, key: bytes | None, place: float
) -> None:
    target = tmp_path / "one.backup"
    made[0].back_up(target, AT)
    content = bytearray(target.read_bytes())
    content[int(len(content) * place)] ^= 1
    target.write_bytes(content)
    with pytest.raises(Damaged):
        backup.check(target, key)


def test_a_backup_that_was_cut_off_is_found_also_without_its_note(
    made: tuple[Database, World], tmp_path: Path, key: bytes | None
) -> None:
    target = tmp_path / "one.backup"
    made[0].back_up(target, AT)
    backup.note_of(target).unlink()
    backup.check(target, key)
    target.write_bytes(target.read_bytes()[:-5000])
    with pytest.raises(CannotOpen):
        backup.check(target, key)


def test_a_full_disk_leaves_no_backup_and_no_half_of_one(
    made: tuple[Database, World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.disk, "sync", full)
    with pytest.raises(NotSaved, match="No space left"):
        made[0].back_up(tmp_path / "away" / "one.backup", AT)
    assert not list((tmp_path / "away").iterdir())


def test_one_is_never_written_over(made: tuple[Database, World], tmp_path: Path) -> None:
    target = tmp_path / "one.backup"
    target.write_text("something else")
    with pytest.raises(FileExistsError):
        made[0].back_up(target, AT)
    assert target.read_text() == "something else"


def test_it_is_put_into_an_empty_place(made: tuple[Database, World], tmp_path: Path, key: bytes | None) -> None:
    database, about = made
    _answer(database, about, "a")
    database.back_up(tmp_path / "one.backup", AT)
    there = tmp_path / "new" / "records.db"
    assert backup.restore(tmp_path / "one.backup", there, key=key) is None
    assert _answers(there, key) == ["a"]
    assert key_place.exists(there) == (key is not None)
    assert (tmp_path / "one.backup").exists()


def test_what_is_there_is_kept_under_another_name_or_left_alone(
    made: tuple[Database, World], tmp_path: Path, key: bytes | None
) -> None:
    database, about = made
    _answer(database, about, "a")
    database.back_up(tmp_path / "one.backup", AT)
    _answer(database, about, "b")
    database.close()
    with pytest.raises(FileExistsError):
        backup.restore(tmp_path / "one.backup", database.path, key=key)
    assert _answers(database.path, key) == ["a", "b"]
    old = backup.restore(tmp_path / "one.backup", database.path, key=key, keep_old=AT)
    assert old is not None
    assert _answers(database.path, key) == ["a"]
    assert _answers(old, key) == ["a", "b"]


def test_nothing_is_put_back_under_a_program_that_has_it_open(
    made: tuple[Database, World], tmp_path: Path, key: bytes | None
) -> None:
    database, about = made
    database.back_up(tmp_path / "one.backup", AT)
    _answer(database, about, "a")
    with pytest.raises(NotSaved) as caught:
        backup.restore(tmp_path / "one.backup", database.path, key=key, keep_old=AT)
    assert caught.value.reason is Reason.LOCKED
    _answer(database, about, "b")
    database.close()
    assert _answers(database.path, key) == ["a", "b"]


def test_a_damaged_database_can_be_replaced(made: tuple[Database, World], tmp_path: Path, key: bytes | None) -> None:
    database, about = made
    _answer(database, about, "a")
    database.back_up(tmp_path / "one.backup", AT)
    database.close()
    database.path.write_bytes(os.urandom(8192))
    old = backup.restore(tmp_path / "one.backup", database.path, key=key, keep_old=AT)
    assert old is not None and old.stat().st_size == 8192
    assert _answers(database.path, key) == ["a"]


def test_a_damaged_backup_is_put_nowhere(made: tuple[Database, World], tmp_path: Path, key: bytes | None) -> None:
    database, about = made
    _answer(database, about, "a")
    target = tmp_path / "one.backup"
    database.back_up(target, AT)
    database.close()
    target.write_bytes(target.read_bytes()[:-4096])
    with pytest.raises(CannotOpen):
        backup.restore(target, database.path, key=key, keep_old=AT)
    assert _answers(database.path, key) == ["a"]


def test_the_newest_stay_and_one_of_each_month(made: tuple[Database, World], tmp_path: Path) -> None:
    database, _ = made
    folder = tmp_path / "backups"
    for days in (0, 1, 2, 20, 40, 45, 80):
        at = AT - timedelta(days=days)
        database.back_up(folder / backup.name_at(database.path, at), at)
    backup.rotate(folder, database.path, 2)
    left = [(AT - note.made_at).days for _, note in backup.made_in(folder, database.path)]
    assert left == [0, 1, 40, 80]  # the newest two, and the newest of October and of September
    backup.rotate(folder, database.path, 0)
    assert (AT - backup.made_in(folder, database.path)[0][1].made_at).days == 0


def test_a_trigger_that_was_taken_away_is_found(
    made: tuple[Database, World], tmp_path: Path, key: bytes | None
) -> None:
    database, _ = made
    raw = connections.connect(database.path, key=key)
    raw.execute("DROP TRIGGER answer_event_no_delete")
    raw.close()
    with pytest.raises(Damaged, match="answer_event_no_delete"):
        database.back_up(tmp_path / "one.backup", AT)


def test_a_log_that_somebody_has_changed_is_found_when_the_backup_is_checked(
    made: tuple[Database, World], tmp_path: Path, key: bytes | None
) -> None:
    database, about = made
    _answer(database, about, "a")
    database.back_up(tmp_path / "one.backup", AT)
    backup.check(tmp_path / "one.backup", key)
    raw = connections.connect(database.path, key=key)
    trigger = raw.execute("SELECT sql FROM sqlite_schema WHERE name = 'answer_event_no_update'").fetchone()[0]
    raw.execute("DROP TRIGGER answer_event_no_update")
    raw.execute("""UPDATE answer_event SET answer = '{"value":2}'""")
    raw.execute(trigger)
    raw.close()
    database.back_up(tmp_path / "two.backup", AT)
    with pytest.raises(Damaged, match="row 1"):
        backup.check(tmp_path / "two.backup", key)


def test_a_backup_that_failed_at_the_end_leaves_nothing_beside_it(
    made: tuple[Database, World], tmp_path: Path, key: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup.disk, "replace_private", fails)
    if key is not None:
        there = key_place.path_of
        monkeypatch.setattr(backup.key_place, "give_copy", lambda database, copy: there(copy).write_text("{}"))
    with pytest.raises(NotSaved):
        made[0].back_up(tmp_path / "away" / "one.backup", AT)
    assert not list((tmp_path / "away").iterdir())
