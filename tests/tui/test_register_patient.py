"""Registering: what is seen in a number, all problems at once, and nothing lost."""

from __future__ import annotations

from datetime import date
from random import Random

from textual.widgets import Input

from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.identifiers import synthetic_identifier
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.register_patient import RegisterPatientScreen
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from tests.tui.conftest import House, settled, text_on

NUMBER = synthetic_identifier(date(1951, 2, 3), Random(7))


async def test_a_number_shows_its_kind_and_brings_the_date_of_birth(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("n", *NUMBER[:6])
        assert "5 sifre igjen" in text_on(pilot)
        await pilot.press(*NUMBER[6:])
        assert "✓ fødselsnummer, født 03.02.1951" in text_on(pilot)
        assert pilot.app.screen.query_one("#birth_date Input", Input).value == "03.02.1951"


async def test_a_date_of_birth_that_was_typed_is_not_replaced(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("n")
        pilot.app.screen.query_one("#birth_date Input", Input).value = "04.02.1951"
        await pilot.press(*NUMBER)
        assert pilot.app.screen.query_one("#birth_date Input", Input).value == "04.02.1951"


async def test_everything_by_keyboard(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("n", *NUMBER, "enter", *"Kari", "space", *"Prøve", "enter", "enter", "2", *"5001", "enter")
        await pilot.press("enter", *"011126", "enter", *"c509", "enter", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PatientScreen), text_on(pilot)
        text = text_on(pilot)
        assert "Kari Prøve" in text and "C50.9" in text and "Leser nynorsk" in text and "01.11.2026" in text


async def test_all_problems_are_said_at_once_and_nothing_is_lost(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("n", *"12345678901", "enter", "enter", *"31.2.1950", "ctrl+s")
        await settled(pilot)
        text = text_on(pilot)
        assert isinstance(pilot.app.screen, RegisterPatientScreen)
        assert text.count("Må fylles ut.") == 3  # name, diagnosis date, diagnosis
        assert "Skriv dag, måned og år" in text and "12345678901" in text and "31.2.1950" in text
        assert pilot.app.focused is pilot.app.screen.query_one("#identifier Input")


async def test_a_number_that_somebody_has_is_told(desk: Desk, house: House) -> None:
    patient = desk.browse.patient_page(1, date(2026, 11, 22)).patient
    async with house(desk) as pilot:
        await pilot.press("n", *(patient.identifier or ""), "tab")
        await settled(pilot)
        assert "En annen pasient har dette nummeret." in text_on(pilot)


async def test_escape_asks_only_if_something_would_be_lost(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("n", "escape")
        assert isinstance(pilot.app.screen, WorklistScreen)
        await pilot.press("n", "1", "escape")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await pilot.press("n")
        assert isinstance(pilot.app.screen, RegisterPatientScreen)
        await pilot.press("escape", "j")
        assert isinstance(pilot.app.screen, WorklistScreen)


async def test_the_patient_who_has_the_number_is_opened(desk: Desk, house: House) -> None:
    patient = desk.browse.patient_page(1, date(2026, 11, 22)).patient
    async with house(desk) as pilot:
        await pilot.press("n", *(patient.identifier or ""), "tab")
        await settled(pilot)
        assert "F6 åpner pasienten." in " ".join(text_on(pilot).split())
        await pilot.press("f6")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PatientScreen) and patient.name in text_on(pilot)


async def test_nobody_is_opened_for_a_number_that_is_new(desk: Desk, house: House) -> None:
    patient = desk.browse.patient_page(1, date(2026, 11, 22)).patient
    async with house(desk) as pilot:
        await pilot.press("n", *(patient.identifier or ""), "tab")
        await settled(pilot)
        await pilot.press("up", "end", "backspace", "f6")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RegisterPatientScreen) and "Åpne pasienten" not in text_on(pilot)
