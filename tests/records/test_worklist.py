"""The worklist: order, search, pages, and that it stays a walk along an index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import event

from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.loading import WholeContactPoint, WholePathway, WholePatient
from tests.records.cases import DETAILS, NOW, WINDOWS, world

TODAY = date(2026, 5, 1)


def add(database: Database, name: str, opens: date, closes: date, born: date | None = None) -> int:
    """A patient with one contact point; returns its id."""
    with database.write() as unit:
        patient = unit.add_patient(name=name, birth_date=born)
        pathway = unit.add_pathway(patient.id, "hjem", opens, "C50", relapse=False)
        (point,) = unit.add_contact_points(pathway.id, [(1, opens, closes)])
        unit.commit()
    return point.id


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.fixture
def one_of_each(database: Database) -> Database:
    with database.write() as unit:
        nurse = unit.add_staff("Kari Lunde", Role.NURSE)
        unit.commit()
    held = add(database, "Holdt", days(-90), days(-60))
    add(database, "Kommer senere", days(20), days(50))
    add(database, "Kommer snart", days(2), days(80))
    declined = add(database, "Senere", days(-5), days(25))
    add(database, "Åpen lenge", days(-1), days(30))
    ask = add(database, "Spør nå", days(-40), days(-10))
    add(database, "Åpen til i dag", days(-31), days(0))
    add(database, "Nettopp for sent", days(-32), days(-1))
    add(database, "Lenge for sent", days(-90), days(-60))
    ongoing = add(database, "Samtale", days(0), days(30))
    never = add(database, "Aldri", days(-5), days(25))
    with database.write() as unit:
        unit.set_contact_point_status(held, ContactPointStatus.HELD)
        unit.set_contact_point_status(declined, ContactPointStatus.DECLINED, days(1))
        unit.set_contact_point_status(ask, ContactPointStatus.DECLINED, days(0))
        unit.set_contact_point_status(never, ContactPointStatus.DECLINED)
        unit.start_conversation(ongoing, nurse.id, DETAILS, NOW)
        unit.commit()
    return database


ORDER = [
    ("Samtale", Due.ONGOING),
    ("Lenge for sent", Due.OVERDUE),
    ("Nettopp for sent", Due.OVERDUE),
    ("Åpen til i dag", Due.OPEN),
    ("Åpen lenge", Due.OPEN),
    ("Spør nå", Due.ASK_AGAIN),
    ("Kommer snart", Due.COMING),
    ("Kommer senere", Due.COMING),
    ("Senere", Due.DECLINED),
    ("Aldri", Due.DECLINED),
    ("Holdt", Due.DONE),
]


def test_the_most_urgent_comes_first(one_of_each: Database) -> None:
    with one_of_each.read() as view:
        rows = view.worklist(TODAY)
        assert [(row.name, row.due) for row in rows] == ORDER
        assert [row.days(TODAY) for row in rows] == [None, 60, 1, 0, 30, 0, 2, 20, 1, None, None]
        counts = view.worklist_counts(TODAY)
        assert counts == {due: sum(row.due is due for row in rows) for due in Due}


def test_pages_follow_one_another(one_of_each: Database) -> None:
    with one_of_each.read() as view:
        for size in (1, 2, 3, 5, 11):
            pages = [view.worklist(TODAY, limit=size, offset=offset) for offset in range(0, 12, size)]
            assert [(row.name, row.due) for page in pages for row in page] == ORDER
        some = {Due.OPEN, Due.DONE}
        assert [row.name for row in view.worklist(TODAY, states=some, offset=1)] == ["Åpen lenge", "Holdt"]


def test_a_pathway_moves_on_to_its_next_contact_point(database: Database) -> None:
    made = world(database)
    points = made.points

    def row(day: date) -> tuple[int | None, Due]:
        with database.read() as view:
            (found,) = view.worklist(day)
        return found.number, found.due

    assert row(TODAY) == (1, Due.ONGOING)
    with database.write() as unit:
        unit.end_conversation(made.conversation.id, NOW)
        unit.commit()
    assert row(TODAY) == (2, Due.OPEN)
    with database.write() as unit:
        unit.set_contact_point_status(points[1].id, ContactPointStatus.DECLINED, days(30))
        unit.commit()
    assert row(TODAY) == (2, Due.DECLINED) and row(days(30)) == (2, Due.ASK_AGAIN)
    with database.write() as unit:
        unit.set_contact_point_status(points[1].id, ContactPointStatus.DECLINED)
        unit.commit()
    assert row(TODAY) == (3, Due.COMING)
    with database.write() as unit:
        unit.set_contact_point_status(points[1].id, ContactPointStatus.CANCELLED)
        unit.set_contact_point_status(points[2].id, ContactPointStatus.CANCELLED)
        unit.commit()
    assert row(TODAY) == (3, Due.NOT_POSSIBLE)
    with database.write() as unit:
        unit.reopen_conversation(made.conversation.id)
        unit.commit()
    assert row(TODAY) == (1, Due.ONGOING)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kari", ["Kari Nordmann"]),
        ("kar", ["Kari Nordmann", "Káre-Máret Åsen"]),
        ("nordmann KARI", ["Kari Nordmann"]),
        ("nord", ["Kari Nordmann"]),
        ("ordmann", []),
        ("maret", ["Káre-Máret Åsen"]),
        ("aasen", ["Káre-Máret Åsen"]),
        ("ÅSEN", ["Káre-Máret Åsen"]),
        ("dordevic", ["Đorđe Đorđević"]),
        ("osterbo", ["Bjørg Østerbø"]),
        ("Oesterboe bjørg", ["Bjørg Østerbø"]),
        ("50%", []),
        ("%", ["Bjørg Østerbø", "Kari Nordmann", "Káre-Máret Åsen", "Đorđe Đorđević"]),
        ('"kari"', ["Kari Nordmann"]),
    ],
)
def test_names_are_found_whatever_the_order_the_case_and_the_accents(
    database: Database, typed: str, found: list[str]
) -> None:
    for name in ("Bjørg Østerbø", "Kari Nordmann", "Káre-Máret Åsen", "Đorđe Đorđević"):
        add(database, name, days(0), days(1))
    with database.read() as view:
        rows = view.worklist(TODAY, Search(tuple(typed.split())))
    assert [row.name for row in rows] == found


@pytest.fixture
def many(database: Database) -> Iterator[Database]:
    """3,000 patients, more than a search sorts."""
    random = Random(1)
    statuses = list(ContactPointStatus)
    patients = []
    for number in range(3000):
        opens = days(random.randint(-200, 200))
        status = random.choice(statuses)
        ask = days(random.randint(-20, 20)) if status is ContactPointStatus.DECLINED else None
        point = WholeContactPoint(1, status, opens, opens + timedelta(days=30), ask)
        pathway = WholePathway("hjem", opens, "C50", False, [point])
        name = f"{random.choice(['Kari', 'Ola', 'Kåre'])} {random.choice(['Nordmann', 'Vik'])}"
        born = date(1950, 1, 1) + timedelta(days=number)
        patients.append(WholePatient(name, f"{number:011}", None, born, "nb", "", "", [pathway]))
    with database.write() as unit:
        unit.load(patients)
        unit.commit()
    yield database


@pytest.mark.parametrize("search", [EVERYBODY, Search(("ka",)), Search(("vik", "ol")), Search((), "0000000012")])
def test_few_or_many_found_come_in_the_same_order(many: Database, search: Search) -> None:
    with many.read() as view:
        counts = view.worklist_counts(TODAY, search)
        rows = view.worklist(TODAY, search, limit=5000)
        assert len(rows) == sum(counts.values())
        assert [row.due for row in rows] == sorted((row.due for row in rows), key=list(Due).index)
        paged = [row for offset in range(0, 3000, 700) for row in view.worklist(TODAY, search, Due, 700, offset)]
        assert paged == rows


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "search",
    [
        EVERYBODY,
        Search(("kari",)),
        Search(("kari", "nord")),
        Search((), "123"),
        Search((), "010150", (date(1950, 1, 1),)),
    ],
)
def test_no_query_reads_a_whole_table(many: Database, search: Search) -> None:
    statements: list[tuple[str, object]] = []
    event.listen(many._reader, "before_cursor_execute", lambda *call: statements.append((call[2], call[3])))
    with many.read() as view:
        view.worklist(TODAY, search)
        asked = list(statements)
        for statement, parameters in asked:
            plan = view._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
            steps = [row[3] for row in plan if row[3] != "SCAN page"]
            scans = [step for step in steps if step.startswith("SCAN") and "USING COVERING INDEX" not in step]
            assert scans == [], statement


def test_a_contact_point_held_early_is_done(database: Database) -> None:
    made = world(database, talk_at=2)
    with database.write() as unit:
        unit.end_conversation(made.conversation.id, NOW)
        unit.commit()
    with database.read() as view:
        (row,) = view.worklist(WINDOWS[0][1])
    assert (row.number, row.due) == (1, Due.OPEN)
