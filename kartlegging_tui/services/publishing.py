"""Publishing and retiring versions of forms: looking at what it would mean, and doing it.

In the folder of questionnaires always; in the records as well where there is a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.definitions.files import PUBLISHED, scenarios_beside
from kartlegging_tui.definitions.findings import Finding, has_errors
from kartlegging_tui.definitions.library import Library, shipped_folder
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.definitions.publishing import CopyInTheWay, add_copy, alone, append
from kartlegging_tui.definitions.reader import questionnaire_from_text, read_questionnaire
from kartlegging_tui.definitions.text_file import NotRead, NotWritten, TextFile, read_text, why_not_writable, write_text
from kartlegging_tui.domain.changes import Change
from kartlegging_tui.domain.publication import Event, Publication, says_the_same
from kartlegging_tui.domain.publishing_rules import Refusal, Why, content, next_version, refusals
from kartlegging_tui.domain.questionnaire import Questionnaire, Status
from kartlegging_tui.domain.side_by_side import version_key
from kartlegging_tui.domain.touched import Count, Counts, Touch
from kartlegging_tui.language import _
from kartlegging_tui.services.comparing import compare
from kartlegging_tui.services.scenarios import ScenarioResult, run_scenarios
from kartlegging_tui.services.versions import spoilt_copy

if TYPE_CHECKING:
    from kartlegging_tui.records.database import Database

_STATUS = re.compile(r"(?m)^(status[ \t]*:[ \t]*)(['\"]?)(draft|active|retired)\2")
_VERSION = re.compile(r"(?m)^version[ \t]*:.*$")


class CannotPublish(Exception):
    """Nothing was done, or not all of it; the message says why, to the user. Doing it again is safe."""


@dataclass(frozen=True)
class Plan:
    """What publishing a form would mean."""

    form: str
    path: Path
    questionnaire: Questionnaire | None
    """As the file has it; None where it has errors."""
    published: Questionnaire | None
    """The latest published version; None before the first."""
    findings: tuple[Finding, ...] = ()
    """What the check says about the file and the archive."""
    scenarios: tuple[ScenarioResult, ...] = ()
    changes: tuple[Change, ...] = ()
    """From the latest published version; none before the first."""
    touches: Mapping[int, Touch] = field(default_factory=dict)
    counts: Counts | None = None
    """How many stored answers each change touches; None where they were not counted."""
    filled: Count | None = None
    """How many assessments there are of earlier versions; None where they were not counted."""
    refusals: tuple[Refusal, ...] = ()
    """Why it may not be published; none: it may."""
    suggested: str = ""
    """The version that it should have; "" where the one it has will do."""
    nothing_new: bool = False
    """What it says is published already, and offered."""

    @property
    def first(self) -> bool:
        """True before the first version of the form, as far as the archive is to be trusted."""
        return self.published is None and all(refusal.why is not Why.SPOILT for refusal in self.refusals)

    @property
    def as_published(self) -> bool:
        """True if the file says what is published under its version: it is to be offered, or offered again."""
        old, new = self.published, self.questionnaire
        return old is not None and new is not None and old.version == new.version and not content(self.changes)

    @property
    def allowed(self) -> bool:
        """True if it may be published, and there is something to publish."""
        return self.questionnaire is not None and not self.refusals and not self.nothing_new


class _OneFile(Library):
    """A library of one form: a file that is named by its path."""

    def __init__(self, path: Path) -> None:
        super().__init__([path.parent])
        self.questionnaire_files = {path.stem: path}


class Publishing:
    """Publishes the forms of a folder for one user."""

    def __init__(
        self, where: Library | Path, database: Database | None, user: str, now: Callable[[], datetime]
    ) -> None:
        """`where`: the library, or a folder of questionnaires. `user`: the name that the history will have."""
        self._library = where if isinstance(where, Library) else Library([where])
        self._database = database
        self._user = user
        self._now = now

    def of_file(self, path: Path) -> Publishing:
        """The same, where the form is the one in this file, wherever that is."""
        return Publishing(_OneFile(path), self._database, self._user, self._now)

    def file(self, form: str) -> Path:
        """The file of a form. KeyError where there is none."""
        return self._library.questionnaire_files[form]

    def archive(self, form: str) -> Published:
        """The archive that a form's versions are published in. KeyError where there is no such form."""
        return Published.beside(self.file(form))

    def plan(self, form: str, accepted: Collection[str] = ()) -> Plan:
        """What publishing it as it is now would mean. `accepted`: ids whose answers may be lost.

        KeyError where there is no such form. Raises what the records raise where they cannot be read.
        """
        path = self.file(form)
        reading = read_questionnaire(path)
        archive = Published.beside(path)
        new, latest = reading.value, self._latest(form, archive)
        spoilt = _about(archive, form, new)
        findings = (*reading.findings, *spoilt)
        found = [Refusal(Why.ERRORS)] if new is None else []
        if has_errors(spoilt):
            found.append(Refusal(Why.SPOILT))
        plan = Plan(form, path, new, latest, findings)
        if new is None:
            return replace(plan, refusals=tuple(found))
        if new.slot is not None and any(item.text is None for item in new.items()):
            found.append(Refusal(Why.NO_TEXT))
        results = run_scenarios(new, scenarios_beside(path))
        if any(not result.passed for result in results):
            found.append(Refusal(Why.SCENARIOS))
        plan = replace(plan, scenarios=results)
        if latest is not None:
            # it will be active, whatever the file says now
            step = compare(latest, new.model_copy(update={"status": latest.status}), (), self._database)
            plan = replace(plan, changes=step.changes, touches=step.touches, counts=step.counts, filled=step.filled)
            found += refusals(latest, new, plan.changes, accepted)
            offered = self._status(archive, latest) is Status.ACTIVE and new.status is Status.ACTIVE
            plan = replace(plan, nothing_new=latest.version == new.version and offered and not content(plan.changes))
        wrong = any(each.why in (Why.OTHER_CONTENT, Why.NOT_HIGHER) for each in found)
        suggested = next_version(latest.version, plan.changes) if latest is not None and wrong else ""
        return replace(plan, refusals=tuple(found), suggested=suggested)

    def publish(self, plan: Plan, why: str) -> None:
        """Publishes what was planned: the file is active, its copy and a line of the history are in the archive.

        Raises CannotPublish where the plan does not allow it, the file has changed since, or the disk fails; what the
        records raise where they cannot keep it.
        """
        new = plan.questionnaire
        if not plan.allowed or new is None:
            raise CannotPublish(_("This may not be published."))
        file = self._unchanged(plan.path, new)
        active, text = _with_status(file, new, Status.ACTIVE, plan.path)
        at = self._now()
        try:
            with alone(Published.beside(plan.path).folder):
                archive = Published.beside(plan.path)
                self._still(archive, plan)
                known = next((each for each in archive.versions(plan.form) if each.version == new.version), None)
                if known is None:
                    add_copy(archive.file(active.id, active.version), file.encoded(text))
                if known is None or known.status is Status.RETIRED:
                    hash_ = active.content_hash() if known is None else known.content_hash
                    self._append(archive, active, Event.PUBLISHED, hash_, why, at)
                if text != file.text:
                    write_text(plan.path, text, file)
        except CopyInTheWay as error:
            message = _("{file} is there already and says something else, and the history does not know it.")
            raise CannotPublish(message.format(file=error.file)) from None
        except NotWritten as error:
            raise CannotPublish(f"{plan.path}: {error}") from None
        except OSError as error:
            raise CannotPublish(_reason(error)) from None
        if self._database is not None:
            from kartlegging_tui.services import retired
            from kartlegging_tui.services.as_published import keep_between

            with self._database.write() as unit:
                keep_between(unit, archive, active, at)
                unit.publish(active, text, at)
                retired.note(unit, plan.form, False)
                unit.commit()

    def retire(self, form: str, why: str) -> str:
        """Takes a form out of use; returns the version. What was answered in it is drawn as before.

        KeyError where there is no such form; raises CannotPublish where it is not published, or not as it was.
        """
        path, archive = self.file(form), self.archive(form)
        latest = archive.latest(form)
        versions = archive.versions(form)
        if versions and (latest is None or latest.version != versions[-1].version):
            raise CannotPublish(spoilt_copy(archive, form, versions[-1].version))
        file = self._text(path)
        current = questionnaire_from_text(file.text, path).value
        # in use is also what the file alone still offers: retiring it was interrupted, and is done again
        offered = current is not None and current.status is Status.ACTIVE
        if latest is None or (self._status(archive, latest) is Status.RETIRED and not offered):
            raise CannotPublish(_("No version of {form} is published and in use.").format(form=form))
        if current is None or current.version != latest.version or not says_the_same(current, latest):
            message = _("{path} is not version {version} as it was published. Publish it, or get it back, before.")
            raise CannotPublish(message.format(path=path, version=latest.version))
        self._writable(path)
        _retired, text = _with_status(file, current, Status.RETIRED, path)
        try:
            with alone(archive.folder):
                if self._status(Published(archive.folder), latest) is not Status.RETIRED:
                    self._append(archive, latest, Event.RETIRED, versions[-1].content_hash, why, self._now())
                write_text(path, text, file)
        except NotWritten as error:
            raise CannotPublish(f"{path}: {error}") from None
        except OSError as error:
            raise CannotPublish(_reason(error)) from None
        if self._database is not None:
            from kartlegging_tui.services import retired

            with self._database.write() as unit:
                retired.note(unit, form, True)
                unit.commit()
        return latest.version

    def history(self, form: str | None = None) -> list[Publication]:
        """Who published and retired what, when and why: the oldest first; of one form, or of all."""
        archives = {archive.folder: archive for archive in map(Published.beside, self._files(form))}
        lines = [line for archive in archives.values() for line in archive.history if form in (None, line.form)]
        return sorted(lines, key=lambda line: line.at)

    def _files(self, form: str | None) -> list[Path]:
        files = self._library.questionnaire_files
        return [files[form]] if form in files else list(files.values()) if form is None else []

    def _latest(self, form: str, archive: Published) -> Questionnaire | None:
        """The highest published version: in the archive beside the file, that of the program, and in the records.

        A file of one's own may stand in the place of a form that came with the program, and have no archive yet.
        """
        found = [archive.latest(form), Published(shipped_folder() / PUBLISHED).latest(form)]
        if self._database is not None:
            with self._database.read() as view:
                version = view.latest_version(form)
                found.append(view.questionnaire(form, version) if version else None)
        known = [each for each in found if each is not None]
        return max(known, key=lambda each: version_key(each.version), default=None)

    def _append(
        self, archive: Published, form: Questionnaire, event: Event, hash_: str, why: str, at: datetime
    ) -> None:
        line = Publication(
            form=form.id,
            version=form.version,
            event=event,
            hash=hash_,
            by=self._user,
            at=at.astimezone(UTC),
            why=why,
        )
        append(archive.folder, line)

    def _text(self, path: Path) -> TextFile:
        try:
            return read_text(path)
        except NotRead as error:
            raise CannotPublish(f"{path}: {error}") from None

    def _unchanged(self, path: Path, planned: Questionnaire) -> TextFile:
        """The file, which still says what was planned; and can be written."""
        file = self._text(path)
        now = questionnaire_from_text(file.text, path).value
        if now is None or now.content_hash() != planned.content_hash():
            raise CannotPublish(_("{path} has been changed meanwhile. Look at it again.").format(path=path))
        self._writable(path)
        return file

    @staticmethod
    def _still(archive: Published, plan: Plan) -> None:
        """Raises CannotPublish where a version that the plan did not know has been published since."""
        latest = archive.latest(plan.form)
        known = version_key(plan.published.version) if plan.published is not None else ()
        if latest is not None and version_key(latest.version) > known:
            message = _("{form} {version} has been published meanwhile. Look at it again.")
            raise CannotPublish(message.format(form=plan.form, version=latest.version))

    @staticmethod
    def _writable(path: Path) -> None:
        """Raises CannotPublish for what cannot be changed."""
        if problem := why_not_writable(path):
            raise CannotPublish(f"{path}: {problem}")

    @staticmethod
    def _status(archive: Published, form: Questionnaire) -> Status:
        known = (each.status for each in archive.versions(form.id) if each.version == form.version)
        return next(known, Status.DRAFT)


