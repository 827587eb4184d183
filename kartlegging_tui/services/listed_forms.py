"""The forms of a library as whoever keeps them sees them: also those with errors, and what is published of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kartlegging_tui.definitions.findings import Finding, Severity
from kartlegging_tui.definitions.library import Library
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.definitions.reader import read_questionnaire
from kartlegging_tui.definitions.text_file import why_not_writable
from kartlegging_tui.domain.publication import says_the_same
from kartlegging_tui.domain.questionnaire import Questionnaire, Status


class Stand(StrEnum):
    """How it stands with a form, in one word."""

    BROKEN = "broken"
    """Its file has errors: nobody can be asked it."""
    LICENCE = "licence"
    """Its text needs a licence and is not there."""
    DRAFT = "draft"
    """Not offered yet, and no version of it is published."""
    CHANGED = "changed"
    """Another text than the published one, which is still the one that is asked."""
    ACTIVE = "active"
    RETIRED = "retired"


@dataclass(frozen=True)
class ListedForm:
    """A form as it lies in a folder."""

    id: str
    """The name of its file, by which it is found."""
    path: Path
    form: Questionnaire | None
    """As far as it can be read."""
    findings: tuple[Finding, ...]
    """What is wrong with its file."""
    published: str
    """Its highest published version; "" where there is none."""
    stand: Stand
    own: bool
    """In a folder of one's own; else it is one of those that came with the program."""
    writable: bool
    """Its file can be changed."""

    @property
    def errors(self) -> int:
        """How many findings keep it from being used."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many are worth a look."""
        return len(self.findings) - self.errors


def listed_forms(library: Library) -> list[ListedForm]:
    """Every form of the library, by id. Reads all the files: for a worker."""
    return [listed_form(library, identifier) for identifier in sorted(library.questionnaire_files)]


def listed_form(library: Library, identifier: str) -> ListedForm:
    """One form. Raises KeyError where the library has no such file."""
    path = library.questionnaire_files[identifier]
    reading = read_questionnaire(path)
    archive = Published.beside(path)
    versions = archive.versions(identifier)
    published = versions[-1].version if versions else ""
    return ListedForm(
        identifier,
        path,
        reading.draft or reading.value,
        reading.findings,
        published,
        _stand(reading.value, archive.latest(identifier)),
        own=not path.is_relative_to(library.folders[-1]),
        writable=not why_not_writable(path),
    )


def _stand(form: Questionnaire | None, published: Questionnaire | None) -> Stand:
    if form is None:
        return Stand.BROKEN
    if form.slot is not None and any(item.text is None for item in form.items()):
        return Stand.LICENCE
    if form.status is Status.RETIRED:
        return Stand.RETIRED
    if published is not None and not says_the_same(form, published):
        return Stand.CHANGED
    return Stand.ACTIVE if form.status is Status.ACTIVE else Stand.DRAFT
