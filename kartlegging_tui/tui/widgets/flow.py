"""Short texts side by side, on as many lines as they need; none is broken in two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget


def rows(parts: Sequence[Content], width: int, gap: int) -> list[list[int]]:
    """Which parts, by their number, stand on which line."""
    lines: list[list[int]] = [[]]
    room = width
    for number, part in enumerate(parts):
        if lines[-1] and part.cell_length > room:
            lines.append([])
            room = width
        lines[-1].append(number)
        room -= part.cell_length + gap
    return lines


class Flow(Widget):
    """Shows parts, and is as high as they need."""

    DEFAULT_CSS = "Flow { height: auto; }"

    def __init__(self, gap: int = 2, id: str | None = None) -> None:
        super().__init__(id=id)
        self._gap = gap
        self._parts: tuple[Content, ...] = ()

    def show(self, parts: Iterable[Content]) -> None:
        """Shows these from now on."""
        self._parts = tuple(parts)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(rows(self._parts, width, self._gap))

    def render(self) -> Content:
        gap = Content(" " * self._gap)
        lines = rows(self._parts, self.size.width, self._gap)
        return Content("\n").join(gap.join(self._parts[number] for number in line) for line in lines)
