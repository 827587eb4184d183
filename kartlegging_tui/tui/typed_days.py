"""A day as it is typed in a field: `17.5.2026`, `170526`, `i dag`."""

from __future__ import annotations

import re
from datetime import date

from kartlegging_tui.domain.dates import parse_date, written_date


def typed_day(text: str, today: date, past: bool = False) -> date | None:
    """The one day that was typed; None if it is not one. `past` puts a year of two digits in the last hundred years."""
    written = written_date(text, today)
    found = parse_date(written) if written else None
    if found is None or not found.is_day:
        return None
    day = found.earliest
    if past and day > today and not re.search(r"[0-9]{8}|(?<![0-9])[0-9]{4}(?![0-9])", text):
        try:
            return day.replace(year=day.year - 100)
        except ValueError:  # 29 February of a year without one
            return None
    return day
