"""The archive of published versions in a folder of questionnaires: a copy of each, and the history of them all.

Reading alone; `publishing` writes. A copy is the file byte by byte, so that it can be shown as its author wrote it.
"""

from __future__ import annotations

import json
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from kartlegging_tui.definitions.files import PUBLISHED, SUFFIXES, is_folder
from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.shape import to_model
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.definitions.yaml_reader import read_source
from kartlegging_tui.domain.publication import Event, History, Publication, status_of
from kartlegging_tui.domain.questionnaire import Questionnaire, Status
from kartlegging_tui.domain.side_by_side import version_key
from kartlegging_tui.language import _

HISTORY = "history.yaml"
"""The file with who published what, when and why; beside the copies."""


@dataclass(frozen=True)
class PublishedVersion:
    """A version that has been published."""

    form: str
    version: str
    content_hash: str
    """What its copy must have (`Questionnaire.content_hash`)."""
    by: str
    """Who published it, …"""
    at: datetime
    """… when …"""
    why: str
    """… and why."""
    status: Status
    """Active, or retired since."""


class Published:
    """The published versions of one questionnaires' folder. Files are read when they are first asked for.

    What the history does not know is not published, and a copy that is not what the history says is not given out.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        """The folder `published`; it need not be there."""
        self._copies: dict[tuple[str, str], Questionnaire | None] = {}

    @classmethod
    def beside(cls, path: Path) -> Published:
        """The archive that belongs to a form's file: in its folder, or in the one above for a form in a subfolder."""
        here = path.absolute().parent
        above = here.parent / PUBLISHED
        return cls(above if is_folder(above) and not is_folder(here / PUBLISHED) else here / PUBLISHED)

    def __bool__(self) -> bool:
        """True if there is a folder."""
        return is_folder(self.folder)

    @cached_property
    def history(self) -> tuple[Publication, ...]:
        """All that happened, in order; without lines that cannot be read."""
        return tuple(line for _number, line in self._lines)

    @cached_property
    def _source(self) -> Source | None:
        file = self.folder / HISTORY
        return read_source(file) if file.exists() else None

    @cached_property
    def _lines(self) -> list[tuple[int, Publication]]:
        """The lines that can be read, each with its place in the file."""
        data = self._source.data if self._source is not None else None
        lines = enumerate(data if isinstance(data, list) else ())
        return [(number, line) for number, data in lines if (line := _line(data)) is not None]

    @cached_property
    def _whole(self) -> bool:
        """True for a history that is there, and holds together."""
        source = self._source
        if source is None or not isinstance(source.data, list) or len(self._lines) != len(source.data):
            return False
        return next(self._in_order(source), None) is None

    def forms(self) -> tuple[str, ...]:
        """The ids of all forms that have a published version."""
        return tuple(sorted({each.form for each in self.history}))

    def versions(self, form: str) -> tuple[PublishedVersion, ...]:
        """The published versions of a form, the oldest first."""
        found: dict[str, list[Publication]] = defaultdict(list)
        for each in self.history:
            if each.form == form:
                found[each.version].append(each)
        told = (_version(happened) for happened in found.values() if happened[0].event is Event.PUBLISHED)
        return tuple(sorted(told, key=lambda each: version_key(each.version)))

    def latest(self, form: str) -> Questionnaire | None:
        """The highest published version of a form, retired or not; None where there is none, or its copy is spoilt."""
        for version in reversed(self.versions(form)):
            try:
                return self.questionnaire(form, version.version)
            except KeyError:
                continue
        return None

    def before(self, form: Questionnaire) -> Questionnaire | None:
        """What a form is compared with: its own version where that is published, else the highest one that is."""
        try:
            return self.questionnaire(form.id, form.version)
        except KeyError:
            return self.latest(form.id)

    def questionnaire(self, form: str, version: str) -> Questionnaire:
        """A published version as it was published. KeyError where there is none, or its copy has been altered."""
        known = next((each for each in self.versions(form) if each.version == version), None)
        copy = self._copy(form, version) if known else None
        if known is None or copy is None or copy.content_hash() != known.content_hash:
            raise KeyError(f"{form}@{version}")
        return copy

    def text(self, form: str, version: str) -> str:
        """The file as its author wrote it. KeyError as for `questionnaire`."""
        self.questionnaire(form, version)
        return self.file(form, version).read_text("utf-8-sig")

    def file(self, form: str, version: str) -> Path:
        """Where the copy of a version is, or would be."""
        return self.folder / f"{form}-{version}.yaml"

    def findings(self, form: str | None = None) -> list[Finding]:
        """What is wrong with the archive: a history that cannot be read, copies that are altered, gone or unknown.

        With `form`, only the copies of that form are looked at.
        """
        if not self:
            return []
        found = set(self._unlisted(form))
        if self._source is not None:
            found.update(to_model(self._source, History)[1] if self._source.readable else ())
            found.update([*self._source.findings, *self._in_order(self._source)])
            found.update(self._about_copies(self._source, form))
        return sorted(found)

    def by_hand(self, form: Questionnaire, source: Source) -> Iterator[Finding]:
        """A finding about a form that is in use by what its file says, and not by what was published.

        Nothing is said where there is no history, or it does not hold together.
        """
        if form.status is not Status.ACTIVE or not self._whole:
            return
        known = next((each for each in self.versions(form.id) if each.version == form.version), None)
        if known is not None and known.status is Status.ACTIVE:
            return
        latest = self.latest(form.id)
        if known is None and latest is not None:
            message = _(
                "Version {version} has not been published, so {published} is still what is asked. Run {command} when "
                "it is done, or write {draft} until then."
            )
        elif known is None:
            message = _(
                "Version {version} is offered because the file says so, but it has not been published: there is no "
                "copy of it. Run {command}, or write {draft} until it is done."
            )
        else:
            message = _(
                "Version {version} has been retired, but is offered because the file says so. Run {command} to take "
                "it into use again, or write {retired}."
            )
        command = quote(f'kartlegging publish {form.id} --why "…"')
        told = message.format(
            version=form.version,
            published=latest.version if latest is not None else "",
            command=command,
            draft=quote("status: draft"),
            retired=quote("status: retired"),
        )
        yield source.finding("active-not-published", told, ("status",))

    def _in_order(self, source: Source) -> Iterator[Finding]:
        """A version is published before it is retired, and says the same all its life."""
        hashes: dict[tuple[str, str], str] = {}
        for number, each in self._lines:
            key = each.form, each.version
            if key not in hashes and each.event is Event.RETIRED:
                message = _("This version is retired here, but no line above says that it was published.")
                yield source.finding("history-broken", message, (number, "event"))
            elif hashes.setdefault(key, each.hash) != each.hash:
                message = _("This version has another hash above. The history is only added to: get it back as it was.")
                yield source.finding("history-broken", message, (number, "hash"))

    def _copy(self, form: str, version: str) -> Questionnaire | None:
        """What the copy says. Rules that have become stricter since do not make it unreadable."""
        key = form, version
        if key not in self._copies:
            source = read_source(self.file(form, version))
            self._copies[key] = to_model(source, Questionnaire)[0] if source.readable else None
        return self._copies[key]

    def _about_copies(self, source: Source, form: str | None) -> Iterator[Finding]:
        seen = set()
        for number, each in self._lines:
            if form in (None, each.form) and each.event is Event.PUBLISHED and (each.form, each.version) not in seen:
                seen.add((each.form, each.version))
                yield from self._about_copy(each, number, source)

    def _about_copy(self, each: Publication, number: int, source: Source) -> Iterator[Finding]:
        file = self.file(each.form, each.version)
        if not file.exists():
            message = _("The copy {file} of this published version is gone. Get it back from a backup, or from git.")
            yield source.finding("published-missing", message.format(file=quote(file.name)), (number, "version"))
            return
        copy = self._copy(each.form, each.version)
        if copy is None or copy.content_hash() != each.hash:
            message = _(
                "A published version never changes, but this is not what was published as {form} {version} on {day}. "
                "Get the copy back from a backup, or from git, and make a new version for what is to change."
            ).format(form=quote(each.form), version=each.version, day=each.at.strftime("%d.%m.%Y"))
            yield read_source(file).finding("published-altered", message, ("version",))

    def _unlisted(self, form: str | None) -> Iterator[Finding]:
        known = {self.file(each.form, each.version).name for each in self.history}
        for file in sorted(self.folder.iterdir()):
            if form is not None and form_of_copy(file) != form:
                continue
            if file.suffix.lower() in SUFFIXES and file.name not in known | {HISTORY} and _is_file(file):
                message = _(
                    "The history does not know this copy, so it counts as not published. "
                    "Get {history} back from a backup, or from git; or delete the copy."
                ).format(history=quote(HISTORY))
                yield read_source(file).finding("published-unlisted", message, ("version",))


