"""Words in a column of their own, as many lines as there is room for. Only the lines that have changed are drawn again.

A `Static` would be laid out anew for every text, and the whole screen with it: 10 kB a key instead of 2.
"""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget


class Column(Widget):
    """Draws what it is told to say."""

    _said = Content()
    _strips: list[Strip] | None = None

    def say(self, words: Content) -> None:
        """Says these words from now on."""
        if words == self._said:
            return
        before = self._drawn()
        self._said, self._strips = words, None
        now = self._drawn()
        for y in range(max(len(before), len(now))):
            if before[y : y + 1] != now[y : y + 1]:
                self.refresh(Region(0, y, self.size.width, 1))

    def _drawn(self) -> list[Strip]:
        if self._strips is None:
            width, height = self.size
            self._strips = Visual.to_strips(self, self._said, width, height, self.visual_style, pad=True)
        return self._strips

    def on_resize(self) -> None:
        self._strips = None

    def notify_style_update(self) -> None:
        self._strips = None
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        strips = self._drawn()
        return strips[y] if y < len(strips) else Strip.blank(self.size.width, self.rich_style)
