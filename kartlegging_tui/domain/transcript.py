"""A conversation whole: what is signed, and what is exported. All that was said, by whom and when, and the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kartlegging_tui.domain.answers import Answer, Path
from kartlegging_tui.domain.people import ContactPoint, Conversation, Pathway, Patient, Person
from kartlegging_tui.domain.texts import Text


class SaidAnswer(Person):
    """An answer as it stands, and who gave it last."""

    path: Path
    answer: Answer
    author: str
    at: datetime


class SaidScore(Person):
    """A score: data once it is signed, and no longer a formula."""

    id: str
    value: int | float | None
    complete: bool
    band: Text | None = None
    """What it may mean, as the form says."""


class SaidForm(Person):
    """One form of the conversation."""

    form: str
    version: str
    content_hash: str
    """Of the questionnaire, so that what was asked can be proved."""
    answers: tuple[SaidAnswer, ...]
    """In the order of the form."""
    dropped: tuple[Path, ...] = ()
    """Answers to questions that were hidden in the end: taken out at signing, and found in the history."""
    scores: tuple[SaidScore, ...] = ()
    needs: tuple[str, ...] = ()
    """The keys of the needs that the answers show."""
    urgent: tuple[Path, ...] = ()
    """The questions whose answer called for something at once."""


class Agreed(Person):
    """One thing of the plan as it stands."""

    path: Path
    content: dict[str, Any]
    """As `plan` keeps it: a need, an action, a consent …"""
    author: str
    at: datetime


class Transcript(Person):
    """One version of a conversation."""

    version: int
    """1 for the first signature; one more for each correction."""
    reason: str = ""
    """Why it was corrected."""
    signed_by: str
    signed_at: datetime
    patient: Patient
    pathway: Pathway
    contact_point: ContactPoint
    conversation: Conversation
    forms: tuple[SaidForm, ...]
    agreed: tuple[Agreed, ...]
