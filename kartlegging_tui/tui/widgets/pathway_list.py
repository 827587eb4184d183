"""The rows of the worklist."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from kartlegging_tui.domain.contact_points import Reason
from kartlegging_tui.domain.worklist import Due, WorklistRow
from kartlegging_tui.language import _
from kartlegging_tui.services.municipality_names import municipality_name
from kartlegging_tui.tui import words
from kartlegging_tui.tui.days import full_day, near_day
from kartlegging_tui.tui.status_words import REASONS
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.row_list import RowList, fitted

PAGE = RowList.PAGE
FIXED = {"mark": 4, "age": 6, "icd10": 10, "number": 6, "when": 28}
"""Columns that are always there, besides the name."""
WHERE_ROOM = {"responsible": 20, "born": 12, "municipality": 10}
"""Columns that are there while the name keeps its room, the most wanted first."""
NAME = 22
"""The room that a name keeps."""
ORDER = ("mark", "name", "born", "age", "icd10", "number", "when", "responsible", "municipality")

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
    taken = dict(FIXED)
    for name, wanted in WHERE_ROOM.items():
        if width - sum(taken.values()) - wanted < NAME:
            break
        taken[name] = wanted
    return taken | {"name": max(width - sum(taken.values()), 10)}


def _line(cells: dict[str, Content], width: int) -> Content:
    widths = _widths(width)
    return Content("").join(fitted(cells[name], widths[name]) for name in ORDER if name in widths)


def _header(width: int) -> Content:
    titles = {
        "mark": "",
        "name": _("Name"),
        "born": _("Born"),
        "age": _("Age"),
        "icd10": _("Diagnosis"),
        "number": _("Point"),
        "when": _("Status"),
        "responsible": _("Responsible"),
        "municipality": _("Mun."),
    }
    return _line({name: literal(title) for name, title in titles.items()}, width)


def _cells(row: WorklistRow, today: date, width: int, chosen: bool) -> Content:
    style = words.STYLES[row.due]
    age = row.age(today)
    when = words.when(row.due, row.opens, row.closes, row.ask_again_on, today)
    if row.due is Due.NOT_POSSIBLE and row.reason and row.reason is not Reason.OTHER:
        when = _("not possible: {reason}").format(reason=_(REASONS[row.reason]))
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
            "responsible": literal(row.responsible or "–"),
            "municipality": literal(municipality_name(row.municipality)),
        },
        width,
    )
