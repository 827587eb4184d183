"""Cleaning an SQLite file of what was deleted: the index of words, pages that nobody uses, and the log of writes.

`secure_delete` overwrites a deleted row in its page. What it does not reach: words of deleted texts in older parts of
the index, what another program has deleted that does not overwrite, and the log of writes, which holds pages as they
were.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kartlegging_tui.records import connections
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import NotSaved, Reason
from kartlegging_tui.records.failures import reason_of

_IN_USE = (Reason.LOCKED,)


def sweep(path: Path, key: bytes | None = None) -> bool:
    """Writes the file anew; False where another program has it open, so that something may be left.

    Takes as much space again as the file has, in the log of writes, while it goes on. Raises NotSaved.
    """
    with closing(connections.connect(path, *connections.PRAGMAS, key=key)) as connection:
        try:
            connection.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
            connection.execute("VACUUM")
            busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.DatabaseError as error:
            reason = reason_of(error)
            if reason in _IN_USE:
                return False
            raise NotSaved(reason, "the file could not be written anew") from None
    return not busy
