"""Mistakes in what is being written, shown where they stand."""

from __future__ import annotations

from rich.highlighter import Highlighter
from rich.text import Text as RichText


class Mistakes(Highlighter):
    """Underlines what is wrong where it stands."""

    def __init__(self) -> None:
        self.places: tuple[tuple[int, int], ...] = ()

    def highlight(self, text: RichText) -> None:
        for start, end in self.places:
            text.stylize("underline", start, max(end, start + 1))
