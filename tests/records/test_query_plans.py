"""The worklist and its searches go along indexes, on SQLite and on PostgreSQL: costs do not grow with all patients."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from kartlegging_tui.domain.diagnosis_groups import DiagnosisGroup
from kartlegging_tui.domain.filters import EVERYTHING, Filter, Whose
from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search
from kartlegging_tui.records import follow_up, name_words, postgres, units
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.follow_up import Wanted
from kartlegging_tui.records.postgres_address import url_of
from kartlegging_tui.records.record import METADATA
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight, Viewer
from kartlegging_tui.records.worklist import Look
from tests.benchmarks.invented import TODAY, UNITS, fill
from tests.postgres import ROLE, Server

SQLITE_ROWS, POSTGRES_ROWS = 4_000, 20_000

FILTERS = {
    "nothing": EVERYTHING,
    "municipality": Filter(municipalities=frozenset({"0301"})),
    "municipalities": Filter(municipalities=frozenset({"0301", "0650"})),
    "unit": Filter(units=frozenset({"Enhet 3"})),
    "responsible": Filter(responsible=frozenset({7})),
    "nobody": Filter(responsible=frozenset({Whose.NOBODY, 7})),
    "diagnosis": Filter(diagnoses=frozenset({DiagnosisGroup.BREAST, DiagnosisGroup.OTHER})),
    "children": Filter(children=True),
    "urgent": Filter(urgent=True),
    "late": Filter(late=True),
    "together": Filter(municipalities=frozenset({"0301"}), children=True, urgent=True, late=True),
}
SEARCHES = {
    "a beginning": Search(("kari",)),
    "one letter": Search(("k",)),
    "two words": Search(("kar", "han")),
    "near names": Search(("kair",), near=(("kair", ("kari", "kare")),)),
    "identifier": Search(identifier="010160"),
    "birth date": Search(identifier="12569", birth_dates=(date(1969, 5, 12),)),
    "all": Search(("kari",), "12569", (date(1969, 5, 12),)),
}

SELECTIVE = {
    **{name: SEARCHES[name] for name in ("two words", "identifier", "birth date", "all")},
    "a surname": Search(("lundalnes",)),
    "near surnames": Search(("lundalmes",), near=(("lundalmes", ("lundalnes",)),)),
}
"""What finds less than one in a hundred: for more, PostgreSQL knows better than to look each up by an index."""

Asked = list[tuple[str, Any]]


@contextmanager
def asked(engine: Engine) -> Iterator[Asked]:
    """The statements that are executed meanwhile, with what they are given."""
    statements: Asked = []

    def note(*call: Any) -> None:
        statements.append((call[2], call[3]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def look(connection: Connection, search: Search, only: Filter, sight: Sight = ALL) -> None:
    """All that the worklist asks for: counts and pages, the first and one further down, of all states and of each."""
    found = Look(connection, TODAY, search, only, sight)
    for states in (frozenset(Due), *(frozenset({due}) for due in Due)):
        for offset in (0, 150):
            found.page(states, 100, offset)


# SQLite


@pytest.fixture(scope="module")
def lite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("plans") / "records.sqlite3"
    fill(path, SQLITE_ROWS)
    database = Database.open(path)
    yield database
    database.close()


def steps(database: Database, ask: Callable[[Connection], None]) -> list[str]:
    """How SQLite goes about all that is asked."""
    with database.read() as view:
        return steps_of(database._reader, view._connection, ask)


def steps_of(engine: Engine, connection: Connection, ask: Callable[[Connection], None]) -> list[str]:
    """The same, in a transaction that has begun."""
    with asked(engine) as statements:
        ask(connection)
    assert statements
    return [
        f"{row[3]}  -- {statement}"
        for statement, given in statements
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
    ]


@pytest.mark.parametrize("only", FILTERS.values(), ids=FILTERS)
def test_sqlite_filters_and_counts_along_an_index(lite: Database, only: Filter) -> None:
    for step in steps(lite, lambda connection: look(connection, EVERYBODY, only)):
        assert not step.startswith("SCAN") or "INDEX ix_worklist" in step
        assert "TEMP B-TREE" not in step


SIGHT = Sight(restricted=True, unit="Enhet 3", known=(5, 7))


@pytest.mark.parametrize("only", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize("search", [EVERYBODY, *SELECTIVE.values()], ids=["everybody", *SELECTIVE])
def test_sqlite_leaves_out_whom_the_user_does_not_see_by_stepping_along_an_index(
    lite: Database, only: Filter, search: Search
) -> None:
    for step in steps(lite, lambda connection: look(connection, search, only, SIGHT)):
        assert not step.startswith("SCAN") or "INDEX ix_worklist" in step
        assert "patient_unit" not in step.split("--")[0] or "SEARCH" in step


@pytest.mark.parametrize("only", FILTERS.values(), ids=FILTERS)
def test_sqlite_leaves_them_out_of_the_worklist_by_the_index_that_it_walks_anyway(lite: Database, only: Filter) -> None:
    walks = [
        step
        for step in steps(lite, lambda connection: look(connection, EVERYBODY, only, SIGHT))
        if "worklist" in step.split("--")[0] and "PRIMARY KEY" not in step
    ]
    assert walks
    assert [step for step in walks if "COVERING INDEX" not in step and "ix_worklist_urgent" not in step] == []


def test_a_worklist_of_patients_who_all_have_a_unit_costs_as_much_as_one_of_those_who_have_none(lite: Database) -> None:
    """In instructions of SQLite's machine: these do not depend on how busy the computer is."""
    mine, others = range(11, SQLITE_ROWS), [SQLITE_ROWS]
    with lite.write() as unit:
        unit.follow(mine, "Enhet 3", 1, datetime(2026, 11, 22, tzinfo=UTC))
        unit.follow(others, "Enhet 4", 1, datetime(2026, 11, 22, tzinfo=UTC))
        without = work(unit._connection, ALL)
        assert work(unit._connection, SIGHT) < 2 * without


