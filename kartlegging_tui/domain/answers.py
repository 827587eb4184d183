"""Answers: a value, or why there is none; and the paths by which they are found in a form."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

Path = str
"""Where an answer belongs: `smerte`, or `barn/2/navn` for the column `navn` in the row with number 2 of `barn`.

Rows are numbered as they are added and a number is never used twice, so a path means the same for ever. The answer of
the group itself (`barn`) is the tuple of its row numbers, in order.
"""

Value = bool | int | float | str | tuple[int | float | str, ...]


class Missing(StrEnum):
    """Why there is no value. Each is an answer: the question was asked."""

    DECLINED = "declined"
    UNKNOWN = "unknown"
    NOT_RELEVANT = "not_relevant"


class Answer(BaseModel):
    """What was answered to one question."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    value: Value | None = None
    """As the form writes it; for a group, its row numbers."""
    missing: Missing | None = None
    """Why there is no value."""
    other: str = ""
    """The words behind an "other: …" option."""
    note: str = ""
    """The nurse's remark."""
    confirmed: bool = False
    """The value is last contact point's, asked again and found unchanged."""
    parked: bool = False
    """Put aside to come back to. A new answer ends it."""

    @property
    def given(self) -> bool:
        """True if there is a value, or a reason for having none. A note alone is no answer."""
        return self.value is not None or self.missing is not None

    @property
    def empty(self) -> bool:
        """True if it says nothing at all: what is left when an answer is taken back."""
        return not self.given and not self.note and not self.parked


EMPTY = Answer()


def written(answer: Answer) -> str:
    """The answer as JSON, without what is empty: as it is kept."""
    return answer.model_dump_json(exclude_defaults=True)


def read(json: str) -> Answer:
    """The answer that `written` wrote."""
    return Answer.model_validate_json(json)


def cell(group: str, row: int, column: str) -> Path:
    """The path of a column in a row."""
    return f"{group}/{row}/{column}"


def split(path: Path) -> tuple[str, int | None, str | None]:
    """Group or question, row and column of a path; row and column are None for a question of the form itself."""
    head, _, rest = path.partition("/")
    if not rest:
        return head, None, None
    row, _, column = rest.partition("/")
    return head, int(row), column


_NOTE = "#note"


def note_to(path: Path) -> Path:
    """Where the note to an answer is kept while it is being typed."""
    return path + _NOTE


def typed_at(place: Path) -> tuple[Path, bool]:
    """The answer that something is typed for, and whether it is a note to it."""
    path = place.removesuffix(_NOTE)
    return path, path != place
