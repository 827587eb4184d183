"""What PostgreSQL knows beside the tables of the migrations: every row belongs to an organisation, and stays there.

The code never names the column `organisation`. Its default and the policy of each table are looked up by the role that
has logged in, so that a mistake in a statement, or in the whole program, shows nobody else's patients. Keys, references
and indexes begin with it: one organisation's identifiers and numbers neither meet nor betray another's, and each
organisation is a stretch of every index, as a partition or a node of its own would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, ForeignKeyConstraint, text

from kartlegging_tui.records import postgres_fulltext, postgres_triggers

GROUP = "kartlegging_app"
"""The role of which all who work on records are members. It owns nothing."""
ADMINISTRATION = ("alembic_version", "organisation", "organisation_role", postgres_fulltext.TABLE)
"""Tables without the column, which nobody who works on records may write to."""

_SETTINGS = "SET search_path = pg_catalog, public, pg_temp"
_BASE = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    'CREATE TABLE IF NOT EXISTS public.organisation (organisation text COLLATE "C" PRIMARY KEY)',
    'CREATE TABLE IF NOT EXISTS public.organisation_role (role_name text COLLATE "C" PRIMARY KEY,'
    ' organisation text COLLATE "C" NOT NULL REFERENCES public.organisation)',
    f"""CREATE OR REPLACE FUNCTION public.organisation_of_session() RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER {_SETTINGS}
    AS 'SELECT organisation FROM public.organisation_role WHERE role_name = session_user'""",
    f"""CREATE OR REPLACE FUNCTION public.write_alone() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER {_SETTINGS} AS $$
    BEGIN
      PERFORM FROM public.organisation WHERE organisation = public.organisation_of_session() FOR NO KEY UPDATE;
    END $$""",
    f"""CREATE OR REPLACE FUNCTION public.next_id() RETURNS trigger LANGUAGE plpgsql {_SETTINGS} AS $$
    BEGIN
      EXECUTE format('SELECT coalesce(max(id), 0) + 1 FROM %%s WHERE organisation = $1',
                     coalesce(pg_partition_root(TG_RELID), TG_RELID::regclass))
        INTO NEW.id USING NEW.organisation;
      RETURN NEW;
    END $$""",
)
"""`write_alone` locks the organisation's own row, until the end of the transaction. Ids are counted in each
organisation, as SQLite counts them: they tell nobody how much others write. Where a table has been partitioned, they
are counted in the whole of it: nobody has a right to a partition."""

_TABLES = """
SELECT relname, EXISTS (SELECT FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'organisation')
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
AND relname <> ALL (:without)
ORDER BY relname
"""
_COLUMNS = """
SELECT attname, pg_get_expr(adbin, adrelid) FROM pg_attribute
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped AND (atttypid = 'text'::regtype OR atthasdef)
"""
_CONSTRAINTS = """
SELECT conname, CASE contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END, relname,
       ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS of(number, place)
             JOIN pg_attribute ON attrelid = conrelid AND attnum = number ORDER BY place)
FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'u') AND NOT relispartition
AND relname <> ALL (:without)
"""
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> ALL (:without)
AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace)
"""


class _Key(NamedTuple):
    """What is unique in a table."""

    name: str
    kind: str
    table: str
    columns: Sequence[str]


def _add(table: str, name: str, constraint: str) -> str:
    return f"ALTER TABLE public.{table} ADD CONSTRAINT {name} {constraint}"


def _within(columns: Sequence[str]) -> str:
    return ", ".join(("organisation", *columns))


def prepare(connection: Connection) -> None:
    """What the tables rest on, and what a migration must be able to pass by: it sees all rows, and may change them."""
    for statement in _BASE:
        connection.exec_driver_sql(statement)
    for table, known in _tables(connection):
        if known:
            connection.exec_driver_sql(f"ALTER TABLE public.{table} NO FORCE ROW LEVEL SECURITY")
    postgres_triggers.drop(connection)


def finish(connection: Connection, references: Iterable[ForeignKeyConstraint]) -> None:
    """Whatever a migration has made becomes part of an organisation; refusals, policies and rights are made anew.

    `references` are those of the tables it has made.
    """
    for table, known in _tables(connection):
        if not known:
            _add_organisation(connection, table)
    _keys(connection)
    for each in references:
        there = f"public.{each.referred_table.name} ({_within([key.column.name for key in each.elements])})"
        refers = f"FOREIGN KEY ({_within(each.column_keys)}) REFERENCES {there}"
        connection.exec_driver_sql(_add(each.table.name, str(each.name), refers))
    postgres_fulltext.create(connection)
    postgres_triggers.create(connection)
    for table, _known in _tables(connection):
        _protect(connection, table)
    _grant(connection)


