"""Pathways: their contact points, the windows in which these should be held, and the forms they offer."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum

from pydantic import Field

from kartlegging_tui.domain.definition import Condition, Definition, Identifier, QuestionName, Version
from kartlegging_tui.domain.texts import Text


class WindowState(StrEnum):
    """How a window looks from a given day."""

    COMING = "coming"
    OPEN = "open"
    PAST = "past"


class HeldBy(StrEnum):
    """Who holds the conversation at a contact point."""

    SPECIALIST = "specialist"
    """The hospital."""
    MUNICIPALITY = "municipality"
    """The municipality."""


class ContactPointStatus(StrEnum):
    """What has become of a contact point. Declining is for now: the patient is asked again later.

    Source: Helsedirektoratet, Pakkeforløp hjem, contact point 1: taking part is voluntary, and those who decline
    should be asked again.
    """

    PLANNED = "planned"
    OFFERED = "offered"
    DECLINED = "declined"
    POSTPONED = "postponed"
    """Put off to another day, for other reasons than that the patient does not want to."""
    HELD = "held"
    CANCELLED = "cancelled"


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the last day of the month where there is no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_and_days(start: date, end: date) -> tuple[int, int]:
    """Whole months, and the days beyond them, from a day to a later one; nothing where the other is the earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    return max(months, 0), max((end - add_months(start, max(months, 0))).days, 0)


class Window(Definition):
    """When a contact point should be held, counted from the diagnosis.

    Source: Helsedirektoratet, Pakkeforløp hjem, contact points 2 and 3 ("ca.", "bør"): guidance, never a barrier.
    """

    opens: int = Field(ge=0, le=600)
    """Months after the diagnosis date, at which the window opens."""
    closes: int = Field(ge=0, le=600)
    """Months after the diagnosis date; the last day still counts. 31 January + 1 month is the last of February."""

    def dates(self, diagnosed: date) -> tuple[date, date]:
        """The first and the last day."""
        return add_months(diagnosed, self.opens), add_months(diagnosed, self.closes)

    def state(self, diagnosed: date, today: date) -> WindowState:
        """Coming, open or past, as seen from `today`."""
        opens, closes = self.dates(diagnosed)
        if today < opens:
            return WindowState.COMING
        return WindowState.OPEN if today <= closes else WindowState.PAST


class Offer(Definition):
    """A form that a contact point offers."""

    form: Identifier
    """The form's id."""
    offer_if: Condition | None = None
    """Offered only where this is true; always where it is left out. Answers are named `form.question`."""


class Requirement(Definition):
    """What must be so before a conversation of the contact point can be signed. Never stands in the way of saving."""

    that: Condition
    """True once it is so. Answers are named `form.question`; `asked(form.question)` where no answer need be given."""
    question: QuestionName
    """Where to go to put it right: `form.question`, of a form that the contact point offers."""
    text: Text
    """What is missing, for the one who signs."""


class PlannedContactPoint(Definition):
    """A contact point as the pathway plans it."""

    number: int = Field(ge=1, le=20)
    """Its place in the pathway."""
    title: Text
    """What it is called."""
    held_by: HeldBy
    """specialist or municipality."""
    window: Window
    """When it should be held, in months after the diagnosis date."""
    guidance: Text | None = None
    """For the one who holds it."""
    offers: tuple[Offer, ...] = Field(min_length=1)
    """The forms, in the order in which they are offered."""
    required: tuple[Requirement, ...] = ()
    """What must be so before the conversation can be signed."""


class PathwayDefinition(Definition):
    """A pathway as its author wrote it: one file."""

    id: Identifier
    """The same in every version; the file is named after it."""
    version: Version
    """In quotation marks: "1.0"."""
    title: Text
    """What the pathway is called."""
    description: Text | None = None
    """A sentence about it."""
    source: str
    """Where its contact points and windows come from."""
    contact_points: tuple[PlannedContactPoint, ...] = Field(min_length=1)
    """In the order of their numbers."""

    def contact_point(self, number: int) -> PlannedContactPoint:
        """The planned contact point with this number; KeyError where there is none."""
        for point in self.contact_points:
            if point.number == number:
                return point
        raise KeyError(number)
