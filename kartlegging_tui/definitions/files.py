"""Which files in a folder are forms, which are pathways, and which are lists of services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

SUFFIXES = (".yaml", ".yml")
PATHWAYS = "pathways"
"""The folder whose files are pathways …"""
SERVICES = "services"
"""… and the folder whose files are lists of services; all others are questionnaires."""
SCENARIOS = "scenarios"
"""The folder of examples of filled forms, which are neither …"""
PUBLISHED = "published"
"""… and the folder of copies of published versions, which are never read as what is to be filled."""
BESIDE = (SCENARIOS, PUBLISHED)


def definition_files(folder: Path) -> Iterator[Path]:
    """The questionnaires, pathways and lists of services in a folder and the folders in it, in a fixed order."""
    for path in sorted(folder.rglob("*")):
        beside = any(part in BESIDE for part in path.relative_to(folder).parent.parts)
        if path.suffix.lower() in SUFFIXES and not beside and not path.is_dir():
            yield path


def scenario_files(path: Path) -> Iterator[Path]:
    """The files of scenarios in a folder and the folders in it, in a fixed order; of a file, itself if it is one."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.suffix.lower() in SUFFIXES and in_scenarios(file) and not file.is_dir():
            yield file


def scenarios_beside(path: Path) -> list[Path]:
    """The files of scenarios that belong to the file of a form or pathway: called the same, in `scenarios/` beside it.

    A form in a folder of its own, such as `slots/`, may have them in the folder above.
    """
    folders = [path.parent / SCENARIOS, path.parent.parent / SCENARIOS]
    files = (folder / f"{path.stem}{suffix}" for folder in folders for suffix in SUFFIXES)
    return [file for file in files if file.is_file()]


def in_scenarios(path: Path) -> bool:
    """True for a file in a folder of scenarios."""
    return path.absolute().parent.name == SCENARIOS


def in_pathways(path: Path) -> bool:
    """True for a file in a folder of pathways."""
    return path.absolute().parent.name == PATHWAYS


def in_services(path: Path) -> bool:
    """True for a file in a folder of lists of services."""
    return path.absolute().parent.name == SERVICES


def in_questionnaires(path: Path) -> bool:
    """True for a file that is neither a pathway nor a list of services."""
    return not in_pathways(path) and not in_services(path)
