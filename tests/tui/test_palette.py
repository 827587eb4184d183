"""Everything that can be done is found by its name, and is done as by its key; one goes from place to place."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.rights import Right, allowed
from kartlegging_tui.tui import places
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.forms import FormsScreen
from kartlegging_tui.tui.screens.help import HelpScreen
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.screens.palette import Entry, PaletteScreen, ranked
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.register_patient import RegisterPatientScreen
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from kartlegging_tui.tui.widgets.form_pane import FormPane
from tests.tui.conftest import TODAY, House, settled, text_on


class OtherList(HouseScreen[None]):
    """A place like those that are added later."""

    COMMANDS = WorklistScreen.COMMANDS[:0]


@pytest.fixture
def other_place(monkeypatch: pytest.MonkeyPatch) -> places.Place:
    place = places.Place("other", "Other list", "For a test.", Right.PATIENTS, lambda _desk: OtherList())
    monkeypatch.setattr(places, "PLACES", (*places.PLACES, place))
    return place


async def choose(pilot: Pilot[None], typed: str) -> None:
    await pilot.press("ctrl+p")
    await settled(pilot)
    assert isinstance(pilot.app.screen, PaletteScreen)
    await pilot.press(*typed)
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)


async def test_each_command_of_the_screen_stands_with_its_key_and_what_it_does(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("ctrl+p")
        await settled(pilot)
        text = text_on(pilot)
        assert [line for line in text.splitlines() if "Ny pasient" in line and " n " in line and "Registrerer" in line]
        assert "↓" not in [line.strip() for line in text.splitlines()]


async def test_a_part_of_a_name_with_an_error_in_it_finds_the_command_and_does_what_its_key_does(
    desk: Desk, house: House
) -> None:
    async with house(desk) as pilot:
        await choose(pilot, "pasjent")
        assert isinstance(pilot.app.screen, RegisterPatientScreen)


async def test_what_is_chosen_for_the_screen_below_is_done_on_the_widget_that_its_key_works_on(
    desk: Desk, house: House
) -> None:
    async with house(desk) as pilot:
        await pilot.press("enter", "enter")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ConversationScreen)
        here = screen.query_one(FormPane).view.current
        assert here is not None
        await choose(pilot, "vilikke")
        assert pilot.app.screen is screen
        assert screen.query_one(FormPane).filling.sheet.answer(here.path).missing == "declined"


async def test_it_opens_where_text_is_typed_and_letters_are_commands_in_it(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("f", "k")
        assert isinstance(pilot.app.focused, Input)
        await choose(pilot, "nypas")
        assert isinstance(pilot.app.screen, RegisterPatientScreen)


async def test_what_is_being_typed_is_kept_when_something_is_done_from_the_palette(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("enter", "enter")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ConversationScreen)
        here = screen.query_one(FormPane).view.current
        assert here is not None
        await pilot.press("m", *"ord")
        await choose(pilot, "forrige")
        assert screen.query_one(FormPane).filling.sheet.answer(here.path).note.endswith("ord")


async def test_esc_closes_it_and_nothing_is_done(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("ctrl+p", "n", "escape")
        assert isinstance(pilot.app.screen, WorklistScreen)


async def test_one_goes_to_a_place_and_esc_comes_back_to_where_one_was(
    desk: Desk, house: House, other_place: places.Place
) -> None:
    async with house(desk) as pilot:
        await pilot.press("down", "down", "enter")
        await settled(pilot)
        patient = pilot.app.screen
        assert isinstance(patient, PatientScreen)
        await pilot.press("ctrl+g")
        await settled(pilot)
        assert "→ Other list" in text_on(pilot) and "Ny pasient" not in text_on(pilot)
        await pilot.press(*"other", "enter")
        await settled(pilot)
        there = pilot.app.screen
        assert isinstance(there, OtherList) and there.place_id == "other"
        there.dismiss(None)
        await settled(pilot)
        assert pilot.app.screen is patient


async def test_a_place_that_is_open_is_gone_back_to_at_the_same_row(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        worklist = pilot.app.screen
        await pilot.press("down", "down", "enter")
        await settled(pilot)
        row = text_on(pilot).splitlines()[0].split("  ")[0].strip()
        await choose(pilot, "arbeidsliste")
        assert pilot.app.screen is worklist and len(pilot.app.screen_stack) == 2
        assert any(line.startswith("▸") and row in line for line in text_on(pilot).splitlines())


async def test_nobody_is_taken_from_what_is_half_written(desk: Desk, house: House, other_place: places.Place) -> None:
    async with house(desk) as pilot:
        await pilot.press("n")
        await settled(pilot)
        await pilot.press(*"Kari", "ctrl+g")
        await settled(pilot)
        assert isinstance(pilot.app.screen, RegisterPatientScreen)
        assert "Behold eller avbryt" in text_on(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        assert "→" not in text_on(pilot)


async def test_who_keeps_the_forms_sees_no_place_with_patients(admin: Desk) -> None:
    app = KartleggingApp(lambda _progress: admin, today=lambda: TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        while not isinstance(app.screen, FormsScreen):
            await pilot.pause(0.01)
        await settled(pilot)
        await pilot.press("ctrl+p")
        await settled(pilot)
        text = text_on(pilot)
        assert "→ Skjema" in text and "Arbeidsliste" not in text and "Prøv" in text


async def test_the_help_page_tells_of_it(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("f1")
        await settled(pilot)
        assert isinstance(pilot.app.screen, HelpScreen)
        await pilot.press("end")
        await settled(pilot)
        assert "Ctrl+P" in text_on(pilot) and "Ctrl+G" in text_on(pilot)


def test_names_that_begin_with_what_is_typed_come_before_sentences_that_hold_it() -> None:
    entries = [Entry("Arbeid", "Åpner en pasient", 1, ""), Entry("Ny pasient", "", 2, ""), Entry("Innpass", "", 3, "")]
    assert [entry.key for entry in ranked(entries, "pas")] == [2, 3, 1]


def test_every_place_is_somebodys_and_has_an_id_of_its_own() -> None:
    assert all(any(allowed(role, place.right) for role in Role) for place in places.PLACES)
    assert len({place.id for place in places.PLACES}) == len(places.PLACES)
    assert all(places.places_for(role) for role in Role)
