"""Whom a user sees in lists is the same, whether the few they do not see are named or everybody is asked about."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kartlegging_tui.domain.follow_up import EVERYBODY, Kind, Whose, WhoseKind
from kartlegging_tui.domain.worklist import Search
from kartlegging_tui.records import units
from kartlegging_tui.records.follow_up import Wanted
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.services.clock import now
from kartlegging_tui.services.desk import Desk
from tests.conftest import TODAY

pytestmark = pytest.mark.both

WANTED = (
    Wanted(),
    Wanted(until=TODAY),
    Wanted(whose=Whose(WhoseKind.UNIT, "Kreftteamet nord")),
    Wanted(search=Search(("kari",)), words=("kari",)),
)


def lists(desk: Desk, viewer: Viewer) -> tuple[Any, ...]:
    """All that is counted and listed across patients."""
    with desk.database.read() as view:
        view.seen_by(viewer)
        return (
            view.patient_ids(),
            view.worklist_counts(TODAY),
            view.facets(TODAY),
            [view.follow_up_counts(wanted) for wanted in WANTED],
            [view.follow_up_count(kind, wanted) for wanted in WANTED for kind in Kind],
            [view.follow_up(Kind.ACTION, wanted, 20) for wanted in WANTED],
            view.follow_up_whose(),
            view.find_words("hjelp", 10, 0),
            view.elsewhere(Search(("kari",), "12051969", (date(1969, 5, 12),))),
            sum(len(part.lines) for part in view.answer_parts()),
        )


def test_naming_the_few_who_are_not_seen_shows_the_same_as_asking_about_everybody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = now()
    with desk.database.write() as unit:
        people = unit.staff()
        for patient_id in unit.patient_ids()[::3]:
            given = (["Barneavdelingen"], ["Kreftteamet sør", "Barneavdelingen"])[patient_id % 2]
            unit.change_units(patient_id, unit.following(patient_id), given, "en god grunn", people[0].id, at)
        unit.commit()
    counted = []
    for user in people:
        viewer = Viewer(user.id, user.name, at)
        named = lists(desk, viewer)
        with monkeypatch.context() as here:
            here.setattr(units, "_FEW", 0)
            assert lists(desk, viewer) == named
        counted.append(named[3][0])
    with desk.database.read() as view:
        assert any(each != view.follow_up_counts(Wanted(whose=EVERYBODY)) for each in counted)
