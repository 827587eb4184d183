"""What is known about a patient beside their illness, and how it has changed: people marry, move, learn languages."""

from __future__ import annotations

from datetime import date, datetime

from kartlegging_tui.domain.people import IdentifierKind, Person


class PatientDetails(Person):
    """What may be changed about a patient."""

    name: str
    identifier: str | None
    """Set for those who had none; another number in place of one that is known is another matter."""
    identifier_kind: IdentifierKind | None
    birth_date: date | None
    language: str
    municipality: str
    contact_person: str
    guardians: str = ""


class PatientChange(Person):
    """One thing that was changed about a patient. Appended, never changed."""

    number: int
    field: str
    """The name of a field of `PatientDetails`."""
    before: str
    """What stood there: a date as `2026-05-17`, empty for nothing."""
    after: str
    author: str
    at: datetime


def written(value: object) -> str:
    """A value as it stands in the history."""
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
