"""Three-valued truth in SQL: of a condition, for which pathways it is true and for which it is false.

Of the others it is unknown. Source of the rules: Kleene's logic, as in `domain.unknowns`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, false, intersect, or_, true, union

Rows = Select[Any] | CompoundSelect[Any]


class Sides(NamedTuple):
    """Where a condition is true, and where it is false. Both are true or false in SQL too, never NULL."""

    true: ColumnElement[bool]
    false: ColumnElement[bool]

    def swapped(self) -> Sides:
        """Of `not …`."""
        return Sides(self.false, self.true)


CERTAIN = Sides(true(), false())


def every(sides: Sequence[Sides]) -> Sides:
    """Of `… and …`."""
    return Sides(and_(true(), *(side.true for side in sides)), or_(false(), *(side.false for side in sides)))


def some(sides: Sequence[Sides]) -> Sides:
    """Of `… or …`."""
    return every([side.swapped() for side in sides]).swapped()


class RowSides(NamedTuple):
    """For the rows of a group in a form: where a condition is true and where it is false, as `pathway_id, line`."""

    true: Rows
    false: Rows

    def swapped(self) -> RowSides:
        """Of `not …`."""
        return RowSides(self.false, self.true)


def every_row(sides: Sequence[RowSides]) -> RowSides:
    """Of `… and …`."""
    return RowSides(intersect(*(_nested(side.true) for side in sides)), union(*(_nested(side.false) for side in sides)))


def some_row(sides: Sequence[RowSides]) -> RowSides:
    """Of `… or …`."""
    return every_row([side.swapped() for side in sides]).swapped()


def _nested(rows: Rows) -> Select[Any]:
    """SQLite takes no brackets around a part of a compound select."""
    return rows if isinstance(rows, Select) else rows.subquery().select()


def between(sign: str, low: Any, high: Any, limit: float) -> Sides:
    """Of `number sign limit`, where all that is known of the number is that it lies from `low` to `high`."""
    match sign:
        case ">=":
            return Sides(low >= limit, high < limit)
        case ">":
            return Sides(low > limit, high <= limit)
        case "<" | "<=":
            return between({"<": ">=", "<=": ">"}[sign], low, high, limit).swapped()
        case "==":
            return Sides(and_(low == limit, high == limit), or_(high < limit, low > limit))
    return between("==", low, high, limit).swapped()
