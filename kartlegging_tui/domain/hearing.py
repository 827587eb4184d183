"""What is said (`said.py`), heard again: the environment in which a question about a pathway is evaluated.

By *latest*, each question has the answer of the last contact point at which it is answered, be it with a reason for
having no value; a column has that of its group. *At* a contact point, it has what is said there.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kartlegging_tui.domain.answers import Missing
from kartlegging_tui.domain.env import Env, put
from kartlegging_tui.domain.said import HIDDEN, HIGH, LOW, POINTS, REASON
from kartlegging_tui.domain.scope import Kind, Scope, Symbol
from kartlegging_tui.domain.unknowns import Amount, Bounds


class Heard(NamedTuple):
    """A row of what is said in a pathway."""

    name: str
    """In full: `esas_r.smerte`, `barn_som_parorende.barn.alder`."""
    contact_point: int
    line: int
    word: str
    amount: float | None
    latest: bool
    """At no later contact point the question, or the column's group, is answered."""


Words = dict[str, float | None]
"""What is said of one name at one contact point: words with their amounts."""


def heard(scope: Scope, rows: Iterable[Heard], at: int | None) -> Env:
    """The answers of a pathway, by full name, as conditions see them: the latest, or those at a contact point."""
    told: defaultdict[str, defaultdict[int, dict[int, Words]]] = defaultdict(lambda: defaultdict(dict))
    newest: dict[str, int] = {}
    for row in rows:
        told[row.name][row.contact_point].setdefault(row.line, {})[row.word] = row.amount
        if row.latest:
            newest[row.name] = row.contact_point
    env = Env(previous=Env())
    for name, points in told.items():
        symbol = scope.symbols.get(name)
        if symbol is None:
            continue
        here = newest.get(name) if at is None else at
        _put(env, symbol, points.get(here or 0, {}).get(0, {}))
        before = [point for point, lines in points.items() if here and point < here and _answered(lines)]
        if before and env.previous is not None:
            _put(env.previous, symbol, points[max(before)].get(0, {}))
        if symbol.kind is Kind.GROUP and name in env.values:
            env.rows[name] = _rows(env, name, scope.groups[name], told, here or 0)
    return env


def _answered(lines: Mapping[int, Words]) -> bool:
    return any(word != HIDDEN for words in lines.values() for word in words)


def _rows(
    env: Env,
    group: str,
    columns: Mapping[str, Symbol],
    told: Mapping[str, Mapping[int, Mapping[int, Words]]],
    here: int,
) -> list[Env]:
    """As many as were told of; of those without any answer nothing else is known."""
    rows: dict[int, Env] = {}
    for name, symbol in columns.items():
        for line, words in told.get(f"{group}.{name}", {}).get(here, {}).items():
            _put(rows.setdefault(line, Env(form=env)), symbol, words)
    blank = len(env.values[group]) - len(rows)
    return [*(row for _line, row in sorted(rows.items())), *(Env(form=env) for _ in range(blank))]


def _put(env: Env, symbol: Symbol, words: Words) -> None:
    value, points = _meant(symbol, words)
    put(env.values, symbol.name, value)
    put(env.points, symbol.name, words.get(HIDDEN) if value is None else points)
    reasons = (Missing(word[1:]) for word in words if word[:1] == REASON and word[1:] in set(Missing))
    put(env.reasons, symbol.name, next(reasons, None))


def _meant(symbol: Symbol, words: Words) -> tuple[Any, Amount]:
    """A value as comparisons see it and as arithmetic does. What an older version asked for otherwise is unknown."""
    if LOW in words or HIGH in words:
        low, high = words.get(LOW), words.get(HIGH)
        bounds = Bounds(-math.inf if low is None else low, math.inf if high is None else high)
        return bounds, bounds
    chosen = [word for word in words if word and word[0] != REASON]
    amount = words.get("")
    match symbol.kind:
        case Kind.TRUTH if amount is not None:
            return bool(amount), int(amount)
        case Kind.NUMBER if amount is not None:
            return amount, words.get(POINTS, amount)
        case Kind.GROUP if amount is not None:
            return tuple(range(int(amount))), None
        case Kind.SET if chosen:
            options = {str(option): option for option in symbol.options or {}}
            return tuple(options.get(word, word) for word in chosen), words.get(POINTS)
        case Kind.DATE if chosen:
            return chosen[0], None
        case Kind.TEXT if chosen:
            return chosen[0], words[chosen[0]]
        case Kind.TEXT if "" in words and symbol.options is None:
            return "", None  # it is answered; what was written is not kept here
        case Kind.TEXT if amount is not None:
            return amount, words.get(POINTS, amount)
    return None, None


def named(rows: Sequence[Any], names: Mapping[int, str]) -> list[Heard]:
    """Rows of the records, with the ids of names replaced by full names."""
    return [Heard(names[row[0]], *row[1:]) for row in rows]
