"""Details by keys, from the patient's page and back to it."""

from __future__ import annotations

from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.change_details import ChangeDetailsScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from tests.tui.conftest import House, settled, text_on
from tests.tui.test_contact_point_status import press


async def test_somebody_who_has_moved_is_changed_and_what_stood_before_is_shown(desk: Desk, house: House) -> None:
    before = desk.details.open(3).patient
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, 3))
        await settled(pilot)
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, ChangeDetailsScreen) and before.name in text_on(pilot)
        await press(pilot, *["backspace"] * 4, *"5001", "enter")
        assert isinstance(pilot.app.screen, PatientScreen)
        assert desk.details.open(3).patient == before.model_copy(update={"municipality": "5001"})
        await press(pilot, "e")
        assert before.municipality in text_on(pilot) and "5001" in text_on(pilot)


async def test_what_is_wrong_is_told_beside_it_and_escape_changes_nothing(desk: Desk, house: House) -> None:
    before = desk.details.open(3)
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, 3))
        await settled(pilot)
        await press(pilot, "e", "backspace", "enter")
        assert isinstance(pilot.app.screen, ChangeDetailsScreen)
        assert "Fire sifre, som 5001." in text_on(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PatientScreen)
    assert desk.details.open(3) == before
