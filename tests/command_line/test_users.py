"""Users on the command line: who is let in, and what a script is told where somebody is not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.command_line.exit_codes import ExitCode
from kartlegging_tui.domain.people import Role
from kartlegging_tui.services import clock, desks, login

PASSWORD, OTHER = "en lang kveld i mars", "snø på alle tak i byen"


@pytest.fixture
def place(empty_place: Path | str) -> Path | str:
    """A database that Kari has set up."""
    desk, _recovery = login.set_up(empty_place, "kari", "Kari Lunde", PASSWORD)
    desk.close()
    return empty_place


Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(place: Path | str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Gives a command as somebody, with these lines in the password file: exit code, output, what was said."""

    def run(*words: str, user: str = "kari", lines: tuple[str, ...] = (PASSWORD,)) -> tuple[int, str, str]:
        secret = tmp_path / "password"
        secret.write_text("\n".join(lines) + "\n", encoding="utf-8")
        rest = ("--database", str(place), "--user", user, "--password-file", str(secret))
        code = main(["--language", "en", *words, *rest])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.mark.both
def test_a_database_is_set_up_by_a_script(
    empty_place: Path | str, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever has the recovery key opens a file; whoever runs a server gets in without one."""
    secret = tmp_path / "password"
    secret.write_text(PASSWORD + "\n")
    rest = ["--database", str(empty_place), "--user", "kari", "--password-file", str(secret)]
    assert main(["users", "set-up", "--name", "Kari Lunde", *rest]) == 0
    assert (capsys.readouterr().out.count("-"), store) in [(6, "sqlite"), (0, "postgresql")]
    assert main(["users", "list", "--json", *rest]) == 0
    assert [each["name"] for each in json.loads(capsys.readouterr().out)] == ["Kari Lunde"]
    assert main(["users", "set-up", "--name", "Kari Lunde", *rest]) == ExitCode.WRONG_USE


@pytest.mark.both
def test_somebody_let_in_logs_in_once_they_have_a_password_of_their_own(say: Say, store: str) -> None:
    """Until they are let out: a file has forgotten their password then, a server tells them why."""
    code, out, _err = say("users", "add", "tor", "--name", "Tor Østbø", "--role", "coordinator")
    once = out.strip()
    assert code == 0
    assert say("find", "smerte", user="tor", lines=(once,))[0] == ExitCode.MUST_CHANGE
    assert say("password", user="tor", lines=(once, OTHER))[0] == 0
    assert say("find", "smerte", user="tor", lines=(OTHER,))[0] == 0
    assert say("users", "disable", "tor")[0] == 0
    left = {"sqlite": ExitCode.WRONG_PASSWORD, "postgresql": ExitCode.NOT_ALLOWED}
    assert say("find", "smerte", user="tor", lines=(OTHER,))[0] == left[store]


def test_a_script_is_told_by_the_exit_code_why_somebody_does_not_get_in(
    say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)
    for user in ("kari", "nobody"):
        code, out, err = say("find", "smerte", user=user, lines=(OTHER,))
        assert (code, out, err) == (ExitCode.WRONG_PASSWORD, "", "Wrong user name or password.\n")
    for _try in range(4):
        say("find", "smerte", lines=(OTHER,))
    code, _out, err = say("find", "smerte")
    assert code == ExitCode.WAIT and err.startswith("Too many wrong passwords. Try again at ")


def test_a_role_says_which_commands_may_be_given(say: Say) -> None:
    once = say("users", "add", "ingrid", "--name", "Ingrid Aasen", "--role", "auditor")[1].strip()
    say("password", user="ingrid", lines=(once, OTHER))
    for words in (("find", "smerte"), ("report",), ("users", "list"), ("key", "recovery")):
        assert say(*words, user="ingrid", lines=(OTHER,))[0] == ExitCode.NOT_ALLOWED, words


@pytest.mark.sqlite  # a server keeps the key
def test_the_recovery_key_gives_a_new_password_and_a_wrong_one_gives_none(say: Say) -> None:
    code, out, _err = say("key", "recovery")
    recovery = out.strip()
    assert code == 0
    assert say("key", "unlock", lines=("0000-" * 6 + "0000", OTHER))[0] == ExitCode.WRONG_RECOVERY_KEY
    assert say("key", "unlock", lines=(recovery, OTHER))[0] == 0
    assert say("users", "list", lines=(OTHER,))[0] == 0
    assert say("users", "list")[0] == ExitCode.WRONG_PASSWORD


@pytest.mark.sqlite  # a server keeps the key
def test_with_another_key_passwords_are_as_they_were(say: Say, place: Path) -> None:
    before = place.read_bytes()
    assert say("key", "rotate")[0] == 0
    assert place.read_bytes()[:4096] != before[:4096]
    assert say("users", "list")[0] == 0


def test_without_a_terminal_and_a_password_file_it_says_so_and_does_not_wait(place: Path | str, tmp_path: Path) -> None:
    for where, code in ((place, ExitCode.WRONG_USE), (tmp_path / "new.sqlite3", ExitCode.SET_UP_FIRST)):
        words = [sys.executable, "-m", "kartlegging_tui", "find", "smerte", "--database", str(where)]
        done = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        assert done.returncode == code and done.stdout == "" and len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "new.sqlite3").exists()


@pytest.mark.parametrize("action", ["list", "role"])
def test_the_demo_has_no_users(action: str, demo_place: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "demo_file", lambda *_which: demo_place)
    words = ["users", action, *(["kari", "nurse"] if action == "role" else [])]
    assert main([*words, "--demo"]) in (1, ExitCode.NOT_ALLOWED)
    assert main(["password", "--demo"]) == ExitCode.WRONG_USE


def test_an_account_can_be_given_until_a_day(say: Say) -> None:
    say("users", "add", "vikar", "--name", "Vikar Vik", "--until", "2099-12-31", "--unit", "Kreftteamet nord")
    rows = {each["user"]: each for each in json.loads(say("users", "list", "--json")[1])}
    assert (rows["vikar"]["until"], rows["vikar"]["unit"]) == ("2099-12-31", "Kreftteamet nord")
    assert say("users", "role", "vikar", Role.COORDINATOR.value)[0] == 0
    assert say("users", "disable", "nobody")[0] == 1
    assert say("users", "disable", "kari")[0] == 1
