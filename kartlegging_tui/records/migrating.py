"""Brings the file to the schema that the program knows: made where there is none, migrated where it is older.

The schema's number is kept in `user_version`, so that looking costs no import of Alembic.
"""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from kartlegging_tui.records import connections, disk, key_place, triggers
from kartlegging_tui.records.errors import (
    CannotOpen,
    NewerSchema,
    NotSaved,
)
from kartlegging_tui.records.failures import failing_as
from kartlegging_tui.records.schema import APPLICATION_ID, SCHEMA, schema_of
from kartlegging_tui.records.soundness import examine

SCRIPTS = "kartlegging_tui.records:migrations"
_ALEMBIC = threading.Lock()
"""Alembic keeps what it is doing in globals: two upgrades at once in one process would do each other's."""


def prepare(path: Path, schema: int = SCHEMA, scripts: str = SCRIPTS, *, key: bytes | None = None) -> None:
    """Makes the file at `path` ready for use; an older one is copied first, and the copy checked.

    With a `key`, the file and its copies are encrypted. Raises KeyNeeded, NotEncrypted, WrongKey, NotADatabase,
    NewerSchema or CannotOpen, each with the file as it was, and NotSaved where the disk fails.
    """
    _create(path)
    found = schema_of(path, key)
    if found > schema:
        raise NewerSchema(path, found, schema)
    if found == schema:
        return
    if disk.is_protected(path):
        raise CannotOpen(path, "it is write-protected, and has to be brought up to date before it can be read")
    with failing_as(NotSaved):
        if found:
            keep_copy(path, found, key)
        _upgrade(path, schema, scripts, key)


def keep_copy(path: Path, schema: int, key: bytes | None = None) -> Path:
    """A copy of the database beside it, checked and on disk. `cp` would lose what is still in the log of writes.

    The copy is encrypted as the database is, with the same key.
    """
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    copy = path.with_name(f"{path.stem}-schema{schema}-{moment}{path.suffix}")
    try:
        _create(copy)
        with closing(connections.connect(path, key=key)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        disk.sync(copy)
        key_place.give_copy(path, copy)
        found = examine(copy, key)
        if not found.is_sound or found.schema != schema:
            raise CannotOpen(path, f"the copy made before migrating is not sound: {'; '.join(found.faults)}")
        disk.sync(copy.parent)
    except BaseException:
        copy.unlink(missing_ok=True)
        key_place.path_of(copy).unlink(missing_ok=True)
        raise
    return copy


def _create(path: Path) -> None:
    """An empty file that only its owner reads; SQLite gives its two companions the same mode."""
    if path.is_symlink():  # SQLite would put the log of writes beside what it points to, another program beside it
        raise CannotOpen(path, f"it is a link; open the file itself: {path.resolve()}")
    if path.exists():
        return
    try:
        disk.create_private(path)
    except OSError as error:
        raise CannotOpen(path, error.strerror or str(error)) from None


def _upgrade(path: Path, schema: int, scripts: str, key: bytes | None) -> None:
    """One transaction: the new schema whole, or the old one."""
    # With foreign keys on, rebuilding a table deletes the rows that refer to it; they are checked at the end instead.
    engine = connections.writer(path, "PRAGMA foreign_keys = OFF", "PRAGMA busy_timeout = 60000", key=key)
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
    with _ALEMBIC:
        command.upgrade(config, "head")
