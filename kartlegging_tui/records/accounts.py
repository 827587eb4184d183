"""Accounts in the records: who logs in, the roles they were given, and on a server their passwords."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from kartlegging_tui.domain.accounts import Account, Grant
from kartlegging_tui.domain.people import User
from kartlegging_tui.records.errors import Conflict, NotFound
from kartlegging_tui.records.tables import membership, setting, staff
from kartlegging_tui.records.trust_tables import account, role_grant

OWNER = "owner"
"""The setting that says who set the database up: a staff id."""


class Password(NamedTuple):
    """What a server keeps of somebody's password."""

    kept: str
    """As `passwords.hashed` gives it; empty for a file, where the password opens a slot of the key file."""
    failures: int
    """Wrong passwords since the last right one."""
    wait_until: datetime | None


class Accounts:
    """Reading them, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[Account]:
        """Everybody who has, or has had, an account, by name."""
        return [_account(row) for row in self._connection.execute(_ACCOUNTS.order_by(staff.c.name, staff.c.id))]

    def any(self) -> bool:
        """Whether somebody has set the database up."""
        return self._connection.execute(select(account.c.staff_id).limit(1)).first() is not None

    def named(self, user_name: str) -> Account | None:
        """The account with a user name, as `user_name_of` gives it."""
        row = self._connection.execute(_ACCOUNTS.where(account.c.user_name == user_name)).one_or_none()
        return None if row is None else _account(row)

    def of(self, staff_id: int) -> Account:
        """Somebody's account. Raises NotFound."""
        row = self._connection.execute(_ACCOUNTS.where(account.c.staff_id == staff_id)).one_or_none()
        if row is None:
            raise NotFound("account", staff_id)
        return _account(row)

    def password(self, staff_id: int) -> Password:
        """What is kept of their password. Raises NotFound."""
        columns = select(account.c.password, account.c.failures, account.c.wait_until)
        row = self._connection.execute(columns.where(account.c.staff_id == staff_id)).one_or_none()
        if row is None:
            raise NotFound("account", staff_id)
        return Password(*row)


class AccountsToWrite(Accounts):
    """Changing them, in a unit of work."""

    def add(self, staff_id: int, user_name: str, at: datetime) -> None:
        """An account for somebody, without a password so far. Raises Conflict where the user name is taken."""
        if self.named(user_name) is not None:
            raise Conflict(f"There is a user {user_name} already")
        values = {"staff_id": staff_id, "user_name": user_name, "password": "", "must_change": True, "failures": 0}
        self._connection.execute(insert(account), values | {"created_at": at})

    def rename(self, staff_id: int, name: str) -> None:
        """How somebody is called."""
        self._connection.execute(update(staff).where(staff.c.id == staff_id).values(name=name))

    def grant(self, staff_id: int, grant: Grant, author_id: int, at: datetime) -> int:
        """Gives somebody a role, in place of the one they had; the number of what was given."""
        values = {"staff_id": staff_id, **dict(grant), "author_id": author_id, "at": at}
        added = self._connection.execute(insert(role_grant), values).inserted_primary_key
        self._connection.execute(update(staff).where(staff.c.id == staff_id).values(role=grant.role))
        assert added is not None
        return int(added[0])

    def move(self, staff_id: int, unit: str) -> None:
        """Somebody works in another unit, or with an empty name in none."""
        self._connection.execute(delete(membership).where(membership.c.staff_id == staff_id))
        if unit:
            self._connection.execute(insert(membership), {"staff_id": staff_id, "unit": unit})

    def own(self, staff_id: int) -> None:
        """They have set the database up."""
        self._connection.execute(delete(setting).where(setting.c.name == OWNER))
        self._connection.execute(insert(setting), {"name": OWNER, "value": str(staff_id)})

    def disable(self, staff_id: int, at: datetime | None) -> None:
        """They log in no more; again, where `at` is None."""
        self._change(staff_id, disabled_at=at)

    def set_password(self, staff_id: int, password: str, must_change: bool) -> None:
        """Another password, with nothing held against them."""
        self._change(staff_id, password=password, must_change=must_change, failures=0, wait_until=None)

    def count(self, staff_id: int, failures: int, wait_until: datetime | None) -> None:
        """So many wrong passwords in a row."""
        self._change(staff_id, failures=failures, wait_until=wait_until)

    def _change(self, staff_id: int, **values: object) -> None:
        self._connection.execute(update(account).where(account.c.staff_id == staff_id).values(**values))


_LATEST = select(func.max(role_grant.c.id).label("id")).group_by(role_grant.c.staff_id).subquery("latest")
_ACCOUNTS: Select[Any] = (
    select(
        staff.c.id,
        staff.c.name,
        account.c.user_name,
        account.c.must_change,
        account.c.disabled_at,
        func.coalesce(membership.c.unit, "").label("unit"),
        role_grant.c.role,
        role_grant.c.from_day,
        role_grant.c.until_day,
        setting.c.value.label("owner"),
    )
    .join_from(account, staff, staff.c.id == account.c.staff_id)
    .join(role_grant, role_grant.c.staff_id == staff.c.id)
    .join(_LATEST, _LATEST.c.id == role_grant.c.id)
    .outerjoin(membership, membership.c.staff_id == staff.c.id)
    .outerjoin(setting, setting.c.name == OWNER)
)


def _account(row: Any) -> Account:
    return Account(
        user=User(id=row.id, name=row.name, role=row.role),
        user_name=row.user_name,
        unit=row.unit,
        grant=Grant(role=row.role, from_day=row.from_day, until_day=row.until_day),
        must_change=row.must_change,
        disabled_at=row.disabled_at,
        owner=row.owner == str(row.id),
    )
