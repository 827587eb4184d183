"""What happened, in order: the events of an assessment or a pathway, what they add up to, and what undoing takes back.

Events are appended, never overwritten: history, undo and audit are one mechanism.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.people import Person

NOTHING = "{}"
"""The content of something that is not, or no longer: an answer that says nothing."""


class Event(Person):
    """Something that happened to one answer of an assessment, or to one thing of a pathway."""

    number: int
    """Its place in the assessment or the pathway, from 1."""
    path: Path
    """What it happened to."""
    content: str
    """What there is from now on, as JSON, without what is empty: `{}` for nothing."""
    author: str
    at: datetime
    undoes: int | None
    """The number of the event that it takes back."""

    @property
    def day(self) -> date:
        """The date in Norway when it happened."""
        return day_in_norway(self.at)


def current(events: Iterable[Event]) -> dict[Path, Event]:
    """The latest event of each path. An undo is one of them: it carries what it puts back."""
    return {event.path: event for event in sorted(events, key=lambda event: event.number)}


def undoable(events: Sequence[Event], author: str, since: int = 0) -> list[tuple[Event, str]]:
    """What one author did and has not taken back, the next to take back at the end.

    Each with the content that its path then has again. An event is taken back once, and taking back is not itself taken
    back. `events` are all there are, in the order of their numbers; those up to number `since` stand for ever.
    """
    undone = {event.undoes for event in events if event.undoes is not None}
    contents: dict[Path, str] = {}
    standing = []
    for event in events:
        mine = event.undoes is None and event.number not in undone and event.author == author
        if mine and event.number > since:
            standing.append((event, contents.get(event.path, NOTHING)))
        contents[event.path] = event.content
    return standing


def last_until(events: Iterable[Event], at: datetime | None) -> int:
    """The number of the last event until a moment; 0 where there is none, or no moment."""
    return max((event.number for event in events if at is not None and event.at <= at), default=0)
