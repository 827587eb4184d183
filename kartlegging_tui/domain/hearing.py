"""What is said (`said.py`), heard again: the environment in which a question about a pathway is evaluated.

By *latest*, each question has the answer of the last contact point at which it is answered, be it with a reason for
having no value; a column has that of its group. *At* a contact point, it has what is said there. A name that several
forms share has the answer of whichever was asked last, and of several at the same contact point that of the first form.
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


class Source(NamedTuple):
    """Where an answer was given."""

    name: str
    """The question's name in full."""
    contact_point: int


class Hearing(NamedTuple):
    """What is heard of a pathway."""

    env: Env
    """The answers as conditions see them, by the names of the scope."""
    now: dict[str, Source]
    """By name: where it was answered, also with a reason for having no value."""
    before: dict[str, Source]
    """By name: where the answer before that one was given."""


Words = dict[str, float | None]
"""What is said of one name at one contact point: words with their amounts."""
_Told = Mapping[str, Mapping[int, Mapping[int, Words]]]
"""By full name, contact point and row."""


def heard(
    scope: Scope, rows: Iterable[Heard], at: int | None, shared: Mapping[str, Sequence[str]] | None = None
) -> Hearing:
    """The answers of a pathway, by full name, as conditions see them: the latest, or those at a contact point.

    `shared` are names that stand for the questions of several forms, in order (`Vocabulary.shared`).
    """
    told: defaultdict[str, defaultdict[int, dict[int, Words]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        told[row.name][row.contact_point].setdefault(row.line, {})[row.word] = row.amount
    env, before = Env(), Env()
    env.previous = before
    hearing = Hearing(env, {}, {})
    members: dict[str, Sequence[str]] = {name: (name,) for name in told if name in scope.symbols}
    for name, several in (members | dict(shared or {})).items():
        symbol, answered = scope.symbols[name], _answers(told, several)
        here = max(answered, default=0) if at is None else at
        if here in answered:
            hearing.now[name] = answered[here]
        _put(env, symbol, _words(told, answered.get(here) or _hidden(told, several, here)))
        if earlier := max((point for point in answered if point < here), default=0):
            hearing.before[name] = answered[earlier]
            _put(before, symbol, _words(told, answered[earlier]))
        if symbol.kind is Kind.GROUP and name in env.values:
            env.rows[name] = _rows(env, name, scope.groups[name], told, here)
    return hearing


def _answers(told: _Told, names: Sequence[str]) -> dict[int, Source]:
    """By contact point: by which of the questions it is answered there, the first of them."""
    found: dict[int, Source] = {}
    for name in names:
        for point, lines in told.get(name, {}).items():
            if point not in found and _answered(lines):
                found[point] = Source(name, point)
    return found


def _hidden(told: _Told, names: Sequence[str], here: int) -> Source | None:
    """The first question that stands at a contact point, though it is not answered."""
    return next((Source(name, here) for name in names if here in told.get(name, {})), None)


def _words(told: _Told, source: Source | None) -> Words:
    return told[source.name][source.contact_point].get(0, {}) if source else {}


def _answered(lines: Mapping[int, Words]) -> bool:
    return any(word != HIDDEN for words in lines.values() for word in words)


def _rows(
    env: Env,
    group: str,
    columns: Mapping[str, Symbol],
    told: _Told,
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
