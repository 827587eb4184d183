"""The form on the screen: one widget that draws the lines of one section, however many questions it has.

One widget, not one a question: with a thousand questions, widgets would cost seconds to mount and 20 kB a key
(both measured). What is drawn is only what is on the screen; what is laid out again is only what changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.questionnaire import Section
from kartlegging_tui.domain.questions import Computed, Question
from kartlegging_tui.services.filling import Filling
from kartlegging_tui.tui.widgets.form_entries import entries_of
from kartlegging_tui.tui.widgets.form_lines import (
    GUTTER,
    Entry,
    Look,
    Manner,
    box_line,
    heading_lines,
    lines_of,
    mark_of,
)
from kartlegging_tui.tui.widgets.scrolled import Scrolled
from kartlegging_tui.tui.widgets.spans import Ink, Line


class FormView(Scrolled, can_focus=True, inherit_bindings=False):
    """Draws one section of a form and knows which question is the current one."""

    COMPONENT_CLASSES = {f"form--{ink}" for ink in Ink} | {"form--bar", "form--current"}
    DEFAULT_CSS = """
    FormView {
        width: 1fr; height: 1fr; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden;
        & .form--text { color: $foreground; }
        & .form--muted { color: $text-muted; }
        & .form--key { color: $accent; }
        & .form--chosen { color: $success; text-style: bold; }
        & .form--mark { color: $success; }
        & .form--last { color: $secondary; }
        & .form--worse { color: $error; }
        & .form--better { color: $success; }
        & .form--note { color: $primary; text-style: italic; }
        & .form--urgent { color: $error; text-style: bold; }
        & .form--box { color: $foreground; }
        & .form--heading { color: $primary; text-style: bold; }
        & .form--bar { color: $accent; }
        & .form--current { text-style: bold; }
    }
    """

    class Clicked(Message):
        """A question was clicked, or where a row is added."""

        def __init__(self, entry: Entry) -> None:
            super().__init__()
            self.entry = entry

    class Moved(Message):
        """Another question is the current one, or the current one looks different now."""

    def __init__(self) -> None:
        super().__init__()
        self.filling: Filling | None = None
        self.section: Section | None = None
        self.manner: Manner | None = None
        self.heading = False
        """The section's title stands above its first question."""
        self.entries: list[Entry] = []
        self.cursor = 0
        """The place of the current question among the entries."""
        self.option_cursor: int | None = None
        self.box: tuple[Path, bool, int] | None = None
        """What is being typed in: the path, whether it is its note, and how many lines are held free."""
        self._lines: list[tuple[Line, ...]] = []
        self._looks: list[Look] = []
        self._tops: list[int] = [0]
        self._styles: dict[str, Style] = {}

    # ---- what it shows ---------------------------------------------------------------------------------------------

    def show(
        self, filling: Filling, section: Section, manner: Manner, at: Path | None = None, heading: bool = False
    ) -> None:
        """Shows a section, at a question of it or at the first one that is not answered."""
        self.filling, self.section, self.manner, self.heading = filling, section, manner, heading
        self.option_cursor = self.box = None
        self.entries = self._section_entries()
        self._lay_out_all()
        self.cursor = self._place_of(at) if at else self._first_open()
        self.scroll_to(0, 0, animate=False, force=True, immediate=True)
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Moved())

    @property
    def current(self) -> Entry | None:
        """The current question, or where a row is added; None in a section of texts only."""
        return (
            self.entries[self.cursor] if self.cursor < len(self.entries) and self.entries[self.cursor].stops else None
        )

    def follow(self, paths: Iterable[Path], reordered: bool) -> None:
        """Brings the lines in line with the sheet after a change.

        `paths` are those whose looks may have changed; `reordered` says that questions may have come or gone.
        """
        current = self.entries[self.cursor] if self.entries else None
        entries = self._section_entries() if reordered else self.entries
        if entries != self.entries:
            known = dict(zip(self.entries, zip(self._looks, self._lines, strict=True), strict=True))
            self.entries = entries
            if current is not None:
                self.cursor = self._nearest(current)
            looks = [self._look(place) for place in range(len(entries))]
            self._lines = [
                known[entry][1] if entry in known and known[entry][0] == look else lines_of(look, self._manner)
                for entry, look in zip(entries, looks, strict=True)
            ]
            self._looks = looks
            self._measure()
            self.refresh()
        else:
            changed = set(paths) | ({current.path} if current else set())
            for place, entry in enumerate(entries):
                if entry.path in changed:
                    self._lay_out(place)
        self._keep_in_view()
        self.post_message(self.Moved())

    def box_region(self) -> Region | None:
        """Where the box belongs, in cells of this widget; None where there is none."""
        if self.box is None:
            return None
        place = self.cursor
        y = self._tops[place] + box_line(self._lines[place]) - self.scroll_offset.y
        return Region(GUTTER, y, max(self._width - GUTTER - 1, 8), self.box[2])

    # ---- moving ------------------------------------------------------------------------------------------------------

    def move(self, steps: int) -> bool:
        """Goes to the next (1) or the one before (-1); False at the end of the section."""
        place = self.cursor + steps
        while 0 <= place < len(self.entries) and not self.entries[place].stops:
            place += 1 if steps > 0 else -1
        if not 0 <= place < len(self.entries):
            return False
        self.go(place)
        return True

    def go(self, place: int) -> None:
        """Makes the entry at `place` the current one."""
        before, self.cursor = self.cursor, place
        if self.option_cursor is not None:
            self.option_cursor = None
            self._lay_out(before)
        self._refresh_entry(before)
        self._refresh_entry(place)
        self._keep_in_view()
        self.post_message(self.Moved())

    def go_to(self, path: Path) -> None:
        """Makes the question at `path` the current one, if it is in this section."""
        self.go(self._place_of(path))

    def go_to_end(self, first: bool) -> None:
        """Goes to the first or the last question of the section."""
        places = [place for place, entry in enumerate(self.entries) if entry.stops]
        if places:
            self.go(places[0] if first else places[-1])

    def page(self, steps: int) -> None:
        """Goes about a screenful down (1) or up (-1)."""
        wanted = self._tops[self.cursor] + steps * max(self.size.height - 2, 1)
        place = min(max(bisect_right(self._tops, max(wanted, 0)) - 1, 0), len(self.entries) - 1)
        while 0 <= place < len(self.entries) and not self.entries[place].stops:
            place += 1 if steps > 0 else -1
        if 0 <= place < len(self.entries) and place != self.cursor:
            self.go(place)
        else:
            self.go_to_end(first=steps < 0)

    def set_option_cursor(self, place: int | None) -> None:
        """Points at one of the options of the current question."""
        self.option_cursor = place
        self._lay_out(self.cursor)

    def open_box(self, note: bool, rows: int) -> None:
        """Holds lines free for a box in the current question."""
        if self.current is not None:
            self.box = (self.current.path, note, rows)
            self._lay_out(self.cursor)
            self._keep_in_view()

    def close_box(self) -> None:
        """Gives the lines back."""
        self.box = None
        self._lay_out(self.cursor)

    # ---- laying out --------------------------------------------------------------------------------------------------

    @property
    def _manner(self) -> Manner:
        assert self.manner is not None
        return self.manner

    @property
    def _width(self) -> int:
        return max(self.size.width - 1, 20)  # the scrollbar's column is always kept free: no jump when it appears

    def _section_entries(self) -> list[Entry]:
        if self.filling is None or self.section is None:
            return []
        return list(entries_of(self.filling, self.section, self._manner, self.heading))

    def _look(self, place: int) -> Look:
        assert self.filling is not None
        entry = self.entries[place]
        sheet = self.filling.sheet
        computed = sheet.computed(entry.path) if isinstance(entry.item, Computed) else None
        box = self.box if self.box is not None and self.box[0] == entry.path and entry.stops else None
        return Look(
            entry=entry,
            answer=sheet.answer(entry.path),
            computed=computed if isinstance(computed, int | float) else None,
            urgent=entry.path in sheet.urgent_paths,
            required=isinstance(entry.item, Question) and entry.item.required,
            box_rows=box[2] if box else 0,
            box_for_note=bool(box and box[1]),
            option_cursor=self.option_cursor if place == self.cursor else None,
            width=self._width,
        )

    def _lay_out_all(self) -> None:
        self._looks = [self._look(place) for place in range(len(self.entries))]
        self._lines = [lines_of(look, self._manner) for look in self._looks]
        self._measure()

    def _lay_out(self, place: int) -> None:
        if not 0 <= place < len(self.entries):
            return
        look = self._look(place)
        if look == self._looks[place]:
            return
        before, lines = self._lines[place], lines_of(look, self._manner)
        self._looks[place], self._lines[place] = look, lines
        if len(before) == len(lines):
            self._refresh_entry(place)
        else:
            self._measure()
            self.refresh()

    def _measure(self) -> None:
        self._tops = [0, *accumulate(len(lines) for lines in self._lines)]
        self.virtual_size = Size(self._width, self._tops[-1])

    def _place_of(self, path: Path) -> int:
        places = [place for place, entry in enumerate(self.entries) if entry.path == path and entry.stops]
        return places[0] if places else self._first_open()

    def _first_open(self) -> int:
        """The first question without an answer, or else the first."""
        assert self.filling is not None
        stops = [place for place, entry in enumerate(self.entries) if entry.stops]
        for place in stops:
            if not self.filling.sheet.answer(self.entries[place].path).given:
                return place
        return stops[0] if stops else 0

    def _nearest(self, entry: Entry) -> int:
        """Where the cursor belongs once the entries have changed: at the same question, or where it stood."""
        for place, other in enumerate(self.entries):
            if other.path == entry.path and other.part == entry.part:
                return place
        return min(self.cursor, max(len(self.entries) - 1, 0))

    def _keep_in_view(self) -> None:
        """Turns the page when the current question is not whole on the screen.

        A page, not a line: scrolling repaints everything (11 kB a key), so it is done as seldom as can be.
        """
        height = self.size.height
        if not self.entries or not height:
            return
        top, bottom = self._tops[self.cursor], self._tops[self.cursor + 1] - 1
        y = self.scroll_offset.y
        if top < y:
            wanted = max(bottom - height, 0)
            y = next((start for start in self._tops if start >= wanted), top)
            y = min(y, top)
        elif bottom > y + height:
            y = top
        y = min(y, max(self._tops[-1] - height, 0))
        if y != self.scroll_offset.y:
            self.scroll_to(0, y, animate=False, force=True, immediate=True)

    def on_resize(self, _event: events.Resize) -> None:
        if self.manner is not None:
            self._lay_out_all()
            self._keep_in_view()
            self.refresh()
            self.post_message(self.Moved())

    # ---- drawing -----------------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        self._styles.clear()
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"form--{name}")
        return self._styles[name]

    def _refresh_entry(self, place: int) -> None:
        if 0 <= place < len(self.entries):
            y = self._tops[place] - self.scroll_offset.y
            self.refresh(Region(0, y, self.size.width, len(self._lines[place])))

    def render_line(self, y: int) -> Strip:
        line = y + self.scroll_offset.y
        width = self.size.width
        if not self.entries or line >= self._tops[-1]:
            return Strip.blank(width, self.rich_style)
        place = bisect_right(self._tops, line) - 1
        return self._strip(place, line - self._tops[place], width)

    def _strip(self, place: int, number: int, width: int) -> Strip:
        entry, lines = self.entries[place], self._lines[place]
        current = place == self.cursor and entry.stops
        bar = current and number < len(lines) - 1
        heads = heading_lines(self._looks[place], lines)
        mark, ink = mark_of(self._looks[place]) if number == heads else (" ", Ink.MUTED)
        segments = [
            Segment("▌", self._style("bar")) if bar else Segment(" ", self.rich_style),
            Segment(f"{mark} ", self.rich_style if mark == " " else self._style(ink)),
            Segment(" ", self.rich_style),
        ]
        for text, span_ink in lines[number]:
            style = self._style(span_ink)
            if current and span_ink is Ink.TEXT:
                style = style + self._style("current")
            segments.append(Segment(text, style))
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def on_click(self, event: events.Click) -> None:
        line = event.y + self.scroll_offset.y
        if self.entries and line < self._tops[-1]:
            entry = self.entries[bisect_right(self._tops, line) - 1]
            if entry.stops:
                self.post_message(self.Clicked(entry))
