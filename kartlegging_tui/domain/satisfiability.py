"""Whether a condition can ever hold, or ever fail: tried with every answer that could make a difference."""

from __future__ import annotations

import ast
import math
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import combinations, islice, pairwise, product
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
Candidates = Mapping[str, list[Candidate]]
"""By name: what may have been answered."""


def never_true(
    evaluate: Evaluate, tree: ast.Expression, scope: Scope, references: Collection[str], absent: Collection[str] = ()
) -> bool:
    """True only where it is certain that no answers within their limits make the condition true.

    `absent` are names that never have a value. Without arithmetic, a condition depends only on how numbers lie among
    each other and among those it names. So a few numbers in each gap between those stand for all. Where that is too
    many, or with arithmetic, all numbers at once are taken as lying somewhere in their range.
    """
    nodes, named = _parts(tree)
    if "previous" in named:
        return False
    known = [_symbol(name, scope) for name in references]
    if references and set(references) <= set(absent) and not any(each and each.if_hidden is not None for each in known):
        return evaluate(Env()) is not True
    symbols = _symbols(scope, references)
    if symbols is None:
        return False
    if not absent and any(evaluate(env) is True for env in _corners(symbols)):
        return False  # most can be true, and this shows it at once
    candidates = _few_candidates(symbols, nodes, named)
    if candidates is not None:
        without = {name.rpartition(".")[2] for name in absent}
        candidates = {name: _hidden(some) if name in without else some for name, some in candidates.items()}
        return all(result is not True for result in _results(evaluate, candidates))
    if not named.isdisjoint(ABOUT_ANSWERS):
        return False
    return evaluate(_spanned(symbols)) is False


def _hidden(candidates: list[Candidate]) -> list[Candidate]:
    """What there is of a question that is not asked: nothing, or what it counts while it is hidden."""
    return [each for each in candidates if each.value is None and each.reason is None]


def can_be_tried(tree: ast.Expression, scope: Scope, references: Collection[str]) -> bool:
    """False for a condition of which nothing is ever claimed: it asks for dates, groups of rows or last time."""
    _nodes, named = _parts(tree)
    return "previous" not in named and _symbols(scope, references) is not None


def always_true(evaluate: Evaluate, tree: ast.Expression, scope: Scope, references: Collection[str]) -> bool:
    """True only where it is certain that the condition holds whatever is answered, and while nothing is."""
    nodes, named = _parts(tree)
    if named.isdisjoint(ABOUT_ANSWERS):
        return evaluate(Env()) is True  # what is true while all is unknown stays true
    symbols = _symbols(scope, references)
    candidates = _few_candidates(symbols, nodes, named) if symbols is not None and "previous" not in named else None
    return candidates is not None and all(result is True for result in _results(evaluate, candidates))


def true_once_answered(evaluate: Evaluate, tree: ast.Expression, scope: Scope, references: Collection[str]) -> bool:
    """True only where it is certain that the condition holds as soon as all that it names is answered, whatever it is.

    Not for conditions that ask whether something is answered: those are meant so.
    """
    nodes, named = _parts(tree)
    symbols = _symbols(scope, references)
    if "previous" in named or not named.isdisjoint(ABOUT_ANSWERS) or symbols is None:
        return False
    if any(evaluate(env) is not True for env in _corners(symbols)):
        return False  # most are not always true, and this shows it at once
    candidates = _few_candidates(symbols, nodes, named)
    if candidates is None:
        return evaluate(_spanned(symbols)) is True
    answered = {name: [each for each in some if each.value is not None] for name, some in candidates.items()}
    return all(answered.values()) and all(result is True for result in _results(evaluate, answered))


@lru_cache(maxsize=8)
def _parts(tree: ast.Expression) -> tuple[list[ast.AST], frozenset[str]]:
    """The nodes of a condition and the names among them; kept a little, as several things are asked of one in turn."""
    nodes = list(ast.walk(tree))
    return nodes, frozenset(node.id for node in nodes if isinstance(node, ast.Name))


