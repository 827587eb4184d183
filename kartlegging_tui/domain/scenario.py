"""Scenarios: examples of a filled form, and what its author expects to come of them. Values without behaviour."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from kartlegging_tui.domain.definition import Definition, Identifier
from kartlegging_tui.domain.questionnaire import Band, Score

NONE = "none"
"""Written where a score cannot be told, or where no band is expected."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Expected(Definition):
    """What is expected of a form. What is left out is not looked at.

    Rows are named by their place: `barn/2/alder`, `uten_oppfolging/2`. In `visible` and `hidden`, `barn.alder` stands
    for the column in every row.
    """

    visible: tuple[str, ...] = ()
    """Questions that are shown; others may be."""
    hidden: tuple[str, ...] = ()
    """Questions that are not shown; others may be hidden too."""
    computed: dict[str, JsonValue] = {}
    """By question: what is computed; `none` while it cannot be."""
    scores: dict[str, JsonValue] = {}
    """By score: its number; `[least, most]` where answers are missing; `none` where it cannot be told."""
    bands: dict[str, str] = {}
    """By score: the text of the band it falls in, in any language, or a part of it that no other band has; `none`."""
    flagged: tuple[str, ...] | None = None
    """Exactly the scores that are flagged."""
    needs: tuple[str, ...] | None = None
    """Exactly the needs that are raised, in any order."""
    urgent: tuple[str, ...] | None = None
    """Exactly the questions whose answer calls for something at once."""
    problems: tuple[str, ...] | None = None
    """Exactly the questions that stand in the way of signing."""


class Situation(Definition):
    """What the scenarios of forms and of pathways have in common."""

    name: Name
    """What the example shows, in a line."""
    source: str | None = None
    """Where the example was published, what was recalculated, what is not verified."""
    age: int | None = Field(default=None, ge=0, le=150)
    """The patient's age in whole years; not known where it is left out."""
    today: str | None = None
    """The day of the conversation, "2026-11-22". Where nothing says it, dates are not compared with today."""


class Scenario(Situation):
    """One example of a filled form."""

    contact_point: int | None = Field(default=None, ge=1, le=20)
    """The number of the contact point; none where it is left out."""
    previous: dict[str, JsonValue] = {}
    """The answers of the last contact point."""
    given: dict[str, JsonValue] = {}
    """The answers, as the file of answers has them."""
    expect: Expected
    """What comes of them."""


class FormScenarios(Definition):
    """The examples of one form: a file."""

    form: Identifier
    """The id of the form; the file is named after it."""
    today: str | None = None
    """The day of the conversation, for the scenarios that name none."""
    scenarios: tuple[Scenario, ...] = Field(min_length=1)
    """The examples, each on its own."""


class PathwayExpected(Definition):
    """What is expected of a pathway. What is left out is not looked at."""

    offered: tuple[str, ...] = ()
    """Forms that are offered; others may be."""
    not_offered: tuple[str, ...] = ()
    """Forms that are not offered; others may be left out too."""
    problems: tuple[str, ...] | None = None
    """Exactly the questions (`form.question`) to which what is `required` and not so yet leads."""


class PathwayScenario(Situation):
    """One example of a conversation: answers to several forms at a contact point."""

    contact_point: int = Field(ge=1, le=20)
    """The number of the contact point."""
    previous: dict[str, dict[str, JsonValue]] = {}
    """By form: the answers of the last contact point."""
    given: dict[str, dict[str, JsonValue]] = {}
    """By form: the answers."""
    expect: PathwayExpected
    """What comes of them."""


class PathwayScenarios(Definition):
    """The examples of one pathway: a file."""

    pathway: Identifier
    """The id of the pathway; the file is named after it."""
    today: str | None = None
    """The day of the conversation, for the scenarios that name none."""
    scenarios: tuple[PathwayScenario, ...] = Field(min_length=1)
    """The examples, each on its own."""


def bands_called(score: Score, words: str) -> tuple[Band, ...]:
    """The bands with this text in any of their languages; else those of which it is a part."""
    same = tuple(band for band in score.bands if words in band.text.root.values())
    return same or tuple(band for band in score.bands if any(words in text for text in band.text.root.values()))
