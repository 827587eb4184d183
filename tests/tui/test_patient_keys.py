"""Any keys on a patient's page, in any order: nothing breaks, and the worklist says what the page says."""

from __future__ import annotations

from random import Random

import pytest

from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.worklist import Due, due, next_contact_point
from kartlegging_tui.services.browse import PatientPage, WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from tests.tui.conftest import TODAY, House, settled

GESTURES = (
    ("v", "enter"),
    ("v", "2", "1", "1", "enter"),
    ("v", "3", "2", "enter"),
    ("v", "4", "enter"),
    ("v", "5", "enter"),
    ("v", "1", "5", "x", "enter"),
    ("f7", "enter"),
    ("f7", "j"),
    ("enter", "enter"),
    ("enter", "1", "2"),
    ("o", "a", "j"),
    ("o", "g"),
    ("n", *"010226", "ctrl+s"),
    ("s", "a", *"NAV", "enter", "o", "enter", "x", "j", "z", "z"),
    ("down",),
    ("up",),
    ("f5",),
    ("f8",),
)
"""What one does on the page, and some that make no sense; each begins on the page again."""


def on_worklist(desk: Desk, patient: int) -> dict[int, Due]:
    rows = desk.browse.worklist(WorklistQuery(limit=500), TODAY).rows
    return {row.pathway_id: row.due for row in rows if row.patient_id == patient}


def on_page(page: PatientPage) -> dict[int, Due]:
    found = {}
    for pathway in page.pathways:
        views = pathway.contact_points
        talking = {view.contact_point.id for view in views if view.conversation and not view.conversation.ended_at}
        point = None if page.died_on else next_contact_point([view.contact_point for view in views], talking)
        state = due(point, talking, TODAY)
        if state is Due.DONE and views[-1].contact_point.status is not ContactPointStatus.HELD:
            state = Due.NOT_POSSIBLE
        found[pathway.pathway.id] = state
    return found


@pytest.mark.parametrize("seed", range(4))
async def test_the_worklist_says_what_the_page_says_whatever_is_done(desk: Desk, house: House, seed: int) -> None:
    random = Random(seed)
    rows = desk.browse.worklist(WorklistQuery(limit=500), TODAY).rows
    patient = random.choice([row for row in rows if row.due is not Due.DONE]).patient_id
    async with house(desk) as pilot:
        for _ in range(15):
            if isinstance(pilot.app.screen, WorklistScreen):
                pilot.app.push_screen(PatientScreen(desk, patient))
                await settled(pilot)
            for key in random.choice(GESTURES):
                await pilot.press(key)
                await settled(pilot)
            while not isinstance(pilot.app.screen, PatientScreen | WorklistScreen):
                await pilot.press("escape")
                await settled(pilot)
            assert on_worklist(desk, patient) == on_page(desk.browse.patient_page(patient, TODAY))
