"""Databases as the programs of earlier schemas made them (`make.py`), and what is to be there for ever."""

from __future__ import annotations

import gzip
import re
from contextlib import closing
from pathlib import Path

from kartlegging_tui.records.driver import sqlite3

HERE = Path(__file__).parent
SCHEMAS = sorted(int(re.sub(r"\D", "", file.name)) for file in HERE.glob("schema*.db.gz"))
"""The schemas of which there is one."""

SAID = ("patient", "pathway", "contact_point", "conversation", "assessment", "answer_event", "pathway_event", "signing")
"""Tables to which migrating adds no row."""
FOLLOWS = ("worklist", "stale", "alembic_version", "name_word")
"""Tables that follow from the others, and may be made anew."""

Rows = list[dict[str, object]]


def unpack(schema: int, folder: Path) -> Path:
    """The database of a schema, ready to be opened."""
    path = folder / f"schema{schema}.db"
    path.write_bytes(gzip.decompress((HERE / f"schema{schema}.db.gz").read_bytes()))
    path.chmod(0o600)
    return path


def truths(path: Path) -> dict[str, Rows]:
    """All rows of all tables that do not follow from others, by table."""
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        found = raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        tables = [name for (name,) in found.fetchall() if name not in FOLLOWS]
        return {table: [dict(row) for row in raw.execute(f'SELECT * FROM "{table}"')] for table in tables}


def not_kept(before: dict[str, Rows], after: dict[str, Rows]) -> list[str]:
    """What was in the tables and is not there any more, or is there otherwise, or was never said; empty if all is well.

    New tables and new columns are no difference.
    """
    found = []
    for table, rows in before.items():
        if table not in after:
            found += [f"{table} is gone"] if rows else []
            continue
        columns = list(rows[0]) if rows else []
        now = [{name: row.get(name) for name in columns} for row in after[table]]
        found += [f"{table}: {row} is gone" for row in rows if row not in now]
        if table in SAID and len(now) != len(rows):
            found.append(f"{table}: {len(rows)} rows have become {len(now)}")
    return found
