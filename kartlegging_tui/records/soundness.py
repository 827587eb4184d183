"""Whether a database file is sound: read to its end, with everything in it that belongs there.

A backup that nobody has opened is a hope. Source of the idea: restic's `check --read-data`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kartlegging_tui.records import connections, triggers
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import CannotOpen
from kartlegging_tui.records.schema import SCHEMA, schema_of

COUNTED = ("patient", "conversation", "assessment", "answer_event", "pathway_event", "signing", "access")
"""The tables whose rows are counted: what somebody has entered, and who has read it."""


@dataclass(frozen=True)
class Soundness:
    """What was found when a file was read to its end."""

    schema: int
    rows: Mapping[str, int]
    """How many, by the name of the table."""
    faults: tuple[str, ...]
    """What is not as it should be, as the database says it; empty for a sound file."""

    @property
    def is_sound(self) -> bool:
        return not self.faults


def examine(path: Path, key: bytes | None = None) -> Soundness:
    """Reads a whole database file, and changes nothing. Raises CannotOpen where it does not open at all."""
    schema = schema_of(path, key)
    if not schema:
        raise CannotOpen(path, "it is empty")
    rows: dict[str, int] = {}
    faults: list[str] = []
    try:
        with closing(connections.connect(path, read_only=True, key=key)) as connection:
            if key is not None:  # every page has a signature of its own
                faults += [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
            verdicts = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
            faults += [verdict for verdict in verdicts if verdict != "ok"]
            broken = connection.execute("SELECT count(*) FROM pragma_foreign_key_check").fetchone()[0]
            if broken:
                faults.append(f"{broken} rows refer to rows that are not there")
            if schema == SCHEMA:
                faults += [f"the trigger {name} is missing or changed" for name in _missing_triggers(connection)]
            there = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            for table in (table for table in COUNTED if table in there):
                rows[table] = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    except sqlite3.DatabaseError as error:
        faults.append(str(error))
    return Soundness(schema, rows, tuple(dict.fromkeys(faults)))


def _missing_triggers(connection: sqlite3.Connection) -> list[str]:
    found = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall())
    return [name for name, statement in triggers.TRIGGERS.items() if found.get(name) != statement]
