"""Where the key file of a database is; apart from what is in it, so that a plain database loads no cryptography."""

from __future__ import annotations

import os
from pathlib import Path


def path_of(database: Path) -> Path:
    """Beside the database, named after it."""
    return database.with_name(f"{database.name}.keys.json")


def exists(database: Path) -> bool:
    """Whether the database has one, and so is encrypted or is to be."""
    return os.path.lexists(path_of(database))
