"""The names that a condition may use, and what each of them is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from kartlegging_tui.domain.answers import Missing
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
    OptionValue,
    Quantity,
    Question,
    Rows,
    Scale,
    TextQuestion,
    YesNo,
)
from kartlegging_tui.domain.unknowns import Amount, Bounds, Number

if TYPE_CHECKING:
    from kartlegging_tui.domain.expressions import Compiled


class Kind(StrEnum):
    """What a value is, for a condition."""

    TRUTH = "truth"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    SET = "set"
    GROUP = "group"


ABOUT_REASONS = ("asked", *(reason.value for reason in Missing))
"""The functions that see why there is no value."""
ABOUT_ANSWERS = ("answered", *ABOUT_REASONS)
"""The functions that ask whether a question has a value, or a reason for having none. Never unknown."""
RESERVED = frozenset(
    {"and", "or", "not", "in", "is", "if", "else", "for", "lambda", "true", "false", "context", "missing"}
    | {*ABOUT_ANSWERS, "previous", "sum", "mean", "count", "min", "max", "any", "all", "age", "contact_point"}
)
"""Words of the language itself: no question or score can be called so."""


@dataclass(frozen=True)
class Symbol:
    """A name that stands for a value."""

    name: str
    kind: Kind
    """What it is in a comparison."""
    points: bool = False
    """Counts in arithmetic."""
    options: Mapping[OptionValue, Number | None] | None = None
    """For choices: what can be chosen, and what each option counts."""
    low: Number | None = None
    high: Number | None = None
    """For numbers: between what they lie, where that is known."""
    decimals: int = 0
    """For numbers: how many decimals they have."""
    whole: bool = False
    """For numbers: certain to be whole."""
    if_hidden: Number | None = None
    """What counts in arithmetic while the question is hidden."""
    derived: bool = False
    """Follows from the answers or from the context: not itself an answer, so there is no previous one."""

    @property
    def ends(self) -> tuple[Number, Number]:
        """The lowest and the highest value of a number; infinite where nothing is known."""
        return (-math.inf if self.low is None else self.low, math.inf if self.high is None else self.high)

    @property
    def range(self) -> Amount:
        """Between what its points lie; None where it has none or where nothing is known of them."""
        if not self.points:
            return None
        if self.options is not None:
            scores = [score for score in self.options.values() if score is not None]
            if self.kind is Kind.SET:
                return Bounds(sum(score for score in scores if score < 0), sum(score for score in scores if score > 0))
            return Bounds(min(scores), max(scores))
        if self.kind is Kind.TRUTH:
            return Bounds(0, 1)
        return None if self.low is None and self.high is None else Bounds(*self.ends)


@dataclass(frozen=True)
class Scope:
    """The names that can be used in one place."""

    symbols: Mapping[str, Symbol]
    """Names of the form, or `form.question` in a pathway."""
    groups: Mapping[str, Mapping[str, Symbol]] = field(default_factory=dict)
    """The columns of each repeating group."""
    inside: str | None = None
    """The group whose row the condition belongs to."""
    compiled: dict[tuple[str, str | None, Kind], Compiled] | None = field(default=None, compare=False, repr=False)
    """What was compiled with these names, by text, `inside` and what was wanted; None where that is not kept.

    A check asks for the same condition four times over; what fills a form asks once, and keeps nothing that is typed.
    """

    def within(self, group: str) -> Scope:
        """The same names, seen from a row of `group`."""
        return Scope(self.symbols, self.groups, group, self.compiled)


CONTEXT = {
    "age": Symbol("age", Kind.NUMBER, points=True, low=0, high=130, derived=True),
    "contact_point": Symbol("contact_point", Kind.NUMBER, points=True, low=1, high=20, derived=True),
}


def symbol_of(questionnaire: Questionnaire, item: AnyItem) -> Symbol | None:
    """What a question is called and what it is; None for what has no value."""
    symbol = _symbol(questionnaire, item)
    hidden = item.score_if_hidden if isinstance(item, Question) else None
    return symbol if symbol is None or hidden is None else replace(symbol, if_hidden=hidden)


def _symbol(questionnaire: Questionnaire, item: AnyItem) -> Symbol | None:
    match item:
        case Info():
            return None
        case YesNo():
            return Symbol(item.id, Kind.TRUTH, points=True)
        case Choice() | Choices():
            options = {option.value: option.points for option in questionnaire.options(item)}
            points = bool(options) and all(score is not None for score in options.values())
            if isinstance(item, Choices):
                return Symbol(item.id, Kind.SET, points, options)
            kind = Kind.TEXT if any(isinstance(value, str) for value in options) else Kind.NUMBER
            return Symbol(item.id, kind, points, options)
        case Scale() | Integer():
            return Symbol(item.id, Kind.NUMBER, points=True, low=item.min, high=item.max, whole=True)
        case Decimal() | Quantity():
            return Symbol(item.id, Kind.NUMBER, points=True, low=item.min, high=item.max, decimals=item.decimals)
        case Computed():
            return Symbol(item.id, Kind.NUMBER, points=True, decimals=item.decimals, derived=True)
        case TextQuestion():
            return Symbol(item.id, Kind.TEXT)
        case Date():
            return Symbol(item.id, Kind.DATE)
        case Rows():
            return Symbol(item.id, Kind.GROUP)


def _symbols(questionnaire: Questionnaire, items: Iterable[AnyItem]) -> dict[str, Symbol]:
    found = (symbol_of(questionnaire, item) for item in items)
    return {symbol.name: symbol for symbol in found if symbol is not None}


def scope_of(questionnaire: Questionnaire) -> Scope:
    """All names of a form: its questions, its scores, the columns of its groups, and the context."""
    symbols = dict(CONTEXT)
    symbols |= _symbols(questionnaire, questionnaire.items())
    symbols |= {score.id: Symbol(score.id, Kind.NUMBER, points=True, derived=True) for score in questionnaire.scores}
    groups = {item.id: _symbols(questionnaire, item.row) for item in questionnaire.items() if isinstance(item, Rows)}
    return Scope(symbols, groups)


def scope_of_forms(questionnaires: Iterable[Questionnaire]) -> Scope:
    """The names that a pathway may use: those of every form, each with its form's id before it."""
    symbols = dict(CONTEXT)
    for questionnaire in questionnaires:
        for name, symbol in scope_of(questionnaire).symbols.items():
            if name not in CONTEXT:
                full = f"{questionnaire.id}.{name}"
                symbols[full] = replace(symbol, name=full)
    return Scope(symbols)
