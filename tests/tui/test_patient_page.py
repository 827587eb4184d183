"""The patient's page: the pathway with its forms, needs and children beside it, ended pathways folded, and the plan."""

from __future__ import annotations

from datetime import date

import pytest
from textual.pilot import Pilot

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.contact_points import Reason, Standing
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.plan import PlanScreen
from kartlegging_tui.tui.screens.read_form import ReadFormScreen
from kartlegging_tui.tui.widgets.paper import Paper
from tests import raw
from tests.services.test_conversation import talk_of
from tests.services.test_pathway_plan import name_a_child
from tests.tui.conftest import TODAY, House, settled, text_on


async def open_page(pilot: Pilot[None], desk: Desk, patient_id: int) -> str:
    assert desk.saver.flush(10)
    pilot.app.push_screen(PatientScreen(desk, patient_id))
    await settled(pilot)
    return text_on(pilot)


async def press(pilot: Pilot[None], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
    await settled(pilot)
    return text_on(pilot)


def registered(desk: Desk, born: date, *diagnosed: date) -> tuple[int, list[list[ContactPoint]]]:
    with desk.database.write() as unit:
        patient = unit.add_patient(name="Prøve Person", birth_date=born)
        ways = []
        for day in diagnosed:
            pathway = unit.add_pathway(patient.id, "pakkeforlop_hjem", day, "C50.9", day != diagnosed[0])
            ways.append(unit.add_contact_points(pathway.id, [(1, day, day), (2, day, day)]))
        unit.commit()
    return patient.id, ways


async def test_how_long_it_is_since_the_diagnosis_stands_at_the_head_and_at_what_was_held(
    desk: Desk, house: House
) -> None:
    talk = talk_of(desk)
    async with house(desk) as pilot:
        text = await open_page(pilot, desk, talk.patient.id)
        lines = [line for line in text.splitlines() if "etter diagnosen" in line]
        assert len(lines) >= 2 and "md." in lines[0]


async def test_a_diagnosis_after_today_is_said_and_crashes_nothing(desk: Desk, house: House) -> None:
    patient, _ways = registered(desk, date(1950, 1, 1), date(2027, 1, 1))
    async with house(desk) as pilot:
        assert "før diagnosedagen" in await open_page(pilot, desk, patient)


async def test_each_form_is_a_stop_that_enter_opens_and_esc_comes_back_to(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("smerte", Answer(value=3))
    async with house(desk) as pilot:
        await open_page(pilot, desk, talk.patient.id)
        text = await press(pilot, "j")
        assert "Enter Les skjemaet" in text
        stop = pilot.app.screen.query_one("#timeline", Paper).key
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReadFormScreen)
        await press(pilot, "escape")
        assert pilot.app.screen.query_one("#timeline", Paper).key == stop
        text = await press(pilot, "k")
        assert "Enter Les skjemaet" not in text


async def test_on_a_small_screen_tab_goes_to_needs_and_children_and_back(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    name_a_child(talk, navn="Ola", fodselsaar=2015)
    talk.planning.add_need("Egen sorg")
    async with house(desk, (80, 60)) as pilot:
        text = await open_page(pilot, desk, talk.patient.id)
        assert "1 barn, 1 uten avklart oppfølging" in text and "Behov og tiltak" not in text
        text = await press(pilot, "tab")
        assert "Behov og tiltak" in text and "Egen sorg" in text and "diagnose 0" not in text
        assert "Egen sorg" not in await press(pilot, "tab")


async def test_a_wide_screen_shows_both_and_one_cursor(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    name_a_child(talk, navn="Ola", fodselsaar=2015)
    talk.planning.add_need("Egen sorg")
    async with house(desk, (120, 200)) as pilot:
        text = await open_page(pilot, desk, talk.patient.id)
        assert "Samhandlingspunkt 1" in text and "Egen sorg" in text
        assert "Ola  10–11 år" in text and "oppfølgingen er ikke avklart" in text
        assert text.count("▸") == 1
        assert (await press(pilot, "tab")).count("▸") == 1


async def test_a_need_opens_the_plan_and_so_does_f4(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.planning.add_need("Egen sorg")
    async with house(desk) as pilot:
        await open_page(pilot, desk, talk.patient.id)
        await press(pilot, "f4")
        assert isinstance(pilot.app.screen, PlanScreen)
        await press(pilot, "escape")
        assert "Enter Til planen" in await press(pilot, "tab")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PlanScreen)


async def test_there_is_no_plan_before_the_first_conversation(desk: Desk, house: House) -> None:
    patient, _ways = registered(desk, date(1950, 1, 1), date(2026, 11, 1))
    async with house(desk) as pilot:
        assert "F4" not in await open_page(pilot, desk, patient)
        await press(pilot, "f4", "tab", "enter", "j", "k")
        assert isinstance(pilot.app.screen, PatientScreen)


async def test_an_ended_pathway_is_folded_until_enter_and_the_relapse_comes_first(desk: Desk, house: House) -> None:
    patient, (old, _new) = registered(desk, date(1950, 1, 1), date(2020, 1, 1), date(2026, 11, 1))
    for point in old:
        standing = Standing(status=ContactPointStatus.CANCELLED, reason=Reason.MOVED)
        desk.contact_points.change(point, standing, TODAY)
    async with house(desk) as pilot:
        text = await open_page(pilot, desk, patient)
        assert text.index("01.11.2026 · tilbakefall") < text.index("01.01.2020")
        assert "Avsluttet: 0 av 2 samhandlingspunkter holdt" in text and "har flyttet" not in text
        assert "Enter Vis" in await press(pilot, "j", "j", "j")  # past the two contact points of the relapse
        assert "har flyttet" in await press(pilot, "enter")


async def test_a_pathway_with_something_left_to_do_is_never_folded(desk: Desk, house: House) -> None:
    patient, _ways = registered(desk, date(1950, 1, 1), date(2020, 1, 1), date(2026, 11, 1))
    async with house(desk, (80, 40)) as pilot:
        assert "Avsluttet" not in await open_page(pilot, desk, patient)


@pytest.mark.parametrize(("born", "said"), [(date(2015, 1, 1), True), (date(2009, 1, 1), False)])
async def test_a_child_is_called_a_child_and_the_guardians_are_named_by_who_was_there(
    desk: Desk, house: House, born: date, said: bool
) -> None:
    patient, _ways = registered(desk, born, date(2026, 11, 1))
    async with house(desk) as pilot:
        assert "barn, " in (await open_page(pilot, desk, patient)).splitlines()[0]
        text = await press(pilot, "tab")
        assert "Foresatte" in text and ("foreldrene samtykker" in text) is said


async def test_the_children_who_are_left_are_told_of_when_the_patient_has_died(desk: Desk, house: House) -> None:
    patient, _ways = registered(desk, date(1980, 1, 1), date(2026, 11, 1))
    desk.contact_points.died(patient, TODAY, TODAY)
    async with house(desk) as pilot:
        assert "§ 10 b" in await open_page(pilot, desk, patient)
        assert "§ 10 b" in await press(pilot, "tab")


async def test_a_pathway_whose_file_is_gone_is_shown_without_its_titles(desk: Desk, house: House) -> None:
    with desk.database.write() as unit:
        patient = unit.add_patient(name="Prøve Person")
        pathway = unit.add_pathway(patient.id, "fjernet", date(2026, 11, 1), "C50.9", False)
        unit.add_contact_points(pathway.id, [(1, TODAY, TODAY)])
        unit.commit()
    async with house(desk) as pilot:
        assert "Samhandlingspunkt 1" in await open_page(pilot, desk, patient.id)


async def test_reading_the_page_is_logged_once_for_each_time_it_is_opened(desk: Desk, house: House) -> None:
    patient, _ways = registered(desk, date(1950, 1, 1), date(2026, 11, 1))
    async with house(desk) as pilot:
        await open_page(pilot, desk, patient)
        await press(pilot, "f5", "f5")
    read = "SELECT id FROM access WHERE what = 'patient' AND patient_id = :patient AND details = '{}'"
    assert len(raw.found(desk.database, read, patient=patient)) == 1


async def test_the_language_is_switched_with_the_needs(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    name_a_child(talk, navn="Ola")
    async with house(desk, (120, 200)) as pilot:
        assert "Avklare oppfølging av barnet: Ola" in await open_page(pilot, desk, talk.patient.id)
        assert "Avklare oppfølging av barnet: Ola" not in await press(pilot, "f8", "f8")
