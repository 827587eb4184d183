"""Lists are alike: the same keys move in them, and a click opens what Enter opens."""

from __future__ import annotations

import pytest

from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.places import PLACES
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.report_behind import ReportBehindScreen
from kartlegging_tui.tui.widgets.row_list import RowList
from tests.tui.conftest import House, settled
from tests.tui.test_contact_point_status import press


@pytest.mark.parametrize(
    ("place", "opened"), [("worklist", PatientScreen), ("follow_up", PatientScreen), ("report", ReportBehindScreen)]
)
async def test_a_click_points_at_a_row_and_another_opens_it(
    coordinator: Desk, house: House, place: str, opened: type
) -> None:
    async with house(coordinator) as pilot:
        screen = next(each for each in PLACES if each.id == place).made(coordinator)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        await press(pilot, "end", "home", "j", "j", "k")
        rows = screen.query_one(RowList)
        assert rows.cursor == 1
        await pilot.click(rows, offset=(5, 3))
        await settled(pilot)
        assert (rows.cursor, pilot.app.screen) == (2, screen)
        await pilot.click(rows, offset=(5, 3))
        await settled(pilot)
        assert isinstance(pilot.app.screen, opened)
