"""How a comparison is cut to the width of the screen: which contact points there is room for, and what a cell says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.domain.compared import Cell, Row, RowKind, Standing
from kartlegging_tui.domain.trend import Trend
from kartlegging_tui.language import _
from kartlegging_tui.services.compare_words import (
    CONFIDENTIAL,
    FLAG,
    MARKS,
    SHORT_STATES,
    TRENDS,
    standing_text,
    trend_text,
)
from kartlegging_tui.tui.text import literal

if TYPE_CHECKING:
    from kartlegging_tui.services.compare import Column

NARROWEST = 16
WIDEST = 30
"""Columns of one contact point."""
NOTE = "✎"
STYLES = {Trend.WORSE: "$warning", Trend.BETTER: "$success"}
MUTED = "$text-muted"


@dataclass(frozen=True)
class Layout:
    """Which contact points are on the screen, and how wide things are."""

    first: int
    """Width of the questions."""
    each: int
    """Width of one contact point."""
    places: tuple[int, ...]
    """The contact points on the screen, by their place among all."""
    count: int
    """How many there are in all."""

    @property
    def hidden(self) -> int:
        """How many there is no room for."""
        return self.count - len(self.places)


def laid_out(width: int, count: int, chosen: int, start: int) -> Layout:
    """The first contact point and as many of the newest as there is room for, `chosen` always among them.

    `start` is the place of the leftmost after the first, kept while the cursor can be shown without scrolling.
    """
    least = min(44, max(24, width * 38 // 100))
    room = max((width - least) // NARROWEST, 1)
    if count <= room:
        places = tuple(range(count))
    elif room == 1:
        places = (chosen,)
    else:
        shown = room - 1
        start = min(start, max(chosen, 1))
        start = max(start, chosen - shown + 1, 1)
        start = min(start, count - shown)
        places = (0, *range(start, start + shown))
    each = min((width - least) // max(len(places), 1), WIDEST)
    return Layout(width - each * len(places), each, places, count)


def heading(columns: tuple[Column, ...], layout: Layout, line: int, chosen: int, about: str) -> Content:
    """A line of the head: the number and the day, then how long after the diagnosis and whether it is signed."""
    skipped = layout.count - len(layout.places)
    more = _("{count} more to the side ←→").format(count=skipped) if skipped else ""
    text = literal(more if line else about, MUTED)
    parts = [fitted(literal(" ") + text, layout.first)]
    for place in layout.places:
        column = columns[place]
        held = f"{column.label} · {column.held_on:%d.%m.%Y}"
        words = _since(column, layout.each - 2) if line else held
        style = "bold reverse" if place == chosen and line == 0 else "bold" if line == 0 else MUTED
        mark = "▸" if place == chosen and line == 0 else " "
        parts.append(fitted(literal(f"{mark}{words}", style), layout.each))
    return Content("").join(parts)


def _since(column: Column, width: int) -> str:
    """How long after the diagnosis; that its answers may still change comes before the days."""
    months, days = column.since
    words = _("{months} mo. {days} d.").format(months=months, days=days)
    if not column.state.is_open:
        return words
    state, short = _(SHORT_STATES[column.state]), _("{months} mo.").format(months=months)
    return f"{words} {state}" if cell_len(f"{words} {state}") <= width else f"{short} {state}"


def row_line(row: Row, layout: Layout, chosen: bool) -> Content:
    """One row. Without colours on the cursor, which has its own."""
    if row.kind.is_heading and row.kind is not RowKind.ENTRY:
        return _heading_row(row, layout, chosen)
    lead = "▸" if chosen else " "
    lead += "  " * max(row.level - 1, 0)
    mark = ", ".join(_(MARKS[each]) for each in row.marks)
    text = f"{lead}{CONFIDENTIAL + ' ' if row.confidential else ''}{row.text}".replace("\n", " ")
    room = layout.first - 1
    if mark:
        room = max(room - cell_len(mark) - 2, 12)
    question = literal(text, "bold" if row.kind is RowKind.ENTRY else "").truncate(room, ellipsis=True)
    if mark:
        question = question.append(literal(f"  {mark}", "" if chosen else "$accent"))
    parts = [fitted(question, layout.first)]
    parts += [fitted(_cell(row.cells[place], layout.each - 1, chosen), layout.each) for place in layout.places]
    return Content("").join(parts)


def _heading_row(row: Row, layout: Layout, chosen: bool) -> Content:
    lead = "▸" if chosen else " "
    style = "bold" if chosen else "bold $primary" if row.kind is not RowKind.SECTION else "$primary"
    words = row.text if row.kind is not RowKind.SECTION else f" {row.text}"
    if not row.cells:
        return literal(lead + words, style).truncate(layout.first + layout.each * len(layout.places), ellipsis=True)
    parts = [fitted(literal(lead + words, style), layout.first)]
    for place in layout.places:
        cell = row.cells[place]
        text = _("not used") if cell.standing is Standing.NO_FORM else _("version {number}").format(number=cell.text)
        parts.append(fitted(literal(f" {text}", "" if chosen else MUTED), layout.each))
    return Content("").join(parts)


def _cell(cell: Cell, width: int, chosen: bool) -> Content:
    """The value, and what has become of it: cut so that better and worse can always be read."""
    if cell.standing is Standing.NO_FORM:
        return literal(" ·", "" if chosen else MUTED)
    text = standing_text(cell, language.current()).replace("\n", " ")
    lead = (FLAG if cell.flagged else " ") + ""
    note = f" {NOTE}" if cell.note or cell.told else ""
    trend = _fitting(cell, width - 1 - cell_len(note), cell_len(text))
    room = width - 1 - cell_len(note) - (cell_len(trend) + 2 if trend else 0)
    given = cell.standing is Standing.GIVEN
    style = "" if chosen or given else MUTED
    made = literal(lead, "" if chosen else "bold $error").append(
        literal(text, style).truncate(max(room, 3), ellipsis=True)
    )
    made = made.append(literal(note))
    if trend and cell.trend:
        made = made.append(literal(f"  {trend}", "" if chosen else STYLES.get(cell.trend.trend, MUTED)))
    return made


def _fitting(cell: Cell, width: int, needed: int) -> str:
    """What has become of a value, as much of it as there is room for beside the value."""
    if cell.trend is None:
        return ""
    sign, word = cell.trend.sign, _(TRENDS[cell.trend.trend])
    judged = cell.trend.trend in STYLES
    short = f"{sign} {word}" if judged else sign
    for text in (trend_text(cell, language.current()), f"{sign} {cell.by} {word}" if judged else f"{sign} {cell.by}"):
        if needed + 2 + cell_len(text.strip()) <= width:
            return text.strip()
    return short


def place_at(layout: Layout, x: int) -> int | None:
    """The contact point that stands at a column of the screen; None for the questions."""
    at = (x - layout.first) // layout.each if layout.each else -1
    return layout.places[at] if 0 <= at < len(layout.places) else None


def fitted(text: Content, width: int) -> Content:
    """Cut to its column, with at least one space after it."""
    return text.truncate(width - 1, ellipsis=True).pad_right(max(width - text.cell_length, 1)).truncate(width, pad=True)
