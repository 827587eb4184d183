"""The day and the hour in Norway, whatever zone the machine is set to: servers often keep UTC."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

NORWAY = ZoneInfo("Europe/Oslo")


def day_in_norway(at: datetime) -> date:
    """The date that people in Norway had at a moment (with a time zone)."""
    return at.astimezone(NORWAY).date()


def hour_in_norway(at: datetime) -> str:
    """`14:05`: what clocks in Norway showed."""
    return at.astimezone(NORWAY).strftime("%H:%M")
