"""Keeping the users of a database: letting people in, giving them roles, shutting them out. All of it is logged.

Nobody is deleted: what they wrote and read keeps their name. Nobody changes their own account here, so that the one
who keeps the users can neither lock themselves out nor give themselves another role.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, datetime

from kartlegging_tui.domain.accounts import Account, Grant, one_time_password, user_name_of
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records.accounts import AccountsToWrite
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotFound, Refused
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.doors import Door
from kartlegging_tui.services.login import require_user_name


class YourOwn(Refused):
    """Nobody disables themselves or gives themselves a role."""


class Users:
    """What the one who keeps the users does."""

    def __init__(self, database: Database, door: Door, user: User, now: Callable[[], datetime]) -> None:
        self._database = database
        self._door = door
        self._user = user
        self._now = now

    def all(self) -> list[Account]:
        """Everybody who has, or has had, an account, by name. Raises NotRead."""
        with self._database.read() as view:
            return view.accounts.all()

    def add(self, full_name: str, user_name: str, role: Role, unit: str = "", until: date | None = None) -> str:
        """Somebody who may log in from today until the end of a day; the password for their first login.

        Raises BadUserName, Conflict where the user name is taken, NotSaved.
        """
        require_user_name(user_name)
        password, now = one_time_password(secrets.randbelow), self._now()
        with self._database.write() as work:
            user = work.add_staff(full_name.strip(), role)
            work.accounts.add(user.id, user_name_of(user_name), now)
            given = work.accounts.grant(user.id, self._grant(role, None, until), self._user.id, now)
            work.accounts.move(user.id, unit.strip())
            self._door.let_in(work, work.accounts.of(user.id), password, must_change=True)
            self._note(work, "user_added", user.id, role, given)
            work.commit()
        return password

    def give_role(self, user_name: str, role: Role, until: date | None = None, since: date | None = None) -> None:
        """Another role, from a day (today) to the end of another (for as long as they work here).

        Raises NotFound, YourOwn, Refused where it would end before it begins, NotSaved.
        """
        grant = self._grant(role, since, until)
        if grant.until_day is not None and grant.until_day < grant.from_day:
            raise Refused("a role does not end before it begins")
        with self._database.write() as work:
            account = self._other(work.accounts, user_name)
            given = work.accounts.grant(account.user.id, grant, self._user.id, self._now())
            self._note(work, "role_given", account.user.id, role, given)
            work.commit()

    def move(self, user_name: str, unit: str) -> None:
        """They work in another unit, or with an empty name in none. Raises NotFound, NotSaved."""
        with self._database.write() as work:
            account = self._named(work.accounts, user_name)
            work.accounts.move(account.user.id, unit.strip())
            work.commit()
        self._log("unit_changed", account.user.id)

    def disable(self, user_name: str) -> None:
        """They log in no more. Of a file, their password no longer opens it. Raises NotFound, YourOwn, NotSaved."""
        with self._database.write() as work:
            account = self._other(work.accounts, user_name)
            work.accounts.disable(account.user.id, self._now())
            work.commit()
        self._door.keep_out(account)  # second: one who is disabled and still has a key is told so, and gets no further
        self._log("user_disabled", account.user.id)

    def enable(self, user_name: str) -> str:
        """They may log in again; the password for it. Raises NotFound, YourOwn, NotSaved."""
        return self._new_password(user_name, "user_enabled")

    def reset_password(self, user_name: str) -> str:
        """Somebody has forgotten their password: one for once. Raises NotFound, YourOwn, NotSaved."""
        return self._new_password(user_name, "password_reset")

    def _new_password(self, user_name: str, what: str) -> str:
        password = one_time_password(secrets.randbelow)
        with self._database.write() as work:
            account = self._other(work.accounts, user_name)
            if what == "user_enabled":
                work.accounts.disable(account.user.id, None)
            elif account.disabled_at is not None:
                raise Refused("the account is disabled: enable it, which gives a new password")
            self._door.let_in(work, account, password, must_change=True)
            work.commit()
        self._log(what, account.user.id)
        return password

    def _grant(self, role: Role, since: date | None, until: date | None) -> Grant:
        return Grant(role=role, from_day=since or day_in_norway(self._now()), until_day=until)

    def _other(self, accounts: AccountsToWrite, user_name: str) -> Account:
        account = self._named(accounts, user_name)
        if account.user.id == self._user.id:
            raise YourOwn("nobody does this to their own account")
        return account

    def _named(self, accounts: AccountsToWrite, user_name: str) -> Account:
        account = accounts.named(user_name_of(user_name))
        if account is None:
            raise NotFound("user", user_name)
        return account

    def _note(self, work: Writing, what: str, staff_id: int, role: Role, grant: int) -> None:
        log = Access(self._database, self._user, self._now)
        log.note(work, what, None, (Log.ROLES, grant), user=staff_id, role=role.value)

    def _log(self, what: str, staff_id: int) -> None:
        Access(self._database, self._user, self._now).reading(what, user=staff_id)
