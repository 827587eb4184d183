"""Text to read: lines wrapped to the width with their indentation kept, in blocks of which one may hold the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.visual import Visual

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.widgets.scrolled import Scrolled

EMPTY = Content("")

PAGE_UP = Command("page_up", "pageup", "", "", "page(-1)", on_bar=False)
BOTTOM = Command("bottom", "end", "", "", "page(9999)", on_bar=False)
PAGES = (
    Command("page_down", "pagedown", N_("Page"), N_("A page down or up."), "page(1)", on_bar=False, other_way=PAGE_UP),
    PAGE_UP,
    Command(
        "top",
        "home",
        N_("Ends"),
        N_("To the start or the end."),
        "page(-9999)",
        on_bar=False,
        other_way=BOTTOM,
    ),
    BOTTOM,
)
"""Turning the pages, on every screen with a paper on it: the screen's `action_page` calls `Paper.page`."""


@dataclass(frozen=True)
class Line:
    """A paragraph, and what stands before its first line and before those that follow."""

    text: Content = EMPTY
    lead: Content = EMPTY
    follow: Content = EMPTY

    def wrapped(self, width: int) -> Iterator[Content]:
        """The lines that it takes."""
        room = max(width - max(self.lead.cell_length, self.follow.cell_length), 8)
        for number, part in enumerate(self.text.wrap(room) or [EMPTY]):
            yield (self.follow if number else self.lead) + part


def indented(text: Content, columns: int, lead: Content = EMPTY) -> Line:
    """A paragraph that stands this far in; `lead` hangs in the space before it."""
    return Line(text, lead.pad_right(columns - lead.cell_length), Content(" " * columns))


@dataclass(frozen=True)
class Block:
    """Lines that belong together. One that holds the cursor begins with a space, where the cursor is drawn."""

    lines: tuple[Line, ...]
    key: object = None
    """What the cursor chooses by standing here; None where it does not stop."""


@dataclass
class _Laid:
    """Blocks wrapped for a width."""

    lines: list[tuple[int, Content]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


class Paper(Scrolled, can_focus=False):
    """Shows blocks. The screen scrolls it, or moves its cursor where blocks have keys.

    With the class `-resting` its cursor is not drawn: another paper beside it is the one that is moved in.
    """

    COMPONENT_CLASSES = {"paper--cursor"}
    DEFAULT_CSS = """
    Paper {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        padding: 0 1;
        & .paper--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    }
    """

    @dataclass
    class Chosen(Message):
        """The block with the cursor was clicked."""

        paper: Paper
        """Where; so that a screen with several papers can tell them apart."""

    @dataclass
    class Moved(Message):
        """The cursor stands elsewhere."""

        paper: Paper

    def __init__(self, blocks: Iterable[Block] = (), id: str | None = None) -> None:
        super().__init__(id=id)
        self._blocks = tuple(blocks)
        self._laid = _Laid()
        self._cursor = -1

    def on_resize(self) -> None:
        self._lay()
        if 0 <= self._cursor < len(self._laid.starts):
            # from the top again: how far down the cursor was is of the other size, perhaps one it had before its place
            self.scroll_to(y=0, animate=False, force=True, immediate=True)
        self._to_cursor()

    def show(self, blocks: Iterable[Block], key: object = None) -> None:
        """Shows these, with the cursor on the block with this key, or where it was, or on the first."""
        wanted = key if key is not None else self.key
        self._blocks = tuple(blocks)
        stops = self._stops
        self._cursor = next((place for place in stops if self._blocks[place].key == wanted), stops[0] if stops else -1)
        self._lay()
        self._to_cursor()

    @property
    def key(self) -> object:
        """The key of the block with the cursor."""
        return self._blocks[self._cursor].key if 0 <= self._cursor < len(self._blocks) else None

    def move(self, step: int) -> None:
        """To the next block with a key, or the previous one; scrolls where there is none."""
        stops = self._stops
        if not stops:
            self.scroll_to(y=self.scroll_y + step, animate=False, immediate=True)
            return
        place = stops.index(self._cursor) if self._cursor in stops else 0
        if not 0 <= place + step < len(stops):
            self.scroll_to(y=self.scroll_y + step, animate=False, immediate=True)
            return
        self._point_at(stops[place + step])
        self._to_cursor()

    def page(self, step: int) -> None:
        """A page down, or up, keeping a line of the one before."""
        self.scroll_to(y=self.scroll_y + step * max(self.size.height - 1, 1), animate=False, immediate=True)

    @property
    def _stops(self) -> list[int]:
        return [place for place, block in enumerate(self._blocks) if block.key is not None]

    def _lay(self) -> None:
        laid = _Laid()
        width = self.scrollable_content_region.width
        for place, block in enumerate(self._blocks if width else ()):
            laid.starts.append(len(laid.lines))
            laid.lines += [(place, part) for line in block.lines for part in line.wrapped(width)]
        self._laid = laid
        self.virtual_size = Size(0, len(laid.lines))
        self.refresh()

    def _point_at(self, place: int) -> None:
        for changed in {self._cursor, place}:
            start, end = self._extent(changed)
            self.refresh_lines(start, end - start)
        self._cursor = place
        self.post_message(self.Moved(self))

    def _extent(self, place: int) -> tuple[int, int]:
        """The first line of a block, and the one after its last."""
        starts = [*self._laid.starts, len(self._laid.lines)]
        return starts[place], starts[place + 1]

    def _to_cursor(self) -> None:
        if not 0 <= self._cursor < len(self._laid.starts):
            return
        start, end = self._extent(self._cursor)
        if self._cursor == self._stops[0]:  # its heading shows as well
            start = 0
        region = Region(0, start, 1, end - start)
        self.scroll_to_region(region, animate=False, force=True, immediate=True)

    def on_click(self, event: events.Click) -> None:
        y = round(self.scroll_y) + event.y
        if y >= len(self._laid.lines):
            return
        place = self._laid.lines[y][0]
        if place == self._cursor:
            self.post_message(self.Chosen(self))
        elif self._blocks[place].key is not None:
            self._point_at(place)

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        line = round(self.scroll_y) + y
        if line >= len(self._laid.lines):
            return Strip.blank(width, self.rich_style)
        place, text = self._laid.lines[line]
        chosen = place == self._cursor and self._blocks[place].key is not None and not self.has_class("-resting")
        if chosen and line == self._laid.starts[place]:
            text = Content("▸").append(text[1:])
        style = self.get_visual_style("paper--cursor") if chosen else self.visual_style
        strips = Visual.to_strips(self, text.truncate(width, pad=True), width, 1, style)
        return strips[0] if strips else Strip.blank(width, self.rich_style)
