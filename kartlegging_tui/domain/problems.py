"""What stands in the way of signing. Nothing here ever stands in the way of saving or of moving on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kartlegging_tui.domain.answers import Answer, Path
from kartlegging_tui.domain.dates import parse_date
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import (
    AnyQuestion,
    Choice,
    Choices,
    Computed,
    Date,
    Info,
    Number,
    Option,
    Rows,
    Scale,
    TextQuestion,
)
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.values import fits


class SheetProblemCode(StrEnum):
    """What can be wrong with an answer."""

    UNANSWERED = "unanswered"
    WRONG_KIND = "wrong-kind"
    TOO_LOW = "too-low"
    TOO_HIGH = "too-high"
    UNKNOWN_OPTION = "unknown-option"
    OPTION_TWICE = "option-twice"
    TOO_MANY_CHOSEN = "too-many-chosen"
    NOT_WITH_OTHERS = "not-with-others"
    OTHER_WITHOUT_WORDS = "other-without-words"
    TOO_LONG = "too-long"
    NOT_A_DATE = "not-a-date"
    NOT_A_DAY = "not-a-day"
    IN_FUTURE = "in-future"
    TOO_FEW_ROWS = "too-few-rows"
    TOO_MANY_ROWS = "too-many-rows"


@dataclass(frozen=True)
class SheetProblem:
    """Something to put right before signing."""

    path: Path
    code: SheetProblemCode
    details: Mapping[str, int | float | str] = field(default_factory=dict)
    """`limit`: the number that was passed; `option`: the value of the option it is about."""


def problems(sheet: Sheet) -> list[SheetProblem]:
    """All that stands in the way of signing, in the order of the form. What is hidden never does."""
    return [problem for path in sheet.visible() for problem in problems_at(sheet, path)]


def problems_at(sheet: Sheet, path: Path) -> list[SheetProblem]:
    """What is wrong with one answer, or with there being none."""
    item = sheet.form.item(path)
    if isinstance(item, Info | Computed):
        return []
    found = _found(sheet.form.questionnaire, item, sheet.answer(path), sheet.context.today)
    return [SheetProblem(path, code, details) for code, details in found]


Found = Iterator[tuple[SheetProblemCode, dict[str, int | float | str]]]


def _found(questionnaire: Questionnaire, item: AnyQuestion, answer: Answer, today: date | None) -> Found:
    if answer.missing is not None:
        return
    value = answer.value
    if value is None or (value in ("", ()) and not isinstance(item, Rows)):
        if item.required:
            yield SheetProblemCode.UNANSWERED, {}
        elif isinstance(item, Rows):
            yield from _in_rows(item, 0)
        return
    if not fits(item, value):
        yield SheetProblemCode.WRONG_KIND, {}
        return
    match item, value:
        case Choices(), tuple():
            yield from _in_options(questionnaire.options(item), value, answer.other)
            if item.at_most is not None and len(value) > item.at_most:
                yield SheetProblemCode.TOO_MANY_CHOSEN, {"limit": item.at_most}
        case Rows(), tuple():
            yield from _in_rows(item, len(value))
        case Choice(), int() | float() | str():
            yield from _in_options(questionnaire.options(item), (value,), answer.other)
        case Number(), int() | float() if answer.note.strip():
            return  # an unlikely number that the nurse has explained is a true one
        case Number() | Scale(), int() | float():
            yield from _in_number(item, value)
        case TextQuestion(), str():
            if len(value) > item.max_length:
                yield SheetProblemCode.TOO_LONG, {"limit": item.max_length}
        case Date(), str():
            yield from _in_date(item, value, today)


def _in_number(item: Number | Scale, value: int | float) -> Found:
    if item.min is not None and value < item.min:
        yield SheetProblemCode.TOO_LOW, {"limit": item.min}
    if item.max is not None and value > item.max:
        yield SheetProblemCode.TOO_HIGH, {"limit": item.max}


def _in_options(options: tuple[Option, ...], chosen: tuple[int | float | str, ...], other: str) -> Found:
    known = {option.value: option for option in options}
    for number, value in enumerate(chosen):
        if value not in known or isinstance(value, bool):
            yield SheetProblemCode.UNKNOWN_OPTION, {"option": value}
        elif value in chosen[:number]:
            yield SheetProblemCode.OPTION_TWICE, {"option": value}
        elif known[value].exclusive and len(chosen) > 1:
            yield SheetProblemCode.NOT_WITH_OTHERS, {"option": value}
        elif known[value].other and not other.strip():
            yield SheetProblemCode.OTHER_WITHOUT_WORDS, {"option": value}


def _in_date(item: Date, value: str, today: date | None) -> Found:
    known = parse_date(value)
    if known is None:
        yield SheetProblemCode.NOT_A_DATE, {}
        return
    if not known.is_day and not item.partial:
        yield SheetProblemCode.NOT_A_DAY, {}
    if not item.future and today is not None and known.earliest > today:
        yield SheetProblemCode.IN_FUTURE, {}


def _in_rows(item: Rows, count: int) -> Found:
    if count < item.min_rows:
        yield SheetProblemCode.TOO_FEW_ROWS, {"limit": item.min_rows}
    if count > item.max_rows:
        yield SheetProblemCode.TOO_MANY_ROWS, {"limit": item.max_rows}
