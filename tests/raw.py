"""What the tables hold, and statements that no method makes: on whichever database, as the role that works on it, or as
somebody who has the file or runs the server."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url, text

from kartlegging_tui.records.database import Database, is_server
from kartlegging_tui.records.driver import sqlite3


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


def past_refusals(where: Path | str, *statements: str) -> None:
    """As somebody does who has a plain file, or runs the server: past the triggers, which stand there again afterwards.

    Each statement has to meet a row.
    """
    if is_server(str(where)):
        address = make_url(str(where)).set(drivername="postgresql", username="postgres")
        with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as server:
            server.execute("SET session_replication_role = replica")  # no trigger is asked
            for statement in statements:
                assert server.execute(statement.encode()).rowcount > 0, statement
        return
    with closing(sqlite3.connect(str(where), isolation_level=None)) as file:
        kept = file.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in kept:
            file.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            assert file.execute(statement).rowcount > 0, statement
        for _, sql in kept:
            file.execute(sql)
