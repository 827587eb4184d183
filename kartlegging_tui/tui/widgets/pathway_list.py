"""The rows of the worklist: as many as there are, of which only those on the screen are fetched and drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from kartlegging_tui.domain.worklist import WorklistRow
from kartlegging_tui.language import _
from kartlegging_tui.tui import words
from kartlegging_tui.tui.days import full_day, near_day
from kartlegging_tui.tui.text import literal

PAGE = 100
"""Rows fetched at a time."""
WIDE = 100
"""Columns from which there is room for date of birth and municipality."""

Pages = dict[int, tuple[WorklistRow, ...]]
"""Rows by the number of their page, from 0."""


class PathwayList(ScrollView, can_focus=False):
    """A table with a cursor. The screen moves it, so that one can move about while typing a search."""

    COMPONENT_CLASSES = {"pathway-list--cursor", "pathway-list--header"}
    DEFAULT_CSS = """
    PathwayList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        & .pathway-list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & .pathway-list--header { color: $text-muted; text-style: underline; }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row that Enter opens."""

    @dataclass
    class Wanted(Message):
        """A page is needed on the screen."""

        page: int

    @dataclass
    class Chosen(Message):
        """A row was clicked where the cursor stood."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: Pages = {}
        self._total = 0
        self._today = date.min
        self._asked: set[int] = set()
        self._empty = ""

    def show(self, pages: Pages, total: int, today: date, empty: str) -> None:
        """Shows these rows from now on, with the cursor on the same pathway if it is still near; else in its place."""
        before = self.row
        self._pages, self._total, self._today, self._empty = dict(pages), total, today, empty
        self._asked.clear()
        self.virtual_size = Size(0, total + 1)
        places = [
            number * PAGE + place
            for number, rows in pages.items()
            for place, row in enumerate(rows)
            if before and row.pathway_id == before.pathway_id
        ]
        self.cursor = places[0] if places else self.cursor
        self.cursor = self.validate_cursor(self.cursor)
        self.refresh()

    def add(self, page: int, rows: tuple[WorklistRow, ...]) -> None:
        """A page that was wanted."""
        self._pages[page] = rows
        self._asked.discard(page)
        self.refresh()

    @property
    def row(self) -> WorklistRow | None:
        """The row at the cursor, if it is fetched."""
        return self._row(self.cursor)

    def pages_on_screen(self) -> list[int]:
        """The numbers of the pages that the screen shows part of, and of that with the cursor."""
        first = round(self.scroll_y)
        last = first + max(self.size.height, 1)
        return sorted({first // PAGE, last // PAGE, self.cursor // PAGE})

    def move(self, rows: int) -> None:
        """Moves the cursor down, or up."""
        self.cursor += rows

    def to_top(self) -> None:
        """To the most urgent."""
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

    def on_click(self, event: events.Click) -> None:
        clicked = round(self.scroll_y) + event.y - 1
        if event.y == 0 or clicked >= self._total:
            return
        if clicked == self.cursor:
            self.post_message(self.Chosen())
        self.cursor = clicked

    def _row(self, index: int) -> WorklistRow | None:
        rows = self._pages.get(index // PAGE, ())
        place = index % PAGE
        return rows[place] if 0 <= place < len(rows) else None

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        if y == 0:
            return self._strip(_header(width), "pathway-list--header")
        index = round(self.scroll_y) + y - 1
        if index >= self._total:
            return self._strip(literal(f"    {self._empty}" if y == 2 and not self._total else ""))
        row = self._row(index)
        if row is None:
            self._want(index // PAGE)
            return self._strip(literal("    …"))
        chosen = index == self.cursor
        line = _cells(row, self._today, width, chosen)
        return self._strip(line, "pathway-list--cursor" if chosen else "")

    def _strip(self, line: Content, component: str = "") -> Strip:
        width = self.scrollable_content_region.width
        style = self.get_visual_style(component) if component else self.visual_style
        strips = Visual.to_strips(self, line.truncate(width, pad=True), width, 1, style)
        return strips[0] if strips else Strip.blank(width)

    def _want(self, page: int) -> None:
        if page not in self._asked:
            self._asked.add(page)
            self.post_message(self.Wanted(page))


def _widths(width: int) -> dict[str, int]:
    """The columns and how wide they are; the name takes what the others leave."""
    fixed = {"mark": 4, "age": 6, "icd10": 10, "number": 6, "when": 28}
    if width >= WIDE:
        fixed |= {"born": 13, "municipality": 10}
    return fixed | {"name": max(width - sum(fixed.values()), 10)}


def _line(cells: dict[str, Content], width: int) -> Content:
    widths = _widths(width)
    order = [
        name for name in ("mark", "name", "born", "age", "icd10", "number", "when", "municipality") if name in widths
    ]
    return Content("").join(_fitted(cells[name], widths[name]) for name in order)


def _fitted(cell: Content, width: int) -> Content:
    """Cut to its column, with at least one space after it."""
    return (
        cell.truncate(width - 1, ellipsis=True)
        .pad_right(max(width - cell_len(cell.plain), 1))
        .truncate(width, pad=True)
    )


def _header(width: int) -> Content:
    titles = {
        "mark": "",
        "name": _("Name"),
        "born": _("Born"),
        "age": _("Age"),
        "icd10": _("Diagnosis"),
        "number": _("Point"),
        "when": _("Status"),
        "municipality": _("Mun."),
    }
    return _line({name: literal(title) for name, title in titles.items()}, width)


def _cells(row: WorklistRow, today: date, width: int, chosen: bool) -> Content:
    style = words.STYLES[row.due]
    age = row.age(today)
    when = words.when(row.due, row.opens, row.closes, row.ask_again_on, today)
    if row.died_on:
        when = _("died {day}").format(day=near_day(row.died_on, today))
    return _line(
        {
            "mark": literal("▸ " if chosen else "  ").append(literal(words.GLYPHS[row.due], style)),
            "name": literal(f"{row.name} †" if row.died_on else row.name),
            "born": literal(full_day(row.birth_date) if row.birth_date else ""),
            "age": literal("" if age is None else str(age)),
            "icd10": literal(row.icd10),
            "number": literal("" if row.number is None else str(row.number)),
            "when": literal(when, style),
            "municipality": literal(row.municipality),
        },
        width,
    )
