"""Values as people write and read them: what is typed into a box becomes a value, and a value becomes words."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal as Exact
from enum import StrEnum
from typing import TypeGuard

from kartlegging_tui.domain.answers import Answer, Missing, Value
from kartlegging_tui.domain.dates import parse_date, shown_date, written_date
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Date,
    Decimal,
    Info,
    Integer,
    Quantity,
    Rows,
    Scale,
    TextQuestion,
    YesNo,
)
from kartlegging_tui.domain.safe import safe_text

Typed = Integer | Scale | Decimal | Quantity | Date | TextQuestion
"""The questions whose answers are typed."""

MAX_DIGITS = 15
"""More do not survive in a floating-point number, nor in other programs' JSON."""

_NUMBER = re.compile(r"(-?)([0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,]([0-9]+))?")
_SPACES = re.compile(r"\s+")
_MINUS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-"})


def fits(item: AnyItem, value: Value) -> bool:
    """True for a value of the kind that the question asks for; whether the option exists is another matter."""
    match item:
        case YesNo():
            return isinstance(value, bool)
        case Choice():
            return isinstance(value, int | float | str) and not isinstance(value, bool)
        case Choices():
            return isinstance(value, tuple)
        case Scale() | Integer():
            return _is_number(value) and value % 1 == 0
        case Decimal() | Quantity():
            return _is_number(value)
        case TextQuestion() | Date():
            return isinstance(value, str)
        case Rows():
            return isinstance(value, tuple) and all(isinstance(row, int) and row > 0 for row in value)
        case Info() | Computed():
            return False


def _is_number(value: Value) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


class Unreadable(StrEnum):
    """Why what was typed is no value."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not-a-number"
    NOT_WHOLE = "not-whole"
    TOO_MANY_DECIMALS = "too-many-decimals"
    OTHER_UNIT = "other-unit"
    NOT_A_DATE = "not-a-date"
    NOT_A_DAY = "not-a-day"
    """A month, a year or "about", where the form asks for a day."""


class NotReadable(ValueError):
    """What was typed cannot be read as a value. The text itself is not in the message: it may be about a patient."""

    def __init__(self, code: Unreadable) -> None:
        super().__init__(code.value)
        self.code = code


def read_value(item: Typed, typed: str, today: date) -> Value:
    """The value of what was typed: a number (`72,5 kg`, `1 250`, `-3`), a date (`17.5.26`, `ca. 2020`) or a text.

    A decimal mark is a comma or a point, one of them; spaces may stand between thousands. `1.000` is refused where
    there are no three decimals: nobody can know whether it is a thousand. Whether the value is a likely one is for
    `problems`. Raises NotReadable.
    """
    text = safe_text(typed).strip()
    if not text:
        raise NotReadable(Unreadable.EMPTY)
    match item:
        case TextQuestion():
            return text
        case Date():
            return _read_date(item, text, today)
        case Integer() | Scale():
            return _read_number(text, 0)
        case Decimal():
            return _read_number(text, item.decimals)
        case Quantity():
            return _read_quantity(item, text)


def _read_date(item: Date, text: str, today: date) -> str:
    written = written_date(text, today)
    known = parse_date(written) if written else None
    if written is None or known is None:
        raise NotReadable(Unreadable.NOT_A_DATE)
    if not known.is_day and not item.partial:
        raise NotReadable(Unreadable.NOT_A_DAY)
    return written


def _read_quantity(item: Quantity, text: str) -> int | float:
    try:
        return _read_number(text, item.decimals)
    except NotReadable as error:
        if error.code is not Unreadable.NOT_A_NUMBER:
            raise
    text = text.casefold()
    for unit in (item.unit, *(item.unit_text.root.values() if item.unit_text else ())):
        if text.endswith(unit.casefold()):
            return _read_number(text.removesuffix(unit.casefold()), item.decimals)
    begins = _NUMBER.match(text.translate(_MINUS))
    raise NotReadable(Unreadable.OTHER_UNIT if begins else Unreadable.NOT_A_NUMBER)


def _read_number(text: str, decimals: int) -> int | float:
    match = _NUMBER.fullmatch(_SPACES.sub(" ", text.strip()).translate(_MINUS))
    if match is None:
        raise NotReadable(Unreadable.NOT_A_NUMBER)
    sign, whole, fraction = match[1], match[2].replace(" ", ""), match[3] or ""
    if len(fraction) > decimals:
        raise NotReadable(Unreadable.TOO_MANY_DECIMALS if decimals else Unreadable.NOT_WHOLE)
    if len(whole) + len(fraction) > MAX_DIGITS:
        raise NotReadable(Unreadable.NOT_A_NUMBER)
    return float(f"{sign}{whole}.{fraction}") if fraction else int(sign + whole)


@dataclass(frozen=True)
class Words:
    """The words of the program that an answer may need, in the language it is read in."""

    yes: str
    no: str
    declined: str
    unknown: str
    not_relevant: str

    def of(self, missing: Missing) -> str:
        """Why there is no value, in words."""
        reasons = {
            Missing.DECLINED: self.declined,
            Missing.UNKNOWN: self.unknown,
            Missing.NOT_RELEVANT: self.not_relevant,
        }
        return reasons[missing]


def shown_value(item: AnyItem, questionnaire: Questionnaire, answer: Answer, language: str, words: Words) -> str:
    """How an answer reads in a language, without its note; "" where there is none.

    What does not fit the question, as an answer from elsewhere may not, is shown as it stands. For a group it is the
    number of rows.
    """
    if answer.missing is not None:
        return words.of(answer.missing)
    value = answer.value
    match item, value:
        case _, None:
            return ""
        case YesNo(), bool():
            return words.yes if value else words.no
        case Choice() | Choices(), _:
            return _shown_options(item, questionnaire, answer, language)
        case _, tuple():
            return str(len(value))
        case Date(), str():
            return shown_date(value) if parse_date(value) else value
        case _, bool() | str():
            return str(value)
        case _, _:
            return shown_quantity(item, value, language)


def _shown_options(item: Choice | Choices, questionnaire: Questionnaire, answer: Answer, language: str) -> str:
    """The options' texts in the form's order, the words behind "other" in parentheses."""
    chosen = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    texts = []
    for option in questionnaire.options(item):
        if option.value in chosen:
            words = f" ({answer.other})" if option.other and answer.other else ""
            texts.append(option.text.to(language) + words)
    known = {option.value for option in questionnaire.options(item)}
    return ", ".join([*texts, *(str(value) for value in chosen if value not in known)])


def shown_quantity(item: AnyItem, value: int | float, language: str) -> str:
    """A number as its question shows it: with its decimals, and its unit where it has one."""
    decimals = item.decimals if isinstance(item, Decimal | Quantity | Computed) else 0
    number = shown_number(value, decimals, language)
    unit = item.unit if isinstance(item, Quantity | Computed) else None
    if isinstance(item, Quantity) and item.unit_text is not None:
        unit = item.unit_text.to(language)
    return f"{number} {unit}" if unit else number


def shown_number(value: int | float, decimals: int, language: str) -> str:
    """A number with at least so many decimals, and with all that it has: a comma before them, in English a point."""
    exact = Exact(repr(value))
    exponent = exact.normalize().as_tuple().exponent
    if not isinstance(exponent, int):  # infinite: an open end of a range
        return "∞" if value > 0 else "-∞"
    number = f"{exact:.{max(decimals, -exponent)}f}"
    return number if language == "en" else number.replace(".", ",")
