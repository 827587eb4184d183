"""Brings a database on a server to the schema that the program knows, and lets organisations into it.

For whoever runs the database, as the role that owns it; those who work on records cannot. One transaction: the new
schema whole, or the old one. Two at once wait for each other.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from alembic.ddl.postgresql import PostgresqlImpl
from sqlalchemy import Connection, ForeignKeyConstraint, Table, text

from kartlegging_tui.records import postgres_schema
from kartlegging_tui.records.database import connected
from kartlegging_tui.records.errors import CannotOpen, NewerSchema, NotSaved
from kartlegging_tui.records.failures import failing_as
from kartlegging_tui.records.migrating import SCRIPTS, run_migrations
from kartlegging_tui.records.postgres import engine
from kartlegging_tui.records.postgres_address import shown, url_of
from kartlegging_tui.records.postgres_opening import schema_of
from kartlegging_tui.records.schema import SCHEMA

OLDEST_SERVER = 150000
"""What PostgreSQL calls 15.0: the oldest that its makers still mend."""
_LOCK = 0x4B415254
"""The same for all who migrate: "KART"."""
_REFERENCES = "kartlegging references"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")


@dataclass(frozen=True)
class Migrated:
    """From which schema to which; 0 is an empty database."""

    before: int
    after: int


class _ReferencesLater(PostgresqlImpl):
    """Leaves references out of the tables it makes: they will be to a row of the same organisation."""

    __dialect__ = "postgresql"

    def create_table(self, table: Table, **options: Any) -> None:
        assert self.connection is not None
        kept: dict[tuple[str, str], ForeignKeyConstraint] = self.connection.info.setdefault(_REFERENCES, {})
        kept |= {(table.name, str(each.name)): each for each in table.foreign_key_constraints}
        super().create_table(table, include_foreign_key_constraints=[], **options)


def migrate(address: str, schema: int = SCHEMA, scripts: str = SCRIPTS) -> Migrated:
    """Makes the tables in an empty database, or brings older ones up to date.

    Raises CannotOpen or NewerSchema, with the database as it was, and NotSaved where the server refuses something.
    """
    with _alone(address) as connection:
        found = schema_of(connection)
        if found > schema:
            raise NewerSchema(shown(url_of(address)), found, schema)
        _make_group(connection)
        postgres_schema.prepare(connection)
        connection.info[_REFERENCES] = {}
        if found < schema:
            run_migrations(connection, scripts)
        postgres_schema.finish(connection, connection.info.pop(_REFERENCES).values())
    return Migrated(found, schema)


def add_organisation(address: str, organisation: str, role: str) -> bool:
    """Lets a login role work on the records of an organisation; either is made if absent. True if the role was.

    Raises CannotOpen where the role sees more than one organisation, or belongs to another; NotSaved.
    """
    where = shown(url_of(address))
    for name in (organisation, role):
        if not _NAME.fullmatch(name):
            raise CannotOpen(where, f"'{name}' is no name: letters a to z, digits, and . _ - between them")
    with _alone(address) as connection:
        if schema_of(connection) != SCHEMA:
            raise CannotOpen(where, "migrate it first")
        known = connection.execute(
            text(
                "SELECT rolsuper OR rolbypassrls OR pg_has_role(oid, current_user, 'MEMBER') FROM pg_roles"
                " WHERE rolname = :role"
            ),
            {"role": role},
        ).scalar()
        quoted = connection.dialect.identifier_preparer.quote_identifier(role)
        if known:
            raise CannotOpen(where, f"the role {role} runs the database, and would see every organisation")
        if known is None:
            connection.exec_driver_sql(f"CREATE ROLE {quoted} LOGIN")
        connection.exec_driver_sql(f"GRANT {postgres_schema.GROUP} TO {quoted}")
        postgres_schema.add_organisation(connection, organisation, {"seal_key": secrets.token_hex(32)})
        values = {"role": role, "organisation": organisation}
        connection.execute(
            text("INSERT INTO organisation_role VALUES (:role, :organisation) ON CONFLICT DO NOTHING"), values
        )
        whose = text("SELECT organisation FROM organisation_role WHERE role_name = :role")
        other = connection.execute(whose, values).scalar_one()
        if other != organisation:
            raise CannotOpen(where, f"the role {role} belongs to {other} already")
    return known is None


@contextmanager
def _alone(address: str) -> Iterator[Connection]:
    """A transaction of the role that owns the database, while nobody else migrates it."""
    where = shown(url_of(address))
    server = engine(url_of(address))
    try:
        with failing_as(NotSaved), connected(server, NotSaved) as connection, connection.begin():
            connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'; SET LOCAL search_path = public")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            _look_at_server(connection, where)
            yield connection
    finally:
        server.dispose()


def _look_at_server(connection: Connection, where: str) -> None:
    found = connection.execute(
        text(
            "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'),"
            " current_setting('server_version')"
        )
    ).one()
    if found[0] < OLDEST_SERVER:
        raise CannotOpen(where, f"PostgreSQL {found[2]} is too old: use {OLDEST_SERVER // 10000} or newer")
    if found[1] != "UTF8":
        raise CannotOpen(where, f"its letters are kept as {found[1]}: make the database with ENCODING 'UTF8'")


def _make_group(connection: Connection) -> None:
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": postgres_schema.GROUP})
    if known.scalar() is None:
        connection.exec_driver_sql(f"CREATE ROLE {postgres_schema.GROUP} NOLOGIN")
