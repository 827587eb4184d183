"""The row at the cursor in full: the question, every answer with its note, and what has changed in the question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui import language
from kartlegging_tui.domain.compared import Cell, Mark, Row, RowKind, Standing
from kartlegging_tui.domain.narrowing import Changes, Narrowing
from kartlegging_tui.language import _
from kartlegging_tui.services.compare_words import (
    CHANGES,
    CONFIDENTIAL,
    MARKS,
    after_diagnosis,
    standing_text,
    state_text,
    trend_text,
)
from kartlegging_tui.services.theme_words import theme_words
from kartlegging_tui.tui.compare_cells import MUTED, STYLES
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.services.compare import Column, Comparison


def narrowed_words(narrowing: Narrowing, form: str, shown: int, total: int) -> Content:
    """What the list is narrowed to, and how many rows that leaves; `form` is the title of the form chosen."""
    parts = [] if narrowing.changes is Changes.ALL else [_(CHANGES[narrowing.changes])]
    parts += [_("flagged")] if narrowing.flagged else []
    parts += [theme_words(narrowing.theme, language.current())] if narrowing.theme else []
    parts += [form] if narrowing.form else []
    head = literal(_("Shows:") + " ", MUTED)
    count = literal("  " + _("{shown} of {total} rows").format(shown=shown, total=total), MUTED)
    shown_now = literal(" · ".join(parts), "bold reverse") if parts else literal(_(CHANGES[Changes.ALL]))
    return head.append(shown_now).append(count)


def in_full(comparison: Comparison, row: Row, place: int) -> Iterator[Block]:
    """The row, and each contact point's answer, the newest first; the one at the cursor is pointed at."""
    if row.kind.is_heading and row.kind is not RowKind.ENTRY:
        yield Block((Line(literal(row.text, "bold")), *_versions(comparison, row)))
        return
    yield Block(tuple(_head(row)))
    for number, (column, cell) in reversed([*enumerate(zip(comparison.columns, row.cells, strict=True))]):
        if cell.standing is Standing.NOT_YET:
            continue
        before = [each for each in row.cells[:number] if each.asked_as]
        yield Block(tuple(_answer(comparison, column, cell, before[-1] if before else None, number == place)))


def _versions(comparison: Comparison, row: Row) -> Iterator[Line]:
    for column, cell in zip(comparison.columns, row.cells, strict=False):
        used = cell.standing is not Standing.NO_FORM
        text = _("version {number}").format(number=cell.text) if used else _("not used")
        yield Line(literal(f"{_when(column)}  {text}"))


def _head(row: Row) -> Iterator[Line]:
    yield Line(literal(row.text, "bold"))
    if row.kind is RowKind.ACTION:
        yield Line(literal(row.about))
    told = [row.about] if row.about and row.kind is not RowKind.ACTION else []
    told += [theme_words(theme, language.current()) for theme in sorted(row.themes)]
    if row.confidential:
        told.insert(0, f"{CONFIDENTIAL} " + _("confidential: not for the patient's copy"))
    if told:
        yield Line(literal(" · ".join(told), MUTED))


def _when(column: Column) -> str:
    return f"{column.label} · {full_day(column.held_on)}"


def _answer(comparison: Comparison, column: Column, cell: Cell, before: Cell | None, chosen: bool) -> Iterator[Line]:
    spoken = language.current()
    text = standing_text(cell, spoken) or "–"
    line = literal(f"{_when(column)}  ", "bold" if chosen else MUTED)
    line = line.append(literal(text, "bold" if cell.standing.said else MUTED))
    if cell.flagged:
        line = line.append(literal("  ! " + _("flagged"), "$error"))
    if cell.confirmed:
        line = line.append(literal("  = " + _("confirmed"), MUTED))
    if trend := trend_text(cell, spoken):
        line = line.append(literal(f"  {trend}", STYLES.get(cell.trend.trend, MUTED) if cell.trend else ""))
        if cell.since is not None:
            other = comparison.columns[cell.since]
            since = _("since {day}").format(day=full_day(other.held_on))
            line = line.append(literal(f" {since}", MUTED))
    yield indented(line, 2, literal("▸" if chosen else ""))
    if cell.band:
        yield indented(literal(cell.band), 4)
    if cell.note:
        yield indented(literal(f"«{cell.note}»"), 4)
    if cell.told:
        yield indented(literal(cell.told), 4)
    if cell.mark is not None:
        yield from _changed(cell, before)
    about = " · ".join(part for part in (after_diagnosis(column, spoken), state_text(column, spoken)) if part)
    if chosen:
        yield indented(literal(about, MUTED), 4)


def _changed(cell: Cell, before: Cell | None) -> Iterator[Line]:
    """What has changed in the question: the words of then and now, the options of then and now."""
    assert cell.mark is not None
    yield indented(literal(_(MARKS[cell.mark]), "$accent"), 4)
    if before is None or cell.mark in (Mark.NEW, Mark.RETIRED):
        return
    if cell.asked_as != before.asked_as:
        yield indented(literal(_("Before: {text}").format(text=before.asked_as), MUTED), 4)
        yield indented(literal(_("Now: {text}").format(text=cell.asked_as), MUTED), 4)
    if cell.options != before.options:
        yield indented(literal(_("Options before: {options}").format(options=_listed(before)), MUTED), 4)
        yield indented(literal(_("Options now: {options}").format(options=_listed(cell)), MUTED), 4)


def _listed(cell: Cell) -> str:
    return " / ".join(cell.options) or "–"
