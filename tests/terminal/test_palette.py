"""The palette in a real terminal: its key comes through, also where something is typed, and what is chosen is done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


def test_everything_is_found_by_its_name_and_the_places_have_a_key_of_their_own(tmp_path: Path) -> None:
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), str(tmp_path))
    with Terminal("demo", "--patients", "6", env={**folders, "KARTLEGGING_LANGUAGE": "nb"}) as opened:
        opened.wait_for("Enter Åpne", "Ctrl+G Gå til", "forfalt")
        opened.press("f", "k", "ctrl+p")
        opened.wait_for("Hva vil du gjøre?", "Ny pasient", "Registrerer en pasient")
        opened.press("pasjent", "enter")
        opened.wait_for("Registrer", "Avbryt")
        opened.press("esc")
        opened.wait_for("Enter Åpne")
        opened.press("ctrl+g")
        opened.wait_for("→ Arbeidsliste")
