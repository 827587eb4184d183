"""When a contact point should be held."""

from __future__ import annotations

from datetime import date

import pytest

from kartlegging_tui.domain.pathway import Window, WindowState, add_months


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 5, 17), 12, date(2027, 5, 17)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 17), 0, date(2026, 5, 17)),
    ],
)
def test_months_end_on_the_last_day_there_is(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 4, 16), WindowState.COMING),
        (date(2026, 4, 17), WindowState.OPEN),
        (date(2026, 5, 17), WindowState.OPEN),
        (date(2026, 5, 18), WindowState.PAST),
    ],
)
def test_the_first_and_the_last_day_of_a_window_count(today: date, state: WindowState) -> None:
    window = Window(opens=3, closes=4)
    assert window.dates(date(2026, 1, 17)) == (date(2026, 4, 17), date(2026, 5, 17))
    assert window.state(date(2026, 1, 17), today) is state
