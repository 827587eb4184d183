"""Scores: a formula over the answers, an explicit rule for what is missing, and bands that say what it may mean."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP
from decimal import Decimal as Exact

from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.expressions import Compiled
from kartlegging_tui.domain.questionnaire import Band, MeanOfRest, MissingRule, Score
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.domain.syntax import parse
from kartlegging_tui.domain.unknowns import Amount, Bounds, Number

_NOISE = 9
"""The decimal after which a calculated number is no longer to be trusted."""


@dataclass(frozen=True)
class ScoreResult:
    """What a score says now."""

    value: Number | None
    """The score; None while it cannot be told."""
    bounds: tuple[Number, Number] | None
    """Under the rule `interval`, while answers are missing: between what it must lie."""
    band: Band | None
    """The band it lies in; for bounds, the one that holds them both."""
    complete: bool
    """Every part is answered."""
    missing: tuple[str, ...]
    """The names that are not answered."""

    @property
    def flagged(self) -> bool:
        """Worth the nurse's attention."""
        return self.band is not None and self.band.flag

    @property
    def amount(self) -> Amount:
        """The score as a condition sees it."""
        return self.value if self.bounds is None else Bounds(*self.bounds)


NOTHING = ScoreResult(None, None, None, False, ())


def score_result(score: Score, formula: Compiled, env: Env, scope: Scope, decimals: int) -> ScoreResult:
    """The score from the answers in `env`, rounded to `decimals`."""
    missing = tuple(name for name in sorted(formula.references) if is_missing(name, env))
    if not missing:
        amount = formula.evaluate(env)
    elif score.missing is MissingRule.INTERVAL:
        amount = formula.evaluate(_spanned(formula, env, scope))
    elif isinstance(score.missing, MeanOfRest) and len(missing) <= score.missing.allow:
        amount = formula.evaluate(replace(env, fill=True))
    else:
        amount = None
    if amount is None:
        return ScoreResult(None, None, None, not missing, missing)
    if isinstance(amount, Bounds):
        if score.missing is not MissingRule.INTERVAL:
            return ScoreResult(None, None, None, False, missing)
        low, high = rounded(amount.low, decimals), rounded(amount.high, decimals)
        band = band_of(score, low)
        if low == high:
            return ScoreResult(low, None, band, False, missing)
        return ScoreResult(None, (low, high), band if band is band_of(score, high) else None, False, missing)
    value = rounded(amount, decimals)
    return ScoreResult(value, None, band_of(score, value), not missing, missing)


def score_range(formula: Compiled, scope: Scope) -> tuple[Number, Number] | None:
    """Between what a score lies, whatever is answered; None where its parts have no ends."""
    amount = formula.evaluate(_spanned(formula, Env(), scope))
    if not isinstance(amount, Bounds) or math.isinf(amount.low) or math.isinf(amount.high):
        return None
    return amount.low, amount.high


def band_of(score: Score, value: Number) -> Band | None:
    """The band that `value` lies in. Both ends belong to it."""
    for band in score.bands:
        if (band.from_ is None or value >= band.from_) and (band.to is None or value <= band.to):
            return band
    return None


def rounded(value: Number, decimals: int) -> Number:
    """`value` with so many decimals, half away from zero, as people round; a whole number where there are none.

    What a floating-point number is beside what it stands for (3 × 0.35 = 1.0499999999999998) is cut off first.
    """
    if math.isinf(value):
        return value
    exact = Exact(repr(round(value, _NOISE))).quantize(Exact(1).scaleb(-decimals), ROUND_HALF_UP)
    return float(exact) if decimals else int(exact)


def decimals_of(score: Score, formula: Compiled, scope: Scope, of_scores: Mapping[str, int]) -> int:
    """How many decimals a score has: as its author said, or as many as its parts, and one more for means and `/`.

    `of_scores` are the decimals of the scores that it is made of.
    """
    if score.decimals is not None:
        return score.decimals
    tree = parse(score.value)
    divided = any(
        isinstance(node, ast.Div) or (isinstance(node, ast.Name) and node.id == "mean") for node in ast.walk(tree)
    )
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    most = max((_decimals(number) for number in constants if isinstance(number, int | float)), default=0)
    for name in formula.references:
        group, _, column = name.partition(".")
        symbol = scope.groups[group][column] if column else scope.symbols[name]
        points = (symbol.options or {}).values()
        most = max(most, symbol.decimals, of_scores.get(name, 0), *(_decimals(number or 0) for number in points))
    return most + divided


def _decimals(number: Number) -> int:
    exponent = Exact(repr(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def is_missing(name: str, env: Env) -> bool:
    """True for a part of a score that is not answered, or of which only the range is known."""
    group, _, column = name.partition(".")
    if column and group in env.rows:
        return any(column not in row.points and column not in row.values for row in env.rows[group])
    known = env.points.get(name, env.values.get(name))
    return known is None or isinstance(known, Bounds)


def _spanned(formula: Compiled, env: Env, scope: Scope) -> Env:
    """The environment with each missing part as the range it must lie in."""
    points: dict[str, Amount] = {}
    for name in formula.references:
        symbol = scope.symbols.get(name)
        points[name] = env.points.get(name, symbol.range if symbol else None)
    return replace(env, points=points)
