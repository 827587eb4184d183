"""The yearly report in a real terminal: found by its name, divided, and opened down to the patient."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


def test_from_the_worklist_to_a_figure_to_the_patients_behind_it(tmp_path: Path) -> None:
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path))
    with Terminal("demo", "--patients", "20", env={**folders, "KARTLEGGING_LANGUAGE": "en"}) as opened:
        opened.wait_for("Enter Open", "Ctrl+G")
        opened.press("ctrl+g")
        opened.wait_for("Yearly report")
        opened.press("yearly", "enter")
        opened.wait_for("Contact points due", "Inside the window", "<5")
        opened.press("j", "g")
        opened.wait_for("All together", "Contact point 1", "Esc All figures")
        opened.press("esc")
        opened.wait_for("Inside the window")
        opened.press("enter")
        opened.wait_for("Offered ·", "Name", "Point", "Esc Back")
