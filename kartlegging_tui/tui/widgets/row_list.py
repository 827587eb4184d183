"""Rows with a cursor: as many as there are, of which only those on the screen are fetched and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual

from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.scrolled import Scrolled

Row = TypeVar("Row")


class RowList(Scrolled, Generic[Row], can_focus=False):
    """A table with a cursor. The screen moves it, so that one can move about while typing a search."""

    PAGE: ClassVar[int] = 100
    """Rows fetched at a time."""

    COMPONENT_CLASSES = {"row-list--cursor", "row-list--header"}
    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        & .row-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & .row-list--header { color: $text-muted; text-style: underline; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row that Enter opens."""

    @dataclass
    class Wanted(Message):
        """A page is needed on the screen."""

        page: int

    @dataclass
    class Moved(Message):
        """The cursor stands on another row, or the row there is another."""

    @dataclass
    class Chosen(Message):
        """A row was clicked where the cursor stood."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: dict[int, tuple[Row, ...]] = {}
        self._total = 0
        self._asked: set[int] = set()
        self._empty = ""

    def key(self, row: Row) -> object:
        """What makes a row the same when the list is read again."""
        raise NotImplementedError

    def header(self, width: int) -> Content:
        """The line over the rows."""
        raise NotImplementedError

    def line(self, row: Row, width: int, chosen: bool) -> Content:
        """A row as it is drawn."""
        raise NotImplementedError

    def fill(self, pages: Mapping[int, tuple[Row, ...]], total: int, empty: str, stay: bool = False) -> None:
        """Shows these rows from now on, by the number of their page from 0; the cursor stays on the same row if that is
        still near, else – and where it is to `stay` – in its place. `empty` is told where there are none."""
        before = self.row
        self._pages, self._total, self._empty = dict(pages), total, empty
        self._asked.clear()
        self.virtual_size = Size(0, total + 1)
        places = [
            number * self.PAGE + place
            for number, rows in pages.items()
            for place, row in enumerate(rows)
            if before is not None and not stay and self.key(row) == self.key(before)
        ]
        self.cursor = places[0] if places else self.cursor
        self.cursor = self.validate_cursor(self.cursor)
        self.refresh()
        self.post_message(self.Moved())

    def add(self, page: int, rows: tuple[Row, ...]) -> None:
        """A page that was wanted."""
        self._pages[page] = rows
        self._asked.discard(page)
        self.refresh()
        if page == self.cursor // self.PAGE:
            self.post_message(self.Moved())

    @property
    def row(self) -> Row | None:
        """The row at the cursor, if it is fetched."""
        return self._row(self.cursor)

    def pages_on_screen(self) -> list[int]:
        """The numbers of the pages that the screen shows part of, and of that with the cursor."""
        first = round(self.scroll_y)
        last = first + max(self.size.height, 1)
        return sorted({first // self.PAGE, last // self.PAGE, self.cursor // self.PAGE})

    def move(self, rows: int) -> None:
        """Moves the cursor down, or up."""
        self.cursor += rows

    def to_top(self) -> None:
        """To the first row."""
        self.cursor = 0
        self.scroll_to(y=0, animate=False, immediate=True)

    def to_bottom(self) -> None:
        """To the end of the list."""
        self.cursor = self._total

    @property
    def page_height(self) -> int:
        """Rows that one page up or down moves."""
        return max(self.size.height - 2, 1)

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, self._total - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        """Repaints two lines, or all when it scrolls: over a slow line every byte is waited for."""
        self.scroll_to_region(
            Region(0, self.cursor + 1, 1, 1), spacing=Spacing(1, 0, 0, 0), animate=False, force=True, immediate=True
        )
        for row in (before, now):
            self.refresh_lines(row + 1)
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        clicked = round(self.scroll_y) + event.y - 1
        if event.y == 0 or clicked >= self._total:
            return
        if clicked == self.cursor:
            self.post_message(self.Chosen())
        self.cursor = clicked

    def _row(self, index: int) -> Row | None:
        rows = self._pages.get(index // self.PAGE, ())
        place = index % self.PAGE
        return rows[place] if 0 <= place < len(rows) else None

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0:
            return self._strip(self.header(width), "row-list--header")
        index = round(self.scroll_y) + y - 1
        if index >= self._total:
            return self._strip(literal(f"    {self._empty}" if y == 2 and not self._total else ""))
        row = self._row(index)
        if row is None:
            self._want(index // self.PAGE)
            return self._strip(literal("    …"))
        chosen = index == self.cursor
        line = self.line(row, width, chosen)
        return self._strip(line, "row-list--cursor" if chosen else "")

    def _strip(self, line: Content, component: str = "") -> Strip:
        width = self.scrollable_content_region.width
        style = self.get_visual_style(component) if component else self.visual_style
        strips = Visual.to_strips(self, line.truncate(width, pad=True), width, 1, style)
        return strips[0] if strips else Strip.blank(width)

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.Wanted(page))


def fitted(cell: Content, width: int) -> Content:
    """Cut to its column, with at least one space after it."""
    return (
        cell.truncate(width - 1, ellipsis=True)
        .pad_right(max(width - cell_len(cell.plain), 1))
        .truncate(width, pad=True)
    )
