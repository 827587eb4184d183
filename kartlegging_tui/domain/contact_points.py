"""What becomes of a contact point that is not held: declined, put off, cancelled – and what may follow from each.

Each change is an event of the pathway at `status_path`, so that the whole history can be told. The status itself stands
with the contact point, for the worklist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.history import NOTHING, Event
from kartlegging_tui.domain.pathway import ContactPointStatus, add_months
from kartlegging_tui.domain.people import ContactPoint, Person

SOON = timedelta(days=14)
"""A conversation that is put off is tried again after this, unless another day is agreed."""


class Reason(StrEnum):
    """Why a contact point has become what it is."""

    ILL = "ill"
    IN_HOSPITAL = "in_hospital"
    TRAVELLING = "travelling"
    MOVED = "moved"
    NO_CAPACITY = "no_capacity"
    """There was nobody to hold it. Said as it is: figures on capacity rest on it."""
    DIED = "died"
    RESUMED = "resumed"
    """A conversation that was left aside is gone on with."""
    OTHER = "other"
    """In words of its own."""


REASONS = {
    ContactPointStatus.POSTPONED: (Reason.ILL, Reason.IN_HOSPITAL, Reason.TRAVELLING, Reason.NO_CAPACITY, Reason.OTHER),
    ContactPointStatus.CANCELLED: (Reason.MOVED, Reason.NO_CAPACITY, Reason.OTHER),
}
"""Which of them a user can give for which status. Declining needs no reason: taking part is voluntary."""


ASKED = (ContactPointStatus.OFFERED, ContactPointStatus.DECLINED, ContactPointStatus.POSTPONED)
"""What a contact point can become only where the patient was asked."""


class Standing(Person):
    """What becomes of a contact point."""

    status: ContactPointStatus
    ask_again_on: date | None = None
    """Declined: when to ask again, None for never. Postponed: to which day."""
    reason: Reason | None = None
    words: str = ""
    """What else there is to say."""


class StatusChange(Standing):
    """That it became so, and what it was before: a mistake can be taken back to exactly that."""

    status_before: ContactPointStatus
    ask_again_before: date | None = None


@dataclass(frozen=True)
class ToldOf:
    """What the events of a contact point add up to, beside its status."""

    offered: bool = False
    """The patient was asked: a letter, or what they answered. Planned again takes it back, as if nothing was said."""
    reason: Reason | None = None
    """The last that was given; the patient's death is none."""
    before_death: ContactPointStatus | None = None
    """What it was when the patient died; None where the death did not end it."""

    def then(self, change: StatusChange) -> ToldOf:
        """After another change."""
        if change.reason is Reason.DIED:
            return replace(self, before_death=change.status_before)
        if change.status is ContactPointStatus.PLANNED:
            return ToldOf()
        return ToldOf(self.offered or change.status in ASKED, change.reason)


def told_of(events: Iterable[Event]) -> dict[int, ToldOf]:
    """By the number of the contact point; `events` are all of a pathway, in order. What was taken back is not told."""
    happened = list(events)
    undone = {event.undoes for event in happened if event.undoes is not None}
    found: dict[int, ToldOf] = {}
    for event in happened:
        kind, _, number = event.path.partition("/")
        if kind == "status" and event.undoes is None and event.number not in undone and event.content != NOTHING:
            change = StatusChange.model_validate_json(event.content)
            found[int(number)] = found.get(int(number), ToldOf()).then(change)
    return found


class Problem(StrEnum):
    """Why something cannot become of a contact point."""

    NO_DAY = "no_day"
    """Put off, but not to a day."""
    DAY_PAST = "day_past"
    """The day is not to come."""
    NO_REASON = "no_reason"
    NO_WORDS = "no_words"
    """Another reason, but not which."""


def problems(standing: Standing, today: date) -> list[Problem]:
    """All that is wrong with it."""
    found = []
    if standing.status is ContactPointStatus.POSTPONED and standing.ask_again_on is None:
        found.append(Problem.NO_DAY)
    if standing.ask_again_on is not None and standing.ask_again_on <= today:
        found.append(Problem.DAY_PAST)
    if standing.status in REASONS and standing.reason is None:
        found.append(Problem.NO_REASON)
    if standing.reason is Reason.OTHER and not standing.words.strip():
        found.append(Problem.NO_WORDS)
    return found


def status_path(number: int) -> Path:
    """Where the events of a contact point's status are."""
    return f"status/{number}"


def is_status(path: Path) -> bool:
    """True if the events there are of a contact point's status."""
    return path.startswith("status/")


def is_ongoing(point: ContactPoint, talking: Collection[int]) -> bool:
    """True while its conversation goes on: begun and not ended (`talking` holds the ids of such), and not left aside.

    Starting one makes the contact point offered. Whatever it becomes after that leaves the conversation aside, with its
    answers, to be gone on with another day.
    """
    return point.id in talking and point.status is ContactPointStatus.OFFERED


def days_to_ask(point: ContactPoint, points: Sequence[ContactPoint], today: date) -> list[date]:
    """Days on which to ask again somebody who declined, the most likely first; `points` are all of the pathway.

    When the window opens, if it has not. Else in a month, but before the window closes where that leaves two weeks to
    think, and not later than the next contact point begins. After it: in two weeks, and when the next one opens.
    """
    month = add_months(today, 1)
    following = min(
        (other.opens for other in points if other.number > point.number and other.opens > today), default=None
    )
    if today < point.opens:
        likely = point.opens
    else:
        ends = [end for end in (point.closes, following) if end is not None and end >= today + SOON]
        likely = min([month, *ends])
    days = [likely, today + SOON, *([following] if following else []), month]
    return list(dict.fromkeys(on_weekday(day) for day in days))


def days_to_put_off_to(today: date) -> list[date]:
    """Days to which a conversation may be put off, the most likely first: two weeks, one week, a month."""
    days = (today + SOON, today + timedelta(days=7), add_months(today, 1))
    return list(dict.fromkeys(on_weekday(day) for day in days))


def on_weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)
