"""What lies at the path of a database, told without opening it for work and without making anything."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from pathlib import Path

from kartlegging_tui.records import connections
from kartlegging_tui.records.schema import schema_of


class FileKind(StrEnum):
    """What a file without a key file is."""

    ABSENT = "absent"
    """Nothing yet, or an empty file."""
    DEMO = "demo"
    """A database of invented patients."""
    PLAIN = "plain"
    """A database that is not encrypted."""


def kind_of(path: Path) -> FileKind:
    """What it is. Raises CannotOpen, and NotADatabase for what is neither."""
    if not path.exists() or path.stat().st_size == 0 or schema_of(path) == 0:
        return FileKind.ABSENT
    with closing(connections.connect(path, read_only=True)) as connection:
        demo = connection.execute("SELECT 1 FROM setting WHERE name = 'demo'").fetchone()
    return FileKind.DEMO if demo else FileKind.PLAIN
