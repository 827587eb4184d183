"""The rows of those of whom a question to the records is true, and of the places where words are written."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.language import _
from kartlegging_tui.services.asking import Hit, Written
from kartlegging_tui.tui import words
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.row_list import RowList, fitted

WIDE = 100
"""Columns from which there is room for what the pathway waits for."""
VALUE = 12
"""The narrowest column of values."""


class AskedList(RowList[Hit]):
    """One row for each pathway, with what it says to the names asked about."""

    def __init__(self) -> None:
        super().__init__()
        self._today = date.min
        self._names: tuple[str, ...] = ()

    def show(
        self, pages: dict[int, tuple[Hit, ...]], total: int, names: tuple[str, ...], today: date, empty: str
    ) -> None:
        """Shows these rows from now on; `names` are what the columns of values are called."""
        self._today, self._names = today, names
        self.fill(pages, total, empty)

    def key(self, row: Hit) -> object:
        return row.row.pathway_id

    def header(self, width: int) -> Content:
        titles = {"mark": "", "name": _("Name"), "age": _("Age"), "icd10": _("Diagnosis"), "when": _("Status")}
        return self._joined({name: literal(title) for name, title in titles.items()}, self._names, width)

    def line(self, row: Hit, width: int, chosen: bool) -> Content:
        pathway = row.row
        age = pathway.age(self._today)
        when = words.when(pathway.due, pathway.opens, pathway.closes, pathway.ask_again_on, self._today)
        cells = {
            "mark": literal("▸ " if chosen else "  ").append(
                literal(words.GLYPHS[pathway.due], words.STYLES[pathway.due])
            ),
            "name": literal(f"{pathway.name} †" if pathway.died_on else pathway.name),
            "age": literal("" if age is None else str(age)),
            "icd10": literal(pathway.icd10),
            "when": literal(when, words.STYLES[pathway.due]),
        }
        return self._joined(cells, row.shown, width)

    def _joined(self, cells: dict[str, Content], values: tuple[str, ...], width: int) -> Content:
        fixed = {"mark": 4, "name": 26, "age": 6, "icd10": 10}
        if width >= WIDE:
            fixed["when"] = 28
        room = max(width - sum(fixed.values()), VALUE)
        shown = values[: room // VALUE]
        parts = [fitted(cells[name], size) for name, size in fixed.items()]
        each = room // len(shown) if shown else room
        parts += [fitted(literal(" ".join(value.split())), each) for value in shown]
        return Content("").join(parts)


class WrittenList(RowList[Written]):
    """One row for each place where the words are written."""

    PAGE = 50

    def show(self, pages: dict[int, tuple[Written, ...]], total: int, empty: str) -> None:
        """Shows these rows from now on."""
        self.fill(pages, total, empty)

    def key(self, row: Written) -> object:
        passage = row.passage
        return passage.pathway_id, passage.contact_point, passage.form, passage.path

    def header(self, width: int) -> Content:
        titles = {"mark": "", "day": _("Day"), "name": _("Name"), "point": _("Point"), "text": _("Words")}
        return self._joined({name: literal(title) for name, title in titles.items()}, width)

    def line(self, row: Written, width: int, chosen: bool) -> Content:
        day = said_on(row)
        cells = {
            "mark": literal("▸ " if chosen else "  ").append(literal("§" if row.confidential else " ")),
            "day": literal(full_day(day) if day else ""),
            "name": literal(row.passage.name),
            "point": literal(str(row.passage.contact_point or _("plan"))),
            "text": marked(row, _text_room(width)),
        }
        return self._joined(cells, width)

    def _joined(self, cells: dict[str, Content], width: int) -> Content:
        sizes = {**_BEFORE, "text": _text_room(width)}
        return Content("").join(fitted(cells[name], size) for name, size in sizes.items())


_BEFORE = {"mark": 4, "day": 12, "name": 20, "point": 7}
"""The columns before what is written."""


def _text_room(width: int) -> int:
    return max(width - sum(_BEFORE.values()), 20)


def said_on(row: Written) -> date | None:
    """The day of the talk, or that on which it was written into the plan."""
    if row.passage.held_on is None and row.passage.at is not None:
        return day_in_norway(row.passage.at)
    return row.passage.held_on


def marked(row: Written, room: int) -> Content:
    """What is written, the words that were looked for underlined; from near the first of them where it would not be
    seen in so many columns."""
    text = literal(row.text)
    for start, end in row.places:
        text = text.stylize("bold underline", start, end)
    first, last = row.places[0] if row.places else (0, 0)
    if last < room - 1:
        return text
    begin = row.text.rfind(" ", 0, max(first - room // 4, 0)) + 1
    return literal("…").append(text[begin:])
