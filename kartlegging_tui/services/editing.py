"""A form, a pathway or a list of services being edited: its text, what is wrong with it, and that nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.definitions.check import forms_for, is_pathway, is_services
from kartlegging_tui.definitions.files import in_scenarios
from kartlegging_tui.definitions.findings import Finding, Severity
from kartlegging_tui.definitions.journal import Journal, Unsaved
from kartlegging_tui.definitions.places import Places, places_of
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.definitions.reader import pathway_from_source, questionnaire_from_source
from kartlegging_tui.definitions.scenario_subjects import forms_of, scenario_findings
from kartlegging_tui.definitions.scenarios import about
from kartlegging_tui.definitions.services import services_from_source
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.definitions.text_file import (
    NotRead,
    TextFile,
    read_text,
    stamp_of,
    why_not_writable,
    write_text,
)
from kartlegging_tui.definitions.yaml_reader import parse
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.services.desks import data_folder

if TYPE_CHECKING:
    from kartlegging_tui.definitions.candidates import Completion


class Kind(StrEnum):
    """What a file is."""

    FORM = "form"
    PATHWAY = "pathway"
    SERVICES = "services"
    SCENARIOS = "scenarios"


@dataclass(frozen=True)
class Checked:
    """What is known about a text."""

    text: str
    kind: Kind
    findings: tuple[Finding, ...]
    """In the order of the text."""
    questionnaire: Questionnaire | None = None
    """The form; None where it has errors, or is none."""
    places: Places | None = None
    """Where its questions stand; None where the text cannot be read as YAML."""
    published: str = ""
    """The version, where it is published and the text says something else: it needs a new one."""

    @property
    def errors(self) -> int:
        """How many findings keep it from being used."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many are worth a look."""
        return len(self.findings) - self.errors

    def at_line(self, line: int) -> Finding | None:
        """The first finding on a line, an error before a warning."""
        here = [finding for finding in self.findings if finding.line == line]
        return min(here, key=lambda finding: finding.severity is not Severity.ERROR, default=None)


class ChangedOutside(Exception):
    """The file holds what neither was read here nor written here."""

    def __init__(self, file: TextFile) -> None:
        super().__init__("changed outside")
        self.file = file


