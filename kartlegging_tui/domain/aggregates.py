"""What `sum`, `mean`, `min`, `max`, `count`, `any` and `all` make of many values, some of them unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kartlegging_tui.domain import unknowns
from kartlegging_tui.domain.unknowns import Amount


def _sum(items: list[Amount], fill: bool) -> Amount:
    known = [item for item in items if item is not None]
    if fill and 0 < len(known) < len(items):
        return unknowns.divide(unknowns.multiply(_plain_sum(known), len(items)), len(known))
    return _plain_sum(items)


def _plain_sum(items: Sequence[Amount]) -> Amount:
    total: Amount = 0
    for item in items:
        total = unknowns.add(total, item)
    return total


def _mean(items: list[Amount], fill: bool) -> Amount:
    if fill:
        items = [item for item in items if item is not None]
    return unknowns.divide(_plain_sum(items), len(items)) if items else None


TOTALS: dict[str, Callable[[list[Any], bool], Amount]] = {
    "sum": _sum,
    "mean": _mean,
    "min": lambda items, fill: unknowns.smallest(items),
    "max": lambda items, fill: unknowns.largest(items),
    "count": lambda items, fill: unknowns.count(items),
}
"""By function: the total of some amounts, or for `count` of some truths; `fill` as in `Env`."""

COMBINED = {"any": unknowns.some, "all": unknowns.every}
"""By function: the truth of some truths."""
