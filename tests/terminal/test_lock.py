"""The lock in a real terminal: what is left there of the patient."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kartlegging_tui.services import login
from tests.raw import no_demo
from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

PASSWORD = "en lang kveld i mars"


@pytest.fixture
def place(demo_place: Path | str) -> Path | str:
    """A real database with patients."""
    no_demo(demo_place)
    login.set_up(demo_place, "kari", "Åse By", PASSWORD)[0].close()
    return demo_place


@pytest.mark.both
def test_after_the_lock_no_byte_about_a_patient_is_sent_until_the_password(place: Path | str, tmp_path: Path) -> None:
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path))
    words = ("--database", str(place), "--user", "kari")
    with Terminal(*words, env={**folders, "KARTLEGGING_LANGUAGE": "nb"}) as opened:
        opened.wait_for("Logg inn")
        opened.press(PASSWORD)
        assert PASSWORD not in opened.text and PASSWORD.encode() not in opened.raw
        opened.press("enter")
        opened.wait_for("Enter Åpne", "forfalt")
        opened.press("enter")
        opened.wait_for("Samhandlingspunkt 1")
        name = opened.text.splitlines()[0].split("  ")[0].strip()
        parts = [part.encode() for part in name.split() if len(part) > 3]
        assert parts
        opened.settle()
        before = opened.text
        sent = len(opened.raw)
        opened.press("f12")
        opened.wait_for("Låst")
        opened.press("ctrl+p", "ctrl+g", "esc", "down", "feil", "enter")
        opened.wait_for("Feil passord")
        assert not [part for part in parts if part.decode() in opened.text or part in opened.raw[sent:]]
        assert not [code for code in (b"\x1b]0;", b"\x1b]1;", b"\x1b]2;") if code in opened.raw]
        opened.press(PASSWORD, "enter")
        opened.wait_until(lambda: opened.text == before, "the screen as it was")