def published_findings(paths: Iterable[Path]) -> list[Finding]:
    """What is wrong with the archives in and beside what is checked: of a form's file, with the copies of that form."""
    whole: dict[Path, Path] = {}
    of_form: dict[tuple[Path, str], Path] = {}
    for path in paths:
        if is_folder(path):
            folders = [path] if path.name == PUBLISHED else sorted(each for each in path.rglob(PUBLISHED))
            whole.update({folder.absolute(): folder for folder in folders if is_folder(folder)})
        elif in_published(path):
            whole.setdefault(path.absolute().parent, path.parent)
        else:
            folder = Published.beside(path).folder
            of_form[folder.absolute(), path.stem] = folder
    found = [finding for folder in whole.values() for finding in Published(folder).findings()]
    for (where, form), folder in of_form.items():
        if where not in whole:
            found += Published(folder).findings(form)
    return found


def form_of_copy(file: Path) -> str:
    """The id of the form that a file of the archive is a copy of: ids hold no hyphen."""
    return file.name.partition("-")[0]


def in_published(path: Path) -> bool:
    """True for a file in a folder of published versions: a copy, or the history."""
    return path.absolute().parent.name == PUBLISHED


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _version(happened: list[Publication]) -> PublishedVersion:
    first = happened[0]
    status = status_of(tuple(each.event for each in happened))
    return PublishedVersion(first.form, first.version, first.hash, first.by, first.at, first.why, status)


def _line(data: object) -> Publication | None:
    try:
        return Publication.model_validate_json(json.dumps(data))
    except ValidationError:
        return None
