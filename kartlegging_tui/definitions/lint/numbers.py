"""Numbers: limits in the right order, and bands that cover a score without gaps or overlaps."""

from __future__ import annotations

from collections.abc import Iterator

from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.lint.walk import items_and_columns
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Band, Questionnaire, Score
from kartlegging_tui.domain.questions import Number, Rows, Scale
from kartlegging_tui.language import _

MOST_ON_SCALE = 101
"""All numbers of a scale are drawn: 0–100 is the longest that instruments have."""


def numbers(form: Questionnaire, source: Source) -> Iterator[Finding]:
    """Findings about the numbers of a form."""
    for at, question in items_and_columns(form):
        if isinstance(question, Scale) and question.min >= question.max:
            yield _reversed(source, at, question.min, question.max)
        elif isinstance(question, Scale) and question.max - question.min >= MOST_ON_SCALE:
            message = _("A scale has at most {most} numbers. Use the type `integer` for more.")
            written = "max" if (*at, "max") in source.values else "min"
            yield source.finding("out-of-range", message.format(most=MOST_ON_SCALE), (*at, written))
        elif isinstance(question, Number) and None not in (question.min, question.max):
            low, high = question.min or 0, question.max or 0
            if low > high:
                yield _reversed(source, at, low, high)
        elif isinstance(question, Rows) and question.min_rows > question.max_rows:
            message = _("`min_rows` is more than `max_rows` ({rows}).").format(rows=question.max_rows)
            yield source.finding("reversed-limits", message, (*at, "min_rows"))
    for number, score in enumerate(form.scores):
        yield from _bands(source, ("scores", number, "bands"), score)


def _reversed(source: Source, at: At, low: float, high: float) -> Finding:
    message = _("The lowest number ({low}) must be less than the highest ({high}).").format(low=low, high=high)
    written = next((key for key in ("min", "max") if (*at, key) in source.values), "min")
    return source.finding("reversed-limits", message, (*at, written))


def _bands(source: Source, at: At, score: Score) -> Iterator[Finding]:
    before: Band | None = None
    for number, band in enumerate(score.bands):
        place = (*at, number)
        if band.from_ is not None and band.to is not None and band.from_ > band.to:
            message = _("The band ends ({to}) before it begins ({begins}).").format(to=band.to, begins=band.from_)
            yield source.finding("reversed-band", message, place)
            before = None  # nobody knows where it was meant to end
            continue
        if before is not None:
            yield from _neighbours(source, place, before, band, score.decimals)
        before = band


def _neighbours(source: Source, at: At, before: Band, band: Band, decimals: int | None) -> Iterator[Finding]:
    """Bands stand from the lowest to the highest, each beginning one step after the one before."""
    if before.to is None or band.from_ is None or band.from_ <= before.to:
        message = _("The band does not begin above the end of the band before it.")
        yield source.finding("band-overlap", message, at)
        return
    step = 10 ** -(decimals if decimals is not None else _decimals(before.to, band.from_))
    if band.from_ - before.to > step * 1.0000001:
        message = _("Between {to} and {begins} no band applies.").format(to=before.to, begins=band.from_)
        yield source.finding("band-gap", message, at)


def _decimals(*values: float) -> int:
    """With how many decimals the numbers are written."""
    return max(len(str(value).partition(".")[2]) if isinstance(value, float) else 0 for value in values)