def _about(archive: Published, form: str, new: Questionnaire | None) -> tuple[Finding, ...]:
    """What is wrong with the history, or with copies of this form; another form's spoilt copy is no hindrance.

    Neither is a copy that already says what is about to be published: publishing was interrupted.
    """
    begun = archive.file(form, new.version) if new is not None else None
    found = []
    for finding in archive.findings(form):
        file = Path(finding.path)
        if begun == file and finding.code == "published-unlisted":
            copy = read_questionnaire(file).value
            if copy is not None and new is not None and says_the_same(copy, new):
                continue
        found.append(finding)
    return tuple(found)


def _with_status(file: TextFile, form: Questionnaire, status: Status, path: Path) -> tuple[Questionnaire, str]:
    """The form with another status, and the text that says so: only that line changes. Raises CannotPublish."""
    text, found = _STATUS.subn(rf"\g<1>{status.value}", file.text, count=1)
    if not found:
        text = _VERSION.sub(lambda line: f"{line.group()}\nstatus: {status.value}", file.text, count=1)
    changed = questionnaire_from_text(text, path).value
    wanted = form.model_copy(update={"status": status})
    if changed is None or changed.content_hash() != wanted.content_hash():
        message = _("Write `status: {status}` into {path} yourself, on a line of its own, and try again.")
        raise CannotPublish(message.format(status=status.value, path=path))
    return changed, text


def _reason(error: OSError) -> str:
    return _("Cannot be written: {reason}.").format(reason=f"{error.filename or ''} {error.strerror or error}".strip())
