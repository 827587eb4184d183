"""What was answered last time: the same form at the contact point before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kartlegging_tui.domain.answers import Answer, Path, read
from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.records.reading import Reading


@dataclass(frozen=True)
class LastTime:
    """The same form at the last contact point where it was answered."""

    contact_point: int
    held_on: date
    author: str
    answers: dict[Path, Answer] = field(default_factory=dict)


def last_time_of(view: Reading, contact_point: ContactPoint, form: str) -> LastTime | None:
    """The same form where it was last answered: at the latest earlier contact point of the same pathway."""
    found = view.previous_assessment(contact_point.id, form)
    if found is None:
        return None
    assessment, earlier, conversation = found
    answers = {path: read(json) for path, json in view.answers([assessment.id])[assessment.id].items()}
    return LastTime(earlier.number, conversation.held_on, conversation.author, answers)
