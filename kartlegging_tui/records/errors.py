"""What can go wrong with the records. Plain English for the log; the screens have words of their own for each."""

from __future__ import annotations

from datetime import datetime
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


class NotLogged(NotSaved):
    """The log of access cannot be written, so nothing is shown."""

    _what = "Not shown, since reading it could not be logged"


class MaybeSaved(NotSaved):
    """The disk failed during the commit: whether the unit is saved shows only when it is read back."""

    _what = "Not known whether it is saved"


class NotRead(DatabaseFailed):
    """The database could not be read."""

    _what = "Not read"


class Unreadable(NotRead):
    """Something is not as it was written: the file is damaged, or somebody has changed it by hand."""

    def __init__(self, place: str) -> None:
        super().__init__(Reason.CORRUPT, f"{place} cannot be read, the database is damaged there")
        self.place = place
        """Table and key of the row, or what is known of them; never what stands there."""


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


class Damaged(CannotOpen):
    """A backup is not as it was when it was made, or not sound."""


class ServerProblem(CannotOpen):
    """A database on a server cannot be opened, for a reason that only servers have."""


class OlderSchema(ServerProblem):
    """The database on the server has an older schema: whoever runs it has to migrate it."""

    def __init__(self, where: str, found: int, known: int) -> None:
        super().__init__(where, f"its schema is {found}, this program needs {known}: run `kartlegging migrate`")
        self.found = found
        self.known = known


class NoOrganisation(ServerProblem):
    """The login role on the server belongs to no organisation, so that it sees nothing."""

    def __init__(self, where: str, role: str) -> None:
        super().__init__(where, f"the role {role} belongs to no organisation: `kartlegging migrate --organisation`")
        self.role = role


class RoleSeesAll(ServerProblem):
    """The login role on the server would see every organisation: it owns the tables, or passes row security by."""

    def __init__(self, where: str, role: str) -> None:
        super().__init__(where, f"the role {role} runs the database; nobody works on records with it")
        self.role = role


class NoServerDriver(ServerProblem):
    """What speaks with PostgreSQL is not installed."""

    def __init__(self, where: str) -> None:
        super().__init__(where, "install kartlegging-tui[postgresql] to use a PostgreSQL server")


class KeptByServer(ServerProblem):
    """What was asked for is done with files; a server has means of its own."""

    def __init__(self, where: str) -> None:
        super().__init__(where, "a server is backed up and looked after by whoever runs it: docs/deployment.md")


class ServerSilent(ServerProblem):
    """The server does not answer, or does not let this role in."""


class KeyNeeded(CannotOpen):
    """The database is encrypted, or is to be: it has a key file, and no key was given."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "it is encrypted: its key is needed")


class NotEncrypted(CannotOpen):
    """A key was given, and the file is a plain one. `rekeying.encrypt` makes it an encrypted one."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "it is not encrypted, although it has a key")


class WrongKey(CannotOpen):
    """The key is not that of the file, or the file's first page is damaged: from the file alone nobody can tell."""

    def __init__(self, path: Path | str) -> None:
        super().__init__(path, "its key does not fit, or its first page is damaged")


class UnsafePlace(CannotOpen):
    """The file lies where a database is not safe: on a network share, or in a folder that is synchronised."""

    def __init__(self, path: Path | str, kind: str, network: bool) -> None:
        super().__init__(
            path,
            f"it lies in {f'a network share ({kind})' if network else kind}, where two computers can damage it, and"
            " what is saved can be lost. Use a folder on this computer's own disk, or a PostgreSQL database",
        )
        self.kind = kind
        """What it lies in: a service such as "OneDrive", or the kind of file system."""

        self.network = network
        """Whether it is a network share."""


class KeysError(RecordsError):
    """Something is wrong with the keys of a database."""


class WrongPassword(KeysError):
    """The password, or the recovery key, does not open the database. Said of unknown users, too."""


class Mistyped(WrongPassword):
    """The recovery key cannot be right: its check characters do not fit what is before them."""


class Throttled(KeysError):
    """Too many wrong passwords: the next may be tried at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"Too many wrong passwords: wait until {until.isoformat(timespec='seconds')}")
        self.until = until


class NoKeyFile(KeysError):
    """There is no key file beside the database: without it, nobody can open it."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no key file {path}")
        self.path = path


class KeyFileDamaged(KeysError):
    """The key file cannot be read, or somebody has changed it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"The key file {path} is damaged: {why}")
        self.path = path


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
