"""Units that follow patients, and emergency access, on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.who_may_see import ReasonKind, ground_of
from kartlegging_tui.domain.worklist import Search
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.derived import SEVERAL, worklist
from kartlegging_tui.records.errors import Conflict, NotSaved, Refused
from kartlegging_tui.records.follow_up import Wanted
from kartlegging_tui.records.loading import WholePathway
from kartlegging_tui.records.units import Viewer
from tests.records.cases import NOW, world

pytestmark = pytest.mark.both

TODAY = date(2026, 11, 21)


def test_a_stranger_sees_a_patient_of_another_unit_for_as_long_as_they_have_let_themselves_in(
    database: Database,
) -> None:
    made = world(database)
    whose = made.patient.id
    with database.write() as unit:
        stranger = unit.add_staff("Nina Berg", Role.NURSE, "Barneavdelingen")
        unit.commit()
    before, after = (
        Viewer(stranger.id, stranger.name, NOW),
        Viewer(stranger.id, stranger.name, NOW + timedelta(hours=1)),
    )

    def seen(viewer: Viewer) -> tuple[Ground, bool, int, int]:
        with database.read() as view:
            ground = ground_of(view.standing(viewer, whose), viewer.at)
            view.seen_by(viewer)
            counts = sum(view.worklist_counts(TODAY).values()), len(view.patient_ids())
            view.facets(TODAY)
            view.follow_up_counts(Wanted())
            view.find_words("smerte", 10, 0)
            search = Search(("kari",), "12051969", (date(1969, 5, 12),))
            assert bool(view.elsewhere(search)) is not view.sees(whose)
            return ground, view.sees(whose), *counts

    assert seen(before)[:2] == (Ground.OPEN, True)
    _, _, paths, people = seen(before)
    with database.write() as unit:
        unit.change_units(whose, (), ["Kreftteamet nord"], "følges der", made.nurse.id, NOW)
        unit.commit()
    assert seen(before)[:2] == (Ground.NONE, False)
    assert seen(before)[2] < paths
    assert seen(before)[3] < people
    with database.write() as unit:
        unit.let_in(before, whose, ReasonKind.ACUTE, "innlagt akutt", NOW + timedelta(hours=1))
        unit.commit()
    assert seen(before) == (Ground.EMERGENCY, True, paths, people)
    assert seen(after)[:2] == (Ground.NONE, False)
    with database.read() as view:
        assert [(each.before, each.after) for each in view.unit_changes(whose)] == [((), ("Kreftteamet nord",))]


def test_an_emergency_access_is_reviewed_once_by_somebody_else_and_never_taken_away(database: Database) -> None:
    made = world(database)
    viewer = Viewer(made.other.id, made.other.name, NOW)
    with database.write() as unit:
        unit.let_in(viewer, made.patient.id, ReasonKind.OTHER, "en god grunn", NOW)
        (given,) = unit.emergencies(reviewed=False, limit=10)
        unit.commit()
    with database.write() as unit, pytest.raises(Conflict):
        unit.review(given.id, made.other.id, NOW, "min egen")
    with database.write() as unit:
        assert unit.waiting_for_review(made.other.id) == 0
        assert unit.waiting_for_review(made.nurse.id) == 1
        unit.review(given.id, made.nurse.id, NOW, "i orden")
        unit.commit()
    with database.write() as unit, pytest.raises(Conflict):
        unit.review(given.id, made.nurse.id, NOW, "igjen")
    with pytest.raises((Refused, NotSaved)), database.write() as unit:  # a rule, or a right that nobody has
        unit._connection.exec_driver_sql("DELETE FROM emergency_access")


def test_the_worklist_knows_which_unit_follows_whatever_happens(database: Database) -> None:
    made = world(database)
    whose = made.patient.id

    def follows() -> set[str]:
        with database.read() as view:
            found = select(worklist.c.follows).where(worklist.c.patient_id == whose)
            return set(view._connection.execute(found).scalars())

    assert follows() == {""}
    for units, marked in ((["Nord"], "Nord"), (["Nord", "Sør"], SEVERAL), (["Sør"], "Sør"), ([], "")):
        with database.write() as unit:
            unit.change_units(whose, unit.following(whose), units, "en god grunn", made.nurse.id, NOW)
            unit.add_pathway(whose, "hjem", TODAY, "C50.9", relapse=True)
            unit.commit()
        assert follows() == {marked}
    with database.write() as unit:
        unit.follow([whose], "Nord", made.nurse.id, NOW)
        unit.load_pathway(whose, WholePathway("hjem", TODAY, "C61.9", False, ()))
        unit.commit()
    assert follows() == {"Nord"}
