"""Every screen that shows patients says who is logged in, and that reading is logged; the patient comes first."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from kartlegging_tui import language
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.patient import PatientScreen
from tests.tui.conftest import House, settled, text_on
from tests.tui.test_safety import register


async def shown(pilot: Pilot[None], keys: str) -> str:
    for key in keys.split():
        await pilot.press(key)
        await settled(pilot)
    return text_on(pilot)


@pytest.mark.parametrize("keys", ["down", "enter", "enter o"], ids=["worklist", "patient", "summary"])
async def test_a_small_screen_says_who_is_logged_in_and_that_reading_is_logged(
    desk: Desk, house: House, keys: str
) -> None:
    async with house(desk) as pilot:
        text = await shown(pilot, keys)
        assert "Kari Lunde, sykepleier" in text and "Lesing logges" in text


async def test_a_wide_conversation_says_it_too(desk: Desk, house: House) -> None:
    async with house(desk, (120, 40)) as pilot:
        assert "Kari Lunde, sykepleier · Lesing logges" in await shown(pilot, "enter enter")


async def test_a_long_name_of_a_patient_is_whole(desk: Desk, house: House) -> None:
    name = "Anne-Margrethe Christoffersen Wedel-Jarlsberg"
    patient_id = register(desk, name)
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, patient_id))
        await settled(pilot)
        assert name in " ".join(line[:54].strip() for line in text_on(pilot).splitlines()[:3])


async def test_it_follows_the_language(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("f8")
        await settled(pilot)
        assert language.current() == "nn"
        assert "Kari Lunde, sjukepleiar · Lesing blir logga" in text_on(pilot)
