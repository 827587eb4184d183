"""The page of keys says what the program does."""

from __future__ import annotations

from pathlib import Path

from tests import keys_page


def test_the_page_of_keys_is_that_of_the_commands() -> None:
    kept = (Path(__file__).parents[2] / "docs" / "keys.md").read_text("utf-8")
    assert kept == keys_page.page(), "run `python -m tests.keys_page > docs/keys.md`"
