"""Codes that offices want for what becomes of contact points: which holds on a day, and what is wrong with a table.

No code is known nationally, so the table is empty as shipped, and where none is set that is said: never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

from kartlegging_tui.domain.contact_points import Reason
from kartlegging_tui.domain.people import Person, Place


class RegistrationEvent(StrEnum):
    """What can happen to a contact point that somebody may want a code for."""

    OFFERED = "offered"
    HELD = "held"
    SIGNED = "signed"
    DECLINED = "declined"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    HANDED_OVER = "handed_over"


ANY = ""
"""The outcome of a code that holds whatever the outcome was, where none is set for it."""
FOR_NOW, FOR_GOOD = "for_now", "for_good"
FIRST_TIME, CORRECTED = "first", "corrected"
OUTCOMES: dict[RegistrationEvent, tuple[str, ...]] = {
    RegistrationEvent.OFFERED: (),
    RegistrationEvent.HELD: tuple(Place),
    RegistrationEvent.SIGNED: (FIRST_TIME, CORRECTED),
    RegistrationEvent.DECLINED: (FOR_NOW, FOR_GOOD),
    RegistrationEvent.POSTPONED: (Reason.ILL, Reason.IN_HOSPITAL, Reason.TRAVELLING, Reason.NO_CAPACITY, Reason.OTHER),
    RegistrationEvent.CANCELLED: (Reason.MOVED, Reason.NO_CAPACITY, Reason.DIED, Reason.OTHER),
    RegistrationEvent.HANDED_OVER: (),
}
"""What the records know of how it ended: where a talk was held, whether it was signed anew, why it was put off …"""


class RegistrationCode(Person):
    """A code for something that happens, while it holds."""

    contact_point: int
    """The number of the contact point."""
    event: RegistrationEvent
    outcome: str
    """One of `OUTCOMES`; empty for any of them."""
    code: str
    system: str
    """The name or OID of the code system."""
    valid_from: date
    valid_to: date | None
    """The last day on which it holds; None while it goes on."""

    @property
    def ever_valid(self) -> bool:
        """False for one that was taken out before it began."""
        return self.valid_to is None or self.valid_to >= self.valid_from

    def holds(self, on: date) -> bool:
        """True on the days from the first to the last."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class KeptCode(RegistrationCode):
    """A code as it stands in the table."""

    id: int
    author: str
    at: datetime
    replaces_id: int | None


class Coded(Person):
    """A code, and the system that it is one of."""

    code: str
    system: str


class Happened(Person):
    """Something that became of a contact point."""

    event: RegistrationEvent
    outcome: str
    on: date | None
    """None where the records do not know the day."""


class Registered(Happened):
    """Something that became of a contact point, with the code that was set for it on that day."""

    code: Coded | None
    missing: bool
    """True where no code is set: there is none to be guessed."""


class CodeProblem(StrEnum):
    """What is wrong with a code."""

    NO_CODE = "no_code"
    TOO_LONG = "too_long"
    NO_SYSTEM = "no_system"
    NO_FIRST_DAY = "no_first_day"
    CONTACT_POINT = "contact_point"
    """Not the number of a contact point."""
    OUTCOME = "outcome"
    """Not an outcome of this event."""
    OVERLAPS = "overlaps"
    """Another code holds for the same on some of the days."""


LONGEST = 100


def problems(code: RegistrationCode, others: Iterable[RegistrationCode]) -> list[CodeProblem]:
    """All that is wrong with it; `others` are those that stand beside it."""
    found = []
    if not code.code.strip():
        found.append(CodeProblem.NO_CODE)
    if len(code.code) > LONGEST or len(code.system) > LONGEST:
        found.append(CodeProblem.TOO_LONG)
    if not code.system.strip():
        found.append(CodeProblem.NO_SYSTEM)
    if not 1 <= code.contact_point <= 20:
        found.append(CodeProblem.CONTACT_POINT)
    if code.outcome not in (ANY, *OUTCOMES[code.event]):
        found.append(CodeProblem.OUTCOME)
    if any(overlap(code, other) for other in others):
        found.append(CodeProblem.OVERLAPS)
    return found


def overlap(one: RegistrationCode, other: RegistrationCode) -> bool:
    """True if both are for the same, and hold on a same day."""
    same = (one.contact_point, one.event, one.outcome) == (other.contact_point, other.event, other.outcome)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return same and one.ever_valid and other.ever_valid and max(one.valid_from, other.valid_from) <= last


def code_for(codes: Sequence[RegistrationCode], contact_point: int, happened: Happened) -> Registered:
    """What happened with its code on that day: the one for just this outcome, or else the one for any."""
    fitting = {
        code.outcome: Coded(code=code.code, system=code.system)
        for code in codes
        if (code.contact_point, code.event) == (contact_point, happened.event)
        and happened.on is not None
        and code.holds(happened.on)
    }
    found = fitting.get(happened.outcome) or fitting.get(ANY)
    return Registered(**dict(happened), code=found, missing=found is None)
