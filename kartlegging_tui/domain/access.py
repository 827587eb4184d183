"""Who saw what: what every row in the log of access says, and why somebody may see a patient.

Source: pasientjournalloven § 22, pasientjournalforskriften § 14; Normen, fact sheet 15 on logging.
"""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from kartlegging_tui.domain.people import Person, Role


class Ground(StrEnum):
    """Why somebody may see a patient. A rule gives it; it is never asked for, but in an emergency."""

    UNIT = "unit"
    """Their unit follows the patient."""
    CARE_RELATION = "care_relation"
    """They hold talks with the patient, are responsible for following up, or are to do what is agreed."""
    OPEN = "open"
    """No unit follows the patient: everybody who sees patients may."""
    EMERGENCY = "emergency"
    """They have opened the patient with a reason, for a while."""
    OWN_DATABASE = "own_database"
    """Nobody else uses the database."""
    TASK = "task"
    """Their role: a list, a search, a report, of no single patient."""
    NONE = "none"
    """There is none: nothing is shown, and the attempt is logged."""


class Purpose(StrEnum):
    """What something is read for. It follows from what is read.

    Source: pasientjournalloven §§ 6, 19, 20: care, its administration and its quality are different purposes.
    """

    CARE = "care"
    ADMINISTRATION = "administration"
    QUALITY = "quality"
    TECHNICAL = "technical"


class Outcome(StrEnum):
    """What came of it."""

    SHOWN = "shown"
    DENIED = "denied"


class Access(Person):
    """That somebody reads something, or was not let: what a row in the log says.

    Role, ground and purpose are None in rows from before they were told.
    """

    at: datetime
    staff_id: int
    role: Role | None
    unit: str
    """Where they work; empty where that is not known."""
    patient_id: int | None
    """None for what is about no single patient."""
    what: str
    """The word for what is read: `patient`, `worklist`, `report` …"""
    details: str
    """Which part, as JSON. No names and no identifiers."""
    ground: Ground | None
    purpose: Purpose | None
    outcome: Outcome
    workstation: str
    """Who is logged in on which machine: `kari@kontor-3`."""


class Logged(Access):
    """A row of the log, as it is read."""

    number: int
    name: str
    """Whose reading it was."""

    @property
    def part(self) -> dict[str, Any]:
        """Which part was read, by the names in `details`."""
        return json.loads(self.details) if self.details else {}


class Wanted(Person):
    """Which rows of the log are wanted."""

    patient_id: int | None = None
    """About this patient, also as one of a list."""
    staff_id: int | None = None
    since: datetime | None = None
    denied: bool = False
    """Only what was not shown."""
    emergency: bool = False
    """Only what was opened in an emergency."""


_PURPOSES = {
    Purpose.ADMINISTRATION: (
        *("access_log", "arrival", "details", "details_changed", "erased", "erasing", "export", "handover"),
        *("inbox", "lookup", "refused_correction", "registration", "units"),
    ),
    Purpose.QUALITY: ("answers", "codes", "codes_changed", "form_use", "question", "report", "why", "words"),
    Purpose.TECHNICAL: (
        *("backup", "command", "emergencies", "review", "sealed", "verified"),
        *("key", "login", "new_key", "password", "recovery_key", "users"),
    ),
}
_PURPOSE_OF = {what: purpose for purpose, words in _PURPOSES.items() for what in words}


def purpose_of(what: str) -> Purpose:
    """What this is read for: care, unless the word is known for something else."""
    return _PURPOSE_OF.get(what, Purpose.CARE)
