"""The two ways into a database: a file is opened by unwrapping its key, a server checks the password itself."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from secrets import token_bytes
from typing import Protocol

from kartlegging_tui.domain.accounts import Account, user_name_of
from kartlegging_tui.records import passwords, rekeying
from kartlegging_tui.records.connections import KEY_BYTES
from kartlegging_tui.records.database import Database, is_server
from kartlegging_tui.records.errors import NotEncrypted, Refused, Throttled, WrongPassword
from kartlegging_tui.records.file_kinds import FileKind, kind_of
from kartlegging_tui.records.keys import KeyFile, wait_after
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services import clock
from kartlegging_tui.services.access import Access, workstation
from kartlegging_tui.services.attempts import tell_attempts, tell_unknown
from kartlegging_tui.services.register import DEMO


class NoKey(Refused):
    """A database on a server has no key here, and so no recovery key."""

    def __init__(self) -> None:
        super().__init__("a server keeps the key: there is none here")


class Need(StrEnum):
    """What a database asks of whoever opens it."""

    NOTHING = "nothing"
    """It is a demo database."""
    SET_UP = "set_up"
    """It is new: who is its first user, and with which password."""
    ENCRYPT = "encrypt"
    """As `SET_UP`; it is there already and not encrypted, which it then is."""
    PASSWORD = "password"
    """The password opens the file."""
    SERVER_PASSWORD = "server_password"
    """A server checks the password."""


class Door(Protocol):
    """How somebody gets in. One door is one database; once it was opened, it can let others in."""

    def need(self) -> Need:
        """What it asks for. Raises CannotOpen where that cannot be told."""

    def set_up(self, user_name: str, password: str) -> tuple[Database, str]:
        """The new database, and the recovery key where there is one."""

    def open(self, user_name: str, password: str) -> Database:
        """The database. Raises WrongPassword, Throttled, and what opening raises."""

    def reopen(self, database: Database, user_name: str, password: str) -> None:
        """The same again, after `Database.rest`. Raises as `open` does."""

    def prove(self, database: Database, user_name: str, password: str) -> None:
        """That it is still they who logged in. Raises WrongPassword or Throttled."""

    def forget(self) -> None:
        """What opened it, until it is opened again."""

    def recover(self, recovery_key: str) -> Database:
        """The database, for whoever has the recovery key. Raises WrongPassword."""

    def let_in(self, unit: Writing, account: Account, password: str, must_change: bool) -> None:
        """Somebody has this password from now on. Raises NotSaved."""

    def keep_out(self, account: Account) -> None:
        """Their password opens no more."""

    def new_recovery(self) -> str:
        """Another recovery key; the one before opens no more. Raises NoKey where there is none."""

    def rotate(self, database: Database) -> None:
        """Another key for the database, which nobody else has open. Raises NoKey where there is none, NotSaved."""


def door_to(where: str | Path) -> Door:
    """The door to a path, `sqlite:///path` or `postgresql://…`."""
    text = str(where)
    if is_server(text):
        return ServerDoor(text)
    return FileDoor(Path(text.removeprefix("sqlite:///")))


class FileDoor:
    """The key file beside the database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._key = b""
        """While it is open."""

    def need(self) -> Need:
        if KeyFile.exists(self._path):
            return Need.PASSWORD
        kinds = {FileKind.ABSENT: Need.SET_UP, FileKind.DEMO: Need.NOTHING, FileKind.PLAIN: Need.ENCRYPT}
        return kinds[kind_of(self._path)]

    def set_up(self, user_name: str, password: str) -> tuple[Database, str]:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _file, self._key, recovery = KeyFile.create(self._path, user_name, password)
        return self._opened(), recovery

    def open(self, user_name: str, password: str) -> Database:
        self._key = KeyFile.open(self._path).unlock(user_name, password, clock.now(), workstation())
        return self._opened()

    def reopen(self, database: Database, user_name: str, password: str) -> None:
        self._key = KeyFile.open(self._path).unlock(user_name, password, clock.now(), workstation())
        database.wake(self._key)
        tell_attempts(database, KeyFile.open(self._path))

    def prove(self, database: Database, user_name: str, password: str) -> None:
        file = KeyFile.open(self._path)
        try:
            file.unlock(user_name, password, clock.now(), workstation())
        except WrongPassword:
            tell_attempts(database, file)
            raise

    def forget(self) -> None:
        """The key, as far as Python lets go of it."""
        self._key = b""

    def recover(self, recovery_key: str) -> Database:
        self._key = KeyFile.open(self._path).unlock_with_recovery(recovery_key, clock.now(), workstation())
        return self._opened()

    def let_in(self, unit: Writing, account: Account, password: str, must_change: bool) -> None:
        file = KeyFile.open(self._path)
        if account.user_name in file.users():
            file.set_password(account.user_name, password, self._key)
        else:
            file.add(account.user_name, password, self._key)
        unit.accounts.set_password(account.user.id, "", must_change)

    def keep_out(self, account: Account) -> None:
        file = KeyFile.open(self._path)
        if account.user_name in file.users():
            file.remove(account.user_name)

    def new_recovery(self) -> str:
        return KeyFile.open(self._path).new_recovery(self._key)

    def rotate(self, database: Database) -> None:
        new = token_bytes(KEY_BYTES)
        database.rest()
        try:
            rekeying.rotate(self._path, self._key, new, KeyFile.open(self._path))
            self._key = new
        finally:
            database.wake(self._key)

    def _opened(self) -> Database:
        try:
            database = Database.open(self._path, self._key)
        except NotEncrypted:  # it is to be: just now, or at a time when encrypting was interrupted
            rekeying.encrypt(self._path, self._key)
            database = Database.open(self._path, self._key)
        try:
            tell_attempts(database, KeyFile.open(self._path))
        except BaseException:
            database.close()
            raise
        return database


