"""Connections to the file, with what makes a committed answer durable and keeps it from other eyes."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

from kartlegging_tui.records import disk
from kartlegging_tui.records.driver import ENCRYPTS, JOURNAL, sqlite3
from kartlegging_tui.records.errors import CannotOpen

KEY_BYTES = 32
"""The key of a file: 256 random bits, never a password, so that opening costs no derivation."""

PATIENCE = 5.0
"""Seconds that is waited for another program's lock, from the first word to the file."""

PRAGMAS = (
    f"PRAGMA journal_mode = {JOURNAL}",
    "PRAGMA synchronous = FULL",  # NORMAL lost acknowledged answers in 931 of 1650 simulated power cuts, FULL none
    "PRAGMA fullfsync = ON",  # macOS: an ordinary fsync does not reach the disk
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # off, INSERT OR REPLACE slips past the delete triggers
    "PRAGMA trusted_schema = OFF",  # a schema that somebody has changed calls no function that reaches outside
    "PRAGMA cell_size_check = ON",  # a damaged page is found when it is read, not when it is written over
    "PRAGMA secure_delete = ON",  # what is taken away is overwritten in the file
    "PRAGMA temp_store = MEMORY",  # nothing about patients in the folder for temporary files
    "PRAGMA cache_size = -16000",
)


def connect(
    path: Path, *pragmas: str, read_only: bool = False, key: bytes | None = None, patience: float = PATIENCE
) -> sqlite3.Connection:
    """A connection to a file that exists; BEGIN and COMMIT are ours to say. With a `key`, the file is encrypted.

    Raises the driver's DatabaseError where the key is not that of the file, CannotOpen where no driver encrypts.
    """
    if not read_only:
        return _connect(path, "rw", pragmas, key, patience)
    try:
        return _connect(path, _mode(path), (_LOOK, *pragmas), key, patience)
    except sqlite3.OperationalError as error:
        if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_READONLY") or disk.is_protected(path):
            raise
    # A write was interrupted by a kill: what it began has to be taken back before anybody can read.
    _connect(path, "rw", (_LOOK,), key, patience).close()
    return _connect(path, _mode(path), (_LOOK, *pragmas), key, patience)


_LOOK = "SELECT count(*) FROM sqlite_schema"
"""The first read: it finds out whether the key fits, and whether something has to be taken back."""


def _connect(
    path: Path, mode: str, statements: tuple[str, ...], key: bytes | None, patience: float
) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        if ENCRYPTS:
            connection.execute("PRAGMA cipher_log_level = NONE")  # else a wrong key writes on top of the screen
        if key is not None:
            _unlock(connection, path, key)
        for statement in statements:
            connection.execute(statement).fetchone()
    except UnicodeDecodeError:
        connection.close()
        raise _damaged_schema() from None
    except BaseException:
        connection.close()
        raise
    return connection


def _damaged_schema() -> sqlite3.DatabaseError:
    """What the driver means where a flipped bit has made letters of the schema such that it cannot quote them."""
    error = sqlite3.DatabaseError("malformed database schema")
    error.sqlite_errorname = "SQLITE_CORRUPT"
    return error


def _mode(path: Path) -> str:
    """In a folder that cannot be written, a file is only read as one that nobody changes; its log must be empty."""
    log = path.with_name(f"{path.name}-wal")
    if os.access(path.parent, os.W_OK) or (log.exists() and log.stat().st_size):
        return "ro"
    return "ro&immutable=1"


def _unlock(connection: sqlite3.Connection, path: Path, key: bytes) -> None:
    """Gives a new connection the key of its file, and sees that it fits. Raises as `connect` does."""
    if not ENCRYPTS:
        raise CannotOpen(path, "it is encrypted, and the package sqlcipher3 is not installed")
    connection.execute("PRAGMA cipher_memory_security = ON")  # freed memory is wiped, and kept out of swap if allowed
    connection.execute(f'PRAGMA key = "{as_text(key)}"')
    connection.execute(_LOOK).fetchone()


def as_text(key: bytes) -> str:
    """The key as SQLCipher reads it: raw, without a derivation."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    return f"x'{key.hex()}'"


def fits(path: Path, key: bytes | None) -> bool:
    """Whether the file opens with this key, or without one: an empty file opens with none, as it would with any.

    Raises the driver's error where it cannot be read.
    """
    if path.exists() and not path.stat().st_size:
        return False
    try:
        connect(path, read_only=True, key=key).close()
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            return False
        raise
    return True


def writer(path: Path, *more_pragmas: str, key: bytes | None = None, patience: float = PATIENCE) -> Engine:
    """One connection, used by one unit of work at a time.

    IMMEDIATE takes the lock for writing before anything is read: with four writers the driver's own way lost 600 of
    800 acknowledged updates, this one none.
    """
    return _engine(path, "BEGIN IMMEDIATE", PRAGMAS + more_pragmas, size=1, key=key, patience=patience)


def reader(path: Path, key: bytes | None = None, *, read_only: bool = False) -> Engine:
    """Connections that cannot write, so that browsing never holds the lock that saving needs.

    With `read_only` the file itself is not touched: it is write-protected.
    """
    pragmas = tuple(pragma for pragma in PRAGMAS if not (read_only and "journal_mode" in pragma))
    return _engine(path, "BEGIN", (*pragmas, "PRAGMA query_only = ON"), size=4, key=key, read_only=read_only)


def _engine(
    path: Path,
    begin: str,
    pragmas: tuple[str, ...],
    size: int,
    key: bytes | None,
    read_only: bool = False,
    patience: float = PATIENCE,
) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlite3,
        creator=lambda: connect(path, *pragmas, read_only=read_only, key=key, patience=patience),
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=10,
        paramstyle="named",
        hide_parameters=True,  # else every error names the patient
    )

    def begin_transaction(connection: Connection) -> None:
        connection.connection.cursor().execute(begin)  # past SQLAlchemy: 10 of its microseconds in every save

    event.listen(engine, "begin", begin_transaction)
    return engine
