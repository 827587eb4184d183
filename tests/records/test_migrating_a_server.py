"""The schema on a server: made whole or not at all, by its owner; the program refuses what it does not know."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import inspect

from kartlegging_tui.cli import main
from kartlegging_tui.records import migrating
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import (
    CannotOpen,
    KeptByServer,
    NewerSchema,
    NoServerDriver,
    OlderSchema,
    ServerSilent,
)
from kartlegging_tui.records.postgres import engine
from kartlegging_tui.records.postgres_address import options, shown, url_of
from kartlegging_tui.records.postgres_migrating import Migrated, add_organisation, migrate
from kartlegging_tui.records.record import METADATA
from tests.postgres import ORGANISATION, OWNER, ROLE, Server
from tests.records.cases import NOW, world
from tests.records.test_opening import next_version

__all__ = ["next_version"]


def test_migrations_make_what_the_tables_say_and_an_organisation(server: Server, empty_records: str) -> None:
    owner = engine(url_of(server.url(empty_records, OWNER)))
    found = inspect(owner)
    administration = {"alembic_version", "organisation", "organisation_role", "passage_words"}
    assert set(found.get_table_names()) - administration == set(METADATA.tables)
    for table in METADATA.tables.values():
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert columns.pop("organisation") is False
        assert columns == {column.name: bool(column.nullable) for column in table.columns}
        assert found.get_pk_constraint(table.name)["constrained_columns"] == [
            "organisation",
            *(column.name for column in table.primary_key),
        ]
        indexes = {str(index["name"]): index["column_names"] for index in found.get_indexes(table.name)}
        for index in table.indexes:
            assert indexes[str(index.name)] == ["organisation", *(column.name for column in index.columns)]
        references = {tuple(each["constrained_columns"]) for each in found.get_foreign_keys(table.name)}
        assert references == {("organisation", *key.column_keys) for key in table.foreign_key_constraints}
    owner.dispose()


def test_two_migrations_at_once_make_one_schema(server: Server) -> None:
    name = server.new()
    with ThreadPoolExecutor(2) as pool:
        done = sorted(pool.map(migrate, [server.url(name, OWNER)] * 2), key=lambda each: each.before)
    assert done == [Migrated(0, migrating.SCHEMA), Migrated(migrating.SCHEMA, migrating.SCHEMA)]
    server.drop(name)


def test_the_next_migration_keeps_what_is_there_and_protects_it_again(
    server: Server, records_name: str, next_version: str
) -> None:
    address = server.url(records_name, ROLE)
    database = Database.open(address)
    made = world(database)
    with database.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        unit.commit()
    database.close()
    script = Path(next_version) / "v9999_next.py"
    text = script.read_text("utf-8").replace('    with op.batch_alter_table("assessment")', _NEW_TABLE, 1)
    script.write_text(text, "utf-8")
    after = migrating.SCHEMA + 1
    assert migrate(server.url(records_name, OWNER), after, next_version) == Migrated(migrating.SCHEMA, after)
    with pytest.raises(NewerSchema) as caught:
        Database.open(address)
    assert (caught.value.found, caught.value.known) == (after, migrating.SCHEMA)
    with pytest.raises(NewerSchema):
        migrate(server.url(records_name, OWNER))
    assert server.run("SELECT answer, organisation FROM answer_event", records_name) == [
        ('{"value":true}', ORGANISATION)
    ]
    server.run("INSERT INTO nickname (staff_id, nickname) VALUES (1, 'Kari')", records_name, ROLE)
    assert server.run("SELECT id, organisation FROM nickname", records_name) == [(1, ORGANISATION)]
    forced = "SELECT relforcerowsecurity FROM pg_class WHERE relname IN ('nickname', 'answer_event', 'setting')"
    assert server.run(forced, records_name) == [(True,)] * 3


_NEW_TABLE = """    op.create_table(
        "nickname",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("staff_id", sa.Integer, nullable=False),
        sa.Column("nickname", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_nickname"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_nickname_staff_id"),
    )
    with op.batch_alter_table("assessment")"""


def test_a_migration_that_fails_leaves_the_schema_as_it_was(
    server: Server, records_name: str, next_version: str
) -> None:
    script = Path(next_version) / "v9999_next.py"
    script.write_text(script.read_text("utf-8") + "\n    raise KeyError\n", "utf-8")
    with pytest.raises(KeyError):
        migrate(server.url(records_name, OWNER), migrating.SCHEMA + 1, next_version)
    Database.open(server.url(records_name, ROLE)).close()
    with pytest.raises(Exception, match="row-level security"):
        server.run("INSERT INTO staff (organisation, name, role) VALUES ('x', 'x', 'nurse')", records_name, ROLE)


def test_an_older_or_empty_database_is_not_touched_by_those_who_work_on_records(
    server: Server, records_name: str
) -> None:
    server.run("UPDATE alembic_version SET version_num = '0001'", records_name)
    with pytest.raises(OlderSchema) as caught:
        Database.open(server.url(records_name, ROLE))
    assert (caught.value.found, caught.value.known) == (1, migrating.SCHEMA)
    empty = server.new()
    with pytest.raises(OlderSchema):
        Database.open(server.url(empty, ROLE))
    server.drop(empty)


def test_no_password_is_ever_shown(capsys: pytest.CaptureFixture[str]) -> None:
    address = "postgresql://kari:hemmelig@/records?host=/nowhere"
    assert "hemmelig" not in shown(url_of(address))
    assert "hemmelig" not in shown(url_of("postgresql://kari@server/records?password=hemmelig"))
    with pytest.raises(ServerSilent) as caught:
        Database.open(address)
    assert "hemmelig" not in str(caught.value) and "kari" in str(caught.value)
    with pytest.raises(CannotOpen) as unread:
        Database.open("postgresql://kari:hemmelig@server:port/records")
    assert "hemmelig" not in str(unread.value)
    assert main(["migrate", "--database", address]) == 1
    told = capsys.readouterr()
    assert "hemmelig" not in told.out + told.err


def test_without_the_driver_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(NoServerDriver, match=r"kartlegging-tui\[postgresql\]"):
        Database.open("postgresql://kari@server/records")


def test_a_connection_to_another_computer_is_encrypted_unless_it_is_said_otherwise() -> None:
    def wanted(address: str) -> object:
        return options(url_of(address)).get("sslmode")

    assert wanted("postgresql://kari@server/records") == "require"
    assert wanted("postgresql://kari@/records?host=one,two") == "require"
    assert wanted("postgresql://kari@server/records?sslmode=verify-full") is None
    assert wanted("postgresql://?service=records") is None
    assert wanted("postgresql://kari@localhost/records") is None
    assert wanted("postgresql://kari@/records?host=/run/postgresql") is None
    assert wanted("postgresql://kari@/records?host=/run/postgresql,server") == "require"


def test_several_servers_are_named_as_postgresql_names_them_and_the_one_that_takes_writes_is_meant() -> None:
    for address in (
        "postgresql://kari@one:5432,[::1]:5433/records",
        "postgresql://kari@/records?host=one,::1&port=5432,5433",
    ):
        url = url_of(address)
        assert (url.username, url.database) == ("kari", "records")
        assert (url.query["host"], url.query["port"]) == ("one,::1", "5432,5433")
        assert options(url)["target_session_attrs"] == "read-write"
    assert url_of("postgresql://kari@one,two/records").query == {"host": "one,two"}
    assert "target_session_attrs" not in options(url_of("postgresql://kari@one/records"))
    assert "target_session_attrs" not in options(url_of("postgresql://kari@one,two/records?target_session_attrs=any"))


def test_what_is_done_with_files_is_not_done_with_a_server(server: Server, empty_records: str) -> None:
    database = Database.open(server.url(empty_records, ROLE))
    with pytest.raises(KeptByServer):
        database.health()
    with pytest.raises(KeptByServer):
        _ = database.path
    database.close()


def test_a_municipality_is_let_in_on_the_command_line(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    name = server.new()
    command = ["migrate", "--database", server.url(name, OWNER)]
    assert main(command) == 0
    assert main([*command, "--organisation", "1103"]) == 2
    assert main([*command, "--organisation", "1103", "--role", "kommune_1103"]) == 0
    assert "\\password kommune_1103" in capsys.readouterr().out
    assert main([*command, "--organisation", "1103", "--role", "kommune_1103"]) == 0
    assert "\\password" not in capsys.readouterr().out
    assert main([*command, "--organisation", "0301", "--role", "kommune_1103"]) == 1
    assert main([*command, "--organisation", "0301", "--role", OWNER]) == 1
    assert main([*command, "--organisation", "'; DROP TABLE staff; --", "--role", "x"]) == 1
    assert main(["migrate", "--database", "records.db"]) == 2
    database = Database.open(server.url(name, "kommune_1103"))
    world(database)
    database.close()
    server.drop(name)


def test_each_municipality_has_a_key_of_its_own_for_its_logs(server: Server, records_name: str) -> None:
    add_organisation(server.url(records_name, OWNER), ORGANISATION, ROLE)  # again: nothing changes
    keys = server.run("SELECT organisation, value FROM setting WHERE name = 'seal_key'", records_name)
    assert len(keys) == 2 == len({key for _, key in keys})
