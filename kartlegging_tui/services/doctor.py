"""How all is with a database, point by point, for whoever looks after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from kartlegging_tui.language import _
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.health import Health

OLD = timedelta(days=7)
"""A backup older than this is one that somebody has forgotten."""
LITTLE = 1 << 30
"""Bytes free below which the disk will soon be full."""


class State(StrEnum):
    """How a point stands."""

    GOOD = "good"
    NOTE = "note"
    """Nothing is lost yet, and something should be done."""
    BAD = "bad"


@dataclass(frozen=True)
class Point:
    """One thing that was looked at."""

    name: str
    """For programs; never translated."""
    state: State
    text: str
    """In words: how it is and, where it is not good, what to do."""
    value: str | int | bool | None
    """For programs."""


def examine(database: Database, now: datetime, demo: bool, backups: Path | None = None) -> list[Point]:
    """Looks at everything, and changes nothing; `backups` is the folder where they lie. Raises CannotOpen."""
    found = database.health(backups)
    return [
        *_file(found, demo),
        *_settings(found),
        *_content(found),
        *_around(found),
        _last_backup(found, now, demo),
    ]


def _file(found: Health, demo: bool) -> list[Point]:
    ours = _("It is a database of this program.") if found.is_ours else _("It says that it is of another program.")
    points = [
        Point("database", State.GOOD, str(found.path), str(found.path)),
        Point("application_id", State.GOOD if found.is_ours else State.BAD, ours, found.application_id),
    ]
    if found.encrypted:
        points.append(Point("encrypted", State.GOOD, _("It is encrypted."), True))
    elif demo:
        text = _("It is not encrypted: its patients are invented.")
        points.append(Point("encrypted", State.GOOD, text, False))
    else:
        text = _("It is not encrypted. Start the program: it asks for a password, and encrypts it.")
        points.append(Point("encrypted", State.BAD, text, False))
    return points


def _settings(found: Health) -> list[Point]:
    right = {"synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1", "secure_delete": "1"}
    right |= {"trusted_schema": "0", "journal_mode": "wal" if found.wal_is_safe else "delete"}
    points = []
    for name, value in found.settings.items():
        good = value == right[name]
        text = _("{name} is {value}.") if good else _("{name} is {value}, and should be {wanted}.")
        text = text.format(name=name, value=value, wanted=right[name])
        points.append(Point(name, State.GOOD if good else State.BAD, text, value))
    if found.wal_is_safe:
        text = _("SQLite {version} is without the fault that can lose writes.").format(version=found.sqlite)
        points.append(Point("sqlite", State.GOOD, text, found.sqlite))
    else:
        text = _("SQLite {version} can lose writes; a slower journal is used. Install sqlcipher3 for a newer one.")
        points.append(Point("sqlite", State.NOTE, text.format(version=found.sqlite), found.sqlite))
    return points


def _content(found: Health) -> list[Point]:
    schema = Point(
        "schema", State.GOOD, _("Schema {number}.").format(number=found.soundness.schema), found.soundness.schema
    )
    if found.soundness.is_sound:
        text = _("Read to its end: every page, reference and lock against changes is as it should be.")
        return [schema, Point("integrity", State.GOOD, text, "ok")]
    text = _("It is damaged: {faults}. Restore the last backup: kartlegging restore.")
    faults = "; ".join(found.soundness.faults)
    return [schema, Point("integrity", State.BAD, text.format(faults=faults), faults)]


def _around(found: Health) -> list[Point]:
    points = []
    if found.unsafe_place:
        text = _("It lies in {kind}, where it can be damaged. Move it to a folder on this computer's own disk.")
        points.append(Point("place", State.BAD, text.format(kind=found.unsafe_place), found.unsafe_place))
    else:
        points.append(Point("place", State.GOOD, _("It lies on a disk of this computer."), ""))
    if found.open_to_others:
        text = _("Others on this machine can read {files}. Take that right from them: chmod go-rwx.")
        names = ", ".join(found.open_to_others)
        points.append(Point("modes", State.BAD, text.format(files=names), names))
    else:
        points.append(Point("modes", State.GOOD, _("Only its owner can read the files."), ""))
    free, size = _megabytes(found.free), _megabytes(found.size)
    sizes = _("{size} MB, and {free} MB are free on the disk.").format(size=size, free=free)
    if found.free < max(LITTLE, 2 * found.size):
        points.append(Point("space", State.NOTE, sizes + " " + _("Make room before the disk is full."), found.free))
    else:
        points.append(Point("space", State.GOOD, sizes, found.free))
    return points


def _last_backup(found: Health, now: datetime, demo: bool) -> Point:
    if found.last_backup is None:
        state = State.GOOD if demo else State.BAD
        return Point("backup", state, _("There is no backup here. Make one: kartlegging backup."), None)
    path, note = found.last_backup
    days = (now - note.made_at).days
    text = _("Last backed up {day}: {file}.").format(day=f"{note.made_at:%Y-%m-%d}", file=path)
    if found.backup_on_same_disk and not demo:
        text += " " + _("It lies on the same disk as the database, and is lost with it: copy it to another.")
        return Point("backup", State.NOTE, text, note.made_at.isoformat())
    if now - note.made_at > OLD:
        text += " " + _("That is {days} days ago. Make a new one: kartlegging backup.").format(days=days)
        return Point("backup", State.NOTE, text, note.made_at.isoformat())
    return Point("backup", State.GOOD, text, note.made_at.isoformat())


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.0f}" if size >= 10_000_000 else f"{size / 1_000_000:.1f}"