class Edited:
    """One file and its text. What says so may be called in any thread; all else belongs to the screen's."""

    def __init__(self, path: Path, journals: Path | None = None, now: Callable[[], datetime] | None = None) -> None:
        """Reads the file. Raises NotRead."""
        self.path = path
        self._now = now or (lambda: datetime.now(UTC))
        self._journal = Journal(journals or data_folder() / "editing", path)
        self._lock = threading.Lock()
        self._offered: Mapping[str, Questionnaire] | None = None
        """By id, the forms that a pathway can offer, or that the scenarios are about; None before they are read."""
        self._subject: tuple[str | None, str | None] = (None, None)
        self.on_disk = read_text(path)
        """The file as it was last read or written here."""
        self.text = self.on_disk.text
        """What stands in the editor."""
        left = self._journal.read()
        self.left = left if left is not None and left.text != self.text else None
        """What was typed here before and not saved; until it is taken up or thrown away."""
        self.outside: TextFile | None = None
        """What the file holds since somebody else changed it while there is unsaved text here."""
        if left is not None and self.left is None:
            self._journal.drop()

    @property
    def unsaved(self) -> bool:
        """True where the text is another than the file's."""
        return self.text != self.on_disk.text

    @property
    def why_not_writable(self) -> str:
        """Why it cannot be saved; empty where it can."""
        return why_not_writable(self.path)

    def check(self, text: str) -> Checked:
        """Everything that is wrong with a text. In any thread."""
        source = parse(text, str(self.path))
        if in_scenarios(self.path):
            self._read_what_scenarios_are_about(source)
            return Checked(text, Kind.SCENARIOS, tuple(sorted(scenario_findings(self.path, source))))
        if is_services(self.path, source):
            return Checked(text, Kind.SERVICES, services_from_source(source).findings)
        if is_pathway(self.path, source):
            if self._offered is None:
                self._offered = forms_for(self.path, {}) or {}
            reading = pathway_from_source(source, self._offered or None)
            return Checked(text, Kind.PATHWAY, reading.findings)
        form = questionnaire_from_source(source)
        places = places_of(source) if source.readable else None
        return Checked(text, Kind.FORM, form.findings, form.value, places, self._published_as(form.value))

    def _read_what_scenarios_are_about(self, source: Source) -> None:
        """Once, and again when another form is named or the file was saved."""
        subject = about(source)
        if self._offered is None or subject != self._subject:
            self._subject, self._offered = subject, forms_of(self.path, source)

    def _published_as(self, form: Questionnaire | None) -> str:
        """The version, where it is published and says something else than the text."""
        if form is None:
            return ""
        published = Published.beside(self.path).versions(form.id)
        known = {each.version: each.content_hash for each in published}
        return form.version if known.get(form.version, form.content_hash()) != form.content_hash() else ""

    def complete(self, text: str, index: int) -> Completion | None:
        """What can stand at an index of a text."""
        from kartlegging_tui.definitions.completion import complete

        return complete(text, index, self._offered or None)

    def describe(self, text: str, index: int) -> str:
        """What the key or name at an index of a text means. In any thread."""
        from kartlegging_tui.definitions.completion import describe

        return describe(text, index, self._offered or None) or ""

    def formatted(self, text: str) -> tuple[str | None, Finding | None]:
        """The text in the layout of all files; None where it cannot be read, and why. In any thread."""
        from kartlegging_tui.definitions.formatting import format_text

        formatted = format_text(text, str(self.path))
        return formatted.text, next(iter(formatted.findings), None)

    # Keeping what is typed

    def keep(self) -> None:
        """Keeps the text as it is now for the case that the terminal dies. In any thread. Raises OSError."""
        with self._lock:
            if self.left is not None:  # what was left is not overwritten before somebody has decided about it
                return
            if self.unsaved:
                self._journal.keep(Unsaved(self.text, self.on_disk.digest, self._now()))
            else:
                self._journal.drop()

    def take_up(self) -> str:
        """The text that was typed and not saved, to go on with."""
        assert self.left is not None
        if self.left.base != self.on_disk.digest:  # others have changed the file since: theirs is not overwritten
            self.on_disk, self.outside = replace(self.on_disk, digest=self.left.base), self.on_disk
        self.text, self.left = self.left.text, None
        return self.text

    def throw_away(self) -> None:
        """Throws away what was typed and not saved."""
        self.left = None
        self.text = self.on_disk.text
        self._journal.drop()

    # Saving

    def save(self) -> None:
        """Writes the text. In any thread. Raises NotWritten; and ChangedOutside where others have changed the file."""
        with self._lock:
            text = self.text
            if (changed := self._changed()) is not None and changed.text != text:
                raise ChangedOutside(changed)
            if self.unsaved or self.on_disk.recoded or self.gone:
                self.on_disk = write_text(self.path, text, self.on_disk)
            self.outside = None
            self._offered = None
            if not self.unsaved and self.left is None:
                self._journal.drop()

    def look_outside(self) -> TextFile | None:
        """What others have put into the file since it was read or written here; else None. In any thread."""
        with self._lock:
            return self._changed()

    def _changed(self) -> TextFile | None:
        stamp = stamp_of(self.path)
        known = self.outside or self.on_disk
        if stamp is None or stamp == known.stamp:
            return self.outside
        try:
            file = read_text(self.path)
        except NotRead:
            return None
        if file.digest == self.on_disk.digest:
            self.on_disk, self.outside = file, None
            return None
        return file

    @property
    def gone(self) -> bool:
        """True where the file is not there any more; saving writes it anew."""
        return stamp_of(self.path) is None

    def take_over(self, file: TextFile) -> str:
        """Goes on with what others have put there. What was typed here is given up. The text."""
        with self._lock:
            self.on_disk, self.text, self.outside = file, file.text, None
        with suppress(OSError):
            self.keep()
        return self.text

    def stand_by(self, file: TextFile) -> None:
        """Others have changed the file, and the text here is kept: saving it overwrites theirs."""
        self.outside = file

    def overwrite_theirs(self) -> None:
        """From now on theirs counts as seen: the text here is to replace it."""
        if self.outside is not None:
            self.on_disk, self.outside = self.outside, None
