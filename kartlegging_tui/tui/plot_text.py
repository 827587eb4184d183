"""Scores over time in words, for those who cannot read a plot; and what a plot is drawn of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kartlegging_tui import language
from kartlegging_tui.domain.compared import Row, RowKind, Standing
from kartlegging_tui.domain.questionnaire import Band
from kartlegging_tui.domain.values import shown_number
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.compare_words import CONFIDENTIAL, standing_text, trend_text
from kartlegging_tui.tui.compare_cells import MUTED, STYLES
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.services.compare import Comparison
    from kartlegging_tui.tui.widgets.trend_plot import Curve

IN = 3
GROUPS = ((RowKind.NEED, N_("Needs")), (RowKind.ACTION, N_("Actions")))


def drawable(rows: Iterable[Row]) -> list[Row]:
    """What can be drawn: scores first, then computed values, scales and other numbers; those that have a number."""
    found = [row for row in rows if row.measure and any(cell.number is not None for cell in row.cells)]
    order = (RowKind.SCORE, RowKind.COMPUTED, RowKind.QUESTION)
    return sorted(found, key=lambda row: order.index(row.kind))


def curve_of(comparison: Comparison, row: Row) -> Curve:
    """What is drawn of a row."""
    from kartlegging_tui.tui.widgets.trend_plot import Curve

    measure = row.measure
    assert measure is not None
    months = [comparison.months(column) for column in comparison.columns]
    points = [
        (month, cell.number, cell.text)
        for month, cell in zip(months, row.cells, strict=True)
        if cell.number is not None
    ]
    values = [value for _month, value, _text in points]
    low = min([*values, *([] if measure.low is None else [measure.low])])
    high = max([*values, *([] if measure.high is None else [measure.high])])
    if low == high:
        low, high = low - 1, high + 1
    visits = []
    for month, column in zip(months, comparison.columns, strict=True):
        after = _("{months} mo.").format(months=round(month))
        visits.append((month, f"{column.label}: {after}"))
    return Curve(
        points=tuple(points),
        visits=tuple(sorted(visits)),
        low=low,
        high=high,
        limits=tuple(_limits(measure.bands, low)),
        ends=(_number(low), _number(high)),
    )


def _limits(bands: Iterable[Band], low: float) -> Iterator[tuple[float, str]]:
    for band in bands:
        if band.from_ is not None and band.from_ > low:
            yield band.from_, ("!" if band.flag else "") + _number(band.from_)


def _number(value: float) -> str:
    return shown_number(value, 0, language.current())


def in_words(comparison: Comparison, rows: Iterable[Row]) -> Iterator[Block]:
    """Each with its values beside each other, and what has become of them; below, needs and actions."""
    for row in rows:
        yield Block((_values(comparison, row),), row.identity)
    for kind, title in GROUPS:
        listed = [row for row in comparison.rows if row.kind is kind]
        if listed:
            yield Block((Line(), Line(literal(_(title), "bold $primary"))))
            yield from (Block((_line(row),)) for row in listed)


def _values(comparison: Comparison, row: Row) -> Line:
    """ "PHQ-9  1: 3 · 2: 8 ▲ +5 worse"."""
    text = literal(f"{CONFIDENTIAL} {row.text}" if row.confidential else row.text, "bold")
    for place, (column, cell) in enumerate(zip(comparison.columns, row.cells, strict=True)):
        text = text.append(literal("  " if place == 0 else " · ", MUTED))
        value = cell.text if cell.standing is Standing.GIVEN else "–"
        text = text.append(literal(f"{column.label}: ", MUTED)).append(literal(("!" if cell.flagged else "") + value))
        if trend := trend_text(cell, language.current()):
            style = STYLES.get(cell.trend.trend, MUTED) if cell.trend else ""
            text = text.append(literal(f" {trend}", style))
    return indented(text, IN)


def _line(row: Row) -> Line:
    """A need or an action in one paragraph."""
    if row.kind is RowKind.ACTION:
        return indented(literal(row.about or row.text), IN, literal(" ·"))
    said = [text for cell in row.cells if (text := standing_text(cell, language.current()))]
    return indented(literal(row.text).append(literal(f"  {' → '.join(said)}", MUTED)), IN, literal(" ·"))


def bands(row: Row) -> Iterator[str]:
    """What the stretches of a score may mean: "10–14: may suggest …"; one that calls attention with a sign."""
    for band in row.measure.bands if row.measure else ():
        low = "" if band.from_ is None else _number(band.from_)
        high = "" if band.to is None else _number(band.to)
        yield f"{'!' if band.flag else ' '} {low}–{high}: {band.text.to(language.current())}"
