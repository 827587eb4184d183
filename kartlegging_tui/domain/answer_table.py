"""All answers as one table for other programs: what its columns are called, and what stands in a line.

The names are the program's own and stay as they are. A question is named as conditions and the codebook name it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from kartlegging_tui.domain.answers import Path, Value, read, split

Cell = str | int | bool | date | None
Cells = tuple[Cell, ...]


class Column(NamedTuple):
    name: str
    kind: type


TALK = (
    Column("patient", int),  # the number in the database: neither name nor identity number is in the table
    Column("born", int),  # the year
    Column("municipality", str),
    Column("pathway", int),
    Column("diagnosis", str),  # ICD-10
    Column("diagnosed", date),
    Column("contact_point", int),
    Column("conversation", int),
    Column("held_on", date),
    Column("form", str),
    Column("version", str),
    Column("status", str),
)
"""What is the same for all answers to a form in a talk."""
QUESTION = (Column("question", str), Column("row", int))
"""`smerte`, or `barn.alder` of row 2."""
ANSWER = (
    Column("value", str),
    Column("missing", str),
    Column("other", str),
    Column("note", str),
    Column("confirmed", bool),
)
"""A value, or why there is none."""
WHO = (Column("answered_by", int), Column("answered_at", int))
"""The number of a user; a moment in milliseconds since 1970, UTC."""
COLUMNS = (*TALK, *QUESTION, *ANSWER, *WHO)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the table. What many lines share is said once, so that a line costs five numbers and not 21 cells."""

    talks: Sequence[Cells]
    questions: Sequence[Cells]
    answers: Sequence[Cells]
    lines: Sequence[tuple[int, int, int, int, int]]
    """Places in the three lists above, the number of the user, the moment."""


def question_cells(path: Path) -> Cells:
    """How the question at a path is named, and the number of its row. Raises ValueError."""
    question, row, column = split(path)
    return (question, None) if column is None else (f"{question}.{column}", row)


def answer_cells(json: str) -> Cells | None:
    """What stands in a line of an answer as it is kept; None where it says nothing. Raises ValueError."""
    answer = read(json)
    if not answer.given and not answer.note:
        return None
    value = None if answer.value is None else value_text(answer.value)
    return value, answer.missing.value if answer.missing else None, answer.other, answer.note, answer.confirmed


def value_text(value: Value) -> str:
    """`true`, `3.5`, an option; several options, or the numbers of rows, with `|` between them."""
    if isinstance(value, tuple):
        return "|".join(value_text(each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
