"""The worklist in a real terminal: a filter, a search with a typing error, and back to the same row."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


def test_filter_search_and_back(tmp_path: Path) -> None:
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"), str(tmp_path))
    environment = {**folders, "KARTLEGGING_LANGUAGE": "nb", "KARTLEGGING_FILTERS": str(tmp_path / "filters.yaml")}
    with Terminal("demo", "--patients", "24", env=environment) as opened:
        opened.wait_for("Enter Åpne", "Alle 24")
        opened.press("i")
        opened.wait_for("Vis bare", "Ansvarlig: meg")
        opened.press("meg", "enter")
        opened.wait_for("Bare: Ansvarlig: meg", absent="Alle 24")
        opened.press("x")
        opened.wait_for("Alle 24", absent="Bare:")
        opened.press("j", "j")
        opened.settle()
        (row,) = [line for line in opened.text.splitlines() if line.startswith("▸")]
        name = row.split("  ")[0].removeprefix("▸ ")[2:].strip()
        last = name.split()[-1].lower()
        opened.press("f", last[:-2] + last[-1] + last[-2])
        opened.wait_for("viser", name)
        opened.press("esc")
        opened.wait_for("Alle 24", absent="viser")
        opened.press("enter")
        opened.wait_for("Samhandlingspunkt", "Esc")
        opened.press("esc")
        opened.wait_for("Alle 24", "Enter Åpne")
        assert [line for line in opened.text.splitlines() if line.startswith("▸")]
