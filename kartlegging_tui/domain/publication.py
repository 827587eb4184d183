"""What becomes of a version of a form: published, one day retired; by whom, when and why."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, RootModel, StringConstraints

from kartlegging_tui.domain.definition import Definition, Identifier, Version
from kartlegging_tui.domain.questionnaire import Questionnaire, Status

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""`Questionnaire.content_hash()`."""


class Event(StrEnum):
    """What can happen to a version."""

    PUBLISHED = "published"
    """From then on it is offered and never changes. Again after it was retired: it is offered again."""
    RETIRED = "retired"
    """No longer offered; what was answered in it is drawn as before."""


class Publication(Definition):
    """One line of the history of published versions."""

    form: Identifier
    """The id of the form."""
    version: Version
    """Which version of it."""
    event: Event
    """What happened to it: published or retired."""
    hash: Hash
    """The content hash of the version, by which its copy is known to be unchanged."""
    by: str
    """Who did it."""
    at: AwareDatetime
    """When, in UTC."""
    why: str
    """Why, in the words of the one who did it."""


class History(RootModel[tuple[Publication, ...]], frozen=True):
    """Everything that happened, in order. Appended to, never changed."""

    root: tuple[Publication, ...] = ()


def says_the_same(one: Questionnaire, other: Questionnaire) -> bool:
    """True if two forms ask and reckon the same. Their status may differ: it changes in a version's life."""
    return one.model_copy(update={"status": other.status}).content_hash() == other.content_hash()


def status_of(events: tuple[Event, ...]) -> Status:
    """What a version is after all that happened to it."""
    if not events:
        return Status.DRAFT
    return Status.RETIRED if events[-1] is Event.RETIRED else Status.ACTIVE
