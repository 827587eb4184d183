"""Days in words, for what is read on paper."""

from __future__ import annotations

from datetime import date, datetime

from kartlegging_tui.domain.norway import day_in_norway, hour_in_norway
from kartlegging_tui.language import N_, translate

MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


def day_words(day: date, language: str) -> str:
    """`22. november 2026`, in English `22 November 2026`."""
    month = translate(MONTHS[day.month - 1], language)
    return translate(N_("{day} {month} {year}"), language).format(day=day.day, month=month, year=day.year)


def moment_words(at: datetime) -> str:
    """`22.11.2026 10:05`, as clocks in Norway showed."""
    return f"{day_in_norway(at):%d.%m.%Y} {hour_in_norway(at)}"
