"""A patient of another unit: found by number, opened with a reason, closed again; and somebody looks at it."""

from __future__ import annotations

from datetime import UTC, datetime

from textual.pilot import Pilot

from kartlegging_tui.domain.people import Patient
from kartlegging_tui.domain.who_may_see import Emergency, ReasonKind
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.change_details import ChangeDetailsScreen
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.emergencies import EmergenciesScreen
from kartlegging_tui.tui.screens.emergency import EmergencyScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.units import UnitsScreen
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from kartlegging_tui.tui.widgets.time_left import TimeLeft
from tests.services.test_access import Held
from tests.services.test_care import follow, held, hidden, stranger, theirs
from tests.tui.conftest import TODAY, House, settled, text_on

__all__ = ["held", "stranger", "theirs"]

WHY = "innlagt akutt i natt"


def of_others(desk: Desk) -> Patient:
    """A patient whom only another unit follows, and to whom the user has no relation."""
    for row in desk.browse.worklist(WorklistQuery(limit=100), TODAY).rows:
        follow(desk, row.patient_id, "Barneavdelingen")
        if row.patient_id in hidden(desk, desk.user):
            with desk.database.read() as view:
                return view.patient(row.patient_id)
        follow(desk, row.patient_id)
    raise AssertionError("there is a relation to everybody")


async def press(pilot: Pilot[None], *keys: str) -> str:
    """The screen after these keys."""
    await pilot.press(*keys)
    await settled(pilot)
    return text_on(pilot)


async def typed(pilot: Pilot[None], text: str) -> str:
    """The screen after this is written."""
    return await press(pilot, *("space" if letter == " " else letter for letter in text))


async def test_whoever_knows_the_number_opens_the_patient_with_a_reason(desk: Desk, house: House) -> None:
    patient = of_others(desk)
    assert patient.identifier
    async with house(desk) as pilot:
        await press(pilot, "f")
        found = await typed(pilot, patient.identifier)
        assert patient.name not in found
        asked = await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EmergencyScreen)
        assert patient.name not in asked
        assert patient.identifier not in asked.replace(" ", "")
        await press(pilot, "2")
        await typed(pilot, "akutt")
        refused = await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EmergencyScreen)
        assert "! " in refused
        await typed(pilot, " innlagt i natt")
        opened = await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PatientScreen)
        assert patient.name in opened
        assert "60 min" in opened
        (listed,) = _listed(desk)
        assert (listed.kind, listed.reason) == (ReasonKind.PATIENT_ASKS, "akutt innlagt i natt")


def _listed(desk: Desk) -> list[Emergency]:
    with desk.database.read() as view:
        return view.emergencies(reviewed=False, limit=10)


async def test_a_page_that_is_no_longer_open_to_one_shows_nothing_more(desk: Desk, house: House) -> None:
    patient = of_others(desk)
    follow(desk, patient.id)
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, patient.id))
        await settled(pilot)
        assert patient.name in text_on(pilot)
        assert not pilot.app.screen.query_one(TimeLeft).display
        follow(desk, patient.id, "Barneavdelingen")
        closed = await press(pilot, "f5")
        assert isinstance(pilot.app.screen, EmergencyScreen)
        assert patient.name not in closed
        left = await press(pilot, "escape")
        assert isinstance(pilot.app.screen, WorklistScreen)
        assert patient.name not in left


async def test_a_coordinator_is_told_and_says_what_came_of_looking(desk: Desk, coordinator: Desk, house: House) -> None:
    patient = of_others(desk)
    desk.care.let_in(patient.id, ReasonKind.ACUTE, WHY)
    async with house(coordinator) as pilot:
        assert "1" in text_on(pilot).splitlines()[0]
        assert coordinator.reviews.waiting() == 1
        screen = EmergenciesScreen(coordinator)
        pilot.app.push_screen(screen)
        await settled(pilot)
        assert WHY in text_on(pilot)
        await press(pilot, "enter")
        await typed(pilot, "i orden")
        await press(pilot, "enter")
        assert coordinator.reviews.waiting() == 0
        assert "i orden" in await press(pilot, "a")


async def test_units_are_changed_on_the_patients_page_with_a_reason(desk: Desk, house: House) -> None:
    patient = of_others(desk)
    follow(desk, patient.id)
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, patient.id))
        await settled(pilot)
        await press(pilot, "u")
        assert isinstance(pilot.app.screen, UnitsScreen)
        await press(pilot, "down", "1", "enter")
        assert isinstance(pilot.app.screen, UnitsScreen)
        assert desk.care.following(patient.id).units == ()
        while pilot.app.focused is not pilot.app.screen.query_one("#reason Input"):
            await pilot.press("down")
        await typed(pilot, "pasienten har flyttet")
        await press(pilot, "enter")
        assert desk.care.following(patient.id).units == ("Kreftteamet nord",)
        assert isinstance(pilot.app.screen, PatientScreen)


async def test_what_is_written_stays_on_the_screen_where_access_ends_before_it_is_kept(
    desk: Desk, house: House
) -> None:
    patient = of_others(desk)
    follow(desk, patient.id)
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, patient.id))
        await settled(pilot)
        await press(pilot, "e", *["backspace"] * 4, *"5001")
        assert isinstance(pilot.app.screen, ChangeDetailsScreen)
        follow(desk, patient.id, "Barneavdelingen")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, EmergencyScreen)
        back = await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ChangeDetailsScreen)
        assert "5001" in back
        await press(pilot, "enter", "2")
        await typed(pilot, WHY)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ChangeDetailsScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PatientScreen)
    with desk.database.read() as view:
        assert view.patient(patient.id).municipality == "5001"


async def test_answers_that_wait_for_access_are_saved_once_one_goes_back_and_opens_the_patient_with_a_reason(
    desk: Desk, theirs: Desk, held: Held, house: House
) -> None:
    async with house(theirs) as pilot:
        pilot.app.push_screen(PatientScreen(theirs, held.patient))
        await settled(pilot)
        pilot.app.push_screen(ConversationScreen(theirs, held.talk))
        await settled(pilot)
        with desk.database.write() as unit:
            unit.change_units(held.patient, (), ["Kreftteamet nord"], "of a test", 1, datetime.now(UTC))
            unit.commit()
        filling = next(iter(pilot.app.screen.talk.fillings.values()))  # type: ignore[attr-defined]
        path = next(path for path in filling.sheet.visible() if path in filling.sheet.answers)
        filling.answer(path, filling.sheet.answers[path].model_copy(update={"note": "sagt etterpå"}))
        assert not theirs.saver.flush(10)
        assert "NOT SAVED" in await press(pilot) or "IKKE LAGRET" in text_on(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, EmergencyScreen)
        await press(pilot, "2")
        await typed(pilot, WHY)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PatientScreen)
        while not theirs.saver.state.all_saved:
            await pilot.pause(0.05)
    with desk.database.read() as view:
        assert any("sagt etterpå" in e.content for a in view.assessments(held.talk) for e in view.events(a.id))
