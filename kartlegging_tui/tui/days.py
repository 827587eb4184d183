"""Days as they are shown: short enough for a row, never ambiguous."""

from __future__ import annotations

from datetime import date, datetime

from kartlegging_tui.domain.norway import hour_in_norway
from kartlegging_tui.language import N_, _

MONTHS = (
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("Aug"),
    N_("Sept"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
)


def near_day(day: date, today: date) -> str:
    """`3. des.`, with the year where it is not this one: `3. des. 2027`."""
    text = _("{day} {month}").format(day=day.day, month=_(MONTHS[day.month - 1]))
    return text if day.year == today.year else f"{text} {day.year}"


def full_day(day: date) -> str:
    """`03.12.2026`: for dates of birth, and where days stand below each other."""
    return day.strftime("%d.%m.%Y")


def clock(moment: datetime) -> str:
    """`14:05`."""
    return hour_in_norway(moment)
