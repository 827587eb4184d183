"""What can be put in at the cursor, offered in a small list over the text. The keys come from the text it lies over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.geometry import Offset, Size
from textual.widgets import Static

from kartlegging_tui.tui.text import literal

MOST_LINES = 8
STEERING = frozenset({"up", "down", "pageup", "pagedown", "enter", "tab", "escape"})
"""The keys that steer it while it is open."""


class Offered(Protocol):
    """One thing that can be put in."""

    @property
    def label(self) -> str:
        """What the list shows."""

    @property
    def detail(self) -> str:
        """What it is, on one line."""


class Suggestions(Static, can_focus=False):
    """The list. Takes no focus: typing goes on below it."""

    DEFAULT_CSS = """
    Suggestions {
        layer: over; display: none; position: absolute; width: auto; height: auto;
        background: $panel; color: $foreground;
        &.open { display: block; }
    }
    """

    offered: tuple[Offered, ...] = ()
    place = 0
    """Which of them is pointed at."""
    _width = _lines = 1

    def offer(self, offered: Sequence[Offered], cursor: Offset, room: Size) -> None:
        """Offers these below the cursor, or above it where there is more room; closes where there are none."""
        self.offered, self.place = tuple(offered), 0
        if not self.offered:
            self.close()
            return
        lines = min(len(self.offered), MOST_LINES)
        below = room.height - cursor.y - 1
        y = cursor.y + 1 if lines <= below or below >= cursor.y else max(cursor.y - lines, 0)
        self._width = min(max(self._needed(), 24), room.width)
        self._lines = max(min(lines, below if y > cursor.y else cursor.y), 1)
        self.styles.offset = (max(min(cursor.x, room.width - self._width), 0), y)
        self.styles.width = self._width
        self.styles.height = self._lines
        self._draw()
        self.add_class("open")

    def close(self) -> None:
        """Out of the way."""
        self.remove_class("open")

    def move(self, step: int) -> None:
        """Points at another."""
        self.place = min(max(self.place + step, 0), len(self.offered) - 1)
        self._draw()

    def _needed(self) -> int:
        labels = max(cell_len(each.label) for each in self.offered)
        details = max(cell_len(each.detail) for each in self.offered)
        return labels + (details + 2 if details else 0) + 3

    def _draw(self) -> None:
        first = max(min(self.place - self._lines // 2, len(self.offered) - self._lines), 0)
        shown = self.offered[first : first + self._lines]
        labels = min(max(cell_len(each.label) for each in self.offered), max(self._width - 14, 12))
        lines = [self._line(each, labels, first + number == self.place) for number, each in enumerate(shown)]
        self.update(Content("\n").join(lines))

    def _line(self, each: Offered, labels: int, pointed: bool) -> Content:
        ground = " on $block-cursor-background" if pointed else ""
        ink = "$block-cursor-foreground" if pointed else "$foreground"
        label = set_cell_size(each.label, labels) if cell_len(each.label) <= labels else _cut(each.label, labels)
        detail = _cut(each.detail, max(self._width - labels - 5, 0))
        muted = ink if pointed else "$text-muted"
        text = literal(f"{'▸' if pointed else ' '} {label}", ink + ground) + literal(f"  {detail}", muted + ground)
        return text.pad_right(max(self._width - text.cell_length, 0)).stylize_before(ground.strip() or "")


def _cut(text: str, room: int) -> str:
    return text if cell_len(text) <= room else set_cell_size(text, max(room - 1, 0)) + "…"
