"""A questionnaire as its author wrote it: sections, questions, scores and needs. Values without behaviour.

Field docstrings are the documentation that editors show (JSON Schema) and that `docs/questionnaire-format.md` lists.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from kartlegging_tui.domain.texts import Text

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Condition = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
"""A condition or a formula in the small language of `expressions`."""
Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+){0,2}$", max_length=32)]
OptionValue = int | float | str


class Definition(BaseModel):
    """What is read from a file: frozen, strict, and without a field that nobody knows.

    Strict as JSON is: a list is a tuple and a word is a member of its enumeration, but `1` is not a text. Validate
    with `model_validate_json`.
    """

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", hide_input_in_errors=True, use_attribute_docstrings=True
    )


class Status(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Area(StrEnum):
    PHYSICAL = "physical"
    PSYCHOSOCIAL = "psychosocial"
    RELATIVES = "relatives"
    WORK = "work"
    CHILDREN_AS_RELATIVES = "children_as_relatives"
    OTHER = "other"


class Theme(StrEnum):
    """The 13 themes of the national needs assessment.

    Source: Helsedirektoratet, Pakkeforløp hjem for pasienter med kreft, contact point 1 ("kan omfatte", adapted to
    each patient): what a conversation may cover, not what it must.
    """

    FAMILY_AND_NETWORK = "family_and_network"
    WORK_AND_EDUCATION = "work_and_education"
    ECONOMY_AND_HOUSING = "economy_and_housing"
    HELP_AT_HOME = "help_at_home"
    REHABILITATION = "rehabilitation"
    PHYSICAL_FUNCTION = "physical_function"
    NUTRITION = "nutrition"
    OWN_HEALTH = "own_health"
    RESOURCES_AND_COPING = "resources_and_coping"
    LEISURE_AND_SOCIAL = "leisure_and_social"
    MENTAL_HEALTH = "mental_health"
    SEXUAL_HEALTH = "sexual_health"
    ORAL_HEALTH = "oral_health"


class Wording(StrEnum):
    """Where the words of an instrument come from, language by language."""

    OFFICIAL = "official"
    TRANSCRIBED = "transcribed"
    UNOFFICIAL = "unofficial"
    OWN = "own"


class Priority(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class Worse(StrEnum):
    """Which way a number must move for things to have become worse."""

    HIGHER = "higher"
    LOWER = "lower"


class Code(Definition):
    """What a question or an option is called in a terminology."""

    system: str
    """The terminology: `loinc`, `snomed`, or an address (urn:oid:…, http://…)."""
    code: str
    """The code in that terminology."""


class Option(Definition):
    """One of the answers that can be chosen."""

    value: OptionValue
    """What is stored and what conditions compare with: a number or a text, the same kind for the whole list."""
    text: Text
    """What the nurse and the patient read."""
    score: int | float | None = None
    """What counts in `sum`, `mean` and other arithmetic; the value itself where it is a number."""
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-zæøå]$")] | None = None
    """The key that picks it; its place in the list (1–9) where none is given."""
    exclusive: bool = False
    """In `choices`: rules the others out ("none of these")."""
    other: bool = False
    """Asks for the words behind it ("other: …")."""
    codes: tuple[Code, ...] = ()
    """Codes of this answer."""

    @property
    def points(self) -> float | None:
        """What the option counts in arithmetic; None where it has neither a score nor a number as its value."""
        if self.score is not None:
            return self.score
        return None if isinstance(self.value, str) else self.value


class Ends(Definition):
    """The words at the two ends of a scale."""

    low: Text
    """At the lowest number."""
    high: Text
    """At the highest number."""


class Urgent(Definition):
    """An answer that calls for something at once, whatever else the form says."""

    when: Condition
    """True where the answer is urgent."""
    text: Text
    """What to do, in words for the one who asks."""


class Item(Definition):
    """What all that stands in a section has in common."""

    id: Identifier
    """Stable for ever: answers, conditions and comparisons refer to it. Unique in the form."""
    text: Text | None = None
    """The question as it is asked. May be left out only in a form whose text needs a licence."""
    hint: Text | None = None
    """For the one who asks: how to ask, what to listen for. Never shown to the patient."""
    visible_if: Condition | None = None
    """Shown only where this is true; always shown where it is left out."""
    theme: Theme | None = None
    """Which theme of the national guideline it covers; the section's where it is left out."""
    confidential: bool = False
    """Not in what the patient is given: what a relative has said alone, what could be dangerous in wrong hands."""
    codes: tuple[Code, ...] = ()
    """Codes of the question."""


class Info(Item):
    """A text between the questions: nothing to answer."""

    type: Literal["info"]


