"""The questions of a form: what each type asks for, and how it may be answered.

Field docstrings are the documentation that editors show (JSON Schema) and that `docs/questionnaire-format.md` lists.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from kartlegging_tui.domain.definition import Code, Condition, Definition, FormerIds, Identifier, Theme, Worse
from kartlegging_tui.domain.texts import Text

OptionValue = int | float | str


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
    formerly: OptionValue | tuple[OptionValue, ...] = ()
    """The values it had in earlier versions: answers given then are followed under its new value."""
    codes: tuple[Code, ...] = ()
    """Codes of this answer."""

    @property
    def former_values(self) -> tuple[OptionValue, ...]:
        """The earlier values, as a list however they were written."""
        return self.formerly if isinstance(self.formerly, tuple) else (self.formerly,)

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
    formerly: FormerIds = ()
    """The ids it had in earlier versions: answers given then are followed under its new id."""
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
    """The lowest number that can be right; outside it the answer is kept, and a note must explain it before signing."""
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


class ChildColumns(Definition):
    """Which columns tell how old a child is. Either is enough; the year of birth counts before the age."""

    born: Identifier | None = None
    """The column with the year of birth."""
    age: Identifier | None = None
    """The column with the age on the day of the conversation, in whole years."""


class Rows(Question):
    """A group that repeats: one row for each child, each medicine. A condition asks `any(barn.alder < 18)`."""

    type: Literal["rows"]
    row: tuple[Column, ...] = Field(min_length=1)
    """The questions of one row. Among themselves they are named alone, from outside as `barn.alder`."""
    row_title: Text | None = None
    """What one row is called: "Barn"."""
    children: ChildColumns | None = None
    """The rows are the patient's children, or brothers and sisters who are: lists tell who has any under 18."""
    min_rows: int = Field(default=0, ge=0)
    """The fewest rows before signing."""
    max_rows: int = Field(default=50, ge=1, le=500)
    """The most rows."""


AnyQuestion = YesNo | Choice | Choices | Scale | Integer | Decimal | Quantity | TextQuestion | Date | Rows
AnyItem = Annotated[
    Info | YesNo | Choice | Choices | Scale | Integer | Decimal | Quantity | TextQuestion | Date | Computed | Rows,
    Field(discriminator="type"),
]
