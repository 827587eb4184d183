"""How a database file stands: what its connections are set to, what is in it, and what lies around it."""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kartlegging_tui.records import backup, connections, driver, key_place, where_it_lies
from kartlegging_tui.records.backup import Note
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import CannotOpen
from kartlegging_tui.records.schema import APPLICATION_ID
from kartlegging_tui.records.soundness import Soundness, examine

PRAGMAS = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "trusted_schema", "secure_delete")
"""What a connection is asked for, as it is set when the program uses it."""


@dataclass(frozen=True)
class Health:
    """What was found. Numbers and words, and nothing about a patient."""

    path: Path
    size: int
    """Bytes, without the log of writes."""
    log_size: int
    """Bytes of the log of writes, which is folded into the file from time to time."""
    free: int
    """Bytes free on the disk of the database."""
    encrypted: bool
    settings: dict[str, str]
    sqlite: str
    """The version of the library."""
    wal_is_safe: bool
    application_id: int
    soundness: Soundness
    unsafe_place: str | None
    """What it lies in, where a database is not safe there."""
    open_to_others: tuple[str, ...]
    """Files that others than their owner may read, by name."""
    last_backup: tuple[Path, Note] | None
    backup_on_same_disk: bool

    @property
    def is_ours(self) -> bool:
        """Whether the file says that it belongs to this program."""
        return self.application_id == APPLICATION_ID


def look(path: Path, key: bytes | None, backups: Path | None = None) -> Health:
    """Reads the whole file, and changes nothing. Raises CannotOpen."""
    folder = backups or backup.folder_of(path)
    made = backup.made_in(folder, path)
    try:
        with closing(connections.connect(path, *connections.PRAGMAS, key=key)) as connection:
            settings = {name: str(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in PRAGMAS}
            (application,) = connection.execute("PRAGMA application_id").fetchone()
        size, log = path.stat().st_size, path.with_name(f"{path.name}-wal")
        return Health(
            path=path,
            size=size,
            log_size=log.stat().st_size if log.exists() else 0,
            free=shutil.disk_usage(path.parent).free,
            encrypted=key is not None,
            settings=settings,
            sqlite=sqlite3.sqlite_version,
            wal_is_safe=driver.wal_is_safe(sqlite3.sqlite_version_info),
            application_id=int(application),
            soundness=examine(path, key),
            unsafe_place=where_it_lies.unsafe(path),
            open_to_others=_open_to_others(path),
            last_backup=made[0] if made else None,
            backup_on_same_disk=bool(made) and made[0][0].stat().st_dev == path.stat().st_dev,
        )
    except sqlite3.DatabaseError as error:
        raise CannotOpen(path, str(error)) from None
    except OSError as error:
        raise CannotOpen(path, error.strerror or str(error)) from None


def _open_to_others(path: Path) -> tuple[str, ...]:
    """Source: Normen: only those with a need have access, also on the disk. Windows has no such modes."""
    if os.name == "nt":
        return ()
    files = [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm")), key_place.path_of(path), path.parent]
    return tuple(file.name for file in files if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077)
