"""Opening: new files are private, older ones are migrated after a copy, and others are left as they are."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from kartlegging_tui.domain.people import Role
from kartlegging_tui.records import connections, fulltext, migrating, schema, triggers, trust_tables
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import CannotOpen, NewerSchema, NotADatabase
from tests.records.cases import NOW, world


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _schema(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as raw:
        rows = raw.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'")
        return {name: " ".join(sql.split()) for name, sql in rows}


def test_migrations_make_what_the_tables_say(tmp_path: Path) -> None:
    Database.open(tmp_path / "migrated.db").close()
    engine = create_engine(f"sqlite:///{tmp_path / 'fresh.db'}")
    with engine.begin() as connection:
        trust_tables.METADATA.create_all(connection)
        fulltext.create(connection)
        triggers.create(connection)
    engine.dispose()
    assert _schema(tmp_path / "migrated.db") == _schema(tmp_path / "fresh.db")


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_files_are_read_by_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        database = Database.open(tmp_path / "new" / "records.db")
        world(database)
        modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "new").iterdir()}
        database.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("records.db", "records.db-wal", "records.db-shm"), 0o600)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


def test_an_address_opens_as_a_path_does(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'records.db'}")
    assert database.path == tmp_path / "records.db"
    database.close()
    with pytest.raises(CannotOpen):
        Database.open("mysql://kari:secret@server/records")


def test_a_newer_schema_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA user_version = 9999")
    before = _digest(path)
    with pytest.raises(NewerSchema) as caught:
        Database.open(path)
    assert (caught.value.found, caught.value.known) == (9999, schema.SCHEMA)
    assert _digest(path) == before


@pytest.mark.parametrize("content", ["text", "other program", "other application"])
def test_another_programs_file_is_refused_and_left_as_it_is(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.db"
    if content == "text":
        path.write_text("Kjære dagbok …" * 100)
    else:
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("CREATE TABLE t (x)" if content == "other program" else "PRAGMA application_id = 7")
            raw.commit()
    before = _digest(path)
    with pytest.raises(NotADatabase):
        Database.open(path)
    assert _digest(path) == before


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen):
        Database.open(tmp_path)


NEXT = f'''"""A test's migration."""
import sqlalchemy as sa
from alembic import op

revision = "{schema.SCHEMA + 1:04}"
down_revision = "{schema.SCHEMA:04}"


def upgrade() -> None:
    with op.batch_alter_table("staff") as batch:
        batch.add_column(sa.Column("title", sa.Text, nullable=False, server_default=""))
        batch.alter_column("role", server_default="nurse")
    with op.batch_alter_table("assessment") as batch:
        batch.alter_column("status", server_default="draft")
'''


VERSIONS = Path(migrating.__file__).parent / "migrations" / "versions"


@pytest.fixture
def next_version(tmp_path: Path) -> str:
    scripts = tmp_path / "versions"
    scripts.mkdir()
    for file in VERSIONS.glob("v*.py"):
        (scripts / file.name).write_text(file.read_text("utf-8"), "utf-8")
    (scripts / "v9999_next.py").write_text(NEXT, "utf-8")
    return str(scripts)


def test_an_older_database_is_copied_then_migrated_and_keeps_its_answers(tmp_path: Path, next_version: str) -> None:
    path = tmp_path / "data" / "records.db"
    database = Database.open(path)
    made = world(database)
    with database.write() as unit:
        event = unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        unit.commit()
    database.close()
    migrating.prepare(path, schema=schema.SCHEMA + 1, scripts=next_version)
    assert schema.schema_of(path) == schema.SCHEMA + 1
    (copy,) = (file for file in path.parent.glob("*.db") if file != path)
    assert schema.schema_of(copy) == schema.SCHEMA and copy.stat().st_mode & 0o777 == 0o600
    for file in (path, copy):
        database = Database(file)
        with database.read() as view:
            assert view.events(made.assessment.id) == [event]
            assert triggers.missing(view._connection) == []
        database.close()
    with pytest.raises(NewerSchema):
        Database.open(path)


def _made_by_an_earlier_program(path: Path, version: int) -> None:
    """A database as the program of that schema made it, with a patient and a pathway in it."""
    path.touch(0o600)
    engine = connections.writer(path, "PRAGMA foreign_keys = OFF")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", migrating.SCRIPTS)
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", f"{migrating.SCRIPTS}/versions")
        command.upgrade(config, f"{version:04}")
        for statement in (
            "INSERT INTO patient VALUES (7, NULL, NULL, 'Kari Nordmann', '1969-05-12', 'nb', '1804', '')",
            "INSERT INTO pathway VALUES (3, 7, 'hjem', '2026-01-10', 'C50.9', 0)",
            "INSERT INTO contact_point VALUES (5, 3, 1, 'planned', '2026-01-10', '2026-02-10', NULL)",
            "INSERT INTO worklist VALUES (3, 7, 5, 1, '2026-01-10', '2026-02-10')",
            f"PRAGMA application_id = {schema.APPLICATION_ID}",
            f"PRAGMA user_version = {version}",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.mark.parametrize("version", [1, 2])
def test_a_database_of_an_earlier_version_comes_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "records.db"
    _made_by_an_earlier_program(path, version)
    database = Database.open(path)
    with database.write() as unit:
        nurse = unit.add_staff("Kari Lunde", Role.NURSE)
        unit.append_to_pathway(3, "need/1//1", "{}", nurse.id, NOW)
        unit.commit()
    with database.read() as view:
        assert [(row.name, row.municipality) for row in view.worklist(date(2026, 2, 1))] == [("Kari Nordmann", "1804")]
        assert view.stale(10) == [3]
    database.close()
    assert schema.schema_of(path) == schema.SCHEMA
    Database.open(tmp_path / "new.db").close()
    assert _schema(path) == _schema(tmp_path / "new.db")


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, next_version: str) -> None:
    path = tmp_path / "data" / "records.db"
    database = Database.open(path)
    world(database)
    database.close()
    (Path(next_version) / "v9999_next.py").write_text(NEXT + "    raise RuntimeError\n", "utf-8")
    before = _schema(path)
    with pytest.raises(RuntimeError):
        migrating.prepare(path, schema=schema.SCHEMA + 1, scripts=next_version)
    assert schema.schema_of(path) == schema.SCHEMA and _schema(path) == before
    Database.open(path).close()


def test_two_that_start_at_once_make_one_database(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    failures: list[BaseException] = []

    def start() -> None:
        try:
            Database.open(path).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == [] and schema.schema_of(path) == schema.SCHEMA


def test_alembic_is_imported_only_when_the_schema_is_behind(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    Database.open(path).close()
    code = "import sys; from kartlegging_tui.records.database import Database; Database.open(sys.argv[1]).close()"
    code += "; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code, str(path)]).returncode == 0


def test_packages_import_no_sql(tmp_path: Path) -> None:
    code = "import sys, kartlegging_tui.services, kartlegging_tui.records, kartlegging_tui.records.errors"
    code += "; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
