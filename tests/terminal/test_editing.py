"""Editing in a real terminal: what was typed is there again, however the terminal died."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kartlegging_tui.definitions.library import shipped_folder
from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

Open = Callable[..., AbstractContextManager[Terminal]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "skjemaer"
    folder.mkdir()
    return Path(shutil.copy(shipped_folder() / "ecog.yaml", folder))


@pytest.fixture
def terminal(tmp_path: Path) -> Open:
    """Opens a terminal whose program has a home of its own."""
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path))
    return lambda *words, **more: Terminal(*words, env={**folders, "KARTLEGGING_LANGUAGE": "nb", **more})


def kept(home: Path) -> str:
    """What the journal holds."""
    return "".join(file.read_text("utf-8") for file in home.rglob("editing/*.yaml"))


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_what_was_typed_is_there_again(terminal: Open, file: Path, tmp_path: Path, sign: signal.Signals) -> None:
    before = file.read_bytes()
    with terminal("edit", str(file)) as opened:
        opened.wait_for("ecog.yaml", "id: ecog")
        opened.press("# halvferdig")
        opened.wait_for("# halvferdig")
        if sign is signal.SIGKILL:  # nobody can flush: it has to be on the disk already
            end = time.monotonic() + 30
            while "# halvferdig" not in kept(tmp_path) and time.monotonic() < end:
                opened.read(0.05)
        opened.kill(sign)
    assert "# halvferdig" in kept(tmp_path)
    assert file.read_bytes() == before
    with terminal("edit", str(file)) as opened:
        opened.wait_for("Fortsett der du var")
        opened.press("enter")
        opened.wait_for("# halvferdig")
        opened.press("\x13")
        opened.wait_for("lagret", absent="ikke lagret")
    assert file.read_bytes().startswith(b"# halvferdig") and file.read_bytes().endswith(before)
    assert kept(tmp_path) == ""


def test_what_is_pasted_never_reaches_the_terminal_raw(terminal: Open, file: Path) -> None:
    with terminal("edit", str(file)) as opened:
        opened.wait_for("ecog.yaml", "id: ecog")
        seen = len(opened.raw)
        opened.press("\x1b[200~farlig \x9d0;tittel\x07\u202e\x1b[201~")
        opened.wait_for("farlig")
        written = bytes(opened.raw[seen:])
        assert b"\xc2\x9d" not in written and b"\x07" not in written and "\u202e".encode() not in written
