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


def undoable(events: Sequence[AnswerEvent], author: str) -> list[tuple[AnswerEvent, str]]:
    """What one author did and has not taken back, the next to take back at the end.

    Each with the JSON of the answer that its path then has again. An event is taken back once, and taking back is not
    itself taken back. `events` are those of one assessment, in the order of their numbers.
    """
    undone = {event.undoes for event in events if event.undoes is not None}
    answers: dict[Path, str] = {}
    standing = []
    for event in events:
        if event.undoes is None and event.number not in undone and event.author == author:
            standing.append((event, answers.get(event.path, NOTHING)))
        answers[event.path] = event.answer
    return standing
