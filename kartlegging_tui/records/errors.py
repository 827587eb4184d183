"""What can go wrong with the records. Plain English for the log; the screens have words of their own for each."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from kartlegging_tui.domain.history import Event


class RecordsError(Exception):
    """Something is wrong with the records. Patients appear by internal id, never by name or identifier."""


class Reason(StrEnum):
    """Why the database could not do what it was asked."""

    DISK_FULL = "disk_full"
    IO = "io"
    LOCKED = "locked"
    READONLY = "readonly"
    CORRUPT = "corrupt"
    UNREACHABLE = "unreachable"
    """The server does not answer, or has hung up."""
    OTHER = "other"


class DatabaseFailed(RecordsError):
    """The database could not do what it was asked, for a reason outside the program."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{self._what}: {detail}")
        self.reason = reason
        self.detail = detail

    _what = "The database failed"


class NotSaved(DatabaseFailed):
    """Nothing of the unit of work is saved: keep what was typed, and try again."""

    _what = "Not saved"


class MaybeSaved(NotSaved):
    """The disk failed during the commit: whether the unit is saved shows only when it is read back."""

    _what = "Not known whether it is saved"


class NotRead(DatabaseFailed):
    """The database could not be read."""

    _what = "Not read"


class CannotOpen(RecordsError):
    """The database cannot be opened. Its file is as it was."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"Cannot open {path}: {why}")
        self.path = path


class NotADatabase(CannotOpen):
    """The file is not a database of this program."""


class NewerSchema(CannotOpen):
    """The database was made by a newer version of the program."""

    def __init__(self, path: Path | str, found: int, known: int) -> None:
        super().__init__(path, f"made by a newer version of the program (schema {found}, this one knows {known})")
        self.found = found
        self.known = known


class OlderSchema(CannotOpen):
    """The database on the server has an older schema: whoever runs it has to migrate it."""

    def __init__(self, where: str, found: int, known: int) -> None:
        super().__init__(where, f"its schema is {found}, this program needs {known}: run `kartlegging migrate`")
        self.found = found
        self.known = known


class NoOrganisation(CannotOpen):
    """The login role on the server belongs to no organisation, so that it sees nothing."""

    def __init__(self, where: str, role: str) -> None:
        super().__init__(where, f"the role {role} belongs to no organisation: `kartlegging migrate --organisation`")
        self.role = role


class RoleSeesAll(CannotOpen):
    """The login role on the server would see every organisation: it owns the tables, or passes row security by."""

    def __init__(self, where: str, role: str) -> None:
        super().__init__(where, f"the role {role} runs the database; nobody works on records with it")
        self.role = role


class NoServerDriver(CannotOpen):
    """What speaks with PostgreSQL is not installed."""

    def __init__(self, where: str) -> None:
        super().__init__(where, "install kartlegging-tui[postgresql] to use a PostgreSQL server")


class Conflict(RecordsError):
    """Somebody else was first: what this one wanted to write rests on what is no longer so."""


class AnswerConflict(Conflict):
    """The answer was changed after the writer last saw it."""

    def __init__(self, assessment_id: int, path: str, newer: int) -> None:
        super().__init__(f"Assessment {assessment_id}: event {newer} changed '{path}' in the meantime")
        self.assessment_id = assessment_id
        self.path = path
        self.newer = newer
        """The number of the event that changed it."""


class PlanConflict(Conflict):
    """Something agreed in the pathway was changed after the writer last saw it."""

    def __init__(self, pathway_id: int, path: str, newer: Event) -> None:
        super().__init__(f"Pathway {pathway_id}: event {newer.number} changed '{path}' in the meantime")
        self.path = path
        self.newer = newer
        """What changed it."""


class PublishedDiffers(Conflict):
    """A published version never changes: the form says something else than what is stored under its version."""

    def __init__(self, form: str, version: str) -> None:
        super().__init__(f"{form} {version} is published with other content; give the changed form a new version")
        self.form = form
        self.version = version


class Refused(RecordsError):
    """A rule of the records stands against it: a trigger, or a constraint."""


class NotFound(RecordsError):
    """There is no such record."""

    def __init__(self, what: str, key: object) -> None:
        super().__init__(f"No {what} {key}")
