"""The figures of a report as rows with bars, and the things behind one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.domain.figures import PART_OF, Figure
from kartlegging_tui.domain.report import Cell, Group
from kartlegging_tui.language import _
from kartlegging_tui.services import report_words
from kartlegging_tui.services.municipality_names import municipality_name
from kartlegging_tui.services.report import Line
from kartlegging_tui.tui import report_behind_words
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.row_list import RowList, fitted

_EIGHTHS = " ▏▎▍▌▋▊▉"
ROOMY = 90
"""Columns from which there is room for the municipality of a patient."""


@dataclass(frozen=True)
class FigureRow:
    """A figure of a group."""

    group: Group
    figure: Figure
    cell: Cell
    name: str
    length: float
    """Of its bar: from 0 to 1."""


def bar(length: float, width: int) -> str:
    """`████▌`: a length from 0 to 1 of `width` cells. Whatever is not nothing can be seen."""
    eighths = max(round(min(length, 1.0) * width * 8), 1 if length else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


class FigureList(RowList[FigureRow]):
    """One row for each figure, or for each group."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = ""
        self._divided = False

    def show(self, rows: Sequence[FigureRow], heading: str, empty: str) -> None:
        """Shows these rows from now on; `heading` is the figure of which they are the groups, empty for all figures."""
        self._heading, self._divided = heading or _("Figure"), bool(heading)
        pages = {place // self.PAGE: tuple(rows[place : place + self.PAGE]) for place in range(0, len(rows), self.PAGE)}
        self.fill(pages or {0: ()}, len(rows), empty)

    def point_at(self, place: int) -> None:
        """Moves the cursor to a row."""
        self.cursor = place

    def key(self, row: FigureRow) -> object:
        return row.group, row.figure

    def header(self, width: int) -> Content:
        return _row(
            width, literal("  ") + literal(self._heading), literal(_("Number")), literal(_("Share")), literal("")
        )

    def line(self, row: FigureRow, width: int, chosen: bool) -> Content:
        spoken = language.current()
        depth = 0 if self._divided else _depth(row.figure)
        number = report_words.number(row.cell, spoken)
        if row.cell.share is not None:
            number = _("{number} of {whole}").format(number=number, whole=row.cell.of)
        return _row(
            width,
            literal("▸ " if chosen else "  ") + literal("  " * depth + row.name),
            literal(number),
            literal(report_words.percent(row.cell, spoken).rjust(5)),
            literal(bar(row.length, max(width - sum(_widths(width)) - 1, 1)), "" if chosen else "$primary"),
        )


def _depth(figure: Figure) -> int:
    """How far in a figure stands: under that of which it is a share."""
    whole = Figure.HELD if figure is Figure.DAYS else PART_OF.get(figure)
    return 0 if whole is None else 1 + _depth(whole)


def _widths(width: int) -> tuple[int, int, int]:
    return max(min(width - 38, 44), 20), 14, 8


def _row(width: int, name: Content, number: Content, share: Content, drawn: Content) -> Content:
    widths = (*_widths(width), max(width - sum(_widths(width)), 2))
    cells = zip((name, number, share, drawn), widths, strict=True)
    return Content("").join(fitted(cell, room) for cell, room in cells)


class BehindList(RowList[Line]):
    """One row for each thing that a figure counts."""

    def __init__(self) -> None:
        super().__init__()
        self._today = date.min

    def show(self, pages: dict[int, tuple[Line, ...]], total: int, today: date) -> None:
        """Shows these rows from now on."""
        self._today = today
        self.fill(pages, total, _("Nothing is counted here."))

    def key(self, row: Line) -> object:
        return row.thing.pathway_id, row.thing.where.contact_point, row.thing.about

    def header(self, width: int) -> Content:
        names = (_("Name"), _("Born"), _("Point"), _("Day"), _("Mun."), _("What"))
        return self._joined(width, literal("  "), [literal(name) for name in names])

    def line(self, row: Line, width: int, chosen: bool) -> Content:
        thing = row.thing
        cells = (
            thing.name,
            full_day(thing.birth_date) if thing.birth_date else "",
            str(thing.where.contact_point),
            full_day(thing.day) if thing.day and thing.day != date.max else "",
            municipality_name(thing.where.municipality),
            report_behind_words.told(row),
        )
        return self._joined(width, literal("▸ " if chosen else "  "), [literal(cell) for cell in cells])

    def _joined(self, width: int, mark: Content, cells: Sequence[Content]) -> Content:
        fixed = [22, 12, 6, 12, 9 if width >= ROOMY else 0]
        widths = [*fixed, max(width - sum(fixed) - 2, 8)]
        shown = (fitted(cell, room) for cell, room in zip(cells, widths, strict=True) if room)
        return mark + Content("").join(shown)
