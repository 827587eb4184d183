"""The key file beside an encrypted database: who can open it, each with a password of their own.

It holds nothing that opens the database without a password or the recovery key. Whoever takes a copy can try
passwords against it, at the cost that `key_slots.STANDARD` says for each.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_bytes
from typing import Literal
from uuid import uuid4

from pydantic import AwareDatetime, Field, ValidationError

from kartlegging_tui.domain.accounts import user_name_of
from kartlegging_tui.records import attempts, connections, disk, key_place, key_slots, recovery_key
from kartlegging_tui.records.attempts import MOST, Attempt
from kartlegging_tui.records.errors import (
    KeyFileDamaged,
    NoKeyFile,
    NotFound,
    NotSaved,
    Reason,
    Refused,
    Throttled,
    WrongPassword,
)
from kartlegging_tui.records.file_lock import FileLock
from kartlegging_tui.records.key_slots import FREE_TRIES, LONGEST_WAIT, STANDARD, Kdf, Part, Slot


class _Strangers(Part):
    """Tries with names that nobody has: counted together, so that waiting tells nothing about a name."""

    failures: int = Field(default=0, ge=0)
    wait_until: AwareDatetime | None = None


class _Content(Part):
    version: Literal[1]
    database: str = Field(pattern="^[0-9a-f]{32}$")
    """A random name of the database, that binds the slots to it."""

    slots: tuple[Slot, ...] = Field(min_length=1)
    strangers: _Strangers = _Strangers()
    attempts: tuple[Attempt, ...] = Field(default=(), max_length=MOST)
    """What has failed since somebody opened the file last, in order."""


class KeyFile:
    """Opened once; reads the file anew for all that it does, so that two programs can use it."""

    def __init__(self, database: Path, kdf: Kdf = STANDARD) -> None:
        self.database = database
        self.path = self.path_of(database)
        self.previous = self.path.with_name(f"{self.path.name}.previous")
        """The generation before the last change of a password or a user."""

        self._kdf = kdf
        self._lock = FileLock(self.path.with_name(f"{self.path.name}.lock"))

    @staticmethod
    def path_of(database: Path) -> Path:
        """Where the key file of a database is."""
        return key_place.path_of(database)

    @staticmethod
    def exists(database: Path) -> bool:
        """Whether the database has one, and so is encrypted or is to be."""
        return key_place.exists(database)

    @classmethod
    def create(cls, database: Path, user: str, password: str, kdf: Kdf = STANDARD) -> tuple[KeyFile, bytes, str]:
        """A new key, the file with a slot for `user`, and the recovery key, which is shown this once.

        Raises Refused where there is a key file already, NotSaved where it cannot be written.
        """
        file = cls(database, kdf)
        key, shown, name = token_bytes(connections.KEY_BYTES), recovery_key.new(), uuid4().hex
        slots = (
            key_slots.new_slot(name, user, password, key, kdf),
            key_slots.new_recovery_slot(name, shown, key),
        )
        with file.alone():
            if cls.exists(database):
                raise Refused("there is a key file already")
            content = _Content(version=1, database=name, slots=slots)
            file._write(content)
            file._keep_previous()
        return file, key, shown

    @classmethod
    def open(cls, database: Path, kdf: Kdf = STANDARD) -> KeyFile:
        """The key file of a database; `kdf` is what new passwords cost. Raises NoKeyFile or KeyFileDamaged."""
        file = cls(database, kdf)
        file._read()
        return file

    @classmethod
    def restore_previous(cls, database: Path) -> KeyFile:
        """Puts the generation before in the place of a damaged key file, which is kept as `….damaged`.

        Raises NoKeyFile, KeyFileDamaged where that one is damaged too, or NotSaved.
        """
        file = cls(database)
        with file.alone():
            content = file._read(file.previous)
            with suppress(FileNotFoundError):
                file.path.replace(file.path.with_name(f"{file.path.name}.damaged"))
            file._write(content)
        return file

    def users(self) -> list[str]:
        """Who has a password, by name."""
        return sorted(slot.user for slot in self._read().slots if slot.kind == "password")

    def unlock(self, user: str, password: str, now: datetime, workstation: str = "") -> bytes:
        """The key of the database. Raises WrongPassword, Throttled, NoKeyFile or KeyFileDamaged.

        The try is counted, and kept for the log of access, before the password is tried: pulling the plug gives no
        free one. Where the folder cannot be written, it is not counted, and the password still opens.
        """
        name = user_name_of(user)
        slot, tried = self._count_try(name, now, workstation)
        if slot is None:
            key_slots.try_nothing(password, self._kdf)
            raise WrongPassword("no such user, or another password")
        private = key_slots.private_by_password(slot, password)
        if private is None:
            raise WrongPassword("no such user, or another password")
        renewed = slot if slot.kdf == self._kdf else key_slots.with_password(slot, private, password, self._kdf)
        fresh = renewed.model_copy(update={"failures": 0, "wait_until": None})
        with _where_it_can_be_written():
            self._succeeded(slot, fresh, tried)
        return self._key(slot, private)

    def unlock_with_recovery(self, shown: str, now: datetime, workstation: str = "") -> bytes:
        """The key of the database. Raises WrongPassword (Mistyped where it cannot be right) or KeyFileDamaged."""
        try:
            return self._by_recovery(shown)
        except WrongPassword:
            with _where_it_can_be_written(), self.alone():
                content = self._read()
                tried = attempts.attempt(now, "recovery", "", workstation)
                self._write(content.model_copy(update={"attempts": attempts.added(content.attempts, tried)}))
            raise

    def attempts(self) -> tuple[Attempt, ...]:
        """What has failed and is not in the log of access yet, in order. Raises NoKeyFile or KeyFileDamaged."""
        return self._read().attempts

    def forget_attempts(self, ids: Iterable[str]) -> None:
        """They are in the log of access. Raises NotSaved."""
        with self.alone():
            content = self._read()
            left = attempts.without(content.attempts, set(ids))
            self._write(content.model_copy(update={"attempts": left}))

    def _by_recovery(self, shown: str) -> bytes:
        for slot in self._read().slots:
            if slot.kind == "recovery":
                private = key_slots.private_by_recovery(slot, shown)
                if private is not None:
                    return self._key(slot, private)
        raise WrongPassword("another recovery key")

    def add(self, user: str, password: str, key: bytes) -> None:
        """Lets somebody in. Raises Refused where there is such a user, WrongPassword where `key` is another's."""
        name = user_name_of(user)
        with self.alone():
            content = self._checked(key)
            if not name or any(slot.user == name for slot in content.slots):
                raise Refused("there is such a user already")
            slot = key_slots.new_slot(content.database, name, password, key, self._kdf)
            self._replace_slots(content, (*content.slots, slot))

    def change(self, user: str, old: str, new: str, now: datetime) -> None:
        """Another password for somebody who knows the old one. Raises as `unlock` does, and NotSaved."""
        name, key = user_name_of(user), self.unlock(user, old, now)
        self.set_password(name, new, key)

    def set_password(self, user: str, new: str, key: bytes) -> None:
        """Another password for somebody, by one who has the key. Raises NotFound, WrongPassword or NotSaved."""
        name = user_name_of(user)
        with self.alone():
            content = self._checked(key)
            slot = key_slots.new_slot(content.database, name, new, key, self._kdf)
            self._replace_slots(content, _with(content.slots, name, slot))

    def remove(self, user: str) -> None:
        """Their password opens no more. Who has copied key or key file still gets in, until `rekeying.rotate`.

        Raises NotFound, and Refused for the last password.
        """
        name = user_name_of(user)
        with self.alone():
            content = self._read()
            _find(content.slots, name)
            left = tuple(slot for slot in content.slots if slot.user != name)
            if not any(slot.kind == "password" for slot in left):
                raise Refused("the last password is never removed")
            self._replace_slots(content, left)

    def new_recovery(self, key: bytes) -> str:
        """Another recovery key, shown this once; the one before opens no more. Raises WrongPassword or NotSaved."""
        shown = recovery_key.new()
        with self.alone():
            content = self._checked(key)
            slot = key_slots.new_recovery_slot(content.database, shown, key)
            self._replace_slots(content, (*(old for old in content.slots if old.kind == "password"), slot))
        return shown

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Inside it, no other program changes the key file. Raises NotSaved."""
        try:
            with self._lock.held():
                yield
        except OSError as error:
            raise NotSaved(_reason(error), error.strerror or str(error)) from None

    def rewrap_all(self, key: bytes, new: bytes) -> None:
        """Gives everybody the new key beside the one of now; `settle` ends it. Within `alone`.

        Raises KeyFileDamaged for a slot that nobody with the key has made.
        """
        content = self._checked(key)
        for slot in content.slots:
            if not key_slots.made_by(content.database, slot, slot.sealed, key):
                raise KeyFileDamaged(self.path, f"the slot of '{slot.user}' was not made by this program")
        slots = (
            slot.model_copy(update={"next": key_slots.seal(content.database, key_slots.identity(slot), new)})
            for slot in content.slots
        )
        self._write(content.model_copy(update={"slots": tuple(slots)}))

    def settle(self, key: bytes) -> None:
        """Ends a change of the key, finished or interrupted; `key` opens the database. Within `alone`."""
        content = self._read()
        if all(slot.next is None for slot in content.slots):
            return
        slots = []
        if not any(
            sealed is not None and key_slots.made_by(content.database, slot, sealed, key)
            for slot in content.slots
            for sealed in (slot.sealed, slot.next)
        ):
            raise WrongPassword("this is not the key of the database")
        for slot in content.slots:
            new = slot.next is not None and key_slots.made_by(content.database, slot, slot.next, key)
            slots.append(slot.model_copy(update={"sealed": slot.next if new else slot.sealed, "next": None}))
        self._write(content.model_copy(update={"slots": tuple(slots)}))
        self._keep_previous()  # with the generation before, nobody opens anything any more

    def _key(self, slot: Slot, private: bytes) -> bytes:
        """The key in the slot; of two, while the key is changed, the one that opens the database."""
        if slot.next is None:
            return self._opened(slot, slot.sealed, private)
        with _where_it_can_be_written(), self.alone():
            slot = next((now for now in self._read().slots if now.public == slot.public), slot)
            key = self._fitting(slot, private)
            if connections.fits(self.database, key):
                self.settle(key)
            return key
        return self._fitting(slot, private)

    def _fitting(self, slot: Slot, private: bytes) -> bytes:
        if slot.next is not None:
            new = self._opened(slot, slot.next, private)
            if connections.fits(self.database, new):
                return new
        return self._opened(slot, slot.sealed, private)

    def _opened(self, slot: Slot, sealed: key_slots.Sealed, private: bytes) -> bytes:
        key = key_slots.opened(sealed, private, slot.public)
        if key is None or not key_slots.made_by(self._read().database, slot, sealed, key):
            raise KeyFileDamaged(self.path, f"the slot of '{slot.user}' is not as it was made")
        return key

    def _count_try(self, name: str, now: datetime, workstation: str) -> tuple[Slot | None, Attempt]:
        content, attempt = self._read(), attempts.attempt(now, "password", "", workstation)
        with _where_it_can_be_written(), self.alone():
            content = self._read()
            found = next((slot for slot in content.slots if slot.user == name and slot.kind == "password"), None)
            tried = found or content.strangers
            if tried.wait_until is not None and now < tried.wait_until <= now + LONGEST_WAIT:
                raise Throttled(tried.wait_until)  # a later hour is from a clock that was wrong
            attempt = attempt.model_copy(update={"user": found.user if found else ""})
            content = content.model_copy(update={"attempts": attempts.added(content.attempts, attempt)})
            counted = {"failures": tried.failures + 1, "wait_until": wait_after(tried.failures + 1, now)}
            if found is None:
                strangers = content.strangers.model_copy(update=counted)
                self._write(content.model_copy(update={"strangers": strangers}))
            else:
                slots = _with(content.slots, name, found.model_copy(update=counted))
                self._write(content.model_copy(update={"slots": slots}))
        found = next((slot for slot in content.slots if slot.user == name and slot.kind == "password"), None)
        return found, attempt

    def _succeeded(self, slot: Slot, fresh: Slot, tried: Attempt) -> None:
        """Nothing is held against them any more; what others have changed meanwhile stays."""
        with self.alone():
            content = self._read()
            same = _find(content.slots, slot.user).private == slot.private
            slots = _with(content.slots, slot.user, fresh) if same else content.slots
            left = attempts.without(content.attempts, {tried.id})
            self._write(content.model_copy(update={"slots": slots, "attempts": left}))

    def _checked(self, key: bytes) -> _Content:
        """The content, settled, when `key` is the key of the database. Raises WrongPassword."""
        self._settle_with(key)
        content = self._read()
        if not any(key_slots.made_by(content.database, slot, slot.sealed, key) for slot in content.slots):
            raise WrongPassword("this is not the key of the database")
        return content

    def _settle_with(self, key: bytes) -> None:
        if any(slot.next is not None for slot in self._read().slots) and connections.fits(self.database, key):
            self.settle(key)

    def _replace_slots(self, content: _Content, slots: tuple[Slot, ...]) -> None:
        self._keep_previous()
        self._write(content.model_copy(update={"slots": slots}))

    def _keep_previous(self) -> None:
        disk.replace_private(self.previous, disk.read_private(self.path, key_place.LARGEST))

    def _write(self, content: _Content) -> None:
        unsaid = set() if content.attempts else {"attempts"}  # as in files from before there were any
        disk.replace_private(self.path, content.model_dump_json(indent=1, exclude=unsaid).encode() + b"\n")

    def _read(self, path: Path | None = None) -> _Content:
        path = path or self.path
        try:
            content = _Content.model_validate_json(disk.read_private(path, key_place.LARGEST))
        except FileNotFoundError:
            raise NoKeyFile(path) from None
        except OSError as error:
            raise KeyFileDamaged(path, error.strerror or str(error)) from None
        except ValidationError as error:
            raise KeyFileDamaged(path, f"{error.error_count()} things in it are not as they should be") from None
        names = [slot.user for slot in content.slots]
        if len(set(names)) != len(names):
            raise KeyFileDamaged(path, "two slots have one name")
        return content


def _with(slots: tuple[Slot, ...], name: str, changed: Slot) -> tuple[Slot, ...]:
    _find(slots, name)
    return tuple(changed if slot.user == name else slot for slot in slots)


def _find(slots: tuple[Slot, ...], name: str) -> Slot:
    for slot in slots:
        if slot.user == name and slot.kind == "password":
            return slot
    raise NotFound("user", name)


def wait_after(failures: int, now: datetime) -> datetime | None:
    """When the next password may be tried after so many wrong ones."""
    if failures < FREE_TRIES:
        return None
    return now + min(timedelta(seconds=2 ** min(failures - FREE_TRIES + 1, 20)), LONGEST_WAIT)


@contextmanager
def _where_it_can_be_written() -> Iterator[None]:
    """A full disk or a read-only folder keeps nobody out who knows the password."""
    try:
        yield
    except NotSaved as error:
        if error.reason is Reason.LOCKED:
            raise


def _reason(error: OSError) -> Reason:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Reason.DISK_FULL
    return Reason.READONLY if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM) else Reason.IO
