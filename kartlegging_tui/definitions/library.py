"""Where the questionnaires, pathways and lists of services are, and reading them when they are wanted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import kartlegging_tui
from kartlegging_tui.definitions.files import definition_files, in_pathways, in_questionnaires, in_services

if TYPE_CHECKING:
    from kartlegging_tui.definitions.reader import Reading
    from kartlegging_tui.domain.pathway import PathwayDefinition
    from kartlegging_tui.domain.questionnaire import Questionnaire
    from kartlegging_tui.domain.services import Service

FOLDER_VARIABLE = "KARTLEGGING_QUESTIONNAIRES"
"""Names a folder of forms that stand beside the shipped ones, and before them where an id is the same."""


def shipped_folder() -> Path:
    """The folder of the shipped forms: inside the installed package, or beside it in a checkout."""
    package = Path(kartlegging_tui.__file__).parent
    inside = package / "questionnaires"
    return inside if inside.is_dir() else package.parent / "questionnaires"


def shipped() -> Library:
    """The shipped forms alone."""
    return Library([shipped_folder()])


def library() -> Library:
    """The user's own folder, if there is one, and then the shipped forms."""
    own = os.environ.get(FOLDER_VARIABLE)
    return Library([*([Path(own)] if own else []), shipped_folder()])


class Library:
    """The forms, pathways and services of some folders. A file is read when it is first asked for.

    Those with errors are not in. Where two files have the same name, the one in the earlier folder counts.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)
        self._questionnaires: dict[str, Reading[Questionnaire]] = {}
        self._pathways: dict[str, Reading[PathwayDefinition]] = {}

    def reread(self) -> Library:
        """The same folders, read again."""
        return Library(self.folders)

    @cached_property
    def _files(self) -> list[Path]:
        return [file for folder in self.folders for file in definition_files(folder)]

    @cached_property
    def questionnaire_files(self) -> dict[str, Path]:
        """By file name, which is the id: where each form is."""
        return {file.stem: file for file in reversed(self._files) if in_questionnaires(file)}

    @cached_property
    def pathway_files(self) -> dict[str, Path]:
        """By file name, which is the id: where each pathway is."""
        return {file.stem: file for file in reversed(self._files) if in_pathways(file)}

    def questionnaire(self, identifier: str) -> Questionnaire:
        """The form with this id. KeyError where there is none without errors."""
        from kartlegging_tui.definitions.reader import read_questionnaire  # the program starts without reading any

        if identifier not in self._questionnaires:
            self._questionnaires[identifier] = read_questionnaire(self.questionnaire_files[identifier])
        form = self._questionnaires[identifier].value
        if form is None:
            raise KeyError(identifier)
        return form

    def pathway(self, identifier: str) -> PathwayDefinition:
        """The pathway with this id. KeyError where there is none without errors."""
        from kartlegging_tui.definitions.reader import read_pathway

        if identifier not in self._pathways:
            self._pathways[identifier] = read_pathway(self.pathway_files[identifier])
        pathway = self._pathways[identifier].value
        if pathway is None:
            raise KeyError(identifier)
        return pathway

    def questionnaires(self) -> Iterator[Questionnaire]:
        """All forms without errors, by id."""
        for identifier in sorted(self.questionnaire_files):
            try:
                yield self.questionnaire(identifier)
            except KeyError:
                continue

    def pathways(self) -> Iterator[PathwayDefinition]:
        """All pathways without errors, by id."""
        for identifier in sorted(self.pathway_files):
            try:
                yield self.pathway(identifier)
            except KeyError:
                continue

    @cached_property
    def services_files(self) -> dict[str, Path]:
        """By file name, which is the id: where each list of services is; the lists of earlier folders first."""
        found: dict[str, Path] = {}
        for file in self._files:
            if in_services(file):
                found.setdefault(file.stem, file)
        return found

    @cached_property
    def _services(self) -> tuple[Service, ...]:
        from kartlegging_tui.definitions.services import joined

        return tuple(joined(self.services_files.values()))

    def services(self) -> tuple[Service, ...]:
        """All who can be asked to do something, as the lists have them; of two with the same id the first counts."""
        return self._services

    @cached_property
    def _municipalities(self) -> dict[str, str]:
        from kartlegging_tui.definitions.services import municipality_names

        return municipality_names(self.services_files.values())

    def municipality(self, number: str) -> str:
        """What a municipality is called, where a list of services says it; else its number."""
        return self._municipalities.get(number, number)
