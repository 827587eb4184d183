"""The parts that a condition is compiled to: closures that read an environment, and what they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kartlegging_tui.domain.env import Env, Evaluate
from kartlegging_tui.domain.scope import Kind, Symbol
from kartlegging_tui.domain.unknowns import Amount


@dataclass(frozen=True)
class Term:
    """A compiled part: what it is to comparisons, and to arithmetic where it has points."""

    kind: Kind
    value: Evaluate
    points: Evaluate | None = None
    reason: Evaluate | None = None
    """Of a question: why it has no value."""
    symbol: Symbol | None = None
    constant: Any = None


def negation(get: Evaluate) -> Evaluate:
    return lambda env: None if (truth := get(env)) is None else not truth


def applied(operation: Callable[..., Amount], *gets: Evaluate) -> Evaluate:
    return lambda env: operation(*(get(env) for get in gets))


def amount_term(get: Evaluate) -> Term:
    return Term(Kind.NUMBER, get, get)


def symbol_term(symbol: Symbol, in_row: bool) -> Term:
    """A name: read from the row's form where the condition runs in a row and the name belongs to the form."""
    name = symbol.name
    value: Evaluate
    points: Evaluate | None = None
    reason: Evaluate | None = None
    if in_row:
        value = lambda env: (env.form or env).values.get(name)  # noqa: E731
        if symbol.points:
            points = lambda env: (env.form or env).points.get(name)  # noqa: E731
        if not symbol.derived:
            reason = lambda env: (env.form or env).reasons.get(name)  # noqa: E731
    else:
        value = lambda env: env.values.get(name)  # noqa: E731
        if symbol.points:
            points = lambda env: env.points.get(name)  # noqa: E731
        if not symbol.derived:
            reason = lambda env: env.reasons.get(name)  # noqa: E731
    return Term(symbol.kind, value, points, reason, symbol)


def members(get: Evaluate) -> Callable[[Env], list[Any] | None]:
    """For `count(sted)` and `count(barn)`: one true thing for each option chosen, for each row."""
    return lambda env: None if (chosen := get(env)) is None else [True] * len(chosen)
