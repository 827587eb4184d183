"""Scores: a formula over the answers, an explicit rule for what is missing, and bands that say what it may mean."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from decimal import Decimal as Exact

from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.expressions import Compiled, parse
from kartlegging_tui.domain.questionnaire import Band, MeanOfRest, MissingRule, Score
from kartlegging_tui.domain.scope import Scope
from kartlegging_tui.domain.unknowns import Amount, Bounds, Number


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


def score_result(score: Score, formula: Compiled, env: Env, scope: Scope) -> ScoreResult:
    """The score from the answers in `env`."""
    missing = tuple(name for name in sorted(formula.references) if _is_missing(name, env))
    decimals = decimals_of(score, scope)
    if not missing:
        amount = formula.evaluate(env)
    elif score.missing is MissingRule.INTERVAL:
        amount = formula.evaluate(_spanned(formula, env, scope))
    elif isinstance(score.missing, MeanOfRest) and len(missing) <= score.missing.allow:
        amount = formula.evaluate(Env(env.values, env.points, env.rows, env.form, env.previous, fill=True))
    else:
        amount = None
    if amount is None:
        return ScoreResult(None, None, None, not missing, missing)
    if isinstance(amount, Bounds):
        low, high = rounded(amount.low, decimals), rounded(amount.high, decimals)
        band = band_of(score, low)
        return ScoreResult(None, (low, high), band if band is band_of(score, high) else None, False, missing)
    value = rounded(amount, decimals)
    return ScoreResult(value, None, band_of(score, value), not missing, missing)


def band_of(score: Score, value: Number) -> Band | None:
    """The band that `value` lies in. Both ends belong to it."""
    for band in score.bands:
        if (band.from_ is None or value >= band.from_) and (band.to is None or value <= band.to):
            return band
    return None


def rounded(value: Number, decimals: int) -> Number:
    """`value` with so many decimals, half away from zero, as people round; a whole number where there are none."""
    if value in (float("inf"), float("-inf")):
        return value
    exact = Exact(repr(value)).quantize(Exact(1).scaleb(-decimals), ROUND_HALF_UP)
    return float(exact) if decimals else int(exact)


def decimals_of(score: Score, scope: Scope) -> int:
    """How many decimals a score has: as its author said, or as many as its parts, and one more for means and `/`."""
    if score.decimals is not None:
        return score.decimals
    tree = parse(score.value)
    divided = any(
        isinstance(node, ast.Div) or (isinstance(node, ast.Name) and node.id == "mean") for node in ast.walk(tree)
    )
    numbers: list[Number] = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]  # type: ignore[misc]
    for node in ast.walk(tree):
        symbol = scope.symbols.get(node.id) if isinstance(node, ast.Name) else None
        if symbol and symbol.options:
            numbers += [points for points in symbol.options.values() if points is not None]
    return max((_decimals(number) for number in numbers), default=0) + divided


def _decimals(number: Number) -> int:
    exponent = Exact(repr(number)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_missing(name: str, env: Env) -> bool:
    group, _, column = name.partition(".")
    if column and group in env.rows:
        return any(column not in row.points and column not in row.values for row in env.rows[group])
    return name not in env.points and name not in env.values


def _spanned(formula: Compiled, env: Env, scope: Scope) -> Env:
    """The environment with each missing part as the range it must lie in."""
    points: dict[str, Amount] = {}
    for name in formula.references:
        symbol = scope.symbols.get(name)
        points[name] = env.points.get(name, symbol.range if symbol else None)
    return Env(env.values, points, env.rows, env.form, env.previous)
