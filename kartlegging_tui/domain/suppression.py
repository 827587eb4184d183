"""Small numbers that are not shown, and what else must not be shown so that they cannot be reckoned from the rest.

Numbers from 1 to 4 may point at somebody. Where a hidden number could be had by subtracting what is shown from a sum,
another one is hidden with it. It is checked as a reader would: for every sum, from what is shown and from what the
marks say, each hidden number is given the narrowest range that it can have, until nothing gets narrower; where a range
has become a single number, more is hidden. Zero is shown: nobody is behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

FEW = 5
"""Numbers below this, but for 0, are small."""
_ANY = 10**12
_ROUNDS = 60
"""Ranges stop getting narrower long before this; it only bounds the time."""

Name = TypeVar("Name", bound=Hashable)


class Mark(StrEnum):
    """Whether a number is shown."""

    SHOWN = "shown"
    FEW = "few"
    """From 1 to 4: so much is told."""
    HIDDEN = "hidden"
    """Not told: few people are behind it, or another number could be reckoned from it. It is not 0."""


@dataclass(frozen=True)
class Sum(Generic[Name]):
    """That some numbers add up to another, which readers know."""

    whole: Name
    parts: tuple[Name, ...]


def suppressed(
    numbers: Mapping[Name, int], sums: Iterable[Sum[Name]], of_few: Collection[Name] = ()
) -> dict[Name, Mark]:
    """How each of the numbers is to be shown. `of_few`: large ones with few people behind them, hidden as well."""
    marks = {name: _mark(number, name in of_few) for name, number in numbers.items()}
    known = tuple(sums)
    while found := _exposing(numbers, marks, known):
        changed = [_hide_one(numbers, marks, each) for each in found]
        if not any(changed):
            around = {name for each in found for name in (each.whole, *each.parts) if marks[name] is not Mark.SHOWN}
            others = [each for each in known if around & {each.whole, *each.parts}]
            changed = [_hide_one(numbers, marks, each) for each in others]
            if not any(changed):
                break
    return marks


def with_total(numbers: Mapping[str, int]) -> dict[str, Mark]:
    """How each of the numbers is to be shown, and by "" all of them together, so that none can be reckoned."""
    return suppressed({**numbers, "": sum(numbers.values())}, [Sum("", tuple(numbers))])


def _mark(number: int, of_few: bool) -> Mark:
    if 0 < number < FEW:
        return Mark.FEW
    return Mark.HIDDEN if number and of_few else Mark.SHOWN


def ranges(
    numbers: Mapping[Name, int], marks: Mapping[Name, Mark], sums: Sequence[Sum[Name]]
) -> tuple[dict[Name, tuple[int, int]], list[Sum[Name]]]:
    """Between what each hidden number must lie, as a reader can reckon; and the sums that give one away."""
    bounds = {
        name: (1, FEW - 1 if mark is Mark.FEW else _ANY) for name, mark in marks.items() if mark is not Mark.SHOWN
    }
    telling = [each for each in sums if any(name in bounds for name in (each.whole, *each.parts))]
    exposing: list[Sum[Name]] = []
    for _ in range(_ROUNDS):
        narrowed = False
        for each in telling:
            before = {name: bounds[name] for name in (each.whole, *each.parts) if name in bounds}
            after = _narrowed(numbers, bounds, each)
            if after != before:
                narrowed = True
                bounds |= after
                if any(low == high and before[name] != (low, high) for name, (low, high) in after.items()):
                    exposing.append(each)
        if not narrowed:
            break
    return bounds, exposing


def _exposing(numbers: Mapping[Name, int], marks: Mapping[Name, Mark], sums: Sequence[Sum[Name]]) -> list[Sum[Name]]:
    return ranges(numbers, marks, sums)[1]


def _narrowed(
    numbers: Mapping[Name, int], bounds: Mapping[Name, tuple[int, int]], each: Sum[Name]
) -> dict[Name, tuple[int, int]]:
    """The ranges of what is hidden in a sum, after that sum is reckoned with."""
    known = sum(numbers[part] for part in each.parts if part not in bounds)
    hidden = [part for part in each.parts if part in bounds]
    least = known + sum(bounds[part][0] for part in hidden)
    most = known + sum(bounds[part][1] for part in hidden)
    low, high = bounds.get(each.whole, (numbers[each.whole],) * 2)
    found = {each.whole: (max(low, least), min(high, most))} if each.whole in bounds else {}
    for part in hidden:
        own_low, own_high = bounds[part]
        found[part] = (max(own_low, low - (most - own_high)), min(own_high, high - (least - own_low)))
    return found


def _hide_one(numbers: Mapping[Name, int], marks: dict[Name, Mark], each: Sum[Name]) -> bool:
    """Hides one more number of a sum: the smallest part that is shown, or else the whole, or else how small they are.

    False where nothing is left to hide.
    """
    shown = [part for part in each.parts if marks[part] is Mark.SHOWN and numbers[part]]
    if shown:
        marks[min(shown, key=lambda part: numbers[part])] = Mark.HIDDEN
        return True
    if marks[each.whole] is Mark.SHOWN and numbers[each.whole]:
        marks[each.whole] = Mark.HIDDEN
        return True
    few = [name for name in (each.whole, *each.parts) if marks[name] is Mark.FEW]
    for name in few:
        marks[name] = Mark.HIDDEN
    return bool(few)
