"""The SQLite that the records use: the one place that chooses it.

`sqlcipher3` brings its own, newest SQLite and encrypts; Python's own opens plain files where there is no wheel of it.
"""

from __future__ import annotations

import sqlite3 as standard
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3  # the same interface; sqlcipher3 has no types of its own
else:
    try:
        from sqlcipher3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

ENCRYPTS = sqlite3 is not standard
"""Whether encrypted files can be opened."""


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is without the WAL-reset bug, which can lose what was committed over two connections.

    Source: sqlite.org, release notes of 3.51.3, with the corrections of the branches 3.50 and 3.44.
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


JOURNAL = "WAL" if wal_is_safe(sqlite3.sqlite_version_info) else "DELETE"
"""How a commit becomes durable: where the log of writes cannot be trusted, the slower journal."""

__all__ = ["ENCRYPTS", "JOURNAL", "sqlite3", "wal_is_safe"]
