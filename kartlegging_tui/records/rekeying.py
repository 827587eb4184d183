"""Another key for a database, or a first one: a new file beside it, checked, which takes its place in one step.

A power cut or a kill before that step leaves the old file, after it the new one. Nobody else may have the database
open: what they save in the old file would be lost.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from kartlegging_tui.records import connections, disk, key_place
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import CannotOpen, NotSaved
from kartlegging_tui.records.failures import failing_as
from kartlegging_tui.records.keys import KeyFile

_MAGIC = b"SQLite format 3\0"


def is_plain(path: Path) -> bool:
    """Whether the file is a database that anybody can read. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def encrypt(path: Path, key: bytes) -> None:
    """Makes a plain database an encrypted one, and the copies that migrations have left beside it. It can be repeated.

    Make the key file first: without it, nobody can open what this makes. The plain file is gone afterwards, but a
    disk may keep what was in it until it is written over: docs/security.md says what helps against that.

    Raises NotSaved, with the file as it was, where somebody has it open or the disk fails; CannotOpen where the
    encrypted copy is not sound.
    """
    for copy in path.parent.glob(f"{path.stem}-schema*-*{path.suffix}"):
        if is_plain(copy):
            key_place.give_copy(path, copy)
            _exchange(copy, None, key)
    if is_plain(path):
        _exchange(path, None, key)


def rotate(path: Path, old_key: bytes, new_key: bytes, keyfile: KeyFile) -> None:
    """Encrypts the database with another key, which everybody in the key file then has with their own password.

    Whoever was removed from the key file before, and kept a copy of it or of the old key, cannot read what is there
    from now on. Copies and backups made earlier keep the old key. Interrupted, it leaves the old key or the new one,
    and the next `unlock` finds out which. Raises as `encrypt` does, and KeyFileDamaged or WrongPassword.
    """
    with keyfile.alone():
        keyfile.rewrap_all(old_key, new_key)
        try:
            _exchange(path, old_key, new_key)
        except BaseException:
            with suppress(NotSaved, OSError, sqlite3.Error):
                keyfile.settle(new_key if connections.fits(path, new_key) else old_key)
            raise
        with suppress(NotSaved, OSError):  # both keys are in the key file, and the next `unlock` settles it
            keyfile.settle(new_key)


def _exchange(path: Path, old: bytes | None, new: bytes) -> None:
    fresh = path.with_name(f"{path.name}.rekeyed")
    with failing_as(NotSaved, path), _nobody_else(path, old) as connection:
        try:
            fresh.unlink(missing_ok=True)  # left by one that was killed
            disk.create_private(fresh)
            _export(connection, fresh, new)
            _compare(connection, path, fresh, new)
            disk.sync(fresh)
            if os.name == "nt":
                connection.close()  # Windows replaces no file that is open
            for end in ("-journal", "-wal", "-shm"):  # empty by now, but still with old pages of the plain file
                path.with_name(f"{path.name}{end}").unlink(missing_ok=True)
            fresh.replace(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        disk.sync(path.parent)


@contextmanager
def _nobody_else(path: Path, key: bytes | None) -> Iterator[sqlite3.Connection]:
    """A connection that has the file for itself, with everything in it and no log of writes beside it.

    A log left beside the new file would be read into it, as if it were its own.
    """
    with closing(connections.connect(path, "PRAGMA locking_mode = EXCLUSIVE", key=key)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # fails while another has it open
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")  # the lock stays
        yield connection


def _export(connection: sqlite3.Connection, fresh: Path, key: bytes) -> None:
    connection.execute("ATTACH ? AS fresh KEY ?", (str(fresh), connections.as_text(key)))
    try:
        connection.execute("PRAGMA fresh.synchronous = OFF")  # it is synced as a whole, before it is used
        connection.execute("PRAGMA fresh.journal_mode = OFF")
        connection.execute("SELECT sqlcipher_export('fresh')")
        for name in ("application_id", "user_version"):
            (value,) = connection.execute(f"PRAGMA main.{name}").fetchone()
            connection.execute(f"PRAGMA fresh.{name} = {value}")
    finally:
        connection.execute("DETACH fresh")


def _compare(connection: sqlite3.Connection, path: Path, fresh: Path, key: bytes) -> None:
    """Raises CannotOpen where the new file is not sound, or holds something else than the old one."""
    with closing(connections.connect(fresh, read_only=True, key=key)) as made:
        damaged = made.execute("PRAGMA cipher_integrity_check").fetchall()
        (verdict,) = made.execute("PRAGMA integrity_check(1)").fetchone()
        if damaged or verdict != "ok":
            raise CannotOpen(path, f"the encrypted copy is not sound: {damaged or verdict}")
        if _inventory(made) != _inventory(connection):
            raise CannotOpen(path, "the encrypted copy does not hold what the database holds")


def _inventory(connection: sqlite3.Connection) -> dict[str, str]:
    """The schema, and a digest of all that is in each table."""
    rows = connection.execute(
        "SELECT name, type, coalesce(rootpage, 0), coalesce(sql, '') FROM sqlite_schema"
    ).fetchall()
    return {
        f"{kind} {name}": sql + (_digest(connection, name) if kind == "table" and page else "")
        for name, kind, page, sql in rows
    }


def _digest(connection: sqlite3.Connection, table: str) -> str:
    digest = hashlib.sha256()
    for row in connection.execute(f'SELECT * FROM "{table}" NOT INDEXED'):
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
