"""What SQLite refuses to change, a server refuses too: by its rights, and by its triggers to whoever has all rights."""

from __future__ import annotations

import re
from collections.abc import Iterator

import psycopg
import pytest

from kartlegging_tui.records import postgres_triggers
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Refused
from tests.postgres import ORGANISATION, ROLE, Server
from tests.records.cases import NOW, world
from tests.records.test_append_only import FORGERIES, ROWS

PLAIN = [each for each in FORGERIES if "REPLACE" not in each and "ON CONFLICT" not in each]
KEPT = sorted({re.split(r"\W+", each)[2] for each in PLAIN if each.startswith("DELETE")})


@pytest.fixture(scope="module")
def told(server: Server, empty_records: str) -> str:
    """A database in which every table that never changes holds something."""
    name = server.new(empty_records)
    database = Database.open(server.url(name, ROLE))
    made = world(database)
    with database.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        unit.append_to_pathway(made.pathway.id, "need/1//1", "{}", made.nurse.id, NOW)
        unit.sign(made.conversation.id, "{}", made.nurse.id, NOW)
        unit.commit()
    with database.write() as unit:
        for statement in ROWS.strip().split(";"):
            if statement.strip():
                unit._connection.exec_driver_sql(_columns_named(statement))
        unit.commit()
    database.close()
    return name


@pytest.fixture
def copied(server: Server, told: str) -> Iterator[str]:
    """The same, to be tampered with."""
    name = server.new(told)
    yield name
    server.drop(name)


def _columns_named(statement: str) -> str:
    """The columns of the table as SQLite has them: here, there is one more."""
    from kartlegging_tui.records.record import METADATA

    found = re.match(r"\s*INSERT INTO (\w+) VALUES", statement)
    if not found:
        return statement
    columns = ", ".join(column.name for column in METADATA.tables[found[1]].columns)
    return statement.replace(f"INTO {found[1]} VALUES", f"INTO {found[1]} ({columns}) VALUES")


@pytest.mark.parametrize("forgery", PLAIN)
def test_a_forgery_is_refused(server: Server, told: str, forgery: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.IntegrityError)):
        server.run(forgery, told, ROLE)
    with pytest.raises(psycopg.errors.IntegrityError):
        server.run(forgery, told)


@pytest.mark.parametrize("table", KEPT)
def test_no_table_is_emptied_at_one_blow(server: Server, told: str, table: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        server.run(f"TRUNCATE {table} CASCADE", told, ROLE)
    with pytest.raises(psycopg.errors.IntegrityError, match="never"):
        server.run(f"TRUNCATE {table} CASCADE", told)


def test_an_answer_is_not_given_twice_under_one_number(server: Server, copied: str) -> None:
    again = (
        "INSERT INTO answer_event (organisation, assessment_id, number, path, answer, author_id, at)"
        f" VALUES ('{ORGANISATION}', 1, 1, 'a', '{{}}', 1, 0)"
    )
    server.run("ALTER TABLE assessment DISABLE TRIGGER ALL", copied)
    server.run("UPDATE assessment SET status = 'draft'", copied)
    with pytest.raises(psycopg.errors.UniqueViolation):
        server.run(again, copied, ROLE)
    with pytest.raises(psycopg.errors.IntegrityError, match="never changes"):
        server.run(f"{again} ON CONFLICT (organisation, assessment_id, number) DO UPDATE SET answer = ''", copied)


def test_a_signed_assessment_takes_no_more_answers(server: Server, copied: str) -> None:
    database = Database.open(server.url(copied, ROLE))
    with pytest.raises(Refused, match="is signed"), database.write() as unit:
        unit.append(1, "b", '{"value":true}', 1, NOW)
    database.close()


def test_a_trigger_that_is_gone_or_switched_off_is_found(server: Server, copied: str) -> None:
    server.run("DROP TRIGGER answer_event_no_delete ON answer_event", copied)
    server.run("ALTER TABLE signing DISABLE TRIGGER signing_no_update", copied)
    database = Database.open(server.url(copied, ROLE))
    with database.read() as view:
        assert postgres_triggers.missing(view._connection) == ["answer_event_no_delete", "signing_no_update"]
    database.close()


def test_what_is_refused_is_told_without_what_was_written(server: Server, told: str) -> None:
    database = Database.open(server.url(told, ROLE))
    with pytest.raises(Refused) as caught, database.write() as unit:
        for _ in range(2):
            unit._connection.exec_driver_sql(
                "INSERT INTO patient (identifier, name, language, municipality, contact_person)"
                " VALUES ('12895612345', 'Kari Nordmann', 'nb', '', '')"
            )
    assert "12895612345" not in str(caught.value) and "Nordmann" not in str(caught.value)
    database.close()
