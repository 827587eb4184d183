"""Logging in to a database: what it asks for, setting it up, and the ways in.

Of a file, logging in *is* opening it: the password unwraps the key in the key file beside it. On a server, the program
checks the password against what is kept with the account. The demo asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from kartlegging_tui.domain.accounts import (
    Account,
    Grant,
    PasswordProblem,
    Standing,
    is_user_name,
    password_problem,
    user_name_of,
)
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import KeysError, WrongPassword
from kartlegging_tui.services import clock
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import Progress, desk_of, usual_file
from kartlegging_tui.services.doors import Door, Need, door_to

Where = str | Path | None
"""A path, `sqlite:///path` or `postgresql://…`; None for the usual file."""


class CannotLogIn(KeysError):
    """The password is right, and yet they may not log in."""


class Disabled(CannotLogIn):
    """The account was disabled."""


class RoleNotYet(CannotLogIn):
    """Their role begins on `day`."""

    def __init__(self, day: date) -> None:
        super().__init__(f"The role begins on {day}")
        self.day = day


class RoleEnded(CannotLogIn):
    """The last day of their role was `day`."""

    def __init__(self, day: date) -> None:
        super().__init__(f"The role ended on {day}")
        self.day = day


class MustChange(CannotLogIn):
    """The password was for once: `change_password` first."""


class BadPassword(ValueError):
    """Nobody can have this password."""

    def __init__(self, problem: PasswordProblem) -> None:
        super().__init__(f"The password will not do: {problem}")
        self.problem = problem


class BadUserName(ValueError):
    """Nobody can be called so."""


class AlreadySetUp(KeysError):
    """The database has users already: log in instead."""


def what_is_needed(where: Where = None) -> Need:
    """What to ask for. Raises CannotOpen where it cannot be told; a file that is not there is not made."""
    return _door(where).need()


def set_up(
    where: Where, user_name: str, full_name: str, password: str, progress: Progress | None = None
) -> tuple[Desk, str]:
    """Makes somebody the first user of a database, who is a nurse and keeps its users; and the recovery key.

    A plain file is encrypted first. On a server the recovery key is empty: whoever runs it can get in.
    Raises BadUserName, BadPassword, AlreadySetUp, and what opening raises.
    """
    require_user_name(user_name)
    require_password(password, user_name)
    door = _door(where)
    if door.need() not in (Need.SET_UP, Need.ENCRYPT):
        raise AlreadySetUp("the database has users already")
    database, recovery = door.set_up(user_name, password)
    with _closing_if_it_fails(database):
        account = _first_account(door, database, user_name_of(user_name), full_name, password)
        return _desk(door, database, account, progress), recovery


def log_in(where: Where, user_name: str, password: str, progress: Progress | None = None) -> Desk:
    """The desk of somebody who knows their password.

    Raises WrongPassword, also where there is no such user, and after as long; Throttled; Disabled, RoleNotYet or
    RoleEnded; MustChange; and what opening raises.
    """
    door = _door(where)
    database = door.open(user_name, password)
    with _closing_if_it_fails(database):
        account = _account(door, database, user_name, password)
        try:
            require_good(account, clock.today())
        except (Disabled, RoleNotYet, RoleEnded):
            Access(database, account.user, clock.now).denied("login")
            raise
        return _desk(door, database, account, progress)


def log_in_with_recovery(
    where: Where, recovery_key: str, user_name: str, new_password: str, progress: Progress | None = None
) -> Desk:
    """The desk of a user of a file who has the recovery key, and `new_password` from now on.

    Raises WrongPassword where the key is another or there is no such user, Mistyped, BadPassword, Disabled, RoleNotYet
    or RoleEnded, NoKey for a server, and what opening raises.
    """
    require_password(new_password, user_name)
    door = _door(where)
    database = door.recover(recovery_key)
    with _closing_if_it_fails(database):
        account = _account(door, database, user_name, new_password)
        require_good(account.with_own_password, clock.today())
        _change(door, database, account, new_password)
        return _desk(door, database, account, progress)


def change_password(where: Where, user_name: str, password: str, new_password: str) -> None:
    """Another password for somebody who knows theirs, also where it was for once.

    Raises what `log_in` raises, but for MustChange, and BadPassword.
    """
    door = _door(where)
    database = door.open(user_name, password)
    try:
        account = _account(door, database, user_name, password)
        require_good(account.with_own_password, clock.today())
        require_password(new_password, user_name, password)
        _change(door, database, account, new_password)
    finally:
        database.close()


def require_good(account: Account, today: date) -> None:
    """Raises Disabled, RoleNotYet, RoleEnded or MustChange."""
    match account.standing(today):
        case Standing.DISABLED:
            raise Disabled("The account is disabled")
        case Standing.NOT_YET:
            raise RoleNotYet(account.grant.from_day)
        case Standing.ENDED:
            raise RoleEnded(account.grant.until_day or today)
    if account.must_change:
        raise MustChange("The password was for once")


def require_password(password: str, user_name: str, before: str = "") -> None:
    """Raises BadPassword where nobody called so can have it in place of the one `before`."""
    problem = password_problem(password, user_name, before)
    if problem is not None:
        raise BadPassword(problem)


def require_user_name(user_name: str) -> None:
    """Raises BadUserName where nobody can be called so."""
    if not is_user_name(user_name):
        raise BadUserName("letters and digits, and . - _ @ between them")


def _door(where: Where) -> Door:
    return door_to(where or usual_file())


@contextmanager
def _closing_if_it_fails(database: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        database.close()
        raise


def _account(door: Door, database: Database, user_name: str, password: str) -> Account:
    """Whoever has opened the database. Where setting it up was interrupted, it is done now."""
    with database.read() as view:
        account = view.accounts.named(user_name_of(user_name))
        begun = account is None and not view.accounts.any()
    if begun:
        return _first_account(door, database, user_name_of(user_name), user_name, password)
    if account is None:
        raise WrongPassword("no such user, or another password")
    return account


def _first_account(door: Door, database: Database, user_name: str, full_name: str, password: str) -> Account:
    """A nurse who keeps the users; who already worked with the file under this name is the same person."""
    now, today = clock.now(), clock.today()
    with database.write() as unit:
        if unit.accounts.any():
            raise AlreadySetUp("the database has users already")
        names = (full_name.casefold(), user_name)
        known = next((user for user in unit.staff() if user.name.casefold() in names), None)
        user = known or unit.add_staff(full_name, Role.NURSE)
        unit.accounts.rename(user.id, full_name)
        unit.accounts.add(user.id, user_name, now)
        role = Grant(role=Role.NURSE, from_day=today, until_day=None)
        grant = unit.accounts.grant(user.id, role, user.id, now)
        unit.accounts.own(user.id)
        door.let_in(unit, unit.accounts.of(user.id), password, must_change=False)
        account = unit.accounts.of(user.id)
        Access(database, account.user, clock.now).note(unit, "user_added", None, (Log.ROLES, grant), user=user.id)
        unit.commit()
    return account


def _change(door: Door, database: Database, account: Account, password: str) -> None:
    with database.write() as unit:
        door.let_in(unit, account, password, must_change=False)
        unit.commit()
    Access(database, account.user, clock.now).reading("password")


def _desk(door: Door, database: Database, account: Account, progress: Progress | None) -> Desk:
    if not database.read_only:
        Access(database, account.user, clock.now).reading("login")
    desk = desk_of(database, account.user, demo=False, progress=progress)
    desk.account, desk.door = account, door
    return desk
