"""An encrypted database: nothing of it is read without its key, and a change of the key never loses it."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3 as standard
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kartlegging_tui.domain.people import Role
from kartlegging_tui.records import connections, driver, migrating, rekeying, schema
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import (
    CannotOpen,
    KeyNeeded,
    NotADatabase,
    NotEncrypted,
    NotSaved,
    Reason,
    RecordsError,
    WrongKey,
    WrongPassword,
)
from kartlegging_tui.records.key_slots import Kdf
from kartlegging_tui.records.keys import KeyFile
from tests.records.cases import world

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CHEAP = Kdf(m=8, t=1, p=1)
KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
SECRETS = (b"CREATE TABLE", b"Kari", b"Per Vik", b"SQLite format 3")


def _all_bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def _names(path: Path, key: bytes | None) -> list[str]:
    with closing(connections.connect(path, key=key)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM staff ORDER BY id")]


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    path = tmp_path / "records.sqlite3"
    database = Database.open(path, KEY)
    world(database)
    database.close()
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "records.sqlite3"
    database = Database.open(path)
    world(database)
    database.close()
    return path


def test_nothing_readable_is_in_any_of_the_files(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "records.sqlite3", KEY)
    world(database)
    with database.read() as view:
        assert view.staff()
        assert {file.name for file in tmp_path.iterdir()} == {f"records.sqlite3{end}" for end in ("", "-wal", "-shm")}
        on_disk = _all_bytes(tmp_path)
    assert len(on_disk) > 100_000 and not [secret for secret in SECRETS if secret in on_disk]
    database.close()
    assert not [secret for secret in SECRETS if secret in _all_bytes(tmp_path)]


def test_another_program_cannot_read_it(encrypted: Path) -> None:
    with closing(standard.connect(encrypted)) as raw, pytest.raises(standard.DatabaseError):
        raw.execute("SELECT count(*) FROM sqlite_schema")


def test_the_key_file_says_that_a_key_is_needed_and_the_header_that_it_fits(encrypted: Path) -> None:
    with pytest.raises(NotADatabase):
        Database.open(encrypted)
    KeyFile.create(encrypted, "kari", "passord", CHEAP)
    with pytest.raises(KeyNeeded):
        Database.open(encrypted)
    before = encrypted.read_bytes()
    with pytest.raises(WrongKey):
        Database.open(encrypted, OTHER)
    assert encrypted.read_bytes() == before
    Database.open(encrypted, KEY).close()


def test_a_plain_file_is_never_taken_for_an_encrypted_one(plain: Path) -> None:
    with pytest.raises(NotEncrypted):
        Database.open(plain, KEY)
    _, key, _ = KeyFile.create(plain, "kari", "passord", CHEAP)
    with pytest.raises(KeyNeeded):
        Database.open(plain)
    rekeying.encrypt(plain, key)
    Database.open(plain, key).close()


def test_a_wrong_key_writes_nothing_on_the_screen(encrypted: Path) -> None:
    code = (
        "import sys; from kartlegging_tui.records.database import Database\n"
        "try: Database.open(sys.argv[1], bytes(32))\n"
        "except Exception as error: print(type(error).__name__)"
    )
    run = subprocess.run([sys.executable, "-c", code, str(encrypted)], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("WrongKey\n", "")


def test_without_a_driver_that_encrypts_it_is_said_what_is_missing(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "ENCRYPTS", False)
    with pytest.raises(CannotOpen, match="sqlcipher3 is not installed"):
        Database.open(encrypted, KEY)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        *[((3, 40, 1), False), ((3, 44, 5), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 6), False)],
        *[((3, 50, 7), True), ((3, 51, 0), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 53, 4), True)],
    ],
)
def test_an_sqlite_that_may_lose_its_log_is_known(version: tuple[int, int, int], safe: bool) -> None:
    assert driver.wal_is_safe(version) is safe


def test_with_such_an_sqlite_nothing_rests_on_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    careful = tuple(pragma.replace("= WAL", "= DELETE") for pragma in connections.PRAGMAS)
    monkeypatch.setattr(connections, "PRAGMAS", careful)
    database = Database.open(tmp_path / "records.sqlite3", KEY)
    world(database)
    with database.write() as unit:
        mode = unit._connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        sync = unit._connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
    database.close()
    assert (mode, sync) == ("delete", 2) and driver.JOURNAL == "WAL"


def test_every_flipped_bit_is_found_before_it_is_shown(encrypted: Path, tmp_path: Path) -> None:
    sound, chance = encrypted.read_bytes(), random.Random(6)
    expected = _everything(encrypted, KEY)
    assert len(expected) > 40
    bad = tmp_path / "bad.sqlite3"
    said = 0
    for _ in range(60):
        flipped = bytearray(sound)
        flipped[chance.randrange(len(sound))] ^= 1 << chance.randrange(8)
        bad.write_bytes(flipped)
        try:
            with closing(connections.connect(bad, key=KEY)) as connection:
                assert connection.execute("PRAGMA cipher_integrity_check").fetchall()
            assert _everything(bad, KEY) == expected
        except driver.sqlite3.DatabaseError:
            said += 1  # and nothing shown
    assert said > 30


def _everything(path: Path, key: bytes) -> dict[str, str]:
    with closing(connections.connect(path, read_only=True, key=key)) as connection:
        return rekeying._inventory(connection)


def test_the_copy_made_before_a_migration_is_encrypted_and_opens_with_the_same_passwords(encrypted: Path) -> None:
    KeyFile.path_of(encrypted).write_bytes(b"{}")
    copy = migrating.keep_copy(encrypted, schema.SCHEMA, KEY)
    assert not [secret for secret in SECRETS if secret in copy.read_bytes()]
    assert _names(copy, KEY) == _names(encrypted, KEY)
    assert KeyFile.path_of(copy).read_bytes() == b"{}"


def test_a_removed_user_reads_nothing_after_the_key_is_changed(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    file, key, shown = KeyFile.create(path, "kari", "ett passord", CHEAP)
    file.add("ola", "to passord", key)
    database = Database.open(path, key)
    world(database)
    database.close()
    kept = file.path.read_bytes()
    file.remove("ola")
    rekeying.rotate(path, key, OTHER, file)
    with pytest.raises(WrongKey):
        Database.open(path, key)
    with pytest.raises(WrongPassword):
        file.unlock("ola", "to passord", NOW)
    assert kept not in file.previous.read_bytes() and b"ola" not in file.previous.read_bytes()
    assert file.unlock("kari", "ett passord", NOW) == OTHER == file.unlock_with_recovery(shown, NOW)
    Database.open(path, OTHER).close()


@pytest.mark.parametrize("change", ["encrypt", "rotate"])
def test_nothing_is_changed_while_somebody_has_it_open(tmp_path: Path, change: str) -> None:
    path = tmp_path / "records.sqlite3"
    file, key, _ = KeyFile.create(path, "kari", "ett passord", CHEAP)
    opened = None if change == "encrypt" else key
    migrating.prepare(tmp_path / "other", key=opened)
    (tmp_path / "other").rename(path)
    database = Database(path, opened)
    world(database)
    with pytest.raises(NotSaved) as caught:
        rekeying.encrypt(path, key) if change == "encrypt" else rekeying.rotate(path, key, OTHER, file)
    assert caught.value.reason is Reason.LOCKED
    with database.write() as unit:
        unit.add_staff("Siri Moe", Role.NURSE)
        unit.commit()
    database.close()
    assert "Siri Moe" in _names(path, opened) and file.unlock("kari", "ett passord", NOW) == key


def test_encrypting_keeps_everything_and_leaves_nothing_readable(plain: Path) -> None:
    copy = migrating.keep_copy(plain, schema.SCHEMA)
    with closing(connections.connect(plain)) as connection:
        before = rekeying._inventory(connection)
    _, key, _ = KeyFile.create(plain, "kari", "ett passord", CHEAP)
    rekeying.encrypt(plain, key)
    with closing(connections.connect(plain, key=key)) as connection:
        assert rekeying._inventory(connection) == before
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.SCHEMA,)
    assert not [secret for secret in SECRETS if secret in _all_bytes(plain.parent)]
    Database.open(copy, KeyFile.open(copy, CHEAP).unlock("kari", "ett passord", NOW)).close()
    Database.open(plain, key).close()


def _killed_at(step: int, run: Callable[[], None], folder: Path) -> bool:
    """Runs in a process that dies before its `step`th operation on a file of the folder; False where it ended."""
    child = os.fork()
    if child == 0:
        left = [step]

        def count(event: str, given: tuple[object, ...]) -> None:
            if event in ("open", "os.rename", "os.remove", "sqlite3.connect", "sync") and str(folder) in str(given[0]):
                left[0] -= 1
                if left[0] == 0:
                    os._exit(9)

        connect = driver.sqlite3.connect
        os.fsync = lambda handle: count("sync", (str(folder),))  # a kill loses nothing that was written
        driver.sqlite3.connect = lambda *a, **k: (count("sync", (str(folder),)), connect(*a, **k))[1]
        sys.addaudithook(count)
        try:
            run()
        except BaseException:
            os._exit(3)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9), code
    return code == 9


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
def test_killed_at_any_step_of_encrypting_the_database_is_whole(
    tmp_path: Path, plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    _, key, _ = KeyFile.create(plain, "kari", "ett passord", CHEAP)
    expected = _names(plain, None)
    start = tmp_path / "start"
    shutil.copytree(plain.parent, start, ignore=shutil.ignore_patterns("start"))
    step = 0
    states = set()
    while True:
        step += 1
        folder = tmp_path / f"step{step}"
        shutil.copytree(start, folder)
        path = folder / plain.name
        killed = _killed_at(step, lambda path=path: rekeying.encrypt(path, key), folder)
        still_plain = rekeying.is_plain(path)
        states.add(still_plain)
        assert _names(path, None if still_plain else key) == expected
        rekeying.encrypt(path, KeyFile.open(path, CHEAP).unlock("kari", "ett passord", NOW))
        assert _names(path, key) == expected
        assert not [f.name for f in folder.iterdir() if b"SQLite format 3" in f.read_bytes()], step
        if not killed:
            break
    assert states == {True, False} and step > 8


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
def test_killed_at_any_step_of_changing_the_key_everybody_still_opens_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    start = tmp_path / "start"
    path = start / "records.sqlite3"
    file, key, shown = KeyFile.create(path, "kari", "ett passord", CHEAP)
    file.add("ola", "to passord", key)
    database = Database.open(path, key)
    world(database)
    database.close()
    expected = _names(path, key)
    step, found = 0, []
    while True:
        step += 1
        folder = tmp_path / f"step{step}"
        shutil.copytree(start, folder)
        path = folder / "records.sqlite3"
        file = KeyFile.open(path, CHEAP)
        killed = _killed_at(step, lambda path=path, file=file: rekeying.rotate(path, key, OTHER, file), folder)
        ways = [("kari", "ett passord"), ("ola", "to passord"), ("", shown)]
        random.Random(step).shuffle(ways)
        keys = {
            file.unlock(user, typed, NOW) if user else file.unlock_with_recovery(typed, NOW) for user, typed in ways
        }
        assert len(keys) == 1
        assert _names(path, *keys) == expected
        found.extend(keys)
        Database.open(path, *keys).close()
        if step % 5 == 0:
            rekeying.rotate(path, *keys, bytes(reversed(KEY)), file)
            assert _names(path, file.unlock("kari", "ett passord", NOW)) == expected
        if not killed:
            break
    assert found[0] == key and found[-1] == OTHER and step > 12
    assert found == sorted(found, key=lambda key: key == OTHER)


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
@pytest.mark.parametrize("key", [None, KEY])
def test_a_write_protected_database_is_read_and_says_that_nothing_can_be_saved(
    tmp_path: Path, key: bytes | None
) -> None:
    path = tmp_path / "records.sqlite3"
    database = Database.open(path, key)
    assert not database.read_only
    world(database)
    database.close()
    path.chmod(0o444)
    before = path.read_bytes()
    database = Database.open(path, key)
    assert database.read_only
    with database.read() as view:
        assert view.staff()
    with pytest.raises(NotSaved) as caught, database.write():
        pass
    assert caught.value.reason is Reason.READONLY
    database.close()
    assert path.read_bytes() == before


def test_a_database_that_another_program_keeps_locked_is_read_until_it_is_free(
    encrypted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "PRAGMAS", (*connections.PRAGMAS, "PRAGMA busy_timeout = 10"))
    with closing(connections.connect(encrypted, key=KEY)) as other:
        other.execute("BEGIN IMMEDIATE")
        database = Database.open(encrypted, KEY)
        assert database.read_only
        with database.read() as view:
            assert view.staff()
        with pytest.raises(NotSaved), database.write():
            pass
        other.execute("ROLLBACK")
    with database.write() as unit:
        unit.add_staff("Siri Moe", Role.NURSE)
        unit.commit()
    assert not database.read_only
    database.close()


def test_a_link_is_refused(tmp_path: Path, plain: Path) -> None:
    link = tmp_path / "link.sqlite3"
    link.symlink_to(plain)
    with pytest.raises(CannotOpen, match="open the file itself"):
        Database.open(link)
    dangling = tmp_path / "dangling.sqlite3"
    dangling.symlink_to(tmp_path / "nowhere")
    with pytest.raises(RecordsError):
        Database.open(dangling)
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("key", [None, KEY])
def test_a_database_killed_within_a_write_opens_as_it_was_before(tmp_path: Path, key: bytes | None) -> None:
    """Without a log of writes, what was begun lies in a journal, and has to be taken back before anybody reads."""
    path, killed = tmp_path / "records.sqlite3", tmp_path / "killed.sqlite3"
    database = Database.open(path, key)
    world(database)
    database.close()
    with closing(connections.connect(path, "PRAGMA journal_mode = DELETE", "PRAGMA cache_size = 1", key=key)) as raw:
        raw.execute("BEGIN")
        raw.execute("UPDATE staff SET name = 'nobody'")
        raw.execute("CREATE TABLE filler (x)")
        raw.executemany("INSERT INTO filler VALUES (?)", [("x" * 3000,) for _ in range(100)])
        shutil.copy(path, killed)
        shutil.copy(tmp_path / "records.sqlite3-journal", tmp_path / "killed.sqlite3-journal")
        raw.execute("ROLLBACK")
    assert not connections.fits(killed, OTHER) and connections.fits(killed, key)
    Database.open(killed, key).close()
    assert _names(killed, key) == _names(path, key)


def test_an_empty_file_fits_no_key_so_that_no_key_is_given_up_for_it(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite3"
    file, key, _ = KeyFile.create(path, "kari", "ett passord", CHEAP)
    path.touch(0o600)
    with file.alone():
        file.rewrap_all(key, OTHER)
    assert not connections.fits(path, OTHER)
    assert file.unlock("kari", "ett passord", NOW) == key
    with file.alone():
        file.settle(OTHER)  # nothing was given up
    assert file.unlock("kari", "ett passord", NOW) == OTHER