def _symbols(scope: Scope, references: Collection[str]) -> list[Symbol] | None:
    """What a condition names; None where it names what cannot be tried: dates, groups of rows, limits in disorder."""
    symbols = [symbol for name in sorted(references) if (symbol := _symbol(name, scope)) is not None]
    if len(symbols) < len(references) or any(symbol.kind in (Kind.GROUP, Kind.DATE) for symbol in symbols):
        return None
    if any(symbol.ends[0] > symbol.ends[1] for symbol in symbols):
        return None  # the limits are wrong, which is told where they stand
    return symbols


def _symbol(name: str, scope: Scope) -> Symbol | None:
    """What is named, also in a row: there one environment holds the row and its form, since no id is used twice."""
    group, _, column = name.partition(".")
    return scope.groups[group].get(column) if column and group == scope.inside else scope.symbols.get(name)


def _few_candidates(symbols: list[Symbol], nodes: list[ast.AST], named: frozenset[str]) -> Candidates | None:
    """What stands for all that may be answered; None where it is too much, or where nothing can stand for the rest."""
    arithmetic = bool(named & {"sum", "mean"}) or any(_calculates(node) for node in nodes)
    enumerable = all(symbol.options is not None or symbol.kind is Kind.TRUTH for symbol in symbols)
    if arithmetic and not enumerable:
        return None
    candidates = _all_candidates(symbols, nodes)
    return candidates if math.prod(len(some) for some in candidates.values()) <= MAX_TRIALS else None


