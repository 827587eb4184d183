"""Which files in a folder are forms, and which are pathways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SUFFIXES = (".yaml", ".yml")
PATHWAYS = "pathways"
"""The folder whose files are pathways; all others are questionnaires."""
SCENARIOS = "scenarios"
"""The folder of examples of filled forms, which are neither."""


def definition_files(folder: Path) -> Iterator[Path]:
    """The questionnaires and pathways in a folder and the folders in it, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES and path.parent.name != SCENARIOS and not path.is_dir():
            yield path


def in_pathways(path: Path) -> bool:
    """True for a file in a folder of pathways."""
    return path.absolute().parent.name == PATHWAYS
