"""A document as values: what stands on the paper, in which order. How it looks is for those who write it.

`html`, `pdf` and `plain` draw the same document. All words in it are ready, in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any


class Size(StrEnum):
    """How large the type is. Large is 14 pt: the least that is called large print."""

    LARGE = "large"
    NORMAL = "normal"


@dataclass(frozen=True)
class Heading:
    """A heading under the document's title."""

    text: str
    level: int = 2
    """2, or 3 for a part of that. The document's title is 1."""
    new_page: bool = False
    """Begins a page of its own."""


@dataclass(frozen=True)
class Paragraph:
    text: str
    small: bool = False
    """For terms and sources, which nobody must read."""


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows under a header, as in what / who / by when."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """Each as long as the header."""
    widths: tuple[float, ...] = ()
    """How wide the columns are, in relation to one another; the first somewhat wider than the others where left out."""


@dataclass(frozen=True)
class Facts:
    """What something is, by name: type, unit, condition."""

    pairs: tuple[tuple[str, str], ...]
    """The name and the value of each."""


@dataclass(frozen=True)
class Box:
    """A frame that the eye finds again, as for whom to call."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Blanks:
    """Short lines to write on, side by side: name, date, signature."""

    labels: tuple[str, ...]


@dataclass(frozen=True)
class Tick:
    """One option to set a cross at."""

    text: str
    code: str = ""
    """Printed small, for whoever types the paper in."""
    write: bool = False
    """With a line for the words behind "other"."""


@dataclass(frozen=True)
class Ticks:
    ticks: tuple[Tick, ...]


@dataclass(frozen=True)
class Scale:
    """Numbers in a row, with words at the two ends."""

    numbers: tuple[str, ...]
    """In the order in which they are drawn."""
    first: str
    """What the first number means."""
    last: str


@dataclass(frozen=True)
class WriteIn:
    """Lines to write on."""

    lines: int = 1
    unit: str = ""
    """Stands behind the line: what the number counts, or how a date is written."""
    short: bool = False
    """A line for a number or a date, not for words."""


@dataclass(frozen=True)
class Question:
    """Something to answer."""

    number: str
    """As conditions refer to it; "" for none."""
    text: str
    code: str = ""
    """Printed small: the question's id."""
    when: str = ""
    """When it is to be answered; "" where always."""
    instruction: str = ""
    """How: choose one, choose several."""
    answer: Ticks | Scale | WriteIn | None = None
    """None for what is answered in the rows that follow."""


@dataclass(frozen=True)
class Row:
    """One empty row of a repeating group, under its own small heading."""

    title: str
    code: str
    questions: tuple[Question, ...]


Block = Heading | Paragraph | Bullets | Table | Facts | Box | Blanks | Question | Row


@dataclass(frozen=True)
class Document:
    """Something to print and hand over."""

    language: str
    """nb, nn or en: what a screen reader speaks, and how words are divided."""
    title: str
    blocks: tuple[Block, ...]
    footer: str = ""
    """Stands on every page, beside the page number."""
    page: str = "{page} / {pages}"
    """How the page number is said: `Page {page} of {pages}`."""
    size: Size = Size.LARGE
    landscape: bool = False
    """On its side, for tables with many columns."""


def as_data(value: Any) -> Any:
    """A document as plain data for templates: each value a map that says its `kind`, such as `heading`."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__.lower(), **parts}
    if isinstance(value, tuple):
        return [as_data(part) for part in value]
    return value.value if isinstance(value, StrEnum) else value
