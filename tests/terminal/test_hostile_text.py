"""In a real terminal, with every text in the records an attack: no byte of it is sent as it is."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.hostile import poison, reaches_terminal
from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


def test_no_byte_of_an_attack_is_sent_to_the_terminal(demo_file: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(demo_file, tmp_path / "demo.sqlite3"))
    poison(file)
    home = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path))
    with Terminal("--database", str(file), env={**home, "KARTLEGGING_LANGUAGE": "en"}, size=(100, 30)) as terminal:
        terminal.wait_for("Worklist", "Enter Open")
        terminal.settle(0.5)
        for key in ("down", "f", "PWNED", "esc", "enter", "down", "f1", "esc", "ctrl+p", "esc", "c", "esc"):
            terminal.press(key)
            terminal.settle(0.3)
        terminal.press("esc", "ctrl+g", "down", "enter")
        terminal.settle(0.5)
        terminal.press("ctrl+q")
        terminal.settle(0.5)
        pid, status = os.waitpid(terminal.pid, 0)
        assert pid and os.waitstatus_to_exitcode(status) == 0
    assert reaches_terminal(bytes(terminal.raw)) == []
    assert b"Traceback" not in terminal.raw
