"""The keys that work now, at the foot of the screen."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from kartlegging_tui.tui.commands import Command

GAP = 2
_WAY_OUT = "escape"
"""Whoever puts it on another key finds it shown under that one."""


class KeyBar(Widget):
    """Draws as many commands as there is room for, most important first. The way out and help always show."""

    COMPONENT_CLASSES = {"key-bar--key", "key-bar--name"}
    DEFAULT_CSS = """
    KeyBar {
        dock: bottom;
        height: 1;
        background: $panel;
        padding: 0 1;
        & .key-bar--key { color: $accent; text-style: bold; }
        & .key-bar--name { color: $foreground; }
    }
    """

    def __init__(self, commands: Iterable[Command] = (), lines: int = 1, always: int = 1) -> None:
        """`always` commands, the last of them, are shown however little room there is; and so is the way out."""
        super().__init__()
        self._last = always
        self._always: tuple[tuple[str, str], ...] = ()
        self._entries: tuple[tuple[str, str], ...] = ()
        self._lines = lines
        self.styles.height = lines
        self.show(commands)

    def show(self, commands: Iterable[Command]) -> None:
        """Shows these commands from now on."""
        shown = [command for command in commands if command.on_bar]
        entries = tuple((command.key_text, command.name_text) for command in shown)
        if entries != self._entries:
            self._entries = entries
            out = {entry for entry, command in zip(entries, shown, strict=True) if _WAY_OUT in command.keys.split(",")}
            self._always = tuple(entry for entry in entries if entry in out or entry in entries[-self._last :])
            self.refresh()

    def _laid_out(self, width: int) -> list[list[tuple[str, str]]]:
        rows: list[list[tuple[str, str]]] = [[]]
        room = width
        for entry in self._entries:
            needed = _width(entry)
            kept = sum(_width(other) + GAP for other in self._always) if len(rows) == self._lines else 0
            if needed + (0 if entry in self._always else kept) > room:
                if len(rows) == self._lines:
                    continue
                rows.append([])
                room = width
            rows[-1].append(entry)
            room -= needed + GAP
        return rows

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        rows = self._laid_out(width)
        back = self.rich_style
        segments: list[Segment] = []
        for key, name in rows[y] if y < len(rows) else ():
            segments.append(Segment(key, self.get_component_rich_style("key-bar--key")))
            segments.append(Segment(f" {name}" + " " * GAP, self.get_component_rich_style("key-bar--name")))
        return Strip(segments).crop_extend(0, width, back)


def _width(entry: tuple[str, str]) -> int:
    return cell_len(entry[0]) + 1 + cell_len(entry[1])
