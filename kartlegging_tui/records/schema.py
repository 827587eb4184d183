"""Which schema a database file has. The number is kept in `user_version`: looking costs no import of Alembic."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kartlegging_tui.records import connections, key_place
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import CannotOpen, KeyNeeded, NotADatabase, NotEncrypted, WrongKey

SCHEMA = 4
"""The schema that this program knows: the number of the newest migration."""

APPLICATION_ID = 0x4B415254  # "KART"
"""How a file says that it is ours."""

_MAGIC = b"SQLite format 3\0"


def schema_of(path: Path, key: bytes | None = None) -> int:
    """The number of the file's schema, 0 for an empty file. Only reads.

    Raises KeyNeeded, NotEncrypted, WrongKey, NotADatabase or CannotOpen.
    """
    try:
        if not _is_what_the_key_says(path, key):
            return 0
        with closing(connections.connect(path, read_only=True, key=key)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except OSError as error:
        raise CannotOpen(path, error.strerror or str(error)) from None
    except sqlite3.DatabaseError as error:
        if key is not None and getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise WrongKey(path) from None
        raise CannotOpen(path, str(error)) from None
    if application == APPLICATION_ID:
        return int(version)
    if tables or application:
        raise NotADatabase(path, "made by another program")
    return 0


def _is_what_the_key_says(path: Path, key: bytes | None) -> bool:
    """False for an empty file. Raises where a key is given and the file is plain, or the other way round.

    An encrypted file is random from the first byte: without its key file, it looks like any other program's.
    """
    with path.open("rb") as file:
        magic = file.read(len(_MAGIC))
    if key is None and key_place.exists(path):
        raise KeyNeeded(path)
    if key is not None and magic == _MAGIC:
        raise NotEncrypted(path)
    if key is None and magic and magic != _MAGIC:
        raise NotADatabase(path, "not an SQLite file")
    return bool(magic)
