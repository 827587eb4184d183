"""What has arrived from another place, and waits until somebody has looked at it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kartlegging_tui.domain.people import Person


class ArrivalStatus(StrEnum):
    """What has become of an arrival."""

    WAITING = "waiting"
    TAKEN_IN = "taken_in"
    PUT_ASIDE = "put_aside"


class Arrival(Person):
    """One patient, as another place has sent what it holds."""

    id: int
    received_at: datetime
    received_by: str
    """Who brought it in here."""
    sender: str
    """Who sent it, as the file says; empty where it does not."""
    content: str
    """`export.ExportedPatient` as JSON."""
    status: ArrivalStatus
    decided_at: datetime | None
    decided_by: str | None
    patient_id: int | None
    """Whose record it was taken into."""
    reason: str
    """Why it was put aside."""