def _calculates(node: ast.AST) -> bool:
    """True for `a + b` and for `-a`, but not for the number `-3`."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return False
        case ast.BinOp() | ast.UnaryOp(op=ast.USub()):
            return True
    return False


def _spanned(symbols: list[Symbol]) -> Env:
    """Every answer as the range it lies in."""
    env = Env()
    for symbol in symbols:
        env.points[symbol.name] = span_of(symbol)
        env.values[symbol.name] = _values(symbol)
    return env


def _corners(symbols: list[Symbol]) -> Iterator[Env]:
    """All answers at their lowest, and all at their highest, where they have ends: two of the many that can be."""
    for place in (0, -1):
        env = Env()
        for symbol in symbols:
            if symbol.options and symbol.kind is not Kind.SET:
                env.values[symbol.name], env.points[symbol.name] = list(symbol.options.items())[place]
            elif symbol.kind is Kind.TRUTH:
                env.values[symbol.name], env.points[symbol.name] = (False, 0) if place == 0 else (True, 1)
            elif symbol.kind is Kind.NUMBER and math.isfinite(symbol.ends[place]):
                env.values[symbol.name] = env.points[symbol.name] = symbol.ends[place]
            else:
                return
        yield env


def span_of(symbol: Symbol) -> Amount:
    """Between what its points lie, also while it is hidden; None where nothing is known of them."""
    span = symbol.range
    if symbol.if_hidden is None or not isinstance(span, Bounds):
        return span
    return Bounds(min(span.low, symbol.if_hidden), max(span.high, symbol.if_hidden))


def _values(symbol: Symbol) -> Amount:
    """Between what its values lie, which for options are not their points; None where it is not a number."""
    if symbol.kind is not Kind.NUMBER or symbol.options is None:
        return symbol.range if symbol.kind is Kind.NUMBER else None
    values = [value for value in symbol.options if not isinstance(value, str)]
    return Bounds(min(values), max(values)) if values else None


def _results(evaluate: Evaluate, candidates: Candidates) -> Iterator[Any]:
    """What the condition is, for each combination of answers."""
    names = list(candidates)
    for chosen in product(*candidates.values()):
        env = Env()
        for name, (value, points, reason) in zip(names, chosen, strict=True):
            if value is not None:
                env.values[name] = value
            elif reason is not None:
                env.reasons[name] = reason
            if points is not None:
                env.points[name] = points
        yield evaluate(env)


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
        numbers |= set() if symbol.if_hidden is None else {symbol.if_hidden}
    texts |= {f"\ufffd{number}" for number, symbol in enumerate(symbols) if symbol.kind is Kind.TEXT}
    sets = _Sets(nodes, constants)
    free = [symbol for symbol in symbols if symbol.kind is Kind.NUMBER and symbol.options is None]
    spread_out = _spread_whole if all(symbol.whole for symbol in free) else _spread
    spread = sorted(set(spread_out(sorted(numbers) or [0], len(free))))
    reasons_matter = any(isinstance(node, ast.Name) and node.id in ABOUT_REASONS for node in nodes)
    without = _UNANSWERED if reasons_matter else _UNANSWERED[:1]
    return {
        symbol.name: [*without, *_if_hidden(symbol), *_candidates(symbol, spread, sorted(texts), sets)]
        for symbol in symbols
    }


def _if_hidden(symbol: Symbol) -> list[Candidate]:
    return [] if symbol.if_hidden is None else [Candidate(points=symbol.if_hidden)]


def _spread(numbers: list[Number], count: int) -> Iterator[Number]:
    """The numbers, `count` in each gap between two of them, and `count` beyond each end."""
    yield from numbers
    for step in range(1, count + 1):
        yield numbers[0] - step
        yield numbers[-1] + step
        for low, high in pairwise(numbers):
            yield low + (high - low) * step / (count + 1)


def _spread_whole(numbers: list[Number], count: int) -> Iterator[Number]:
    """The same for whole numbers alone: in a gap that has fewer than `count` of them, all that there are."""
    yield from (number for number in numbers if number % 1 == 0)
    yield from (math.ceil(numbers[0]) - step for step in range(1, count + 1))
    yield from (math.floor(numbers[-1]) + step for step in range(1, count + 1))
    for low, high in pairwise(numbers):
        yield from islice(range(math.floor(low) + 1, math.ceil(high)), count)


def _candidates(symbol: Symbol, numbers: list[Number], texts: list[str], sets: _Sets) -> Iterator[Candidate]:
    if symbol.kind is Kind.SET:
        yield from sets.of(symbol.options or {})
    elif symbol.options is not None:
        yield from (Candidate(value, points) for value, points in symbol.options.items())
    elif symbol.kind is Kind.TRUTH:
        yield from (Candidate(True, 1), Candidate(False, 0))
    elif symbol.kind is Kind.TEXT:
        yield from (Candidate(text) for text in texts if text)
    else:
        low, high = symbol.ends
        yield from (Candidate(number, number) for number in numbers if low <= number <= high)


class _Sets:
    """What may be chosen in a question with several answers, as far as it makes a difference to a condition."""

    def __init__(self, nodes: list[ast.AST], constants: list[Any]) -> None:
        called = {node.id for node in nodes if isinstance(node, ast.Name)}
        self._scores = bool(called & {"sum", "mean", "min", "max"}) or any(_calculates(node) for node in nodes)
        self._counts = "count" in called
        self._named = constants

    def of(self, options: Mapping[Any, Number | None]) -> Iterator[Candidate]:
        """Choices of at least one; too many to be tried where all of many options may matter.

        Without arithmetic, the options that a condition does not name are alike: it matters only how many are chosen,
        and without `count` only whether any is.
        """
        if self._scores:
            return self._all(options)
        named = [option for option in options if option in self._named]
        others = [option for option in options if option not in self._named]
        most = len(others) if self._counts else min(len(others), 1)
        if len(named) > _MAX_SUBSETS_OF:
            return _too_many()
        return (
            Candidate((*chosen, *others[:more]))
            for size in range(len(named) + 1)
            for chosen in combinations(named, size)
            for more in range(most + 1)
            if size + more > 0
        )

    def _all(self, options: Mapping[Any, Number | None]) -> Iterator[Candidate]:
        if len(options) > _MAX_SUBSETS_OF:
            return _too_many()
        return (
            Candidate(chosen, sum(options[option] or 0 for option in chosen))
            for size in range(1, len(options) + 1)
            for chosen in combinations(options, size)
        )


def _too_many() -> Iterator[Candidate]:
    return iter([Candidate()] * MAX_TRIALS)
