"""Brings the file to the schema that the program knows: made where there is none, migrated where it is older.

The schema's number is kept in `user_version`, so that looking costs no import of Alembic.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from kartlegging_tui.records import connections, triggers
from kartlegging_tui.records.errors import CannotOpen, NewerSchema, NotADatabase, NotSaved
from kartlegging_tui.records.failures import failing_as

SCHEMA = 4
"""The schema that this program knows: the number of the newest migration."""

APPLICATION_ID = 0x4B415254  # "KART"
"""How a file says that it is ours."""

SCRIPTS = "kartlegging_tui.records:migrations"
_MAGIC = b"SQLite format 3\0"


def prepare(path: Path, schema: int = SCHEMA, scripts: str = SCRIPTS) -> None:
    """Makes the file at `path` ready for use; an older one is copied first, and the copy checked.

    Raises NotADatabase, NewerSchema or CannotOpen, each with the file as it was, and NotSaved where the disk fails.
    """
    _create(path)
    found = schema_of(path)
    if found > schema:
        raise NewerSchema(path, found, schema)
    if found == schema:
        return
    with failing_as(NotSaved):
        if found:
            keep_copy(path, found)
        _upgrade(path, schema, scripts)


def schema_of(path: Path) -> int:
    """The number of the file's schema, 0 for an empty file. Only reads; raises NotADatabase or CannotOpen."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
        if not magic:
            return 0
        if magic != _MAGIC:
            raise NotADatabase(path, "not an SQLite file")
        with closing(connections.connect(path, read_only=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except OSError as error:
        raise CannotOpen(path, error.strerror or str(error)) from None
    except sqlite3.DatabaseError as error:
        raise CannotOpen(path, str(error)) from None
    if application == APPLICATION_ID:
        return int(version)
    if tables or application:
        raise NotADatabase(path, "made by another program")
    return 0


def keep_copy(path: Path, schema: int) -> Path:
    """A copy of the database beside it, checked and on disk. `cp` would lose what is still in the log of writes."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = path.with_name(f"{path.stem}-schema{schema}-{moment}{path.suffix}")
    try:
        _create(copy)
        with closing(connections.connect(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with closing(connections.connect(copy, read_only=True)) as connection:
            (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
        if verdict != "ok" or schema_of(copy) != schema:
            raise CannotOpen(path, f"the copy made before migrating is not sound: {verdict}")
        _sync(copy)
        _sync(copy.parent)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    return copy


def _create(path: Path) -> None:
    """An empty file that only its owner reads; SQLite gives its two companions the same mode."""
    if path.exists():
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise CannotOpen(path, error.strerror or str(error)) from None


def _upgrade(path: Path, schema: int, scripts: str) -> None:
    """One transaction: the new schema whole, or the old one."""
    # With foreign keys on, rebuilding a table deletes the rows that refer to it; they are checked at the end instead.
    engine = connections.writer(path, "PRAGMA foreign_keys = OFF", "PRAGMA busy_timeout = 60000")
    try:
        with engine.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version == schema:
                return  # another process was first
            triggers.drop(connection)
            run_migrations(connection, scripts)
            triggers.create(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise CannotOpen(path, f"migrating left {len(broken)} broken references")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {schema}")
    finally:
        engine.dispose()


def run_migrations(connection: Connection, scripts: str) -> None:
    """Runs those that the database has not seen, on this connection and in its transaction."""
    from alembic import command  # 0.4 s, and only needed when the schema is behind
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", SCRIPTS)
    config.set_main_option("path_separator", "newline")  # a path may hold spaces
    config.set_main_option("version_locations", scripts if scripts != SCRIPTS else f"{SCRIPTS}/versions")
    command.upgrade(config, "head")


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot sync a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
