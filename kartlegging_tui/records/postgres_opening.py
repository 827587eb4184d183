"""Whether a database on a server is one that the program may work on: its schema, and whom the login role sees."""

from __future__ import annotations

from sqlalchemy import Connection, text

from kartlegging_tui.records.errors import NewerSchema, NoOrganisation, OlderSchema, RoleSeesAll
from kartlegging_tui.records.schema import SCHEMA

_SEES_ALL = text(
    "SELECT bool_or(rolsuper OR rolbypassrls)"
    " OR coalesce(bool_or(pg_has_role(session_user, relowner, 'MEMBER')), false)"
    " FROM pg_roles LEFT JOIN pg_class ON pg_class.oid = to_regclass('public.patient') WHERE rolname = session_user"
)
_MAY_READ = text(
    "SELECT has_table_privilege(oid, 'SELECT') FROM pg_class WHERE oid = to_regclass('public.alembic_version')"
)


def schema_of(connection: Connection) -> int:
    """The number of the database's schema; 0 where it is empty."""
    found = connection.execute(text("SELECT to_regclass('public.alembic_version')")).scalar()
    return int(connection.execute(text("SELECT version_num FROM public.alembic_version")).scalar() or 0) if found else 0


def check(connection: Connection, where: str) -> None:
    """Raises OlderSchema, NewerSchema, NoOrganisation or RoleSeesAll."""
    role: str = connection.execute(text("SELECT session_user")).scalar_one()
    if connection.execute(_SEES_ALL).scalar():
        raise RoleSeesAll(where, role)
    readable = connection.execute(_MAY_READ).scalar()
    if readable is None:
        raise OlderSchema(where, 0, SCHEMA)
    if not readable:
        raise NoOrganisation(where, role)
    found = schema_of(connection)
    if found < SCHEMA:
        raise OlderSchema(where, found, SCHEMA)
    if found > SCHEMA:
        raise NewerSchema(where, found, SCHEMA)
    if connection.execute(text("SELECT public.organisation_of_session()")).scalar() is None:
        raise NoOrganisation(where, role)
