"""Last time's question beside the one of now: is it still the same, and does last time's answer still fit?

Questions of two versions of a form belong together by their id, columns of a group by theirs. What an answer *measures*
is the type of its question, its unit, the options with what each counts, the two ends of a scale, the formula of a
computed value. New words alone change no measure. Whether things have become better or worse is for `trend`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kartlegging_tui.domain.answers import Answer, Path, split
from kartlegging_tui.domain.dates import parse_date
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import (
    AnyItem,
    Choice,
    Choices,
    Computed,
    Date,
    Decimal,
    Integer,
    Quantity,
    Question,
    Scale,
)
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.values import fits


@dataclass(frozen=True)
class Asked:
    """A question as one version of a form asks it."""

    questionnaire: Questionnaire
    item: AnyItem


def asked(form: Form, path: Path) -> Asked | None:
    """The question at a path; None where this version of the form has none."""
    group, row, column = split(path)
    item = form.items.get(group) if row is None else form.columns.get(group, {}).get(column or "")
    return None if item is None else Asked(form.questionnaire, item)


# The question itself


class QuestionChange(StrEnum):
    """What has changed in a question since it was last asked; of several things the one that weighs most."""

    SAME = "same"
    REWORDED = "reworded"
    """Other words for the question, an option or an end of the scale, in the language it is read in."""
    OPTIONS = "options"
    """Options have come or gone, or count differently."""
    SCALE = "scale"
    """The scale begins or ends at another number."""
    FORMULA = "formula"
    """A computed value is computed in another way."""
    UNIT = "unit"
    KIND = "kind"
    """A question of another type."""
    NEW = "new"
    """It was not in the form."""


def question_change(then: Asked | None, now: Asked, language: str) -> QuestionChange:
    """What has changed in a question, to somebody who reads it in `language`.

    Limits of a number are no change: they question an answer, and say nothing of what it measures.
    """
    if then is None:
        return QuestionChange.NEW
    if then.item is now.item and then.questionnaire is now.questionnaire:
        return QuestionChange.SAME
    if _kind(then.item) != _kind(now.item):
        return QuestionChange.KIND
    if unit_of(then.item) != unit_of(now.item):
        return QuestionChange.UNIT
    if _measure(then) != _measure(now):
        match now.item:
            case Scale():
                return QuestionChange.SCALE
            case Computed():
                return QuestionChange.FORMULA
        return QuestionChange.OPTIONS
    return QuestionChange.SAME if _words(then, language) == _words(now, language) else QuestionChange.REWORDED


def _kind(item: AnyItem) -> str:
    """The type; a number with decimals is a number as a whole one is."""
    return "number" if isinstance(item, Integer | Decimal) else item.type


def unit_of(item: AnyItem) -> str | None:
    """The unit, as a UCUM code; None where there is none."""
    return item.unit if isinstance(item, Quantity | Computed) else None


def _measure(asked: Asked) -> object:
    match asked.item:
        case Choice() | Choices():
            return {option.value: option.points for option in asked.questionnaire.options(asked.item)}
        case Scale():
            return asked.item.min, asked.item.max
        case Computed():
            return bare(asked.item.value)
    return None


def bare(formula: str) -> str:
    """A formula without its spaces, which change nothing."""
    return "".join(formula.split())


def _words(asked: Asked, language: str) -> tuple[str, ...]:
    """All that is read aloud; the options by their values, so that another order is no other wording."""
    item = asked.item
    texts = [item.text] if item.text else []
    if isinstance(item, Choice | Choices):
        options = sorted(asked.questionnaire.options(item), key=lambda option: str(option.value))
        texts += [option.text for option in options]
    elif isinstance(item, Scale):
        texts += [item.ends.low, item.ends.high]
    return tuple(text.to(language) for text in texts)


def same_kind(then: Asked, now: Asked) -> bool:
    """True if both ask for the same type of answer, in the same unit."""
    return (_kind(then.item), unit_of(then.item)) == (_kind(now.item), unit_of(now.item))


def measures_the_same(then: Asked, now: Asked) -> bool:
    """True if a value means the same in both: they can be compared."""
    return same_kind(then, now) and _measure(then) == _measure(now)


# Whether last time's answer can be confirmed


class Misfit(StrEnum):
    """Why last time's answer cannot be confirmed as it stands."""

    NOT_ASKED = "not-asked"
    NOT_ANSWERED = "not-answered"
    KIND = "kind"
    """The question was of another type."""
    UNIT = "unit"
    SCALE = "scale"
    """A 4 on a scale to 10 is not a 4 on a scale to 5."""
    OPTION_GONE = "option-gone"
    """An option that was chosen is no longer there."""
    TOO_MANY = "too-many"
    """More options were chosen than may be now."""
    DAY_WANTED = "day-wanted"
    """A year, a month or "about", where a whole date is asked for now."""


def misfit(then: Asked | None, now: Asked, last: Answer) -> Misfit | None:
    """Why last time's answer cannot be confirmed for the question as it is asked now; None where it can.

    A reason for having no value fits every question. Numbers outside their limits fit: they are questioned, as they
    would be were they typed.
    """
    if then is None:
        return Misfit.NOT_ASKED
    if not last.given or not isinstance(now.item, Question):
        return Misfit.NOT_ANSWERED
    value = last.value
    if value is None:
        return None
    if _kind(then.item) != _kind(now.item) or not fits(now.item, value):
        return Misfit.KIND
    if unit_of(then.item) != unit_of(now.item):
        return Misfit.UNIT
    match now.item:
        case Scale() if _measure(then) != _measure(now):
            return Misfit.SCALE
        case Choice() | Choices():
            chosen = value if isinstance(value, tuple) else (value,)
            known = {option.value for option in now.questionnaire.options(now.item)}
            if not known.issuperset(chosen):
                return Misfit.OPTION_GONE
            if isinstance(now.item, Choices) and now.item.at_most is not None and len(chosen) > now.item.at_most:
                return Misfit.TOO_MANY
        case Date(partial=False):
            day = parse_date(value) if isinstance(value, str) else None
            if day is None or not day.is_day:
                return Misfit.DAY_WANTED
    return None