class Question(Item):
    """What all that can be answered has in common."""

    required: bool = False
    """Must be answered – or declined, or not known – before signing. Never blocks saving or moving on."""
    urgent: Urgent | None = None
    """When the answer calls for something at once."""
    score_if_hidden: int | float | None = None
    """What counts in scores while the question is hidden ("never drinks" makes the rest 0); else it is missing."""
    worse: Worse | None = None
    """Which way is worse, for comparing contact points."""
    real_change: int | float | None = Field(default=None, gt=0)
    """The smallest difference that is more than chance, in the question's unit."""


class YesNo(Question):
    """Yes or no. A condition names it alone: `har_barn`, `not har_barn`. Yes counts 1, no 0."""

    type: Literal["yes_no"]


class Choice(Question):
    """One of several options."""

    type: Literal["choice"]
    options: Identifier | tuple[Option, ...]
    """The list itself, or the name of one under `option_lists`."""


class Choices(Question):
    """Any number of several options. A condition asks `"rygg" in sted`."""

    type: Literal["choices"]
    options: Identifier | tuple[Option, ...]
    """The list itself, or the name of one under `option_lists`."""
    at_most: int | None = Field(default=None, ge=1)
    """The largest number of options that may be chosen."""


class Scale(Question):
    """A number between two worded ends, usually 0–10."""

    type: Literal["scale"]
    min: int = 0
    """The lowest number."""
    max: int = 10
    """The highest number."""
    ends: Ends
    """The words at the two ends."""
    descending: bool = False
    """Drawn from the highest number to the lowest."""


class Number(Question):
    """What numbers have in common."""

    min: int | float | None = None
    """The lowest number that can be right; outside it the answer is kept, and questioned."""
    max: int | float | None = None
    """The highest number that can be right."""


class Integer(Number):
    """A whole number."""

    type: Literal["integer"]


class Decimal(Number):
    """A number with decimals; comma and point are both read."""

    type: Literal["decimal"]
    decimals: int = Field(default=1, ge=0, le=6)
    """How many decimals are shown."""


class Quantity(Number):
    """A number with a unit."""

    type: Literal["quantity"]
    unit: str
    """The unit, as a UCUM code: kg, cm, d."""
    unit_text: Text | None = None
    """The unit as it is read; the code where it is left out."""
    decimals: int = Field(default=1, ge=0, le=6)
    """How many decimals are shown."""


class TextQuestion(Question):
    """Free text."""

    type: Literal["text"]
    lines: int = Field(default=1, ge=1, le=20)
    """How many lines the box has."""
    max_length: int = Field(default=2000, ge=1, le=20000)
    """The longest text, in characters."""


class Date(Question):
    """A date; where `partial`, also a month, a year, or "about" one of them."""

    type: Literal["date"]
    partial: bool = False
    """A year (2024), a month (2024-05) and "about" (ca. 2024) will do as well."""
    future: bool = True
    """May lie after today."""


class Computed(Item):
    """A value that follows from others. Read only."""

    type: Literal["computed"]
    value: Condition
    """The formula."""
    decimals: int = Field(default=0, ge=0, le=6)
    """How many decimals it is rounded to."""
    unit: str | None = None
    """The unit, as a UCUM code."""
    worse: Worse | None = None
    """Which way is worse, for comparing contact points."""
    real_change: int | float | None = Field(default=None, gt=0)
    """The smallest difference that is more than chance."""


Column = Annotated[
    YesNo | Choice | Choices | Scale | Integer | Decimal | Quantity | TextQuestion | Date | Computed,
    Field(discriminator="type"),
]
"""What a row can hold."""


class Rows(Question):
    """A group that repeats: one row for each child, each medicine. A condition asks `any(barn.alder < 18)`."""

    type: Literal["rows"]
    row: tuple[Column, ...] = Field(min_length=1)
    """The questions of one row. Among themselves they are named alone, from outside as `barn.alder`."""
    row_title: Text | None = None
    """What one row is called: "Barn"."""
    min_rows: int = Field(default=0, ge=0)
    """The fewest rows before signing."""
    max_rows: int = Field(default=50, ge=1, le=500)
    """The most rows."""


AnyQuestion = YesNo | Choice | Choices | Scale | Integer | Decimal | Quantity | TextQuestion | Date | Rows
AnyItem = Annotated[
    Info | YesNo | Choice | Choices | Scale | Integer | Decimal | Quantity | TextQuestion | Date | Computed | Rows,
    Field(discriminator="type"),
]


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
    INTERVAL = "interval"


class Score(Definition):
    """A number that follows from the answers, with what it may mean."""

    id: Identifier
    """Stable; named in conditions as a question is."""
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
    when: Condition
    """The need is there while this is true."""
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
