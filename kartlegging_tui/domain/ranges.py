"""Between what scores and computed values lie, whatever is answered within its limits."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.expressions import Compiled, compile_formula
from kartlegging_tui.domain.questionnaire import MeanOfRest, Questionnaire, Score
from kartlegging_tui.domain.questions import Computed, Rows
from kartlegging_tui.domain.satisfiability import span_of
from kartlegging_tui.domain.scope import Kind, Scope, Symbol, scope_of
from kartlegging_tui.domain.scoring import decimals_of, rounded
from kartlegging_tui.domain.syntax import ConditionError, parse
from kartlegging_tui.domain.unknowns import Amount, Bounds, Number
from kartlegging_tui.domain.values import MAX_DIGITS

_COUNTED = (Kind.NUMBER, Kind.TEXT, Kind.TRUTH)
"""The kinds of answers whose lowest and highest points can always be chosen; not those where several are chosen."""
_DEEPEST = 100
"""So many things that follow from one another are looked through; nobody's form has more than a few."""
_AFFINE = (ast.Add, ast.Sub, ast.Mult)
_TOO_FAR = 10**MAX_DIGITS
"""Beyond this, numbers are not exact, and nothing is said of them."""


def scope_with_ranges(questionnaire: Questionnaire) -> Scope:
    """The names of a form, as `scope_of` has them, its scores and computed values with the range that they lie in.

    For checking a form, never for filling it: an answer outside its limits is kept until it is explained. Formulas
    that do not compile, and those that go in circles, have no range. What is compiled with these names is kept.
    """
    return _Ranges(questionnaire).scope


def reached_ends(questionnaire: Questionnaire, score: Score, scope: Scope) -> tuple[Number, Number] | None:
    """The lowest and the highest value of a score, where it is certain that answers give both; `scope` as made here.

    None where its parts follow from one another, may rule each other out, or have no ends.
    """
    formula = _compiled(score.value, scope)
    if formula is None:
        return None
    names = list(_names(parse(score.value)))
    parts = [scope.symbols.get(name) for name in formula.references]
    once = all(names.count(name) == 1 for name in formula.references)
    if not once or any(part is None or part.derived or part.kind not in _COUNTED for part in parts):
        return None
    for section in questionnaire.sections:
        for item in section.questions:
            conditions = f"{section.visible_if or ''} {item.visible_if or ''}"
            if item.id in formula.references and not formula.references.isdisjoint(re.findall(r"\w+", conditions)):
                return None
    spans = {part.name: part.range for part in parts if part is not None}
    low, high = _ends(formula.evaluate(Env(points=spans)))
    if max(abs(low), abs(high)) >= _TOO_FAR:
        return None
    decimals = scope.symbols[score.id].decimals
    return rounded(low, decimals), rounded(high, decimals)


class _Ranges:
    def __init__(self, questionnaire: Questionnaire) -> None:
        scope = scope_of(questionnaire)
        self._symbols = dict(scope.symbols)
        groups = {group: dict(columns) for group, columns in scope.groups.items()}
        self.scope = Scope(self._symbols, groups, compiled={})
        self._scores = {score.id: score for score in questionnaire.scores}
        self._computed = {item.id: item for item in questionnaire.items() if isinstance(item, Computed)}
        self._decimals: dict[str, int] = {}
        self._begun: set[str] = set()
        for name in [*self._scores, *self._computed]:
            self._settle(name)
        for item in questionnaire.items():
            for column in item.row if isinstance(item, Rows) else ():
                if isinstance(column, Computed):
                    self._settle_column(groups[item.id], column, self.scope.within(item.id))

    def _settle(self, name: str, depth: int = 0) -> None:
        """Gives a name its range, after those that it is made of; of very long chains, from the middle on."""
        if name in self._begun or depth > _DEEPEST:
            return
        self._begun.add(name)
        score, item = self._scores.get(name), self._computed.get(name)
        text = score.value if score else item.value if item else ""
        formula = _compiled(text, self.scope)
        if formula is None:
            return
        for reference in formula.references:
            if reference in self._scores or reference in self._computed:
                self._settle(reference, depth + 1)
        if score is not None:
            decimals = decimals_of(score, formula, self.scope, self._decimals)
            self._decimals[name] = decimals
            span = _range_of_score(score, formula, self._spans(formula, self.scope))
        else:
            decimals = item.decimals if item else 0
            span = formula.evaluate(Env(points=self._spans(formula, self.scope)))
        self._symbols[name] = _within(self._symbols[name], span, decimals)

    def _settle_column(self, columns: dict[str, Symbol], column: Computed, scope: Scope) -> None:
        formula = _compiled(column.value, scope)
        if formula is not None:
            spans = self._spans(formula, scope)
            columns[column.id] = _within(columns[column.id], formula.evaluate(Env(points=spans)), column.decimals)

    def _spans(self, formula: Compiled, scope: Scope) -> dict[str, Amount]:
        """What each part of a formula may count, by the name that it is read by."""
        spans: dict[str, Amount] = {}
        for name in formula.references:
            group, _, column = name.partition(".")
            symbol = scope.symbols.get(name)
            if column and group == scope.inside:
                symbol = scope.groups[group].get(column)
            if symbol is not None:
                spans[symbol.name] = span_of(symbol)
        return spans


def _compiled(text: str, scope: Scope) -> Compiled | None:
    try:
        return compile_formula(text, scope)
    except ConditionError:
        return None  # told where the formula stands


def _within(symbol: Symbol, span: Amount, decimals: int) -> Symbol:
    low, high = _ends(span)
    return replace(
        symbol,
        low=rounded(low, decimals) if abs(low) < _TOO_FAR else None,
        high=rounded(high, decimals) if abs(high) < _TOO_FAR else None,
        decimals=decimals,
        whole=decimals == 0,
    )


def _ends(amount: Amount) -> tuple[Number, Number]:
    if amount is None:
        return -math.inf, math.inf
    return (amount.low, amount.high) if isinstance(amount, Bounds) else (amount, amount)


def _range_of_score(score: Score, formula: Compiled, spans: Mapping[str, Amount]) -> Amount:
    """Between what a score lies; with missing answers filled in, as wide as any of them alone could make it."""
    whole: Amount = formula.evaluate(Env(points=dict(spans)))
    if not isinstance(score.missing, MeanOfRest) or whole is None:
        return whole
    if not _fills_plainly(parse(score.value).body):
        return None
    # n times the mean of some lies between n times the least and n times the greatest of them
    ends = [_ends(whole)]
    ends += [_ends(formula.evaluate(Env(points={name: span}, fill=True))) for name, span in spans.items()]
    return Bounds(min(low for low, _ in ends), max(high for _, high in ends))


def _fills_plainly(node: ast.expr) -> bool:
    """True for one `sum` or `mean` of parts that each name one thing, with nothing but plain arithmetic around it."""
    totals = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    if len(totals) != 1 or not isinstance(totals[0].func, ast.Name) or totals[0].func.id not in ("sum", "mean"):
        return False
    total = totals[0]
    inside = [list(_names(part)) for part in total.args]
    within = {id(each) for each in ast.walk(total)}
    around = [each for each in ast.walk(node) if id(each) not in within]
    plain = (ast.BinOp, ast.UnaryOp, ast.Constant, ast.USub, *_AFFINE)
    named = [name for names in inside for name in names]
    return (
        all(len(names) == 1 for names in inside)
        and len(named) == len(set(named))
        and all(isinstance(each, plain) for each in around)
    )


def _names(node: ast.AST) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            yield each.id
