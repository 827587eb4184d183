"""What stands in the way of all saving, on top of every screen, for as long as it does."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen
from textual.widgets import Static

from kartlegging_tui.tui.text import literal


class Standing(Static):
    """Mounted on a screen when there is something to say, and taken away when it is over."""

    DEFAULT_CSS = """
    Standing { height: auto; max-height: 5; padding: 0 1; background: $error; color: $background; text-style: bold; }
    """

    def say(self, text: str) -> None:
        """What it is, and what to do."""
        self.update(literal(f"! {text}"))


def show_standing(screen: Screen[Any], text: str) -> None:
    """Says on a screen what stands in the way of all saving, above all else; an empty text takes it away."""
    found = screen.query(Standing)
    if not text:
        found.remove()
    elif found:
        found.first().say(text)
    else:
        screen.mount(Standing(literal(f"! {text}")), before=0)
