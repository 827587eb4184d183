"""What the tables hold, and statements that no method makes: on whichever database, as the role that works on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import text

from kartlegging_tui.records.database import Database


def found(database: Database, statement: str, **values: object) -> list[dict[str, Any]]:
    """The rows that a query finds; `:name` in it stands for a value."""
    with database.read() as view:
        return [dict(row) for row in view._connection.execute(text(statement), values).mappings()]


def run(database: Database, *statements: str) -> None:
    """Does it, and commits. Raises Refused, or NotSaved where the role has no right to."""
    with database.write() as unit:
        for statement in statements:
            unit._connection.execute(text(statement))
        unit.commit()


def no_demo(where: Path | str) -> None:
    """Makes a demo's database one that somebody has to set up and log in to."""
    database = Database.open(where)
    run(database, "DELETE FROM setting WHERE name = 'demo'")
    database.close()
