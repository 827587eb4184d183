"""Who may see a patient: a role is not enough. A unit follows the patient, or there is a care relation or an emergency.

Source: pasientjournalloven § 19; Normen, guide to access control: access follows the need, and whoever lets themselves
in ("selvautorisering") says why, for a short while, and is followed up.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.domain.people import Person

EMERGENCY_LASTS = timedelta(minutes=60)
"""No figure is published: long enough for one conversation, too short for a habit."""
LEAST_REASON = 10
"""Characters of the words that say why: what was meant can be seen from them afterwards."""


class ReasonKind(StrEnum):
    """Why somebody lets themselves in."""

    ACUTE = "acute"
    PATIENT_ASKS = "patient_asks"
    COLLEAGUE = "colleague"
    """Takes over for a colleague who is away."""
    OTHER = "other"


class Standing(Person):
    """How a user stands to a patient."""

    alone: bool = False
    """Nobody else uses the database."""
    unit: str = ""
    """Where the user works; empty where that is not known."""
    follow: frozenset[str] = frozenset()
    """The units that follow the patient."""
    related: bool = False
    """The user holds talks with the patient, is responsible, or is to do something that is agreed."""
    emergency_until: datetime | None = None
    """When the last emergency access of the user to the patient ends, or has ended."""


def ground_of(standing: Standing, at: datetime) -> Ground:
    """Why the user may see the patient now; the plainest reason first, `Ground.NONE` where there is none."""
    if standing.alone:
        return Ground.OWN_DATABASE
    if not standing.follow:
        return Ground.OPEN
    if standing.unit in standing.follow:
        return Ground.UNIT
    if standing.related:
        return Ground.CARE_RELATION
    if standing.emergency_until is not None and at < standing.emergency_until:
        return Ground.EMERGENCY
    return Ground.NONE


class Ended(StrEnum):
    """What somebody wrote by, and has no longer."""

    ROLE = "role"
    """Their role is over or another, or their account is closed."""
    EMERGENCY = "emergency"
    """The emergency access has run out."""
    RELATION = "relation"
    """Only other units follow the patient, and there is no care relation, or none any more."""


class Emergency(Person):
    """That somebody has let themselves in to a patient."""

    id: int
    patient_id: int
    user: str
    user_id: int
    unit: str
    """Where they work."""
    kind: ReasonKind
    reason: str
    opened_at: datetime
    until: datetime
    reviewed_at: datetime | None
    reviewed_by: str
    """Empty until it is reviewed."""
    review: str

    def runs(self, at: datetime) -> bool:
        """The patient is still open for it."""
        return at < self.until


class UnitChange(Person):
    """That other units follow a patient from then on. Appended, never changed."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    reason: str
    author: str
    at: datetime
