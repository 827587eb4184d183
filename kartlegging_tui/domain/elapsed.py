"""How long after another a day is, as people count it: whole months, and the days beyond them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kartlegging_tui.domain.pathway import add_months


class Elapsed(NamedTuple):
    """Whole months and days; 31 January to the last of February is a month."""

    months: int
    days: int


def elapsed(start: date, end: date) -> Elapsed | None:
    """From one day to another; None where the second comes first, as a mistyped date or a wrong clock makes it."""
    if end < start:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return Elapsed(months, (end - add_months(start, months)).days)
