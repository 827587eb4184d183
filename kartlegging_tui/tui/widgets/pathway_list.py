"""The rows of the worklist."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from kartlegging_tui.domain.worklist import WorklistRow
from kartlegging_tui.language import _
from kartlegging_tui.tui import words
from kartlegging_tui.tui.days import full_day, near_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.row_list import RowList, fitted

PAGE = RowList.PAGE
WIDE = 100
"""Columns from which there is room for date of birth and municipality."""

Pages = dict[int, tuple[WorklistRow, ...]]
"""Rows by the number of their page, from 0."""


class PathwayList(RowList[WorklistRow]):
    """One row for each pathway."""

    def __init__(self) -> None:
        super().__init__()
        self._today = date.min

    def show(self, pages: Pages, total: int, today: date, empty: str) -> None:
        """Shows these rows from now on."""
        self._today = today
        self.fill(pages, total, empty)

    def key(self, row: WorklistRow) -> object:
        return row.pathway_id

    def header(self, width: int) -> Content:
        return _header(width)

    def line(self, row: WorklistRow, width: int, chosen: bool) -> Content:
        return _cells(row, self._today, width, chosen)


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
    return Content("").join(fitted(cells[name], widths[name]) for name in order)


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
