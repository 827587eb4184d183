"""Backups of a database file: made while it is in use, proven by opening them, and put back.

Beside each backup lies a note of what is in it, without a word about a patient: by its hash, a backup that has
changed since is found also where the database inside would not notice. Source of the need: Copying the file alone
loses what is still in the log of writes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from kartlegging_tui.domain.chain import Head
from kartlegging_tui.records import connections, disk, key_place, verifying
from kartlegging_tui.records.chaining import SealKey
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import CannotOpen, Damaged, NotSaved, Reason
from kartlegging_tui.records.failures import reason_of
from kartlegging_tui.records.schema import SCHEMA
from kartlegging_tui.records.soundness import Soundness, examine

FOLDER = "backups"
"""Beside the database, where nothing else is said."""
_BLOCK = 1 << 20


class Note(BaseModel):
    """What was in a backup when it was made."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    made_at: AwareDatetime
    schema_number: int
    rows: Mapping[str, int]
    size: int
    """Bytes."""
    sha256: str
    """Of the file, in hex."""
    head: str = ""
    """Where the log of access ended, for `kartlegging verify --head`."""


def folder_of(database: Path) -> Path:
    """Where backups of a database go, where nothing else is said."""
    return database.parent / FOLDER


def name_at(database: Path, at: datetime) -> str:
    """What a backup made then is called: with the day and the second, so that names sort by age."""
    return f"{database.stem}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup"


def note_of(backup: Path) -> Path:
    """Where the note of a backup is."""
    return backup.with_name(f"{backup.name}.json")


def make(database: Path, target: Path, at: datetime, *, key: bytes | None = None, head: str = "") -> Note:
    """Copies the database as it is at this moment, others writing meanwhile; the copy is read to its end.

    A copy of an encrypted database is encrypted with the same key, and its key file goes with it. Only when all of
    it is on the disk does it get its name. Raises FileExistsError, Damaged, CannotOpen and NotSaved.
    """
    if target.exists():
        raise FileExistsError(target)
    partial = target.with_name(f".{target.name}.partial")
    try:
        _remove(partial)
        disk.create_private(partial)
        with closing(connections.connect(database, key=key)) as connection:
            connection.execute("VACUUM INTO ?", (str(partial),))
        disk.sync(partial)
        key_place.give_copy(database, partial)  # without it, nobody could open the copy to look
        found = examine(partial, key)
        if not found.is_sound:
            raise Damaged(database, "; ".join(found.faults))
        size, digest = _fingerprint(partial)
        made = Note(made_at=at, schema_number=found.schema, rows=found.rows, size=size, sha256=digest, head=head)
        key_place.give_copy(database, target)
        disk.replace_private(note_of(target), made.model_dump_json(indent=2).encode())
        partial.replace(target)
        disk.sync(target.parent)
    except sqlite3.Error as error:
        raise NotSaved(reason_of(error), str(error)) from None
    except OSError as error:
        raise NotSaved(reason_of(error), error.strerror or str(error)) from None
    finally:
        _remove(partial)
        if not target.exists():  # nor what was to lie beside it
            _remove(target)
            note_of(target).unlink(missing_ok=True)
    return made


def check(backup: Path, key: bytes | None = None) -> Soundness:
    """Reads a backup to its end. Raises Damaged where it is not as it was made, and CannotOpen where it does not open.

    A backup without its note is read all the same.
    """
    note = read_note(backup)
    if note is not None and _fingerprint(backup) != (note.size, note.sha256):
        raise Damaged(backup, "it is not as it was when it was made")
    found = examine(backup, key)
    faults = list(found.faults)
    if note is not None and dict(found.rows) != dict(note.rows):
        faults.append("it has other rows than when it was made")
    if not faults and found.schema == SCHEMA:
        faults += _faults_of_logs(backup, key, note.head if note else "")
    if faults:
        raise Damaged(backup, "; ".join(faults))
    return found


def _faults_of_logs(backup: Path, key: bytes | None, head: str) -> list[str]:
    """The first row of each chained log that is not as it was written; also what is cut off before the head."""
    engine = connections.reader(backup, key, read_only=True)
    try:
        with engine.connect() as connection:
            verdict = verifying.verify(connection, SealKey()(connection), Head.read(head) if head else None)
    finally:
        engine.dispose()
    return [f"{each.log.value}: row {each.number} is {each.fault.value}" for each in verdict.broken]


