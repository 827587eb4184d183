"""Arithmetic and logic with what is not known: None is unknown, `Bounds` a number that lies between two others."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Truth = bool | None
Number = int | float
TOO_LARGE = 10**15
"""From here on floating-point numbers no longer hold every whole number."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number that lies between `low` and `high`, both included."""

    low: Number
    high: Number


Amount = int | float | Bounds | None
"""A number, one within bounds, or one of which nothing is known."""


def _ends(value: Number | Bounds) -> tuple[Number, Number]:
    return (value.low, value.high) if isinstance(value, Bounds) else (value, value)


def _known(number: Number) -> Number | None:
    """A number, unless it is so large that nobody can reckon with it: squares of squares never come to an end."""
    return number if abs(number) < TOO_LARGE else None


def _settled(low: Number, high: Number) -> Number | Bounds | None:
    low = -math.inf if low <= -TOO_LARGE else min(low, TOO_LARGE)
    high = math.inf if high >= TOO_LARGE else max(high, -TOO_LARGE)
    if low == high:
        return low
    return None if low == -math.inf and high == math.inf else Bounds(low, high)


def add(a: Amount, b: Amount) -> Amount:
    if a is None or b is None:
        return None
    if not isinstance(a, Bounds) and not isinstance(b, Bounds):
        return _known(a + b)
    (a_low, a_high), (b_low, b_high) = _ends(a), _ends(b)
    return _settled(a_low + b_low, a_high + b_high)


def negative(a: Amount) -> Amount:
    if a is None:
        return None
    return Bounds(-a.high, -a.low) if isinstance(a, Bounds) else -a


def subtract(a: Amount, b: Amount) -> Amount:
    return add(a, negative(b))


def multiply(a: Amount, b: Amount) -> Amount:
    if a is None or b is None:
        return None
    if not isinstance(a, Bounds) and not isinstance(b, Bounds):
        return _known(a * b)
    corners = [x * y if x and y else 0 for x in _ends(a) for y in _ends(b)]
    return _settled(min(corners), max(corners))


def divide(a: Amount, b: Amount) -> Amount:
    """`a / b`; unknown where `b` is, or may be, zero."""
    if a is None or b is None:
        return None
    low, high = _ends(b)
    if low <= 0 <= high:
        return None
    if not isinstance(a, Bounds) and not isinstance(b, Bounds):
        return _known(a / b)
    corners = [0 if math.isinf(y) else x / y for x in _ends(a) for y in (low, high)]
    return _settled(min(corners), max(corners))


def smallest(amounts: Iterable[Amount]) -> Amount:
    """The smallest of them: never more than the smallest that is known."""
    pairs = [(-math.inf, math.inf) if amount is None else _ends(amount) for amount in amounts]
    return _settled(min(low for low, _ in pairs), min(high for _, high in pairs)) if pairs else None


def largest(amounts: Iterable[Amount]) -> Amount:
    """The largest of them: never less than the largest that is known."""
    pairs = [(-math.inf, math.inf) if amount is None else _ends(amount) for amount in amounts]
    return _settled(max(low for low, _ in pairs), max(high for _, high in pairs)) if pairs else None


def count(truths: Iterable[Truth]) -> Number | Bounds:
    """How many are true: exactly, or between those that are and those that still may be."""
    true = unknown = 0
    for truth in truths:
        if truth is None:
            unknown += 1
        elif truth:
            true += 1
    return Bounds(true, true + unknown) if unknown else true


def every(truths: Iterable[Truth]) -> Truth:
    """`and` of Kleene's logic: false as soon as one is false, unknown while one is unknown."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def some(truths: Iterable[Truth]) -> Truth:
    """`or` of Kleene's logic: true as soon as one is true, unknown while one is unknown."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


_PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(sign: str, a: Any, b: Any) -> Truth:
    """`a sign b`: unknown where a side is, or where what is known of them does not decide it."""
    if a is None or b is None:
        return None
    if not isinstance(a, Bounds) and not isinstance(b, Bounds):
        return _PLAIN[sign](a, b)
    (a_low, a_high), (b_low, b_high) = _ends(a), _ends(b)
    if sign in (">", ">="):
        return compare({">": "<", ">=": "<="}[sign], b, a)
    if sign == "<":
        return True if a_high < b_low else (False if a_low >= b_high else None)
    if sign == "<=":
        return True if a_high <= b_low else (False if a_low > b_high else None)
    apart = a_high < b_low or b_high < a_low
    same = a_low == a_high == b_low == b_high
    equal: Truth = False if apart else (True if same else None)
    return equal if sign == "==" or equal is None else not equal
