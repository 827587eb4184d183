"""The program in a real terminal: how it ends, and what it leaves behind."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

LEFT_THE_ALTERNATE_SCREEN = b"\x1b[?1049l"
DEMO = ("demo", "--patients", "6")
Open = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture
def terminal(tmp_path: Path) -> Open:
    """Opens a terminal whose program has a home of its own."""
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path))
    return lambda *words, **more: Terminal(*words, env={**folders, "KARTLEGGING_LANGUAGE": "nb", **more})


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_told_to_stop_it_restores_the_terminal(terminal: Open, sign: signal.Signals, code: int) -> None:
    with terminal(*DEMO) as opened:
        opened.wait_for("Enter Åpne", "forfalt")
        status = opened.kill(sign)
        assert status is not None and os.waitstatus_to_exitcode(status) == code
        assert LEFT_THE_ALTERNATE_SCREEN in opened.raw


def test_textuals_variables_write_no_file_and_press_no_key(terminal: Open, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    variables = {"TEXTUAL_LOG": str(log), "TEXTUAL_SCREENSHOT": "0", "TEXTUAL_PRESS": "n", "TEXTUAL": "debug"}
    with terminal(*DEMO, TEXTUAL_SCREENSHOT_LOCATION=str(tmp_path), **variables) as opened:
        opened.wait_for("Enter Åpne", "forfalt")
        opened.press("f", "kari")
        assert "Ny pasient\n" not in opened.text
    assert not log.exists() and not list(tmp_path.rglob("*.svg"))


def test_the_title_of_the_window_and_the_clipboard_are_left_alone(terminal: Open) -> None:
    with terminal(*DEMO) as opened:
        opened.wait_for("Enter Åpne", "forfalt")
        opened.press("enter")
        opened.wait_for("Samhandlingspunkt 1")
        assert not [code for code in (b"\x1b]0;", b"\x1b]1;", b"\x1b]2;", b"\x1b]52;") if code in opened.raw]


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "xterm", "COLORTERM": ""}], ids=["none", "16"])
def test_the_cursor_and_the_states_show_in_few_colours_and_in_none(terminal: Open, variables: dict[str, str]) -> None:
    with terminal(*DEMO, **variables) as opened:
        opened.wait_for("Enter Åpne", "▸ ")
        opened.press("down")
        row = next(line for line in opened.text.splitlines() if line.startswith("▸"))
        assert row[2] in "◆!●?○–✓"


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(terminal: Open, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("not a database, but somebody's notes\n" * 100)
    with terminal("--database", str(file)) as opened:
        opened.wait_for("ikke en database", "Esc avslutter")
    assert file.read_text() == "not a database, but somebody's notes\n" * 100


def test_without_a_terminal_it_says_so_and_does_not_wait(tmp_path: Path) -> None:
    import subprocess
    import sys

    command = [sys.executable, "-m", "kartlegging_tui", "demo"]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30)
    assert run.returncode == 2 and "terminal" in run.stderr
