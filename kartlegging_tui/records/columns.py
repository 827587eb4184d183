"""How our values are kept in columns: the same on SQLite, whose tables are STRICT, and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import REAL, BigInteger, Double, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from kartlegging_tui.records.errors import Unreadable

Kept = TypeVar("Kept")
Value = TypeVar("Value")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(at: datetime) -> int:
    """A moment as it is kept. Refuses one without a time zone (TypeError)."""
    return (at - _EPOCH) // _MILLISECOND


def moment(kept: int) -> datetime:
    """The moment that is kept so, in UTC."""
    return _EPOCH + kept * _MILLISECOND


def _kept(read: Callable[[Kept], Value], kept: Kept, what: str) -> Value:
    """What a column holds. Raises Unreadable: a damaged file may hold anything."""
    try:
        return read(kept)
    except (ValueError, TypeError, OverflowError):
        raise Unreadable(what) from None


class Instant(TypeDecorator[datetime]):
    """A moment, as milliseconds since 1970 UTC: 6 bytes instead of 26, and no time zone to misread."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _kept(moment, value, "a moment")


class Day(TypeDecorator[date]):
    """A date, as `2026-05-17`: sorts and compares as a date does."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        return None if value is None else _kept(date.fromisoformat, value, "a day")


class Number(TypeDecorator[float]):
    """A number, whole or not, with the precision that Python has."""

    impl = Double
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(REAL() if dialect.name == "sqlite" else Double())


class Flag(TypeDecorator[bool]):
    """True or false, as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Word(TypeDecorator[StrEnum]):
    """A member of an enumeration, as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else _kept(self.kind, value, f"a word for {self.kind.__name__}")
