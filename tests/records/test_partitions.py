"""Tables of which each municipality has a partition: for whoever has more than one server carries as one piece."""

from __future__ import annotations

import psycopg
import pytest

from kartlegging_tui.records.database import Database
from kartlegging_tui.records.postgres_migrating import migrate
from tests.postgres import ORGANISATION, OTHER_ORGANISATION, OTHER_ROLE, OWNER, ROLE, Server
from tests.records.cases import NOW, world

PARTITIONED = ("answer_event", "assessment", "access")
"""What grows: answers, what they belong to, and the log, whose ids are counted by the server."""
_REFERENCES = """
SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conparentid = 0 AND '{table}'::regclass IN (conrelid, confrelid)
"""
_TRIGGERS = "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND tgname ~ '_next_id$'"


def partition(server: Server, database: str, table: str) -> None:
    """As the owner does it, with a table that is empty."""

    def run(statement: str) -> list[tuple[object, ...]]:
        return server.run(statement, database, OWNER)

    references, triggers = run(_REFERENCES.format(table=table)), run(_TRIGGERS.format(table=table))
    run(f"CREATE TABLE made (LIKE {table} INCLUDING ALL) PARTITION BY LIST (organisation)")
    run(f"DROP TABLE {table} CASCADE")
    run(f"ALTER TABLE made RENAME TO {table}")
    for organisation in (ORGANISATION, OTHER_ORGANISATION):
        run(f"CREATE TABLE {table}_{organisation} PARTITION OF {table} FOR VALUES IN ('{organisation}')")
    for refers, name, definition in references:
        run(f"ALTER TABLE {refers} ADD CONSTRAINT {name} {definition}")
    for (trigger,) in triggers:
        run(str(trigger))


@pytest.fixture
def partitioned(server: Server, records_name: str) -> str:
    """The name of such a database; `kartlegging migrate` makes its refusals, policies and rights anew."""
    for table in PARTITIONED:
        partition(server, records_name, table)
    migrate(server.url(records_name, OWNER))
    return records_name


def test_each_municipality_writes_into_its_own_partition_and_counts_its_own_ids(
    server: Server, partitioned: str
) -> None:
    for role in (ROLE, OTHER_ROLE):
        database = Database.open(server.url(partitioned, role))
        made = world(database)
        assert made.assessment.id == 1
        for number in range(2):
            with database.write() as unit:
                unit.append(made.assessment.id, f"q{number}", '{"value":true}', made.nurse.id, NOW)
                unit.commit()
        with database.read() as view:
            assert [event.path for event in view.events(made.assessment.id)] == ["q0", "q1"]
        assert not database.verify().broken
        database.close()
    for table in ("answer_event_0301", "answer_event_0650"):
        assert server.run(f"SELECT count(*) FROM {table}", partitioned) == [(2,)]


@pytest.mark.parametrize("statement", ["SELECT * FROM {}", "DELETE FROM {}", "INSERT INTO {} DEFAULT VALUES"])
def test_nobody_who_works_on_records_reaches_a_partition_past_its_table(
    server: Server, partitioned: str, statement: str
) -> None:
    for organisation in (ORGANISATION, OTHER_ORGANISATION):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            server.run(statement.format(f"answer_event_{organisation}"), partitioned, ROLE)


def test_what_never_changes_does_not_change_in_a_partition_either(server: Server, partitioned: str) -> None:
    database = Database.open(server.url(partitioned, ROLE))
    made = world(database)
    with database.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        unit.commit()
    database.close()
    for statement in ("UPDATE answer_event_0301 SET path = 'b'", "DELETE FROM answer_event_0301"):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            server.run(statement, partitioned)
    server.run("ALTER TABLE answer_event DETACH PARTITION answer_event_0650", partitioned, OWNER)
