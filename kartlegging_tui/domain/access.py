"""Who saw what: what every row in the log of access says, and why somebody may see a patient.

Source: pasientjournalloven § 22, pasientjournalforskriften § 14; Normen, fact sheet 15 on logging.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from kartlegging_tui.domain.people import Person, Role

SEES_PATIENTS = frozenset({Role.NURSE, Role.COORDINATOR})
"""Who is given patients. Whoever keeps the forms is not, nor who reads the log.

Source: Normen, guide to access control: access follows the need.
"""


class Ground(StrEnum):
    """Why somebody may see a patient. A rule gives it; it is never asked for, but in an emergency."""

    UNIT = "unit"
    """Their unit follows the patient."""
    CARE_RELATION = "care_relation"
    """They hold talks with the patient, are responsible for following up, or have registered them."""
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
    """That somebody reads something, or was not let: what a row in the log says."""

    at: datetime
    staff_id: int
    role: Role
    unit: str
    """Where they work; empty where that is not known."""
    patient_id: int | None
    """None for what is about no single patient."""
    what: str
    """The word for what is read: `patient`, `worklist`, `report` …"""
    details: str
    """Which part, as JSON. No names and no identifiers."""
    ground: Ground
    purpose: Purpose
    outcome: Outcome
    workstation: str
    """Who is logged in on which machine: `kari@kontor-3`."""


_PURPOSES = {
    Purpose.ADMINISTRATION: ("access_log", "arrival", "details", "export", "handover", "inbox", "registration"),
    Purpose.QUALITY: ("form_use", "question", "report", "why", "words"),
    Purpose.TECHNICAL: ("backup", "sealed", "verified"),
}
_PURPOSE_OF = {what: purpose for purpose, words in _PURPOSES.items() for what in words}


def purpose_of(what: str) -> Purpose:
    """What this is read for: care, unless the word is known for something else."""
    return _PURPOSE_OF.get(what, Purpose.CARE)
