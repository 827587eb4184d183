"""Who is due: the contact point that comes next in a pathway, and how urgent it is on a given day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kartlegging_tui.domain.contact_points import Reason, is_ongoing
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint, age


class Due(StrEnum):
    """What a pathway waits for. In the order of the worklist: the most urgent first."""

    ONGOING = "ongoing"
    """A conversation has begun and is not ended."""
    OVERDUE = "overdue"
    """The window has closed."""
    OPEN = "open"
    """The window is open."""
    ASK_AGAIN = "ask_again"
    """Declined, and the day has come on which to ask again."""
    COMING = "coming"
    """The window has not opened yet."""
    DECLINED = "declined"
    """Declined, to be asked again later or not at all."""
    NOT_POSSIBLE = "not_possible"
    """Nothing more will be held, and the last contact point was not: the patient has moved or died, or for other
    reasons. Only of a pathway."""
    DONE = "done"
    """The last contact point is held; of a contact point by itself, also that it is cancelled."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a text typed over the worklist looks for. What is empty does not narrow the search."""

    words: tuple[str, ...] = ()
    """Beginnings of names, in any order: all must be found."""
    identifier: str = ""
    """The first digits of an identifier …"""
    birth_dates: tuple[date, ...] = ()
    """… or one of these dates of birth, when the same digits can be read so."""
    near: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Whole words of names that count as well for a word that was typed, since one may err in typing."""


EVERYBODY = Search()


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One pathway as the worklist shows it."""

    pathway_id: int
    patient_id: int
    name: str
    birth_date: date | None
    municipality: str
    icd10: str
    contact_point_id: int | None
    """The contact point that comes next; None when all are done."""
    number: int | None
    opens: date | None
    closes: date | None
    ask_again_on: date | None
    due: Due
    died_on: date | None = None
    """The day on which the patient died."""
    reason: Reason | None = None
    """Why it is not possible; None where that was not said."""
    responsible: str = ""
    """Who is responsible for following up; empty for nobody."""
    unit: str = ""
    """Where they work."""

    def age(self, today: date) -> int | None:
        """Whole years; None without a birth date."""
        return age(self.birth_date, today)

    def days(self, today: date) -> int | None:
        """Days since it was due, until it opens or closes, or until asking again – as `due` says; else None."""
        match self.due:
            case Due.OVERDUE if self.closes:
                return (today - max(self.closes, self.ask_again_on or self.closes)).days
            case Due.OPEN if self.closes:
                return (max(self.closes, self.ask_again_on or self.closes) - today).days
            case Due.COMING if self.opens:
                return (max(self.opens, self.ask_again_on or self.opens) - today).days
            case Due.ASK_AGAIN | Due.DECLINED if self.ask_again_on:
                return abs((self.ask_again_on - today).days)
        return None


def next_contact_point(points: Sequence[ContactPoint], ongoing: Collection[int]) -> ContactPoint | None:
    """The contact point that the worklist shows, of those of one pathway in order; None when all are done.

    The one with an ongoing conversation (`ongoing` holds the ids of those with one that is not ended), or else the
    first that is neither held nor cancelled. Declined without a day to ask again, it gives way to a later one:
    otherwise "no" to the first would hide the second for ever.
    """
    for point in points:
        if is_ongoing(point, ongoing):
            return point
    left = [point for point in points if point.status not in (ContactPointStatus.HELD, ContactPointStatus.CANCELLED)]
    waiting = (point for point in left if point.status is not ContactPointStatus.DECLINED or point.ask_again_on)
    return next(waiting, left[-1] if left else None)


def due(point: ContactPoint | None, ongoing: Collection[int], today: date) -> Due:
    """How urgent a contact point is on a day."""
    if point is None or point.status in (ContactPointStatus.HELD, ContactPointStatus.CANCELLED):
        return Due.DONE
    if is_ongoing(point, ongoing):
        return Due.ONGOING
    if point.status is ContactPointStatus.DECLINED:
        asked = point.ask_again_on is not None and point.ask_again_on <= today
        return Due.ASK_AGAIN if asked else Due.DECLINED
    first, last = stretch(point)
    if today < first:
        return Due.COMING
    return Due.OPEN if today <= last else Due.OVERDUE


def stretch(point: ContactPoint) -> tuple[date, date]:
    """The first and the last day on which a contact point should be held: its window, or later where it is put off."""
    later = point.ask_again_on if point.status is ContactPointStatus.POSTPONED else None
    return max(point.opens, later or point.opens), max(point.closes, later or point.closes)