def read_note(backup: Path) -> Note | None:
    """The note beside a backup; None where there is none that can be read."""
    try:
        return Note.model_validate_json(note_of(backup).read_bytes())
    except (OSError, ValidationError):
        return None


def restore(backup: Path, database: Path, *, key: bytes | None = None, keep_old: datetime | None = None) -> Path | None:
    """Puts a backup, checked first, in a database's place; the backup stays. Returns where the old one was put.

    Without `keep_old` (when it happens) the place has to be empty: raises FileExistsError. Raises as `check` does, and
    NotSaved where the disk fails; until the last step the old one stays in its place.
    """
    check(backup, key)
    if database.exists() and keep_old is None:
        raise FileExistsError(database)
    arriving = database.with_name(f".{database.name}.restoring")
    try:
        _remove(arriving)
        disk.create_private(arriving)
        with backup.open("rb") as source, arriving.open("wb") as target:
            while block := source.read(_BLOCK):
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
        if _fingerprint(arriving) != _fingerprint(backup):
            raise Damaged(backup, "it changed while it was read")
        old = _set_aside(database, key, keep_old) if database.exists() and keep_old is not None else None
        key_place.give_copy(backup, database)
        arriving.replace(database)
        disk.sync(database.parent)
    except OSError as error:
        raise NotSaved(reason_of(error), error.strerror or str(error)) from None
    finally:
        _remove(arriving)
    return old


def _set_aside(database: Path, key: bytes | None, at: datetime) -> Path:
    """Gives a database, with its keys, a second name that says when it was replaced. It keeps its first one.

    Raises NotSaved where a program has it open.
    """
    old = database.with_name(f"{database.stem}-replaced-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{database.suffix}")
    if old.exists():
        raise FileExistsError(old)
    _fold_log(database, key)
    key_place.give_copy(database, old)
    for end in ("-wal", "-journal"):  # still there where the database is damaged, or its key is another
        with suppress(FileNotFoundError):
            database.with_name(database.name + end).replace(old.with_name(old.name + end))
    database.with_name(f"{database.name}-shm").unlink(missing_ok=True)
    os.link(database, old)
    disk.sync(old.parent)
    return old


def _fold_log(database: Path, key: bytes | None) -> None:
    """Brings what is in the log of writes into the file: left beside another file, it would be written into that."""
    with suppress(CannotOpen):
        try:
            with closing(connections.connect(database, "PRAGMA busy_timeout = 2000", key=key)) as connection:
                connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.DatabaseError as error:
            if reason_of(error) is Reason.LOCKED:
                raise NotSaved(Reason.LOCKED, "a program has the database open") from None


def made_in(folder: Path, database: Path) -> list[tuple[Path, Note]]:
    """The backups of a database in a folder that have a note, the newest first."""
    found = []
    for path in folder.glob(f"{database.stem}-*.backup"):
        note = read_note(path)
        if note is not None:
            found.append((path, note))
    return sorted(found, key=lambda one: one[1].made_at, reverse=True)


def rotate(folder: Path, database: Path, keep: int) -> list[Path]:
    """Removes all but the newest `keep` backups and the newest of each of the last twelve months; returns which.

    The newest is never removed; one that cannot be removed stays.
    """
    backups = made_in(folder, database)
    kept = {path for path, _ in backups[: max(keep, 1)]}
    months: dict[str, Path] = {}
    for path, note in backups:
        months.setdefault(f"{note.made_at:%Y-%m}", path)
    kept |= set(list(months.values())[:12])
    gone = []
    for path in (path for path, _ in backups if path not in kept):
        with suppress(OSError):
            _remove(path)
            note_of(path).unlink(missing_ok=True)
            gone.append(path)
    return gone


def _fingerprint(path: Path) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def _remove(path: Path) -> None:
    """Takes a file and what lies beside it away."""
    for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm")), key_place.path_of(path)):
        name.unlink(missing_ok=True)
