"""The key file: each opens the database with a password of their own, and nobody else does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kartlegging_tui.records import disk, key_slots, recovery_key
from kartlegging_tui.records.errors import (
    KeyFileDamaged,
    Mistyped,
    NoKeyFile,
    NotFound,
    NotSaved,
    Refused,
    Throttled,
    WrongPassword,
)
from kartlegging_tui.records.key_slots import Kdf
from kartlegging_tui.records.keys import KeyFile

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
CHEAP = Kdf(m=8, t=1, p=1)
PASSWORD = "tre små kopper kaffe"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "records.sqlite3"


@pytest.fixture
def made(database: Path) -> tuple[KeyFile, bytes, str]:
    return KeyFile.create(database, "Kari", PASSWORD, CHEAP)


def test_the_password_gives_the_key_that_was_made(database: Path, made: tuple[KeyFile, bytes, str]) -> None:
    file, key, _ = made
    assert len(key) == 32 and file.users() == ["kari"]
    assert KeyFile.open(database, CHEAP).unlock(" KARI", PASSWORD, NOW) == key
    with pytest.raises(WrongPassword):
        file.unlock("kari", PASSWORD + " ", NOW)


def test_an_accent_typed_in_two_strokes_is_the_same_password(made: tuple[KeyFile, bytes, str]) -> None:
    file, key, _ = made
    assert file.unlock("kari", PASSWORD.replace("å", "a\u030a"), NOW) == key


def test_an_unknown_user_is_told_what_a_wrong_password_is_told(
    made: tuple[KeyFile, bytes, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, *_ = made
    derived: list[int] = []
    real = key_slots._from_password
    monkeypatch.setattr(key_slots, "_from_password", lambda *given: derived.append(1) or real(*given))
    said = set()
    for user in ("kari", "nobody"):
        with pytest.raises(WrongPassword) as caught:
            file.unlock(user, "wrong", NOW)
        said.add(str(caught.value))
    assert len(said) == 1 and derived == [1, 1]


@pytest.mark.parametrize("user", ["kari", "nobody"])
def test_after_five_wrong_passwords_each_waits_longer_also_in_a_new_process(
    database: Path, made: tuple[KeyFile, bytes, str], user: str
) -> None:
    _, key, _ = made
    now, waits = NOW, []
    for _ in range(16):
        with pytest.raises(WrongPassword):
            KeyFile.open(database, CHEAP).unlock(user, "wrong", now)
        try:
            KeyFile.open(database, CHEAP).unlock(user, "wrong", now)
        except Throttled as error:
            waits.append((error.until - now).total_seconds())
            with pytest.raises(Throttled):  # the right password does not help either, and counts nothing
                KeyFile.open(database, CHEAP).unlock(user, PASSWORD, error.until - timedelta(seconds=1))
            now = error.until
        except WrongPassword:
            pass
    assert waits[:9] == [2, 4, 8, 16, 32, 64, 128, 256, 512] and set(waits[9:]) == {900}
    assert KeyFile.open(database, CHEAP).unlock("kari", PASSWORD, now) == key


def test_the_right_password_gives_all_tries_back(made: tuple[KeyFile, bytes, str]) -> None:
    file, key, _ = made
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongPassword):
                file.unlock("kari", "wrong", NOW)
        assert file.unlock("kari", PASSWORD, NOW) == key


def test_a_try_is_counted_before_the_password_is_tried(
    made: tuple[KeyFile, bytes, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, *_ = made

    def killed(*_given: object) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(key_slots, "_from_password", killed)
        for _ in range(5):
            with pytest.raises(KeyboardInterrupt):
                file.unlock("kari", "guess", NOW)
    with pytest.raises(Throttled):
        file.unlock("kari", PASSWORD, NOW)


def test_a_wait_from_a_clock_that_was_wrong_keeps_nobody_out(made: tuple[KeyFile, bytes, str]) -> None:
    file, key, _ = made
    for _ in range(5):
        with pytest.raises(WrongPassword):
            file.unlock("kari", "wrong", NOW + timedelta(days=400))
    assert file.unlock("kari", PASSWORD, NOW) == key


def test_a_password_opens_when_nothing_can_be_written(
    made: tuple[KeyFile, bytes, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file, key, _ = made

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "replace_private", full)
    assert file.unlock("kari", PASSWORD, NOW) == key
    with pytest.raises(NotSaved):
        file.add("ola", "passord", key)


def test_two_users_have_the_same_key_and_removing_one_locks_only_that_one_out(
    made: tuple[KeyFile, bytes, str],
) -> None:
    file, key, _ = made
    file.add("Ola", "fire røde traktorer", key)
    assert file.users() == ["kari", "ola"]
    assert file.unlock("ola", "fire røde traktorer", NOW) == key
    with pytest.raises(Refused):
        file.add("OLA", "another", key)
    file.remove("kari")
    with pytest.raises(WrongPassword):
        file.unlock("kari", PASSWORD, NOW)
    assert file.unlock("ola", "fire røde traktorer", NOW) == key
    with pytest.raises(Refused):
        file.remove("ola")
    with pytest.raises(NotFound):
        file.remove("kari")


def test_a_changed_password_opens_and_the_old_one_does_not(made: tuple[KeyFile, bytes, str]) -> None:
    file, key, _ = made
    file.change("kari", PASSWORD, "ny og lengre enn før", NOW)
    assert file.unlock("kari", "ny og lengre enn før", NOW) == key
    with pytest.raises(WrongPassword):
        file.change("kari", PASSWORD, "x", NOW)
    file.set_password("kari", "satt av en annen", key)
    assert file.unlock("kari", "satt av en annen", NOW) == key


def test_only_the_key_of_the_database_lets_others_in(made: tuple[KeyFile, bytes, str]) -> None:
    file, *_ = made
    before = file.path.read_bytes()
    for attempt in (
        lambda: file.add("ola", "passord", bytes(32)),
        lambda: file.set_password("kari", "passord", bytes(32)),
        lambda: file.new_recovery(bytes(32)),
    ):
        with pytest.raises(WrongPassword):
            attempt()
    assert file.path.read_bytes() == before


def test_the_recovery_key_opens_as_it_is_read_aloud(made: tuple[KeyFile, bytes, str]) -> None:
    file, key, shown = made
    assert len(shown.replace("-", "")) >= 26
    for typed in (shown, shown.lower(), shown.replace("-", ""), shown.replace("-", " ") + "\n"):
        assert file.unlock_with_recovery(typed, NOW) == key
    misread = shown.replace("0", "o").replace("1", "l")
    assert file.unlock_with_recovery(misread, NOW) == key == file.unlock_with_recovery(misread.replace("l", "I"), NOW)


def test_a_mistyped_recovery_key_is_told_from_another_one(made: tuple[KeyFile, bytes, str]) -> None:
    file, _, shown = made
    other = "2" if shown[3] != "2" else "3"
    for typed in (shown[:3] + other + shown[4:], shown[:-1], "", shown + "A", "ÆØÅ-" + shown[4:], "U" + shown[1:]):
        with pytest.raises(Mistyped):
            file.unlock_with_recovery(typed, NOW)
    with pytest.raises(WrongPassword) as caught:
        file.unlock_with_recovery(recovery_key.new(), NOW)
    assert not isinstance(caught.value, Mistyped)


def test_swapped_characters_are_found() -> None:
    plain = recovery_key.in_groups("0123456789ABCDEFGHJKMNPQRS").replace("-", "")
    for at in range(len(plain) - 1):
        if plain[at] != plain[at + 1]:
            with pytest.raises(Mistyped):
                recovery_key.secret_in(plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :])


def test_a_new_recovery_key_ends_the_one_before(made: tuple[KeyFile, bytes, str]) -> None:
    file, key, old = made
    new = file.new_recovery(key)
    assert file.unlock_with_recovery(new, NOW) == key
    with pytest.raises(WrongPassword):
        file.unlock_with_recovery(old, NOW)


def test_a_password_from_cheaper_days_is_wrapped_anew_when_it_is_used(
    database: Path, made: tuple[KeyFile, bytes, str]
) -> None:
    _, key, _ = made
    dearer = Kdf(m=16, t=2, p=1)
    assert KeyFile.open(database, dearer).unlock("kari", PASSWORD, NOW) == key
    (slot, _) = json.loads(KeyFile.path_of(database).read_text())["slots"]
    assert slot["kdf"] == {"m": 16, "t": 2, "p": 1}
    assert KeyFile.open(database, dearer).unlock("kari", PASSWORD, NOW) == key


def test_without_being_told_otherwise_a_password_costs_what_the_rfc_says(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KDF", "KARTLEGGING_KDF", "KARTLEGGING_TEST"):
        monkeypatch.setenv(name, "8,1,1")
    file, key, _ = KeyFile.create(database, "kari", PASSWORD)
    slot = json.loads(file.path.read_text())["slots"][0]
    assert slot["kdf"] == {"m": 65536, "t": 3, "p": 4}
    assert KeyFile.open(database).unlock("kari", PASSWORD, NOW) == key


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_the_key_file_is_read_by_its_owner_alone_and_is_no_link(
    database: Path, made: tuple[KeyFile, bytes, str]
) -> None:
    assert {file.stat().st_mode & 0o777 for file in database.parent.iterdir()} == {0o600}
    path = KeyFile.path_of(database)
    real = path.rename(path.with_name("elsewhere"))
    path.symlink_to(real)
    with pytest.raises(KeyFileDamaged):
        KeyFile.open(database)


def test_there_is_nothing_in_it_that_opens_the_database(made: tuple[KeyFile, bytes, str]) -> None:
    file, key, shown = made
    text = file.path.read_bytes() + file.previous.read_bytes()
    assert key not in text and key.hex().encode() not in text
    assert PASSWORD.encode() not in text and shown.encode() not in text and shown[:4].encode() not in text


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda text: "",
        lambda text: "[]",
        lambda text: text.replace('"version": 1', '"version": 2'),
        lambda text: text.replace('"m": 8', '"m": 99999999999'),
        lambda text: text.replace('"m": 8', '"m": "8"'),
        lambda text: text.replace('"failures": 0', '"failures": 0, "role": "admin"', 1),
        lambda text: text + " " * (1 << 20),
    ],
)
def test_a_damaged_key_file_is_said_to_be_damaged_and_the_one_before_can_take_its_place(
    database: Path, made: tuple[KeyFile, bytes, str], damage: object
) -> None:
    file, key, _ = made
    file.path.write_text(damage(file.path.read_text()))  # type: ignore[operator]
    with pytest.raises(KeyFileDamaged):
        KeyFile.open(database)
    KeyFile.restore_previous(database)
    assert KeyFile.open(database, CHEAP).unlock("kari", PASSWORD, NOW) == key


def test_a_database_without_key_file_says_so(database: Path) -> None:
    assert not KeyFile.exists(database)
    with pytest.raises(NoKeyFile):
        KeyFile.open(database)


def test_no_key_file_is_written_over_another(database: Path, made: tuple[KeyFile, bytes, str]) -> None:
    with pytest.raises(Refused):
        KeyFile.create(database, "ola", "passord", CHEAP)
    assert made[0].users() == ["kari"]


def test_a_slot_that_somebody_changed_by_hand_gets_no_key(made: tuple[KeyFile, bytes, str]) -> None:
    file, key, _ = made
    file.add("Ola", "fire røde traktorer", key)
    content = json.loads(file.path.read_text())
    kari, ola = (next(slot for slot in content["slots"] if slot["user"] == name) for name in ("kari", "ola"))
    for name in ("salt", "public", "private", "kdf"):  # Ola's way in under Kari's name
        kari[name] = ola[name]
    file.path.write_text(json.dumps(content))
    with pytest.raises(KeyFileDamaged):
        file.unlock("kari", "fire røde traktorer", NOW)
    with file.alone(), pytest.raises(KeyFileDamaged):
        file.rewrap_all(key, bytes(32))


def test_writers_at_once_lose_nothing(database: Path, made: tuple[KeyFile, bytes, str]) -> None:
    _, key, _ = made
    failures: list[BaseException] = []

    def add(number: int) -> None:
        try:
            KeyFile.open(database, CHEAP).add(f"user{number}", "passord", key)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    code = (
        "import sys; from pathlib import Path; from kartlegging_tui.records.keys import KeyFile, Kdf\n"
        "file = KeyFile.open(Path(sys.argv[1]), Kdf(m=8, t=1, p=1))\n"
        "for number in range(8): file.add(f'other{number}', 'passord', bytes.fromhex(sys.stdin.readline()))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(database)], input=f"{key.hex()}\n" * 8, text=True)
    for thread in threads:
        thread.join()
    assert failures == [] and run.returncode == 0
    assert len(KeyFile.open(database).users()) == 17


STORED = Path(__file__).parent / "stored" / "keys-version1.keys.json"


def test_a_key_file_of_the_first_version_opens_for_ever(tmp_path: Path) -> None:
    """The known answer: what this file's passwords and recovery key have always given."""
    database = tmp_path / "records.sqlite3"
    KeyFile.path_of(database).write_bytes(STORED.read_bytes())
    file = KeyFile.open(database)
    key = bytes.fromhex("feb5bc496a533147e9e9279d974f3480a6d0e9181fd3880b56134e9d82937735")
    assert file.users() == ["kari", "åse"]
    assert file.unlock("Kari", "tre små kopper kaffe", NOW) == key
    assert file.unlock("ÅSE", "fire røde traktorer", NOW) == key
    assert file.unlock_with_recovery("KDNG-K2ZA-77Z4-TG24-3VK6-ZJT5-EGYP", NOW) == key


def test_passwords_that_are_tried_at_once_in_one_process_all_come_to_an_end() -> None:
    """Two derivations at once had waited for each other for ever."""
    program = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from kartlegging_tui.records import passwords\n"
        "with ThreadPoolExecutor(4) as pool: print(len(list(pool.map(passwords.try_nothing, ['høstkveld'] * 8))))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert ended.stdout.strip() == "8", ended.stderr
