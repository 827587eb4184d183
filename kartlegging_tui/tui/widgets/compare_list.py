"""Questions as rows, contact points as columns: one widget, which draws the rows on the screen and no others."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.visual import Visual

from kartlegging_tui.domain.compared import Row, RowKind
from kartlegging_tui.services.compare import Column
from kartlegging_tui.tui import compare_cells
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.scrolled import Scrolled

HEAD = 2
"""Lines of the head, which stay."""


class CompareList(Scrolled, can_focus=False):
    """A table with a cursor at a row and at a contact point. The screen moves it."""

    COMPONENT_CLASSES = {"compare-list--cursor", "compare-list--last-head"}
    DEFAULT_CSS = """
    CompareList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        & .compare-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & .compare-list--last-head { text-style: underline; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row at which the cursor stands."""

    @dataclass
    class Moved(Message):
        """The cursor stands elsewhere."""

    @dataclass
    class Chosen(Message):
        """A row was clicked where the cursor stood."""

    def __init__(self) -> None:
        super().__init__()
        self._columns: tuple[Column, ...] = ()
        self._rows: list[Row] = []
        self._about = ""
        self._empty = ""
        self._column = 0
        self._start = 10**6  # the newest

    def show(self, columns: tuple[Column, ...], rows: list[Row], about: str, empty: str) -> None:
        """Shows these from now on, with the cursor on the same row and contact point where they are still there.

        `about` stands over the questions, `empty` in place of rows where there are none.
        """
        before, column = self.row, self.column
        self._columns, self._rows, self._about, self._empty = columns, rows, about, empty
        talks = [each.conversation.id for each in columns]
        here = column.conversation.id if column else None
        self._column = talks.index(here) if here in talks else max(len(columns) - 1, 0)
        self.virtual_size = Size(0, len(rows) + HEAD)
        same = [place for place, row in enumerate(rows) if before and row.identity == before.identity]
        self.cursor = same[0] if same else self._first_to_stop(0)
        self._to_cursor()
        self.refresh()

    @property
    def row(self) -> Row | None:
        """The row at the cursor."""
        return self._rows[self.cursor] if 0 <= self.cursor < len(self._rows) else None

    @property
    def column(self) -> Column | None:
        """The contact point at the cursor."""
        return self._columns[self._column] if self._column < len(self._columns) else None

    @property
    def place(self) -> int:
        """Its place among all."""
        return self._column

    def on_resize(self) -> None:
        """What the cursor stands at is still seen when there is less room."""
        self._to_cursor()

    def move(self, rows: int) -> None:
        """Moves the cursor down, or up."""
        self.cursor += rows

    def page(self, step: int) -> None:
        """A page down, or up."""
        self.cursor += step * max(self.size.height - HEAD - 1, 1)

    def move_part(self, step: int) -> None:
        """To the first row of the next part or form, or of the one before."""
        heads = [place for place, row in enumerate(self._rows) if row.kind in (RowKind.PART, RowKind.FORM)]
        here = sum(place <= self.cursor for place in heads) - 1
        if heads and 0 <= here + step < len(heads):
            self.cursor = self._first_to_stop(heads[here + step])

    def move_column(self, step: int) -> None:
        """To the contact point after, or before; scrolls where there is no room for all."""
        moved = max(0, min(self._column + step, len(self._columns) - 1))
        if moved != self._column:
            self._column = moved
            self.refresh()
            self.post_message(self.Moved())

    def _first_to_stop(self, start: int) -> int:
        return next((place for place in range(start, len(self._rows)) if not self._rows[place].kind.is_heading), start)

    def validate_cursor(self, cursor: int) -> int:
        return max(0, min(cursor, len(self._rows) - 1))

    def watch_cursor(self, before: int, now: int) -> None:
        self._to_cursor()
        for row in (before, now):
            self.refresh_lines(row + HEAD)
        self.post_message(self.Moved())

    def _to_cursor(self) -> None:
        top = self.cursor
        while top > 0 and self._rows[top - 1].kind.is_heading and self.cursor - top < 3:
            top -= 1  # its headings show as well
        self.scroll_to_region(
            Region(0, top + HEAD, 1, self.cursor - top + 1),
            spacing=Spacing(HEAD, 0, 0, 0),
            animate=False,
            force=True,
            immediate=True,
        )

    def on_click(self, event: events.Click) -> None:
        place = compare_cells.place_at(self.layout_now, event.x)
        if place is not None:
            self.move_column(place - self._column)
        clicked = round(self.scroll_y) + event.y - HEAD
        if event.y < HEAD or clicked >= len(self._rows):
            return
        if clicked == self.cursor:
            self.post_message(self.Chosen())
        self.cursor = clicked

    @property
    def layout_now(self) -> compare_cells.Layout:
        """What there is room for."""
        width = self.scrollable_content_region.width
        layout = compare_cells.laid_out(width, len(self._columns), self._column, self._start)
        if len(layout.places) > 1:
            self._start = layout.places[1]
        return layout

    def render_line(self, y: int) -> Strip:
        if y < HEAD:
            line = compare_cells.heading(self._columns, self.layout_now, y, self._column, self._about)
            return self._strip(line, "compare-list--last-head" if y == HEAD - 1 else "")
        index = round(self.scroll_y) + y - HEAD
        if index >= len(self._rows):
            return self._strip(literal(f"  {self._empty}" if y == HEAD + 1 and not self._rows else ""))
        chosen = index == self.cursor
        line = compare_cells.row_line(self._rows[index], self.layout_now, chosen)
        return self._strip(line, "compare-list--cursor" if chosen else "")

    def _strip(self, line: Content, component: str = "") -> Strip:
        width = self.scrollable_content_region.width
        style = self.get_visual_style(component) if component else self.visual_style
        strips = Visual.to_strips(self, line.truncate(width, pad=True), width, 1, style)
        return strips[0] if strips else Strip.blank(width)
