"""On one server, one municipality neither sees nor touches another's records, whatever a statement says."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from kartlegging_tui.domain.people import Role
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NoOrganisation, RoleSeesAll
from tests.postgres import ORGANISATION, OTHER_ROLE, OWNER, ROLE, Server
from tests.records.cases import world

IDENTIFIER = "12895612345"
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT IN"
    " ('alembic_version', 'organisation', 'organisation_role', 'passage_words')"
)


@pytest.fixture
def both(server: Server, records_name: str) -> Iterator[tuple[Database, Database]]:
    """The records of two municipalities."""
    opened = tuple(Database.open(server.url(records_name, role)) for role in (ROLE, OTHER_ROLE))
    yield (opened[0], opened[1])
    for database in opened:
        database.close()


def rows(server: Server, name: str, role: str, statement: str) -> list[tuple[object, ...]]:
    return server.run(statement, name, role)


def test_the_same_identifier_is_nobody_elses(both: tuple[Database, Database]) -> None:
    here, there = both
    for database, name in ((here, "Kari Nordmann"), (there, "Ola Nordmann")):
        with database.write() as unit:
            unit.add_patient(name=name, identifier=IDENTIFIER)
            unit.commit()
    for database, name in ((here, "Kari Nordmann"), (there, "Ola Nordmann")):
        with database.read() as view:
            found = view.patient_with(IDENTIFIER)
            assert found is not None and view.patient(found).name == name
            assert view.patient_ids() == [found]
            assert view.words_of_names() == sorted(name.lower().split())


def test_ids_are_counted_in_each_municipality(both: tuple[Database, Database]) -> None:
    here, there = both
    with here.write() as unit:
        for number in range(5):
            unit.add_patient(name=f"Kari {number}")
        unit.commit()
    with there.write() as unit:
        assert unit.add_patient(name="Ola").id == 1
        unit.commit()


def test_no_statement_reaches_the_others_rows(
    server: Server, records_name: str, both: tuple[Database, Database]
) -> None:
    here, _there = both
    world(here)
    for table in (str(row[0]) for row in rows(server, records_name, "postgres", _TABLES)):
        assert rows(server, records_name, OTHER_ROLE, f"SELECT * FROM {table} WHERE organisation = '0301'") == []
    for change in (
        "UPDATE patient SET name = 'x'",
        "UPDATE typing SET text = 'x'",
        "DELETE FROM name_word",
        "DELETE FROM worklist",
    ):
        rows(server, records_name, OTHER_ROLE, change)
    with here.read() as view:
        assert view.patient(1).name == "Kari Nordmann"
        assert view.knows_name("kari")
        assert view._connection.exec_driver_sql("SELECT count(*) FROM worklist").scalar() == 1


@pytest.mark.parametrize(
    "insert",
    [
        "INSERT INTO patient (organisation, name, language, municipality, contact_person)"
        f" VALUES ('{ORGANISATION}', 'x', 'nb', '', '')",
        "INSERT INTO death (patient_id, died_on) VALUES (1, '2026-01-01')",  # the other's patient 1
        f"INSERT INTO death (organisation, patient_id, died_on) VALUES ('{ORGANISATION}', 1, '2026-01-01')",
        "UPDATE staff SET organisation = '0301'",
    ],
)
def test_no_row_is_put_among_the_others_or_refers_to_them(
    server: Server, records_name: str, both: tuple[Database, Database], insert: str
) -> None:
    world(both[0])
    with both[1].write() as unit:
        unit.add_staff("Ola Vik", Role.NURSE)
        unit.commit()
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.ForeignKeyViolation)):
        rows(server, records_name, OTHER_ROLE, insert)


def test_each_table_is_protected_also_against_its_owner(server: Server, records_name: str) -> None:
    tables = {row[0] for row in rows(server, records_name, "postgres", _TABLES)}
    forced = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    assert {row[0] for row in rows(server, records_name, "postgres", forced)} == tables
    policies = "SELECT tablename FROM pg_policies WHERE cmd = 'ALL' AND qual = with_check AND qual LIKE '%session%'"
    assert {row[0] for row in rows(server, records_name, "postgres", policies)} == tables
    keys = (
        "SELECT conname FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND conrelid::regclass::text <> ALL"
        " (ARRAY['alembic_version', 'organisation', 'organisation_role'])"
        " AND connamespace = 'public'::regnamespace AND pg_get_constraintdef(oid) NOT LIKE '%(organisation, %'"
    )
    assert rows(server, records_name, "postgres", keys) == []


def test_words_are_found_among_ones_own(both: tuple[Database, Database]) -> None:
    from tests.records.test_fulltext import tell

    here, there = both
    tell(here, world(here), {"a": "Sover dårlig"})
    world(there)
    with here.read() as view:
        assert view.find_words("dårlig", 10, 0)[1] == 1
    with there.read() as view:
        assert view.find_words("dårlig", 10, 0)[1] == 0


@pytest.mark.parametrize("role", [OWNER, "postgres"])
def test_nobody_works_on_records_as_a_role_that_sees_all(server: Server, records_name: str, role: str) -> None:
    with pytest.raises(RoleSeesAll):
        Database.open(server.url(records_name, role))


def test_a_role_of_no_municipality_sees_nothing(server: Server, records_name: str) -> None:
    server.run("CREATE ROLE passer_by LOGIN")
    with pytest.raises(NoOrganisation):
        Database.open(server.url(records_name, "passer_by"))
    server.run("GRANT kartlegging_app TO passer_by")
    try:
        with pytest.raises(NoOrganisation):
            Database.open(server.url(records_name, "passer_by"))
        assert rows(server, records_name, "passer_by", "SELECT * FROM patient") == []
    finally:
        server.run("REVOKE kartlegging_app FROM passer_by")
        server.run("DROP ROLE passer_by")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM organisation",
        "SELECT * FROM organisation_role",
        "SELECT * FROM passage_words",
        "INSERT INTO organisation_role VALUES ('kommune_0650', '0301')",
        "UPDATE organisation_role SET organisation = '0301'",
        "CREATE TABLE mine (id int)",
        "ALTER TABLE patient DISABLE ROW LEVEL SECURITY",
        "DROP POLICY of_one_organisation ON patient",
        "ALTER TABLE answer_event DISABLE TRIGGER ALL",
        "SET SESSION AUTHORIZATION kommune_0301",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_who_belongs_where_is_not_theirs_to_know_or_change(server: Server, records_name: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        rows(server, records_name, OTHER_ROLE, statement)


def test_one_municipality_does_not_wait_for_another(both: tuple[Database, Database]) -> None:
    here, there = both
    with here.write() as unit:
        unit.add_patient(name="Kari")
        with there.write() as other:
            other.add_patient(name="Ola")
            other.commit()
        unit.commit()
