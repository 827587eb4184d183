"""What becomes of contact points, and on which day one asks again."""

from __future__ import annotations

from datetime import date

import pytest

from kartlegging_tui.domain.contact_points import (
    Problem,
    Reason,
    Standing,
    days_to_ask,
    days_to_put_off_to,
    on_weekday,
    problems,
)
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.domain.worklist import Due, due, next_contact_point

TODAY = date(2026, 5, 4)  # a Monday


def point(
    number: int,
    opens: date,
    closes: date,
    status: ContactPointStatus = ContactPointStatus.PLANNED,
    day: date | None = None,
) -> ContactPoint:
    return ContactPoint(
        id=number, pathway_id=1, number=number, status=status, opens=opens, closes=closes, ask_again_on=day
    )


@pytest.mark.parametrize(
    ("opens", "closes", "following", "likely"),
    [
        (date(2026, 6, 3), date(2026, 7, 3), None, date(2026, 6, 3)),  # when the window opens
        (date(2026, 4, 1), date(2026, 7, 1), None, date(2026, 6, 4)),  # in a month
        (date(2026, 4, 1), date(2026, 5, 26), None, date(2026, 5, 26)),  # before it closes
        (date(2026, 4, 1), date(2026, 5, 10), None, date(2026, 6, 4)),  # too near to ask again
        (date(2026, 1, 1), date(2026, 2, 1), date(2026, 5, 28), date(2026, 5, 28)),  # when the next one opens
        (date(2026, 1, 1), date(2026, 2, 1), date(2026, 5, 8), date(2026, 6, 4)),  # which is too near
    ],
)
def test_one_asks_again_on_a_day_that_follows_from_the_windows(
    opens: date, closes: date, following: date | None, likely: date
) -> None:
    here = point(1, opens, closes)
    others = [point(2, following, date(2027, 1, 1))] if following else []
    days = days_to_ask(here, [here, *others], TODAY)
    assert days[0] == likely
    assert all(day > TODAY and day.weekday() < 5 for day in days) and len(set(days)) == len(days)


def test_days_are_on_weekdays() -> None:
    assert [on_weekday(date(2026, 5, day)).day for day in range(4, 12)] == [4, 5, 6, 7, 8, 11, 11, 11]
    assert all(day.weekday() < 5 for day in days_to_put_off_to(date(2026, 5, 2)))


def test_what_is_put_off_needs_a_day_to_come_and_a_reason() -> None:
    status = ContactPointStatus.POSTPONED
    assert problems(Standing(status=status), TODAY) == [Problem.NO_DAY, Problem.NO_REASON]
    assert problems(Standing(status=status, ask_again_on=TODAY, reason=Reason.OTHER), TODAY) == [
        Problem.DAY_PAST,
        Problem.NO_WORDS,
    ]
    assert problems(Standing(status=status, ask_again_on=date(2026, 5, 5), reason=Reason.ILL), TODAY) == []


def test_declining_needs_no_reason_and_no_day() -> None:
    assert problems(Standing(status=ContactPointStatus.DECLINED), TODAY) == []


def test_what_is_put_off_is_coming_until_its_day_and_overdue_after_it() -> None:
    put_off = point(1, date(2026, 4, 1), date(2026, 5, 1), ContactPointStatus.POSTPONED, date(2026, 5, 20))
    assert due(put_off, (), date(2026, 5, 19)) is Due.COMING
    assert due(put_off, (), date(2026, 5, 20)) is Due.OPEN
    assert due(put_off, (), date(2026, 5, 21)) is Due.OVERDUE


def test_a_conversation_left_aside_waits_for_its_day_and_not_for_the_nurse() -> None:
    aside = point(1, date(2026, 4, 1), date(2026, 6, 1), ContactPointStatus.POSTPONED, date(2026, 5, 20))
    talked = point(1, date(2026, 4, 1), date(2026, 6, 1), ContactPointStatus.OFFERED)
    assert due(talked, {1}, TODAY) is Due.ONGOING
    assert due(aside, {1}, TODAY) is Due.COMING
    assert next_contact_point([aside], {1}) is aside
    assert due(point(1, TODAY, TODAY, ContactPointStatus.CANCELLED), {1}, TODAY) is Due.DONE
