"""A few words at a fixed place. Drawn again only when they have become others: every byte crosses the line."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static


class Words(Static):
    """Says something until it says something else."""

    _said = Content()

    @property
    def said(self) -> Content:
        """What it says."""
        return self._said

    def say(self, words: Content, layout: bool = False) -> None:
        """Says these words; `layout` where the room they take may change."""
        if words != self._said:
            self._said = words
            self.update(words, layout=layout)
