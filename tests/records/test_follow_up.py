"""What has to be done across patients: order, pages, whose, words; and that each list is a walk along its key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from kartlegging_tui.domain.follow_up import EVERYBODY, Kind, Whose, WhoseKind
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.plan import Action, Need, NeedRef
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.domain.worklist import Search
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.follow_up import Wanted
from kartlegging_tui.services.indexing import bring_up_to_date
from tests.records.cases import NOW, TODAY
from tests.records.rows import insert_follow_ups

NAV = Whose(WhoseKind.SERVICE, "nav")
KARI = Whose(WhoseKind.PERSON, "Kari Lunde")
NORTH = Whose(WhoseKind.UNIT, "Nord")


@pytest.fixture
def three(database: Database) -> Database:
    """Three patients with an action each: Nina's is late, Ola's has no day, and Per's is for today."""
    with database.write() as unit:
        kari = unit.add_staff("Kari Lunde", Role.NURSE, "Nord")
        for name, who, service, by, mine in (
            ("Nina Berg", "NAV", "nav", TODAY - timedelta(days=40), False),
            ("Ola Vik", "Kari Lunde", "", None, False),
            ("Per Lie", "Fastlege", "fastlege", TODAY, True),
        ):
            patient = unit.add_patient(name=name, municipality="1103")
            pathway = unit.add_pathway(patient.id, "hjem", TODAY, "C50.9", relapse=False)
            need = NeedRef(1, "", "1").path
            action = Action(need=need, contact_point=1, text="Ringe", who=who, service=service, by=by)
            said = [(need, Need(title="Søvn")), ("action/1", action)]
            for path, kept in said:
                content = kept.model_dump_json(exclude_defaults=True)
                unit.append_to_pathway(pathway.id, path, content, kari.id, NOW)
            if mine:
                responsible = Responsible(user_id=kari.id, name=kari.name, unit="Nord")
                unit.append_to_pathway(pathway.id, RESPONSIBLE, responsible.model_dump_json(), kari.id, NOW)
        unit.commit()
    bring_up_to_date(database)
    return database


def names(database: Database, wanted: Wanted) -> list[str]:
    with database.read() as view:
        rows = view.follow_up(Kind.ACTION, wanted, 50)
        assert view.follow_up_count(Kind.ACTION, wanted) == len(rows) == view.follow_up_counts(wanted)[Kind.ACTION]
    return [row.name for row in rows]


def test_the_latest_comes_first_and_what_has_no_day_comes_last(three: Database) -> None:
    assert names(three, Wanted()) == ["Nina Berg", "Per Lie", "Ola Vik"]


@pytest.mark.parametrize(
    ("whose", "found"),
    [
        (NAV, ["Nina Berg"]),
        (KARI, ["Per Lie", "Ola Vik"]),
        (NORTH, ["Per Lie"]),
        (Whose(WhoseKind.MUNICIPALITY, "1103"), ["Nina Berg", "Per Lie", "Ola Vik"]),
        (Whose(WhoseKind.MUNICIPALITY, "0301"), []),
    ],
)
def test_one_sees_what_one_does_and_what_one_is_responsible_for(
    three: Database, whose: Whose, found: list[str]
) -> None:
    assert names(three, Wanted(whose=whose)) == found


def test_days_and_patients_and_words_narrow_a_list(three: Database) -> None:
    assert names(three, Wanted(until=TODAY)) == ["Nina Berg"]
    assert names(three, Wanted(since=TODAY, until=TODAY + timedelta(days=7))) == ["Per Lie"]
    assert names(three, Wanted(since=date.max)) == ["Ola Vik"]
    assert names(three, Wanted(search=Search(("vik",)), words=("vik",))) == ["Ola Vik"]
    assert names(three, Wanted(search=Search(("ring",)), words=("ring",))) == ["Nina Berg", "Per Lie", "Ola Vik"]
    assert names(three, Wanted(words=('"ring" OR *',))) == []  # what is typed is never a language of its own


@pytest.fixture
def many(database: Database) -> Iterator[Database]:
    """1,500 pathways with everything, as the benchmark has 200,000."""
    insert_follow_ups(database, 1500, TODAY)
    yield database


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(whose=NAV),
        Wanted(until=TODAY),
        Wanted(whose=NORTH, since=TODAY, until=TODAY + timedelta(days=7)),
    ],
)
def test_a_page_is_a_walk_along_the_key_and_sorts_nothing(many: Database, kind: Kind, wanted: Wanted) -> None:
    statements: list[tuple[str, object]] = []
    event.listen(many._reader, "before_cursor_execute", lambda *call: statements.append((call[2], call[3])))
    with many.read() as view:
        view.follow_up(kind, wanted, 50, 100)
        view.follow_up_count(kind, wanted)
        view.follow_up_counts(wanted)
        for statement, parameters in list(statements):
            plan = view._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)  # type: ignore[arg-type]
            steps = [row[3] for row in plan]
            assert not [step for step in steps if step.startswith("SCAN") and step != "SCAN page"], statement
            assert [step for step in steps if "follow_up" in step and "whose=?" in step], steps
            inside = steps[: steps.index("SCAN page")] if "SCAN page" in steps else steps
            assert not [step for step in inside if "TEMP B-TREE" in step], steps


@pytest.mark.sqlite  # the many are made in its SQL
def test_pages_follow_one_another(many: Database) -> None:
    with many.read() as view:
        whole = view.follow_up(Kind.ACTION, Wanted(), 4000)
        paged = [row for offset in range(0, 4000, 700) for row in view.follow_up(Kind.ACTION, Wanted(), 700, offset)]
    assert paged == whole == sorted(whole, key=lambda row: (row.day, row.pathway_id, row.path))


def test_who_has_anything_to_do_is_known(three: Database) -> None:
    with three.read() as view:
        found = view.follow_up_whose()
    assert (found[NAV], found[KARI], found[NORTH], found[EVERYBODY]) == (1, 2, 1, 3)
