"""Dates in conditions: a day is a number, a month or a year all of its days."""

from __future__ import annotations

from typing import Any

from kartlegging_tui.domain import unknowns
from kartlegging_tui.domain.dates import parse_date
from kartlegging_tui.domain.unknowns import Bounds, Truth


def days_of(written: Any) -> int | Bounds | None:
    """A written date as a day number, or as bounds where it is not known to the day."""
    date = parse_date(written) if isinstance(written, str) else None
    if date is None:
        return None
    low, high = date.earliest.toordinal(), date.latest.toordinal()
    return low if low == high else Bounds(low, high)


def compared_to_period(sign: str, days: Any, period: Bounds) -> Truth:
    """A date against a written month or year, all of whose days are meant: `>= "2026"` holds from its first day."""
    if sign in ("==", "!="):
        after, before = unknowns.compare(">=", days, period.low), unknowns.compare("<=", days, period.high)
        inside = unknowns.every((after, before))
        return inside if sign == "==" or inside is None else not inside
    return unknowns.compare(sign, days, period.low if sign in ("<", ">=") else period.high)
