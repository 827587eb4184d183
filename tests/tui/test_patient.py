"""The patient's page: the contact points, and what Enter does at each; the summary of a conversation."""

from __future__ import annotations

from datetime import date

from textual.pilot import Pilot

from kartlegging_tui.domain.people import Place
from kartlegging_tui.domain.responsible import RESPONSIBLE
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.start_conversation import StartConversationScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from tests.tui.conftest import TODAY, House, settled, text_on


def first(desk: Desk, due: Due) -> int:
    """The patient at the top of those who wait for this."""
    return desk.browse.worklist(WorklistQuery(states=frozenset({due})), TODAY).rows[0].patient_id


def _nothing_agreed(view: Reading, pathway_id: int) -> bool:
    return all(event.path == RESPONSIBLE for event in view.pathway_events(pathway_id))


async def open_patient(pilot: Pilot[None], desk: Desk, due: Due) -> None:
    pilot.app.push_screen(PatientScreen(desk, first(desk, due)))
    await settled(pilot)


async def test_the_cursor_stands_on_what_comes_next(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await open_patient(pilot, desk, Due.OPEN)
        assert "Enter Start samtale" in text_on(pilot)


async def test_a_conversation_is_started_where_and_with_whom(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await open_patient(pilot, desk, Due.OPEN)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, StartConversationScreen)
        assert "22.11.2026" in text_on(pilot)
        await pilot.press("1", "3", *"datter", "enter")
        await settled(pilot)
    talk = next(
        point.conversation
        for point in desk.browse.patient_page(first(desk, Due.ONGOING), TODAY).pathways[0].contact_points
        if point.conversation and point.conversation.ended_at is None
    )
    assert talk.place in Place
    page = desk.browse.worklist(WorklistQuery(states=frozenset({Due.ONGOING}), limit=100), TODAY)
    views = [desk.browse.patient_page(row.patient_id, TODAY) for row in page.rows]
    talks = [point.conversation for view in views for way in view.pathways for point in way.contact_points]
    assert any(each and each.place is Place.HOME and each.present == "datter" for each in talks)


async def test_a_day_that_has_not_come_starts_nothing(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await open_patient(pilot, desk, Due.OPEN)
        await pilot.press("enter", "up", "end", *["backspace"] * 10, *"011227", "enter")
        assert isinstance(pilot.app.screen, StartConversationScreen)
        assert "Denne dagen har ikke vært ennå" in text_on(pilot)


async def test_a_summary_is_read_ended_and_reopened(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await open_patient(pilot, desk, Due.ONGOING)
        await pilot.press("o")
        await settled(pilot)
        assert isinstance(pilot.app.screen, SummaryScreen)
        text = text_on(pilot)
        assert "Pågår" in text and "følges opp" in text and "Avslutt usignert" in text
        await pilot.press("a")
        await settled(pilot)
        assert "Avsluttet" in text_on(pilot) and "Gjenåpne" in text_on(pilot)
        await pilot.press("g")
        await settled(pilot)
        assert "Avslutt usignert" in text_on(pilot)


async def test_a_held_contact_point_opens_its_summary(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await open_patient(pilot, desk, Due.DONE)
        await pilot.press("up", "up", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, SummaryScreen)


def test_two_digits_of_a_year_are_in_the_past_for_a_birth_and_near_for_an_appointment() -> None:
    from kartlegging_tui.tui.typed_days import typed_day

    assert typed_day("120330", TODAY, past=True) == date(1930, 3, 12)
    assert typed_day("12.3.30", TODAY) == date(2030, 3, 12)
    assert typed_day("12.03.2030", TODAY, past=True) == date(2030, 3, 12)  # said in full, and told to be wrong
    assert typed_day("2026", TODAY) is None


async def test_a_relapse_is_registered_with_the_diagnosis_of_before(desk: Desk, house: House) -> None:
    patient = first(desk, Due.DONE)
    before = desk.browse.patient_page(patient, TODAY).pathways
    async with house(desk) as pilot:
        await open_patient(pilot, desk, Due.DONE)
        await pilot.press("n", "enter", "enter", "2")
        await settled(pilot)
        assert "Må fylles ut." in text_on(pilot)
        await pilot.press(*"011126", "ctrl+s")
        await settled(pilot)
        text = text_on(pilot)
        assert isinstance(pilot.app.screen, PatientScreen)
        assert f"{before[0].pathway.icd10} · diagnose 01.11.2026 · tilbakefall" in text
        assert "Enter Start samtale" in text
    pathways = desk.browse.patient_page(patient, TODAY).pathways
    assert len(pathways) == len(before) + 1 and len(pathways[0].contact_points) == 3


async def test_the_page_says_whether_a_held_conversation_is_signed(desk: Desk, house: House) -> None:
    rows = desk.browse.worklist(WorklistQuery(states=frozenset({Due.OPEN})), TODAY).rows
    with desk.database.read() as view:
        waiting = next(row for row in rows if row.number == 2 and _nothing_agreed(view, row.pathway_id))
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, waiting.patient_id))
        await settled(pilot)
        assert "ikke signert" in " ".join(text_on(pilot).replace("│", " ").split())
        await open_patient(pilot, desk, Due.DONE)
        await pilot.press("home")
        assert "· signert" in " ".join(text_on(pilot).replace("│", " ").split())
