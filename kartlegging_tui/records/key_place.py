"""Where the key file of a database is; apart from what is in it, so that a plain database loads no cryptography."""

from __future__ import annotations

import os
from pathlib import Path

from kartlegging_tui.records import disk

LARGEST = 1 << 20
"""Bytes; a key file with a thousand users has less."""


def path_of(database: Path) -> Path:
    """Beside the database, named after it."""
    return database.with_name(f"{database.name}.keys.json")


def exists(database: Path) -> bool:
    """Whether the database has one, and so is encrypted or is to be."""
    return os.path.lexists(path_of(database))


def give_copy(database: Path, copy: Path) -> None:
    """A copy of an encrypted database opens by itself, with the passwords of the day it was made. Raises OSError."""
    if exists(database):
        disk.replace_private(path_of(copy), disk.read_private(path_of(database), LARGEST))
