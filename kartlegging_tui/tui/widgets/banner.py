"""What the user must know now, above the screen it concerns; there until it is no longer so."""

from __future__ import annotations

from textual.widgets import Static

from kartlegging_tui.tui.text import literal


class Banner(Static):
    """One message. Takes no room while there is none."""

    DEFAULT_CSS = """
    Banner {
        display: none;
        height: auto;
        padding: 0 1;
        &.shown { display: block; }
    }
    """

    def say(self, text: str) -> None:
        """Something went wrong, and what to do about it."""
        self.update(literal(f"! {text}"))
        self.set_class(bool(text), "shown")

    def clear(self) -> None:
        """It is mended."""
        self.set_class(False, "shown")
