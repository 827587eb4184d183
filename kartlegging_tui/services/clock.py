"""What time it is. The one place where the machine's clock is read."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kartlegging_tui.domain.norway import day_in_norway


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The day it is in Norway."""
    return day_in_norway(now())
