"""Statements said to the driver as they stand, past SQLAlchemy's builder: for what is said at every answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, CursorResult

_NAMED = re.compile(r"(?<!:):(\w+)")


def execute(
    connection: Connection, statement: str, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> CursorResult[*tuple[Any, ...]]:
    """Executes SQL in which values are written `:name`, as SQLite's driver reads them; psycopg wants `%(name)s`.

    PostgreSQL takes a NULL for text unless it stands in an INSERT of VALUES: say `CAST(:number AS INTEGER)` elsewhere.
    True and False are kept as 1 and 0 (`columns.Flag`).
    """
    if connection.dialect.paramstyle != "named":
        statement = _marked(statement)
        values = _plain(values) if isinstance(values, Mapping) else [_plain(each) for each in values]
    return connection.exec_driver_sql(statement, values)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: int(value) if value is True or value is False else value for name, value in values.items()}


@cache
def _marked(statement: str) -> str:
    return _NAMED.sub(r"%(\1)s", statement.replace("%", "%%"))
