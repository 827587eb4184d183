"""Searching what is written in words: SQLite's own full-text index over `passage`.

Case and accents are forgiven, and a word is found by its beginning. Triggers keep the index in step with its table.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, column, select, table, text

INDEX = (
    "CREATE VIRTUAL TABLE passage_words USING fts5"
    "(text, content = 'passage', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')"
)

TRIGGERS = {
    "passage_indexed": (
        "CREATE TRIGGER passage_indexed AFTER INSERT ON passage BEGIN"
        " INSERT INTO passage_words (rowid, text) VALUES (NEW.id, NEW.text); END"
    ),
    "passage_unindexed": (
        "CREATE TRIGGER passage_unindexed AFTER DELETE ON passage BEGIN"
        " INSERT INTO passage_words (passage_words, rowid, text) VALUES ('delete', OLD.id, OLD.text); END"
    ),
    "passage_no_update": (
        "CREATE TRIGGER passage_no_update BEFORE UPDATE ON passage BEGIN"
        " SELECT RAISE(ABORT, 'a passage is taken out and put in anew'); END"
    ),
}


def create(connection: Connection) -> None:
    """Makes the index, without its triggers."""
    connection.exec_driver_sql(INDEX)


def having(words: Iterable[str]) -> Select[Any]:
    """The ids of the passages in which there are words beginning with each of these. SQLite alone."""
    looked_for = " ".join('"' + word.replace('"', '""') + '"*' for word in words)
    matching = text("passage_words MATCH :looked_for").bindparams(looked_for=looked_for)
    return select(column("rowid")).select_from(table("passage_words")).where(matching)
