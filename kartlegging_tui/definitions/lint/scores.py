"""Scores: bands that the score can reach, from its lowest value to its highest, and differences that can be."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.lint.walk import items
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Band, Questionnaire, Score
from kartlegging_tui.domain.questions import Info, Rows
from kartlegging_tui.domain.ranges import reached_ends
from kartlegging_tui.domain.scope import Scope, Symbol
from kartlegging_tui.language import _


def scores(form: Questionnaire, source: Source, scope: Scope) -> Iterator[Finding]:
    """Findings about the ranges of scores and questions; `scope` as in `conditions`."""
    for number, score in enumerate(form.scores):
        at: At = ("scores", number)
        yield from _real_change(source, at, score.real_change, scope.symbols.get(score.id))
        yield from _bands(source, (*at, "bands"), form, score, scope)
    for at, item in items(form):
        if isinstance(item, Rows):
            for place, column in enumerate(item.row):
                symbol = scope.groups[item.id].get(column.id)
                yield from _real_change(source, (*at, "row", place), column.real_change, symbol)
        elif not isinstance(item, Info):
            yield from _real_change(source, at, item.real_change, scope.symbols.get(item.id))


def _real_change(source: Source, at: At, change: float | None, symbol: Symbol | None) -> Iterator[Finding]:
    if change is None or symbol is None or symbol.low is None or symbol.high is None or symbol.low > symbol.high:
        return
    if change > symbol.high - symbol.low:
        message = _("No two answers are so far apart: the lowest is {low}, the highest {high}.")
        message = message.format(low=symbol.low, high=symbol.high)
        yield source.finding("real-change-too-large", message, (*at, "real_change"))


def _bands(source: Source, at: At, form: Questionnaire, score: Score, scope: Scope) -> Iterator[Finding]:
    """Bands out of reach; else the lowest and the highest values, where no band holds them."""
    symbol, bands = scope.symbols.get(score.id), score.bands
    if symbol is None or not bands or any(_is_reversed(band) for band in bands):
        return
    out_of_reach = False
    for number, band in enumerate(bands):
        above = symbol.high is not None and band.from_ is not None and band.from_ > symbol.high
        below = symbol.low is not None and band.to is not None and band.to < symbol.low
        if above or below:
            out_of_reach = True
            message = _("The score never comes so high: the highest is {end}.").format(end=symbol.high)
            if below:
                message = _("The score never comes so low: the lowest is {end}.").format(end=symbol.low)
            yield source.finding("unreachable-band", message, (*at, number))
    # one band alone speaks of what it names, and means to be silent about the rest
    ends = None if out_of_reach or len(bands) == 1 else reached_ends(form, score, scope)
    if ends is None:
        return
    message = _("Between {low} and {high} no band applies.")
    first, last = bands[0].from_, bands[-1].to
    if first is not None and first > ends[0]:
        yield source.finding("band-gap", message.format(low=ends[0], high=first), (*at, 0))
    if last is not None and last < ends[1]:
        place = (*at, len(bands) - 1)
        yield source.finding("band-gap", message.format(low=last, high=ends[1]), place)


def _is_reversed(band: Band) -> bool:
    return band.from_ is not None and band.to is not None and band.from_ > band.to