def work(connection: Connection, sight: Sight) -> int:
    """Hundreds of instructions that the worklist costs, counts and first page."""
    counted = [0]

    def count() -> int:
        counted[0] += 1
        return 0

    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(count, 100)
    try:
        Look(connection, TODAY, EVERYBODY, EVERYTHING, sight).page(frozenset(Due), 100, 0)
    finally:
        driver.set_progress_handler(None, 0)
    return counted[0]


@pytest.mark.parametrize("few", [0, 500], ids=["among many", "among few"])
def test_sqlite_knows_whom_a_user_sees_by_seeking(lite: Database, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    viewer = Viewer(1, "Kari Lunde", datetime(2026, 11, 22, tzinfo=UTC))
    monkeypatch.setattr(units, "_FEW", few)
    with lite.write() as unit:
        unit.follow([1, 2], "Enhet 3", 1, viewer.at)
        found = steps_of(lite._writer, unit._connection, lambda connection: _seen_by(connection, viewer))
    allowed = ("SCAN related", "SCAN CONSTANT ROW", *(() if few else ("SCAN worklist USING COVERING",)))
    for step in found:
        assert not step.startswith("SCAN") or step.startswith(allowed), step
        assert not few or "conversation_author_id" not in step  # all that the user has ever held


def test_sqlite_counts_what_is_to_be_done_once_and_takes_off_what_is_not_seen(lite: Database) -> None:
    sight = Sight(True, "Enhet 3", hidden=(5, 7), hidden_pathways=(5, 7))

    def counts(connection: Connection) -> None:
        follow_up.count(connection, Wanted(), sight)
        follow_up.count_of(connection, Kind.ACTION, Wanted(until=TODAY), sight)

    found = [step.split("--")[0] for step in steps(lite, counts)]
    assert [step for step in found if "follow_up" in step and "PRIMARY KEY" not in step] == [
        "SEARCH follow_up USING COVERING INDEX ix_follow_up_pathway_id (pathway_id=?)  "
    ] * 2
    assert not [step for step in found if "patient_unit" in step or step.startswith("SCAN")]


def _seen_by(connection: Connection, viewer: Viewer) -> None:
    assert Sight.of(connection, viewer).restricted


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
def test_sqlite_searches_by_seeking(lite: Database, search: Search) -> None:
    for step in steps(lite, lambda connection: look(connection, search, EVERYTHING)):
        assert not step.startswith("SCAN"), step
    both = steps(lite, lambda connection: look(connection, search, FILTERS["together"]))
    assert not [step for step in both if step.startswith("SCAN")]


def test_sqlite_knows_names_by_stepping_along_the_index(lite: Database) -> None:
    found = steps(lite, lambda connection: _know(connection))
    assert not [step for step in found if "SCAN name_word" in step]


def _know(connection: Connection) -> None:
    assert name_words.known(connection, "kar") and not name_words.known(connection, "xyz")
    words = name_words.distinct(connection)
    assert words == sorted(set(words)) and "kari" in words


# PostgreSQL: the same statements, among the rows of one municipality


@pytest.fixture(scope="module")
def filled(server: Server, empty_records: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The same invented patients as on SQLite, taken over row by row; as the role that works on them."""
    path: Path = tmp_path_factory.mktemp("plans") / "records.sqlite3"
    fill(path, POSTGRES_ROWS)
    name = server.new(empty_records)
    found = postgres.engine(url_of(server.url(name, ROLE)))
    source = Database.open(path)
    with source.write() as unit:  # each of the units follows as many
        for number in range(UNITS):
            theirs = range(1 + number, POSTGRES_ROWS + 1, UNITS)
            unit.follow(theirs, f"Enhet {number}", 1, datetime(2026, 11, 22, tzinfo=UTC))
        unit.commit()
    with source.read() as view, found.begin() as target:
        for table_name in ("staff", "patient", "patient_unit", "name_word", "pathway", "contact_point", "worklist"):
            table = METADATA.tables[table_name]
            rows = [dict(row._mapping) for row in view._connection.execute(table.select())]
            target.execute(table.insert(), rows)
    source.close()
    server.run("VACUUM ANALYZE", name)
    yield found
    found.dispose()
    server.drop(name)


def scans(engine: Engine, ask: Callable[[Connection], None]) -> list[tuple[str, str]]:
    """The tables that PostgreSQL reads from end to end, with the statement."""
    with engine.connect() as connection:
        with asked(engine) as statements:
            ask(connection)
        found = []
        for statement, given in statements:
            (row,) = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", given)
            plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
            found += [(table, statement) for table in scanned(plan[0]["Plan"])]
    return found


def scanned(node: dict[str, Any]) -> Iterator[str]:
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from scanned(inner)


def goes_through_all(statement: str) -> bool:
    """Counts, or fetches all that is found where that is little: an index and the table are as long a way there."""
    return "count(" in statement or "ORDER BY worklist.standing" in statement


LARGE = {"worklist", "patient", "name_word", "pathway", "contact_point"}


@pytest.mark.parametrize("only", FILTERS.values(), ids=FILTERS)
def test_postgresql_fetches_pages_along_an_index(filled: Engine, only: Filter) -> None:
    found = scans(filled, lambda connection: look(connection, EVERYBODY, only))
    assert [scan for scan in found if scan[0] in LARGE and not goes_through_all(scan[1])] == []


@pytest.mark.parametrize("only", FILTERS.values(), ids=FILTERS)
def test_postgresql_leaves_out_whom_the_user_does_not_see_along_an_index(filled: Engine, only: Filter) -> None:
    found = scans(filled, lambda connection: look(connection, EVERYBODY, only, SIGHT))
    assert [scan for scan in found if scan[0] in LARGE and not goes_through_all(scan[1])] == []


@pytest.mark.parametrize("search", SELECTIVE.values(), ids=SELECTIVE)
def test_postgresql_searches_along_indexes(filled: Engine, search: Search) -> None:
    found = scans(filled, lambda connection: look(connection, search, EVERYTHING))
    assert [scan for scan in found if scan[0] in LARGE] == []


def test_postgresql_knows_names_by_stepping_along_the_index(filled: Engine) -> None:
    assert [scan for scan in scans(filled, _know) if scan[0] in LARGE] == []
