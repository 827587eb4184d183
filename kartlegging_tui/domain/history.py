"""What the events of an assessment add up to: the answers that hold now, and what undoing takes back next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.people import AnswerEvent

NOTHING = "{}"
"""The JSON of an answer that says nothing."""


def current(events: Iterable[AnswerEvent]) -> dict[Path, AnswerEvent]:
    """The latest event of each path. An undo is one of them: it carries the answer that it puts back."""
    return {event.path: event for event in sorted(events, key=lambda event: event.number)}


def undo_target(events: Sequence[AnswerEvent]) -> tuple[AnswerEvent, str] | None:
    """The event to take back next, and the JSON of the answer that its path then has; None when nothing is left.

    Step by step back to the empty form: an event is taken back once, and taking back is not itself taken back.
    `events` are those of one assessment, in the order of their numbers.
    """
    undone = {event.undoes for event in events if event.undoes is not None}
    standing = [event for event in events if event.undoes is None and event.number not in undone]
    if not standing:
        return None
    target = standing.pop()
    before = next((event.answer for event in reversed(standing) if event.path == target.path), NOTHING)
    return target, before
