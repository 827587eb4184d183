"""To whom something may be sent, by keys: added, withdrawn, taken back – and there after a restart."""

from __future__ import annotations

from textual.pilot import Pilot

from kartlegging_tui.domain.plan import Ground, Manner
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.clock import now
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.planning import open_planning
from kartlegging_tui.tui.screens.add_consent import AddConsentScreen
from kartlegging_tui.tui.screens.consents import ConsentsScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from tests.services.test_consents import consent
from tests.tui.conftest import TODAY, House, settled, text_on
from tests.tui.test_contact_point_status import press


async def open_consents(pilot: Pilot[None], desk: Desk) -> int:
    """Opens them for a patient with whom nothing is agreed yet, in a municipality that has no list of services."""
    desk.library.services = tuple  # type: ignore[assignment, method-assign]
    rows = desk.browse.worklist(WorklistQuery(states=frozenset({Due.OPEN})), TODAY).rows
    with desk.database.read() as view:
        row = next(row for row in rows if not view.pathway_events(row.pathway_id))
    pilot.app.push_screen(PatientScreen(desk, row.patient_id))
    await settled(pilot)
    await press(pilot, "s")
    assert isinstance(pilot.app.screen, ConsentsScreen)
    return row.pathway_id


async def test_a_recipient_is_added_with_ground_and_limits(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        pathway = await open_consents(pilot, desk)
        assert "Ikke avklart hvem noe kan sendes til." in text_on(pilot)
        await press(pilot, "a", *"Fastlegen", "down", "2", "2", "down", "down", *"ikke", "space", *"PHQ-9", "enter")
        text = text_on(pilot)
        assert "● Fastlegen" in text and "Men: ikke PHQ-9" in text and "Notert av Kari Lunde" in text
        assert "Pasienten er informert, og motsetter seg ikke, skriftlig, 22. nov." in text
        await press(pilot, "escape")
        assert "Kan sendes til: Fastlegen" in text_on(pilot)
    (kept,) = desk.planning(pathway).plan.consents.values()
    assert (kept.ground, kept.manner, kept.said_by) == (Ground.NO_OBJECTION, Manner.WRITTEN, "pasienten")
    assert (kept.given_on, kept.limits, kept.holds) == (TODAY, "ikke PHQ-9", True)


async def test_a_recipient_needs_a_name_and_a_day_that_has_come(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        pathway = await open_consents(pilot, desk)
        await press(pilot, "a", "enter")
        assert isinstance(pilot.app.screen, AddConsentScreen) and "Må fylles ut." in text_on(pilot)
        await press(pilot, *"NAV", "down", "down", "down", "down", *["backspace"] * 10, *"01.01.2027", "enter")
        assert "Denne dagen har ikke vært ennå" in text_on(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ConsentsScreen)
    assert desk.planning(pathway).plan.consents == {}


async def test_withdrawing_asks_once_and_a_mistake_is_undone(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        pathway = await open_consents(pilot, desk)
        await press(pilot, "a", *"NAV", "enter")
        await press(pilot, "x", "n")
        assert desk.planning(pathway).plan.ground_for("NAV") is not None
        await press(pilot, "x", "j")
        assert "Trukket tilbake 22. nov.: ikke noe mer sendes (Kari Lunde)" in text_on(pilot)
        assert "Trekk tilbake" not in text_on(pilot)
        assert desk.planning(pathway).plan.ground_for("NAV") is None
        await press(pilot, "z")
        assert desk.planning(pathway).plan.ground_for("NAV") is not None
        await press(pilot, "z")
        assert desk.planning(pathway).plan.consents == {}
        await press(pilot, "z")
        assert "Ikke noe å angre." in text_on(pilot)


async def test_what_was_sent_is_noted_and_a_mistake_undone(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        pathway = await open_consents(pilot, desk)
        await press(pilot, "a", *"NAV", "enter", "o")
        assert "Sendt til NAV" in text_on(pilot)
        await press(pilot, "enter")
        assert "Sendt " in text_on(pilot) and ": Oppsummeringen (Kari Lunde)" in text_on(pilot)
        await press(pilot, "z")
        plan = desk.planning(pathway).plan
        assert plan.handovers == {} and plan.ground_for("NAV") is not None


async def test_nothing_is_sent_to_who_has_withdrawn(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await open_consents(pilot, desk)
        await press(pilot, "a", *"NAV", "enter", "x", "j", "o")
        assert isinstance(pilot.app.screen, ConsentsScreen)


async def test_a_ground_on_which_a_colleague_has_sent_something_is_not_undone(desk: Desk, house: House) -> None:
    with desk.database.read() as view:
        colleague = next(user for user in view.staff() if user != desk.user)
    async with house(desk) as pilot:
        pathway = await open_consents(pilot, desk)
        await press(pilot, "a", *"NAV", "enter")
        open_planning(desk.database, desk.saver, colleague, pathway, now, desk._access).hand_over("NAV", "Sammendrag")
        await press(pilot, "f5")
        assert f": Sammendrag ({colleague.name})" in text_on(pilot)
        await press(pilot, "z")
        assert "Noe er sendt til NAV" in text_on(pilot)
    assert desk.planning(pathway).plan.ground_for("NAV") is not None


async def test_a_service_is_picked_from_the_list(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        row = desk.browse.worklist(WorklistQuery(), TODAY).rows[0]
        patient = desk.browse.patient_page(row.patient_id, TODAY).patient
        services = [("fastlege", "Fastlege"), ("nav", "NAV")]
        pilot.app.push_screen(ConsentsScreen(desk, patient, row.pathway_id, services))
        await settled(pilot)
        await press(pilot, "a", *"fast", "enter")
        assert isinstance(pilot.app.screen, AddConsentScreen)
        await press(pilot, "1", "enter")
        await press(pilot, "a", *"Skolen", "enter", "enter")
    found = [(each.recipient, each.service) for each in desk.planning(row.pathway_id).plan.consents.values()]
    assert found[-2:] == [("Fastlege", "fastlege"), ("Skolen", "")]


async def test_a_name_with_brackets_is_shown_as_it_is(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await open_consents(pilot, desk)
        await press(pilot, "a", "[", "slash", "b", "]", "enter")
        assert "● [/b]" in text_on(pilot)
        await press(pilot, "x")
        assert "[/b]" in text_on(pilot)


async def test_the_law_is_explained_in_plain_words(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await open_consents(pilot, desk)
        await press(pilot, "f1")
        assert "taushetsplikt" in text_on(pilot) and "§ 22" in text_on(pilot)


async def test_two_who_write_at_once_lose_nothing_in_silence(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        pathway = await open_consents(pilot, desk)
        other = desk.planning(pathway)
        await press(pilot, "a", *"NAV")
        other.consent(consent("Fastlegen"))
        assert desk.saver.flush(5)
        await press(pilot, "enter", "f5")
        text = text_on(pilot)
        assert "● Fastlegen" in text and "● NAV" in text
