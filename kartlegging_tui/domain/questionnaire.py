"""A questionnaire as its author wrote it: sections of questions, scores and needs. Values without behaviour."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Literal

from pydantic import Field

from kartlegging_tui.domain.definition import Code, Condition, Definition, FormerIds, Identifier, Theme, Version, Worse
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Option
from kartlegging_tui.domain.texts import Text


class Status(StrEnum):
    DRAFT = "draft"
    """Being written: it can be tried, but is not offered to patients."""
    ACTIVE = "active"
    """In use."""
    RETIRED = "retired"
    """No longer offered; what was answered stays and can be read."""


class Area(StrEnum):
    PHYSICAL = "physical"
    """The body: symptoms, function, lifestyle."""
    PSYCHOSOCIAL = "psychosocial"
    """Mind, mood, coping."""
    RELATIVES = "relatives"
    """Family and network."""
    WORK = "work"
    """Work, education and money."""
    CHILDREN_AS_RELATIVES = "children_as_relatives"
    """Children and young people who are close to the patient."""
    OTHER = "other"
    """Everything else."""


class Wording(StrEnum):
    """Where the words of an instrument come from, language by language."""

    OFFICIAL = "official"
    """Word for word from the owner's own sheet in this language."""
    TRANSCRIBED = "transcribed"
    """Copied from a published source, not yet compared with the official sheet."""
    UNOFFICIAL = "unofficial"
    """Translated, or changed, by others than the owner."""
    OWN = "own"
    """Own words; no instrument is quoted."""


class Priority(StrEnum):
    LOW = "low"
    """Can wait."""
    MEDIUM = "medium"
    """As most needs."""
    HIGH = "high"
    """Should be looked at first."""
    URGENT = "urgent"
    """Calls for something at once."""


class Section(Definition):
    """A part of the form under one heading."""

    id: Identifier
    """Stable; unique among the sections."""
    title: Text
    """The heading."""
    hint: Text | None = None
    """For the one who asks."""
    visible_if: Condition | None = None
    """The whole section is shown only where this is true."""
    theme: Theme | None = None
    """The theme of the questions that name none."""
    confidential: bool = False
    """Nothing of the section is in what the patient is given."""
    questions: tuple[AnyItem, ...] = Field(min_length=1)
    """What is asked, in order."""


class Band(Definition):
    """A stretch of a score and what it may mean. Never a diagnosis."""

    from_: int | float | None = Field(default=None, alias="from")
    """The lowest score of the band; left out: no lower end."""
    to: int | float | None = None
    """The highest score of the band; left out: no upper end."""
    text: Text
    """What it may mean."""
    flag: bool = False
    """Worth the nurse's attention."""


class MeanOfRest(Definition):
    """Missing answers count as the mean of the others, up to a number of them."""

    allow: int = Field(ge=1)
    """The most answers that may be missing."""
    method: Literal["mean"]
    """How they are filled in."""


class MissingRule(StrEnum):
    """What a score does when answers are missing."""

    NONE_ALLOWED = "none_allowed"
    """No score until everything in it is answered."""
    INTERVAL = "interval"
    """While answers are missing, the range that the score must lie in."""


class Score(Definition):
    """A number that follows from the answers, with what it may mean."""

    id: Identifier
    """Stable; named in conditions as a question is."""
    formerly: FormerIds = ()
    """The ids it had in earlier versions."""
    title: Text | None = None
    """What it is called; its id where left out."""
    value: Condition
    """The formula: `sum(a, b)`, `mean(a, b)`, `sum(a, b) * 4`."""
    missing: MissingRule | MeanOfRest = MissingRule.NONE_ALLOWED
    """`none_allowed`: no score until all is answered; `interval`: the range it must lie in; or `{allow, method}`."""
    decimals: int | None = Field(default=None, ge=0, le=6)
    """How many decimals it is rounded to (half away from zero); as many as its parts need where left out."""
    bands: tuple[Band, ...] = ()
    """What its stretches may mean."""
    worse: Worse | None = None
    """Which way is worse, for comparing contact points."""
    real_change: int | float | None = Field(default=None, gt=0)
    """The smallest difference that is more than chance."""
    confidential: bool = False
    """Not in what the patient is given."""
    source: str | None = None
    """Where formula and bands come from."""
    codes: tuple[Code, ...] = ()
    """Codes of the score."""


class NeedRule(Definition):
    """A need that the form sees in the answers."""

    id: Identifier
    """Stable; unique among the needs."""
    formerly: FormerIds = ()
    """The ids it had in earlier versions: what was agreed about it is followed under its new id."""
    when: Condition
    """The need is there while this is true."""
    each: Identifier | None = None
    """A group of rows: the need is there for each row in which `when` is true, its columns named alone."""
    lasting: bool = False
    """Stays an open task of the pathway at every later contact point until it has an action or a recorded reason.

    Source: helsepersonelloven § 10 a: a child of the patient whose follow-up is not settled must not be forgotten.
    """
    title: Text
    """What it is called, in words that the patient may read."""
    priority: Priority = Priority.MEDIUM
    """How much it weighs before nurse and patient have ranked it."""
    suggest: tuple[Text, ...] = ()
    """Actions to choose from."""
    theme: Theme | None = None
    """Which theme it belongs to."""


class Slot(Definition):
    """A place for an instrument whose text we may not ship."""

    holder: str
    """Who grants the licence."""
    how: Text
    """How to get the licence and fill in the text."""


class Origin(Definition):
    """The form that a local variant was made from."""

    form: Identifier
    """Its id."""
    version: Version
    """The version that was copied, or whose changes were last taken over."""


class Questionnaire(Definition):
    """One form, one file, one version."""

    id: Identifier
    """The same in every version; the file is named after it."""
    version: Version
    """In quotation marks: "1.0". A published version never changes."""
    status: Status = Status.DRAFT
    """draft, active or retired."""
    area: Area
    """What the form is about."""
    title: Text
    """What the form is called. The languages it is written in are the languages of the form."""
    description: Text | None = None
    """A sentence about what it is for."""
    source: str
    """Where the content comes from."""
    licence: str
    """On what terms it may be used."""
    wording: dict[str, Wording] | None = None
    """By language, where the words come from: official, transcribed, unofficial or own."""
    derived_from: Origin | None = None
    """Set in a local variant of another form, so that what has changed in the original can be shown."""
    acknowledgement: Text | None = None
    """Shown with the form, where its owner asks for that."""
    slot: Slot | None = None
    """Set where the text needs a licence: the questions may then stand without text."""
    option_lists: dict[Identifier, tuple[Option, ...]] = {}
    """Lists of options that several questions share."""
    sections: tuple[Section, ...] = Field(min_length=1)
    """The parts of the form, in order."""
    scores: tuple[Score, ...] = ()
    """Numbers that follow from the answers."""
    needs: tuple[NeedRule, ...] = ()
    """Needs that the form sees in the answers."""

    def options(self, question: Choice | Choices) -> tuple[Option, ...]:
        """The options of a question, wherever its author wrote them; none where the named list is missing."""
        if isinstance(question.options, str):
            return self.option_lists.get(question.options, ())
        return question.options

    def items(self) -> Iterator[AnyItem]:
        """All items of all sections in order; the columns of a group are found in the group."""
        for section in self.sections:
            yield from section.questions

    def content_hash(self) -> str:
        """SHA-256 of what the form says, in hex. Comments and layout of the file do not change it."""
        content = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
