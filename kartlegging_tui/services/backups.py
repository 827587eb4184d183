"""Backups: making them, seeing that they can be opened, and putting one back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kartlegging_tui.records import backup
from kartlegging_tui.records.backup import Note
from kartlegging_tui.records.database import Database, is_server
from kartlegging_tui.records.errors import CannotOpen
from kartlegging_tui.records.keys import KeyFile
from kartlegging_tui.records.soundness import Soundness
from kartlegging_tui.services.access import workstation
from kartlegging_tui.services.desks import demo_file, usual_file

KEEP = 14
"""So many of the newest backups stay, where nothing else is said, and one of each of the last twelve months."""


@dataclass(frozen=True)
class Made:
    """A backup that was made, opened and read."""

    path: Path
    note: Note
    removed: tuple[Path, ...]
    """Older ones that were taken away."""
    on_same_disk: bool
    """Whether it lies on the same disk as the database, and is lost with it."""


def make(
    database: Database, now: Callable[[], datetime], target: Path | None = None, keep: int = KEEP, head: str = ""
) -> Made:
    """Backs a database up, while it is in use.

    `target` is a folder, or the name of a new file; without it, the folder `backups` beside the database. Where it is
    a folder, older ones are taken away but for the newest `keep` and one a month. Raises FileExistsError, CannotOpen
    and NotSaved.
    """
    at = now()
    folder = target or backup.folder_of(database.path)
    is_folder = target is None or target.is_dir()
    path = folder / backup.name_at(database.path, at) if is_folder else folder
    note = database.back_up(path, at, head)
    removed = backup.rotate(folder, database.path, keep) if is_folder else []
    return Made(path, note, tuple(removed), path.stat().st_dev == database.path.stat().st_dev)


def place_of(where: str | Path | None, demo: bool) -> Path:
    """The file that a database is, or would be. Raises CannotOpen for one on a server."""
    if demo:
        return demo_file()
    text = str(where or usual_file())
    if is_server(text):
        raise CannotOpen("the server", "its backups are made and put back with PostgreSQL's own tools")
    return Path(text.removeprefix("sqlite:///"))


def is_encrypted(path: Path) -> bool:
    """Whether a password is needed to open the backup."""
    return KeyFile.exists(path)


def unlock(path: Path, user_name: str, password: str, now: datetime) -> bytes:
    """The key of a backup, for somebody who had a password when it was made. Raises WrongPassword, Throttled."""
    return KeyFile.open(path).unlock(user_name, password, now, workstation())


def unlock_with_recovery(path: Path, recovery_key: str, now: datetime) -> bytes:
    """The key of a backup, for whoever has the recovery key of that time. Raises WrongPassword."""
    return KeyFile.open(path).unlock_with_recovery(recovery_key, now, workstation())


def check(path: Path, key: bytes | None) -> Soundness:
    """Reads a backup to its end, and changes nothing. Raises CannotOpen, `backup.Damaged` where it is not sound."""
    return backup.check(path, key)


def restore(path: Path, database: Path, key: bytes | None, keep_old: datetime | None) -> Path | None:
    """Puts a backup back, checked first; see `backup.restore`."""
    return backup.restore(path, database, key=key, keep_old=keep_old)
