"""How long after the diagnosis a day is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kartlegging_tui import language
from kartlegging_tui.domain.pathway import add_months, months_and_days
from kartlegging_tui.tui import words


@pytest.mark.parametrize(
    ("start", "end", "months", "days"),
    [
        ("2026-08-10", "2026-11-22", 3, 12),
        ("2026-08-10", "2026-08-10", 0, 0),
        ("2026-01-31", "2026-02-27", 0, 27),
        ("2026-01-31", "2026-02-28", 1, 0),
        ("2026-01-31", "2026-03-01", 1, 1),
        ("2026-01-31", "2026-03-30", 1, 30),
        ("2026-01-31", "2026-03-31", 2, 0),
        ("2028-01-31", "2028-02-28", 0, 28),
        ("2028-01-31", "2028-02-29", 1, 0),
        ("2024-02-29", "2025-02-27", 11, 29),
        ("2024-02-29", "2025-02-28", 12, 0),
        ("2024-02-29", "2028-02-29", 48, 0),
        ("2025-12-15", "2026-01-14", 0, 30),
    ],
)
def test_whole_months_and_the_days_beyond_them_over_month_ends_and_leap_years(
    start: str, end: str, months: int, days: int
) -> None:
    assert months_and_days(date.fromisoformat(start), date.fromisoformat(end)) == (months, days)


def test_a_day_before_the_diagnosis_is_no_time_after_it() -> None:
    assert months_and_days(date(2026, 8, 10), date(2026, 8, 9)) == (0, 0)
    language.use("en")
    assert words.after_diagnosis(date(2026, 8, 10), date(2026, 8, 9)) == "before the day of diagnosis"


def test_counting_back_comes_to_the_same_day() -> None:
    start = date(2024, 1, 29)
    for count in range(1200):
        end = start + timedelta(days=count)
        months, days = months_and_days(start, end)
        assert add_months(start, months) + timedelta(days=days) == end
        assert 0 <= days <= 30
