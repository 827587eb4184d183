"""`kartlegging backup`, `restore` and `doctor`: on the demo, and on a database with a password."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.records import key_slots
from kartlegging_tui.services import desks, login

PASSWORD = "et langt nok passord"


@pytest.fixture(autouse=True)
def there(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo is that of the other tests."""
    (tmp_path / "data").mkdir(mode=0o700)
    shutil.copy(demo_file, tmp_path / "data" / "demo-60-1.sqlite3")
    monkeypatch.setattr(desks, "data_folder", lambda: tmp_path / "data")
    monkeypatch.setenv("KARTLEGGING_LANGUAGE", "en")


def _backups(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.backup"))


def test_the_demo_is_backed_up_and_put_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "--demo"]) == 0
    said = capsys.readouterr().out
    assert "24 patients" in said and "same disk" in said
    (made,) = _backups(tmp_path / "data" / "backups")
    assert str(made) in said
    assert main(["restore", str(made), "--check"]) == 0
    assert "sound" in capsys.readouterr().out
    assert main(["restore", str(made), "--demo"]) == 2
    assert "--keep-old" in capsys.readouterr().err
    assert main(["restore", str(made), "--demo", "--keep-old"]) == 0
    assert "replaced" in capsys.readouterr().out
    assert len(list((tmp_path / "data").glob("demo-60-1-replaced-*.sqlite3"))) == 1
    assert main(["restore", str(made), "--database", str(tmp_path / "away" / "new.sqlite3")]) == 0


def test_a_damaged_backup_is_told_and_goes_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", str(tmp_path / "one.backup"), "--demo"]) == 0
    content = (tmp_path / "one.backup").read_bytes()
    (tmp_path / "one.backup").write_bytes(content[: len(content) // 2])
    for arguments in (["--check"], ["--database", str(tmp_path / "new.sqlite3")]):
        assert main(["restore", str(tmp_path / "one.backup"), *arguments]) == 1
        assert "damaged" in capsys.readouterr().err
    assert not (tmp_path / "new.sqlite3").exists()


def test_what_is_there_is_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("kjære")
    assert main(["backup", str(tmp_path / "letter.txt"), "--demo"]) == 2
    assert "exists already" in capsys.readouterr().err
    assert (tmp_path / "letter.txt").read_text() == "kjære"
    assert main(["restore", str(tmp_path / "nothing.backup"), "--demo"]) == 2
    assert main(["restore", str(tmp_path / "letter.txt"), "--check"]) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_the_doctor_says_how_all_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--demo"]) == 0
    assert "✗" not in capsys.readouterr().out
    assert main(["backup", "--demo"]) == 0
    capsys.readouterr()
    assert main(["doctor", "--demo", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["journal_mode"]["value"] == "wal" and told["synchronous"]["value"] == "2"
    assert told["integrity"] == {**told["integrity"], "state": "good", "value": "ok"}
    assert told["backup"]["value"] is not None


def test_the_doctor_sees_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = tmp_path / "data" / "demo-60-1.sqlite3"
    database.chmod(0o644)
    assert main(["doctor", "--demo"]) == 1
    said = capsys.readouterr().out
    assert "✗ Others on this machine can read demo-60-1.sqlite3" in said


def test_an_encrypted_one_opens_with_its_password_or_the_recovery_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    where = tmp_path / "own" / "records.sqlite3"
    desk, recovery = login.set_up(where, "kari", "Kari Lunde", PASSWORD)
    desk.close()
    (tmp_path / "password").write_text(PASSWORD)
    who = ["--user", "kari", "--password-file", str(tmp_path / "password")]
    assert main(["backup", str(tmp_path / "one.backup"), "--database", str(where), *who]) == 0
    assert "one.backup.keys.json" in capsys.readouterr().out
    there = ["--database", str(tmp_path / "new" / "records.sqlite3")]
    assert main(["restore", str(tmp_path / "one.backup"), *there, *who]) == 0
    assert main(["doctor", *there, *who]) == 1  # never backed up
    said = capsys.readouterr().out
    assert "✓ It is encrypted." in said and "no backup" in said
    (tmp_path / "password").write_text("et annet passord, langt nok")
    assert main(["restore", str(tmp_path / "one.backup"), "--check", *who]) == 4
    monkeypatch.setattr("sys.stdin", io.StringIO(recovery + "\n"))
    assert main(["restore", str(tmp_path / "one.backup"), "--check", "--recovery"]) == 0
    assert key_slots.STANDARD.m >= 64 * 1024
