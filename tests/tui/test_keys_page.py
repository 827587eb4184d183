"""The page of keys says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kartlegging_tui.command_line.configuration import Configuration
from tests import keys_page

KEPT = Path(__file__).parents[2] / "docs" / "keys.md"


def test_the_page_of_keys_is_that_of_the_commands_and_of_filling_the_forms() -> None:
    assert KEPT.read_text("utf-8") == keys_page.page(), "run `python -m tests.keys_page > docs/keys.md`"


@pytest.mark.parametrize(("form", "most"), [("phq9", 12), ("esas_r", 14), ("gad7", 9), ("who5", 7)])
def test_an_instrument_takes_few_keys_from_opening_it_to_its_end(form: str, most: int) -> None:
    """The test above proves that the page's numbers are those of the screen."""
    row = re.search(rf"^\| `{form}` \|.*\| (\d+) \| (\d+) \|$", KEPT.read_text("utf-8"), re.MULTILINE)
    assert row is not None
    assert max(int(row[1]), int(row[2])) <= most


def test_the_configuration_that_the_page_shows_is_a_good_one(tmp_path: Path) -> None:
    shown = re.search(r"```toml\n(.*?)```", KEPT.read_text("utf-8"), re.DOTALL)
    assert shown is not None
    (tmp_path / "skjemaer").mkdir()
    file = tmp_path / "config.toml"
    file.write_text(shown[1], encoding="utf-8")
    assert Configuration(file).findings(with_keys=True) == []
    assert len(Configuration(file).keys) == 2
