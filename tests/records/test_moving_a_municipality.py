"""A municipality's records moved to another database, as `docs/deployment.md` says: all of them, and nobody else's."""

from __future__ import annotations

import psycopg

from kartlegging_tui.records.database import Database
from tests.postgres import ORGANISATION, OTHER_ROLE, ROLE, Server
from tests.records.cases import NOW, world

_TABLES = """
SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
WHERE table_schema = 'public' AND table_name NOT IN ('organisation', 'organisation_role', 'alembic_version')
GROUP BY table_name
"""


def move(server: Server, before: str, after: str) -> None:
    """As the server's administrator: the triggers say nothing to what has happened already."""
    with (
        psycopg.connect(server.url(before)) as source,
        psycopg.connect(server.url(after), options="-c session_replication_role=replica") as target,
    ):
        target.execute(
            "DELETE FROM setting WHERE organisation = %s", (ORGANISATION,)
        )  # the key of its logs comes along
        for table, columns in source.execute(_TABLES.encode()).fetchall():
            mine = f"COPY (SELECT {columns} FROM {table} WHERE organisation = '{ORGANISATION}') TO STDOUT"
            theirs = f"COPY {table} ({columns}) FROM STDIN"
            with source.cursor().copy(mine.encode()) as rows, target.cursor().copy(theirs.encode()) as there:
                for row in rows:
                    there.write(row)


def test_all_that_is_one_municipalitys_goes_along_and_its_chains_hold(
    server: Server, records_name: str, empty_records: str
) -> None:
    for role in (ROLE, OTHER_ROLE):
        database = Database.open(server.url(records_name, role))
        made = world(database)
        with database.write() as unit:
            unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
            unit.sign(made.conversation.id, "{}", made.nurse.id, NOW)
            unit.commit()
        database.close()
    elsewhere = server.new(empty_records)
    move(server, records_name, elsewhere)
    moved, other = (Database.open(server.url(elsewhere, role)) for role in (ROLE, OTHER_ROLE))
    with moved.read() as view:
        assert [event.path for event in view.events(made.assessment.id)] == ["a"]
        assert len(view.signings(made.conversation.id)) == 1
    verdict = moved.verify()
    assert not verdict.broken
    with moved.write() as unit:  # and life goes on
        assert unit.add_patient(name="Per").id == made.patient.id + 1
        unit.commit()
    with other.read() as view:
        assert view.patient_ids() == []
    moved.close()
    other.close()
    server.drop(elsewhere)
