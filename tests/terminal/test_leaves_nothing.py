"""A whole day with a real, encrypted database in a real terminal; then everything on the disk is looked through."""

from __future__ import annotations

import os
import re
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from kartlegging_tui.services import login
from kartlegging_tui.services.identifiers import synthetic_identifier
from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")

ROOT = Path(__file__).parents[2]
USER, PASSWORD = "kari", "en lang kveld i mars"
NUMBER = synthetic_identifier(date(1950, 3, 1), Random(5))
"""Of nobody: the month has 80 added."""
NAME, WRITTEN, HALF, SEARCHED = "Gunnhild Prøvesen", "Ribston epler", "halvskrevet merknad", "prøves"
SECRETS = [text.encode() for text in (NUMBER, "Gunnhild", "Ribston", "halvskrevet", PASSWORD)]
ELEVEN = re.compile(rb"(?<![0-9])[0-9]{11}(?![0-9])")
CRASH = """
import gc, signal, sys
def fail():
    number = {number!r}
    raise ValueError("Gunnhild " + number)
def crash(*_):
    from textual.app import App
    next(each for each in gc.get_objects() if isinstance(each, App)).call_later(fail)
signal.signal(signal.SIGUSR1, crash)
"""
"""Put into the program from outside, so that it fails with a patient on the screen."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home of its own, and a mask that lets others read what is not made with care."""
    for name in ("home", "tmp", "outside"):
        (tmp_path / name).mkdir()
    (tmp_path / "outside" / "sitecustomize.py").write_text(CRASH.format(number=NUMBER), "utf-8")
    inside = str(tmp_path / "home")
    before = os.umask(0o022)
    yield {
        **dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), inside),
        "TMPDIR": str(tmp_path / "tmp"),
        "KARTLEGGING_LANGUAGE": "en",
        "KARTLEGGING_CONFIG": "",
        "KARTLEGGING_FILTERS": f"{inside}/filters.yaml",
        "PYTHONPATH": f"{tmp_path / 'outside'}:{ROOT}",
        "PYTHONDEVMODE": "1",
        "PYTHONFAULTHANDLER": "1",
        "TEXTUAL_LOG": f"{inside}/textual.log",
        "TEXTUAL_SCREENSHOT": "0",
    }
    os.umask(before)


def left_behind(folder: Path) -> list[str]:
    """Where anything of the patient, the answers or the password is, in files and their names."""
    found = []
    for file in sorted(folder.rglob("*")):
        seen = str(file.relative_to(folder)).encode() + (file.read_bytes() if file.is_file() else b"")
        secrets = [secret for secret in SECRETS if secret in seen]
        numbers = [] if ".sqlite3" in file.name and file.suffix != ".json" else ELEVEN.findall(seen)  # random bytes
        found += [f"{file}: {each!r}" for each in secrets + numbers]
    return found


def log_in(terminal: Terminal) -> None:
    terminal.wait_for("User name", "Password")
    terminal.press(PASSWORD, "enter")
    terminal.wait_for("Worklist", absent="Password")


def seen_from_outside(pid: int) -> bytes:
    """What others on the machine, and the system's own tools, see of the program."""
    of = Path("/proc") / str(pid)
    names = b""
    for thread in (of / "task").iterdir():
        with suppress(OSError):  # it may end meanwhile
            names += (thread / "comm").read_bytes()
    return (of / "cmdline").read_bytes() + (of / "environ").read_bytes() + names


def test_a_whole_day_leaves_nothing_behind(home: dict[str, str], tmp_path: Path) -> None:
    where = Path(home["HOME"]) / "kartlegging" / "kartlegging.sqlite3"
    where.parent.mkdir(mode=0o700)
    desk, _recovery = login.set_up(where, USER, "Kari Lunde", PASSWORD)
    desk.close()
    sent = bytearray()

    with Terminal("--user", USER, env=home) as terminal:
        log_in(terminal)
        terminal.press("n")
        terminal.wait_for("New patient", "Identity number")
        day = f"{date.today() - timedelta(days=3):%d%m%y}"
        for typed, then in (
            (NUMBER, "▸ Name"),
            (NAME, "▸ Date of birth"),
            ("", "▸ Reads"),
            ("1", "▸ Municipality"),
            ("5001", "▸ Contact person"),
            ("", "▸ Diagnosed"),
            (day, "▸ Diagnosis"),
            ("c509", "▸ Relapse"),
        ):
            terminal.press(*([typed] if typed else []), *([] if typed == "1" else ["enter"]))
            terminal.wait_for(then)
        terminal.press("enter")
        terminal.wait_for(NAME, "Contact point 1", absent="New patient")
        terminal.press("enter")
        terminal.wait_for("Who answers")
        terminal.press("enter")
        terminal.wait_for("F3 summary", "frivillig")
        terminal.press("m", WRITTEN)
        terminal.wait_for(WRITTEN)
        terminal.press("enter")
        terminal.wait_for("✓ Saved", absent="Saving")

        terminal.press("f12")
        terminal.wait_for("Locked", absent="Gunnhild")
        before = len(terminal.raw)
        terminal.press("feil passord er dette", "enter")
        terminal.wait_for("Wrong password")
        locked = terminal.text.encode() + bytes(terminal.raw[before:])
        assert not [secret for secret in SECRETS if secret in locked]
        terminal.press(PASSWORD, "enter")
        terminal.wait_for("F3 summary", "Gunnhild", absent="Locked")

        outside = seen_from_outside(terminal.pid)
        assert not [secret for secret in SECRETS if secret in outside]
        terminal.press("f", "viktigst")
        terminal.settle(0.4)
        terminal.press("enter")
        terminal.wait_for("viktigst for deg i livet", absent="frivillig")
        terminal.press("enter", HALF)
        terminal.wait_for(HALF)
        terminal.settle(0.5)
        os.kill(terminal.pid, signal.SIGUSR1)
        terminal.wait_for("Something went wrong")
        pid, status = os.waitpid(terminal.pid, 0)
        assert pid and os.waitstatus_to_exitcode(status) == 1
        terminal.settle(0.3)
        said = bytes(terminal.raw[terminal.raw.rindex(b"\x1b[?1049l") :])
        assert not [secret for secret in SECRETS if secret in said]
        assert b"Traceback" not in said and said.count(b"\n") <= 4
        sent += terminal.raw

    with Terminal("--user", USER, env=home) as terminal:
        log_in(terminal)
        terminal.press("f", SEARCHED, "enter")
        terminal.wait_for(NAME, "Contact point 1")
        terminal.press("enter")
        terminal.wait_for(HALF)  # what was being typed when it crashed
        with Terminal("backup", "--user", USER, env=home) as backup:
            backup.wait_for("assword")
            backup.press(PASSWORD, "enter")
            backup.wait_for("Head of the log")
        terminal.press("esc")
        terminal.wait_for("✓ Saved", absent="Saving")
        terminal.press("ctrl+q")
        terminal.settle(0.5)
        sent += terminal.raw

    assert not re.search(rb"\x1b\](?:0|1|2|52|9|777);", bytes(sent))
    assert list(Path(home["HOME"]).rglob("reports/*.txt")), "the crash was reported"
    assert left_behind(tmp_path / "home") == []
    assert left_behind(tmp_path / "tmp") == []
    files = [file for file in where.parent.rglob("*") if file.is_file()]
    assert len(files) > 3
    assert [str(file) for file in files if stat.S_IMODE(file.stat().st_mode) != 0o600] == []
