"""Days and hours are those of Norway, over the changes to summer time and back, wherever the machine is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kartlegging_tui.domain.norway import day_in_norway, hour_in_norway


@pytest.mark.parametrize(
    ("at", "day", "hour"),
    [
        (datetime(2026, 1, 31, 22, 59, tzinfo=UTC), date(2026, 1, 31), "23:59"),
        (datetime(2026, 1, 31, 23, 0, tzinfo=UTC), date(2026, 2, 1), "00:00"),
        (datetime(2026, 7, 31, 22, 0, tzinfo=UTC), date(2026, 8, 1), "00:00"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29), "01:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29), "03:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25), "02:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25), "02:30"),
        (datetime(2026, 12, 31, 18, 0, tzinfo=timezone(timedelta(hours=-8))), date(2027, 1, 1), "03:00"),
    ],
)
def test_a_moment_has_the_day_and_hour_that_clocks_in_norway_showed(at: datetime, day: date, hour: str) -> None:
    assert (day_in_norway(at), hour_in_norway(at)) == (day, hour)