def _tables(connection: Connection) -> list[tuple[str, bool]]:
    """All tables of records, and whether their rows belong to organisations yet."""
    return [(row[0], row[1]) for row in connection.execute(text(_TABLES), {"without": list(ADMINISTRATION)})]


def _add_organisation(connection: Connection, table: str) -> None:
    columns = connection.execute(text(_COLUMNS), {"table": f"public.{table}"}).all()
    changes = ['ADD COLUMN organisation text COLLATE "C" NOT NULL DEFAULT public.organisation_of_session()']
    for column, default in columns:
        if default and default.startswith("nextval"):
            changes.append(f"ALTER COLUMN {column} DROP DEFAULT")
        else:  # compared as SQLite compares: by the letters' numbers, whatever language the server speaks
            changes.append(f'ALTER COLUMN {column} TYPE text COLLATE "C"')
    connection.exec_driver_sql(f"ALTER TABLE public.{table} {', '.join(changes)}")
    for column, default in columns:
        if default and default.startswith("nextval"):
            connection.exec_driver_sql(f"DROP SEQUENCE public.{table}_{column}_seq")
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_next_id BEFORE INSERT ON public.{table} FOR EACH ROW"
                f" WHEN (NEW.{column} IS NULL) EXECUTE FUNCTION public.next_id()"
            )


def _keys(connection: Connection) -> None:
    found = connection.execute(text(_CONSTRAINTS), {"without": list(ADMINISTRATION)})
    for key in [key for key in (_Key(*row) for row in found) if key.columns[0] != "organisation"]:
        connection.exec_driver_sql(f"ALTER TABLE public.{key.table} DROP CONSTRAINT {key.name}")
        connection.exec_driver_sql(_add(key.table, key.name, f"{key.kind} ({_within(key.columns)})"))
    for name, definition in connection.execute(text(_INDEXES), {"without": list(ADMINISTRATION)}).all():
        if "(organisation," not in definition:
            connection.exec_driver_sql(f"DROP INDEX public.{name}")
            connection.exec_driver_sql(re.sub(r"USING btree \(", "USING btree (organisation, ", definition))


def _protect(connection: Connection, table: str) -> None:
    mine = "organisation = (SELECT public.organisation_of_session())"
    for statement in (
        f"ALTER TABLE public.{table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE public.{table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS of_one_organisation ON public.{table}",
        f"CREATE POLICY of_one_organisation ON public.{table} USING ({mine}) WITH CHECK ({mine})",
    ):
        connection.exec_driver_sql(statement)


def _grant(connection: Connection) -> None:
    run = connection.exec_driver_sql
    run(f"GRANT USAGE ON SCHEMA public TO {GROUP}")
    for table in (*ADMINISTRATION, *(table for table, _known in _tables(connection))):
        run(f"REVOKE ALL ON public.{table} FROM PUBLIC, {GROUP}")
    run(f"GRANT SELECT ON public.alembic_version TO {GROUP}")
    for function in ("organisation_of_session()", "write_alone()", postgres_fulltext.SEARCHING):
        run(f"REVOKE ALL ON FUNCTION public.{function} FROM PUBLIC")
        run(f"GRANT EXECUTE ON FUNCTION public.{function} TO {GROUP}")
    not_updated, not_deleted = postgres_triggers.never("UPDATE"), postgres_triggers.never("DELETE")
    for table, _known in _tables(connection):
        rights = ["SELECT", "INSERT"]
        rights += ["UPDATE"] * (table not in not_updated) + ["DELETE"] * (table not in not_deleted)
        run(f"GRANT {', '.join(rights)} ON public.{table} TO {GROUP}")


def add_organisation(connection: Connection, organisation: str, settings: dict[str, str]) -> None:
    """An organisation, with what is true of its records from the beginning. One that is there stays as it is."""
    named: dict[str, Any] = {"organisation": organisation}
    connection.execute(text("INSERT INTO organisation VALUES (:organisation) ON CONFLICT DO NOTHING"), named)
    connection.exec_driver_sql("ALTER TABLE public.setting NO FORCE ROW LEVEL SECURITY")
    for name, value in settings.items():
        connection.execute(
            text(
                "INSERT INTO setting (organisation, name, value) VALUES (:organisation, :name, :value)"
                " ON CONFLICT DO NOTHING"
            ),
            {**named, "name": name, "value": value},
        )
    connection.exec_driver_sql("ALTER TABLE public.setting FORCE ROW LEVEL SECURITY")
