"""Filters of the worklist, each and together, against a slow recount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import update

from kartlegging_tui.domain.diagnosis_groups import DiagnosisGroup, group_of
from kartlegging_tui.domain.filters import Filter, Whose
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.worklist import EVERYBODY, Due, Search
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.derived import worklist
from kartlegging_tui.records.loading import WholeContactPoint, WholePathway, WholePatient

TODAY = date(2026, 5, 1)
PATHWAYS = 300
UNITS = {1: "Nord", 2: "Sør", 3: "Nord"}


@dataclass(frozen=True)
class Made:
    """What a pathway was made as."""

    name: str
    municipality: str
    icd10: str
    responsible: int | None
    child_until: date
    urgent: int
    act_by: date


@pytest.fixture
def made(database: Database) -> dict[int, Made]:
    """Pathways by id."""
    random = Random(7)
    near = [TODAY + timedelta(days=days) for days in (-400, -1, 0, 1, 400)]
    pathways = {}
    patients = []
    for number in range(1, PATHWAYS + 1):
        each = Made(
            random.choice(["Kari", "Ola"]),
            random.choice(["0301", "1804", ""]),
            random.choice(["C50.9", "C61", "C34.1", "C18.7", "C20", "D05", "C91.0"]),
            random.choice([None, None, 1, 2, 3]),
            random.choice([date.min, *near]),
            random.choice([0, 0, 0, 2]),
            random.choice([date.max, *near]),
        )
        pathways[number] = each
        status = random.choice(list(ContactPointStatus))
        opens = TODAY + timedelta(days=random.randint(-60, 60))
        ask = TODAY + timedelta(days=random.randint(-5, 5)) if status is ContactPointStatus.DECLINED else None
        point = WholeContactPoint(1, status, opens, opens + timedelta(days=20), ask)
        course = WholePathway("hjem", opens, each.icd10, False, [point])
        patients.append(WholePatient(each.name, None, None, None, "nb", each.municipality, "", [course]))
    with database.write() as unit:
        for name in UNITS:
            unit.add_staff(f"Person {name}", Role.NURSE)
        unit.load(patients)
        for key, each in pathways.items():
            values = {
                "responsible_id": each.responsible,
                "unit": UNITS.get(each.responsible or 0, ""),
                "children_until": each.child_until,
                "urgent": each.urgent,
                "act_by": each.act_by,
            }
            unit._connection.execute(update(worklist).where(worklist.c.pathway_id == key).values(**values))
        unit.commit()
    return pathways


def fits(each: Made, only: Filter) -> bool:
    """What the filter means, in plain words."""
    responsible = Whose.NOBODY if each.responsible is None else each.responsible
    return (
        (not only.municipalities or each.municipality in only.municipalities)
        and (not only.units or UNITS.get(each.responsible or 0, "") in only.units)
        and (not only.responsible or responsible in only.responsible)
        and (not only.diagnoses or group_of(each.icd10) in only.diagnoses)
        and (not only.children or each.child_until >= TODAY)
        and (not only.urgent or each.urgent > 0)
        and (not only.late or each.act_by < TODAY)
    )


FILTERS = [
    Filter(),
    Filter(municipalities=frozenset({"0301"})),
    Filter(municipalities=frozenset({"1804", ""})),
    Filter(units=frozenset({"Nord"})),
    Filter(units=frozenset({""})),
    Filter(responsible=frozenset({2})),
    Filter(responsible=frozenset({Whose.NOBODY})),
    Filter(responsible=frozenset({Whose.NOBODY, 1, 3})),
    Filter(diagnoses=frozenset({DiagnosisGroup.BREAST})),
    Filter(diagnoses=frozenset({DiagnosisGroup.BOWEL, DiagnosisGroup.BLOOD})),
    Filter(children=True),
    Filter(urgent=True),
    Filter(late=True),
    Filter(frozenset({Due.OPEN}), frozenset({"0301"}), children=True, late=True),
    Filter(responsible=frozenset({1}), diagnoses=frozenset({DiagnosisGroup.BREAST}), units=frozenset({"Nord"})),
    Filter(responsible=frozenset({Whose.NOBODY}), units=frozenset({"Nord"})),
]


@pytest.mark.parametrize("only", FILTERS)
@pytest.mark.parametrize("search", [EVERYBODY, Search(("kari",))])
def test_a_filter_shows_what_fits_it_and_counts_it(
    database: Database, made: dict[int, Made], only: Filter, search: Search
) -> None:
    with database.read() as view:
        rows = view.worklist(TODAY, search, limit=1000, only=only)
        counts = view.worklist_counts(TODAY, search, only)
        pages = [view.worklist(TODAY, search, Due, 7, offset, only) for offset in range(0, PATHWAYS, 7)]
    wanted = {key for key, each in made.items() if fits(each, only) and (not search.words or each.name == "Kari")}
    assert {row.pathway_id for row in rows} == wanted and len(rows) == len(wanted)
    assert counts == {due: sum(row.due is due for row in rows) for due in Due}
    assert [row for page in pages for row in page] == rows


def test_only_those_of_the_user_who_looks_are_mine(database: Database, made: dict[int, Made]) -> None:
    mine = Filter(responsible=frozenset({Whose.ME}))
    with database.read() as view:
        rows = view.worklist(TODAY, limit=1000, only=mine.seen_by(2))
        assert {row.pathway_id for row in rows} == {key for key, each in made.items() if each.responsible == 2}
        assert {(row.responsible, row.unit) for row in rows} == {("Person 2", "Sør")}
        assert view.worklist(TODAY, only=mine) == []  # nobody in particular looks


def test_a_filter_is_put_together_and_taken_apart() -> None:
    only = Filter().with_changed("municipalities", "0301").with_changed("municipalities", "1804")
    only = only.with_changed("late", None).with_changed("states", Due.OPEN)
    assert only == Filter(frozenset({Due.OPEN}), frozenset({"0301", "1804"}), late=True) and only.narrows
    assert only.with_changed("municipalities", "0301").municipalities == {"1804"}
    only = only.without("municipalities").with_changed("late", None)
    assert only == Filter(frozenset({Due.OPEN})) and not only.narrows
