"""Which files in a folder are forms, which are pathways, and which are lists of services.

What is read lies in the folder of questionnaires, whatever its name says: a link that leads out of it is not followed,
so that a folder that came from elsewhere shows nobody's other files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

SUFFIXES = (".yaml", ".yml")
PATHWAYS = "pathways"
"""The folder whose files are pathways …"""
SERVICES = "services"
"""… and the folder whose files are lists of services; all others are questionnaires."""
SLOTS = "slots"
"""The folder of forms whose text needs a licence: questionnaires, apart for good order."""
SCENARIOS = "scenarios"
"""The folder of examples of filled forms, which are neither …"""
PUBLISHED = "published"
"""… and the folder of copies of published versions, which are never read as what is to be filled."""
ORIGINALS = "originals"
"""The folder of copies of the forms that local variants were made from, where these are not published versions."""
BESIDE = (SCENARIOS, PUBLISHED, ORIGINALS)


def definition_files(folder: Path) -> Iterator[Path]:
    """The questionnaires, pathways and lists of services in a folder and the folders in it, in a fixed order.

    Without what a link brings in from outside, and without hidden files: those are for other programs.
    """
    return (path for path in _named_as_definitions(folder) if not leads_out(path, folder))


def links_out(folder: Path) -> list[Path]:
    """The links in a folder, and in the folders in it, that would bring in something from outside."""
    links = (path for path in _entries(folder) if leads_out(path, folder))
    return [link for link in links if link.suffix.lower() in SUFFIXES or is_folder(link)]


def unreadable_folders(folder: Path) -> list[tuple[Path, OSError]]:
    """The folders that could not be looked into, with the reasons."""
    found: list[tuple[Path, OSError]] = []
    _entries(folder, lambda path, error: found.append((path, error)))
    return found


def is_folder(path: Path) -> bool:
    """True for a folder; False also for what cannot be looked at."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def leads_out(path: Path, folder: Path) -> bool:
    """True for a path that ends outside the folder once its links are followed."""
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def library_folder(path: Path) -> Path:
    """The folder of questionnaires that a file belongs to: its own, or the one above its `pathways/`."""
    folder = path.absolute().parent
    return folder.parent if folder.name in (PATHWAYS, SERVICES, SLOTS, *BESIDE) else folder


def _named_as_definitions(folder: Path) -> Iterator[Path]:
    for path in _entries(folder):
        beside = any(part in BESIDE for part in path.relative_to(folder).parent.parts)
        if path.suffix.lower() in SUFFIXES and not beside and not is_folder(path):
            yield path


def _entries(folder: Path, unreadable: Callable[[Path, OSError], object] = lambda path, error: None) -> list[Path]:
    """All that is in a folder and the folders in it, but for hidden things; links to folders are not gone through."""
    found: list[Path] = []
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = [entry for entry in os.scandir(here) if not entry.name.startswith(".")]
        except OSError as error:
            unreadable(here, error)
            continue
        found += (here / entry.name for entry in entries)
        waiting += (here / entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
    return sorted(found)


def scenario_files(path: Path) -> Iterator[Path]:
    """The files of scenarios in a folder and the folders in it, in a fixed order; of a file, itself if it is one."""
    for file in _entries(path) if is_folder(path) else [path]:
        outside = leads_out(file, library_folder(file))
        if file.suffix.lower() in SUFFIXES and in_scenarios(file) and not is_folder(file) and not outside:
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