class ServerDoor:
    """What is kept with the accounts on the server."""

    def __init__(self, address: str) -> None:
        self._address = address

    def need(self) -> Need:
        database = Database.open(self._address)
        try:
            with database.read() as view:
                if view.setting(DEMO):
                    return Need.NOTHING
                return Need.SERVER_PASSWORD if view.accounts.any() else Need.SET_UP
        finally:
            database.close()

    def set_up(self, user_name: str, password: str) -> tuple[Database, str]:
        return Database.open(self._address), ""

    def open(self, user_name: str, password: str) -> Database:
        database = Database.open(self._address)
        try:
            _check(database, user_name, password)
        except BaseException:
            database.close()
            raise
        return database

    def reopen(self, database: Database, user_name: str, password: str) -> None:
        database.wake()
        try:
            _check(database, user_name, password)
        except BaseException:
            database.rest()
            raise

    def prove(self, database: Database, user_name: str, password: str) -> None:
        _check(database, user_name, password)

    def forget(self) -> None:
        """It knows nothing."""

    def recover(self, recovery_key: str) -> Database:
        raise NoKey()

    def let_in(self, unit: Writing, account: Account, password: str, must_change: bool) -> None:
        unit.accounts.set_password(account.user.id, passwords.hashed(password), must_change)

    def keep_out(self, account: Account) -> None:
        """Being disabled is enough: nobody has a key."""

    def new_recovery(self) -> str:
        raise NoKey()

    def rotate(self, database: Database) -> None:
        raise NoKey()


def _check(database: Database, user_name: str, password: str) -> None:
    """Counts the try before the password is tried: pulling the plug gives no free one.

    A name that nobody has goes the same way, step by step: waits, time and words tell nobody who is a user.
    """
    now, name = clock.now(), user_name_of(user_name)
    with database.write() as unit:
        account, kept = unit.accounts.named(name), ""
        if account is None:
            wait_until = unit.unknown_name_tried(name, now)
        else:
            found = unit.accounts.password(account.user.id)
            kept, wait_until = found.kept, found.wait_until
        if wait_until is not None and now < wait_until:
            raise Throttled(wait_until)
        if account is not None:
            unit.accounts.count(account.user.id, found.failures + 1, wait_after(found.failures + 1, now))
        unit.commit()
    if not kept:
        passwords.try_nothing(password)
    if not kept or not passwords.fits(password, kept):
        if account is None:
            tell_unknown(database)
        else:
            Access(database, account.user, clock.now).denied("login")
        raise WrongPassword("no such user, or another password")
    assert account is not None
    with database.write() as unit:
        unit.accounts.count(account.user.id, 0, None)
        unit.commit()
