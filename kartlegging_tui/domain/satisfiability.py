"""Whether a condition can ever hold: tried with every answer that could make a difference."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

from kartlegging_tui.domain.env import Env, Evaluate
from kartlegging_tui.domain.scope import Kind, Scope, Symbol
from kartlegging_tui.domain.unknowns import Amount

MAX_TRIALS = 5000

Candidate = tuple[Any, Amount]
"""A value as comparisons see it, and as arithmetic does."""


def never_true(evaluate: Evaluate, tree: ast.Expression, scope: Scope, references: frozenset[str]) -> bool:
    """True only where it is certain that no answers make the condition true.

    A comparison of numbers can change its truth only at a number that the condition names, so the candidates are those
    numbers and their neighbours, the ends of the range, and every option. Where that is too many, all numbers at once
    are taken as lying somewhere in their range.
    """
    if any(isinstance(node, ast.Name) and node.id == "previous" for node in ast.walk(tree)):
        return False
    symbols = [scope.symbols.get(name) for name in sorted(references)]
    if any(symbol is None or symbol.kind in (Kind.GROUP, Kind.DATE) for symbol in symbols) or scope.inside:
        return False
    known = [symbol for symbol in symbols if symbol is not None]
    constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    candidates = {symbol.name: list(_candidates(symbol, constants)) for symbol in known}
    trials = math.prod(len(options) for options in candidates.values())
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    sums = bool(called & {"sum", "mean"}) or any(isinstance(node, ast.BinOp) for node in ast.walk(tree))
    if trials <= MAX_TRIALS and (not sums or all(symbol.options is not None for symbol in known)):
        return not _some_true(evaluate, candidates)
    if "answered" in called:
        return False
    env = Env(points={symbol.name: symbol.range for symbol in known if symbol.points})
    env.values = {symbol.name: env.points[symbol.name] for symbol in known if symbol.kind is Kind.NUMBER}
    return evaluate(env) is False


def _some_true(evaluate: Callable[[Env], Any], candidates: Mapping[str, list[Candidate]]) -> bool:
    names = list(candidates)
    for chosen in product(*candidates.values()):
        env = Env()
        for name, (value, points) in zip(names, chosen, strict=True):
            if value is not None:
                env.values[name] = value
                env.points[name] = points
        if evaluate(env) is True:
            return True
    return False


def _candidates(symbol: Symbol, constants: list[Any]) -> Iterator[Candidate]:
    yield None, None
    numbers = [constant for constant in constants if isinstance(constant, int | float)]
    texts = [constant for constant in constants if isinstance(constant, str)]
    if symbol.kind is Kind.SET:
        options = symbol.options or {}
        mentioned = [option for option in options if option in constants]
        yield tuple(options), sum(points or 0 for points in options.values())
        for option in (*mentioned, *list(options)[:1]):
            yield (option,), options[option] or 0
        yield tuple(mentioned), sum(options[option] or 0 for option in mentioned)
        yield tuple(option for option in options if option not in mentioned), 0
    elif symbol.options is not None:
        yield from symbol.options.items()
    elif symbol.kind is Kind.TRUTH:
        yield from ((True, 1), (False, 0))
    elif symbol.kind is Kind.TEXT:
        yield from ((text, None) for text in (*texts, "\ufffd"))
    else:
        low, high = symbol.ends
        near = {number + step for number in numbers for step in (-1, -0.5, 0, 0.5, 1)} | {low, high}
        yield from ((number, number) for number in sorted(near) if low <= number <= high)
