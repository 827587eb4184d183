"""Whether a condition can ever hold: tried with every answer that could make a difference."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple

from kartlegging_tui.domain.answers import Missing
from kartlegging_tui.domain.env import Env, Evaluate
from kartlegging_tui.domain.scope import ABOUT_ANSWERS, ABOUT_REASONS, Kind, Scope, Symbol
from kartlegging_tui.domain.unknowns import Amount, Bounds, Number

MAX_TRIALS = 5000
_MAX_SUBSETS_OF = 10
"""The most options of which every choice of several is tried."""


class Candidate(NamedTuple):
    """What a question may have been answered."""

    value: Any = None
    """As comparisons see it; None for no value."""
    points: Amount = None
    """As arithmetic sees it."""
    reason: Missing | None = None
    """Why there is no value."""


_UNANSWERED = [Candidate(), *(Candidate(reason=reason) for reason in Missing)]


def never_true(evaluate: Evaluate, tree: ast.Expression, scope: Scope, references: frozenset[str]) -> bool:
    """True only where it is certain that no answers within their limits make the condition true.

    Without arithmetic, a condition depends only on how numbers lie among each other and among those it names. So a few
    numbers in each gap between those stand for all. Where that is too many, or with arithmetic, all numbers at once are
    taken as lying somewhere in their range.
    """
    nodes = list(ast.walk(tree))
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    if "previous" in named:
        return False
    symbols = [symbol for name in sorted(references) if (symbol := _symbol(name, scope)) is not None]
    if len(symbols) < len(references) or any(symbol.kind in (Kind.GROUP, Kind.DATE) for symbol in symbols):
        return False
    if any(symbol.ends[0] > symbol.ends[1] for symbol in symbols):
        return False  # the limits are wrong, which is told where they stand
    arithmetic = bool(named & {"sum", "mean"}) or any(_calculates(node) for node in nodes)
    enumerable = all(symbol.options is not None or symbol.kind is Kind.TRUTH for symbol in symbols)
    if enumerable or not arithmetic:
        candidates = _all_candidates(symbols, nodes)
        if math.prod(len(options) for options in candidates.values()) <= MAX_TRIALS:
            return not _some_true(evaluate, candidates)
    if not named.isdisjoint(ABOUT_ANSWERS):
        return False
    env = Env()
    for symbol in symbols:
        env.points[symbol.name] = symbol.range
        env.values[symbol.name] = _values(symbol)
    return evaluate(env) is False


def _symbol(name: str, scope: Scope) -> Symbol | None:
    """What is named, also in a row: there one environment holds the row and its form, since no id is used twice."""
    group, _, column = name.partition(".")
    return scope.groups[group].get(column) if column and group == scope.inside else scope.symbols.get(name)


def _calculates(node: ast.AST) -> bool:
    """True for `a + b` and for `-a`, but not for the number `-3`."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return False
        case ast.BinOp() | ast.UnaryOp(op=ast.USub()):
            return True
    return False


def _values(symbol: Symbol) -> Amount:
    """Between what its values lie, which for options are not their points; None where it is not a number."""
    if symbol.kind is not Kind.NUMBER or symbol.options is None:
        return symbol.range if symbol.kind is Kind.NUMBER else None
    values = [value for value in symbol.options if not isinstance(value, str)]
    return Bounds(min(values), max(values)) if values else None


def _some_true(evaluate: Callable[[Env], Any], candidates: Mapping[str, list[Candidate]]) -> bool:
    names = list(candidates)
    for chosen in product(*candidates.values()):
        env = Env()
        for name, (value, points, reason) in zip(names, chosen, strict=True):
            if value is not None:
                env.values[name] = value
                env.points[name] = points
            elif reason is not None:
                env.reasons[name] = reason
        if evaluate(env) is True:
            return True
    return False


def _all_candidates(symbols: list[Symbol], nodes: list[ast.AST]) -> dict[str, list[Candidate]]:
    constants = [node.value for node in nodes if isinstance(node, ast.Constant)]
    texts = {constant for constant in constants if isinstance(constant, str)}
    numbers: set[Number] = {constant for constant in constants if isinstance(constant, int | float)}
    numbers |= {-number for number in numbers}
    if any(isinstance(node, ast.Name) and node.id == "count" for node in nodes):
        most = max(len(nodes), *(len(symbol.options or ()) for symbol in symbols), 0)
        numbers |= set(range(most + 1))
    for symbol in symbols:
        numbers |= {points for points in (symbol.options or {}).values() if points is not None}
        numbers |= {value for value in symbol.options or {} if not isinstance(value, str)}
        texts |= {value for value in symbol.options or {} if isinstance(value, str)}
        numbers |= {0, 1} if symbol.kind is Kind.TRUTH else {end for end in symbol.ends if math.isfinite(end)}
    texts |= {f"\ufffd{number}" for number, symbol in enumerate(symbols) if symbol.kind is Kind.TEXT}
    free = sum(symbol.kind is Kind.NUMBER and symbol.options is None for symbol in symbols)
    spread = sorted(_spread(sorted(numbers) or [0], free))
    reasons_matter = any(isinstance(node, ast.Name) and node.id in ABOUT_REASONS for node in nodes)
    without = _UNANSWERED if reasons_matter else _UNANSWERED[:1]
    return {symbol.name: [*without, *_candidates(symbol, spread, sorted(texts))] for symbol in symbols}


def _spread(numbers: list[Number], count: int) -> Iterator[Number]:
    """The numbers, `count` in each gap between two of them, and `count` beyond each end."""
    yield from numbers
    for step in range(1, count + 1):
        yield numbers[0] - step
        yield numbers[-1] + step
        for low, high in pairwise(numbers):
            yield low + (high - low) * step / (count + 1)


def _candidates(symbol: Symbol, numbers: list[Number], texts: list[str]) -> Iterator[Candidate]:
    if symbol.kind is Kind.SET:
        yield from _subsets(symbol.options or {})
    elif symbol.options is not None:
        yield from (Candidate(value, points) for value, points in symbol.options.items())
    elif symbol.kind is Kind.TRUTH:
        yield from (Candidate(True, 1), Candidate(False, 0))
    elif symbol.kind is Kind.TEXT:
        yield from (Candidate(text) for text in texts if text)
    else:
        low, high = symbol.ends
        yield from (Candidate(number, number) for number in numbers if low <= number <= high)


def _subsets(options: Mapping[Any, Number | None]) -> Iterator[Candidate]:
    """Every choice of at least one; too many to be tried where there are many options."""
    if len(options) > _MAX_SUBSETS_OF:
        yield from [Candidate()] * MAX_TRIALS
        return
    for size in range(1, len(options) + 1):
        for chosen in combinations(options, size):
            yield Candidate(chosen, sum(options[option] or 0 for option in chosen))
