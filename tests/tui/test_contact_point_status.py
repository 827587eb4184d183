"""What becomes of a contact point, by keys: declined, put off, not held; a death, and that it was a mistake."""

from __future__ import annotations

from textual.pilot import Pilot

from kartlegging_tui.domain.contact_points import Reason, days_to_ask
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.services.browse import ContactPointView, WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.contact_point_status import ContactPointStatusScreen
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.start_conversation import StartConversationScreen
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from tests.tui.conftest import TODAY, House, settled, text_on


def first(desk: Desk, due: Due) -> int:
    """The patient at the top of those who wait for this."""
    return desk.browse.worklist(WorklistQuery(states=frozenset({due})), TODAY).rows[0].patient_id


async def open_patient(pilot: Pilot[None], desk: Desk, patient_id: int) -> None:
    pilot.app.push_screen(PatientScreen(desk, patient_id))
    await settled(pilot)


def waits_for(desk: Desk, patient_id: int) -> Due:
    rows = desk.browse.worklist(WorklistQuery(limit=500), TODAY).rows
    return next(row.due for row in rows if row.patient_id == patient_id)


def with_status(desk: Desk, patient_id: int, status: ContactPointStatus) -> list[ContactPointView]:
    points = desk.browse.patient_page(patient_id, TODAY).pathways[0].contact_points
    return [point for point in points if point.contact_point.status is status]


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
    await settled(pilot)


async def test_declining_takes_three_keys_and_is_asked_again_on_the_likely_day(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v", "1", "enter")
        assert isinstance(pilot.app.screen, PatientScreen)
        text = text_on(pilot)
        assert ": vil ikke nå, spør igjen" in text and "(Kari Lunde)" in text
    (view,) = with_status(desk, patient, ContactPointStatus.DECLINED)
    points = [each.contact_point for each in desk.browse.patient_page(patient, TODAY).pathways[0].contact_points]
    assert view.contact_point.ask_again_on == days_to_ask(view.contact_point, points, TODAY)[0]
    assert waits_for(desk, patient) is Due.DECLINED


async def test_the_worklist_follows_at_once(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await press(pilot, "enter")
        before = text_on(pilot)
        await press(pilot, "v", "3", "2", "enter", "escape")
        assert isinstance(pilot.app.screen, WorklistScreen)
        assert "samtale pågår" in before
        name = before.splitlines()[0].split("  ")[0].strip()
        row = next((line for line in text_on(pilot).splitlines() if name in line), "")
        assert "samtale pågår" not in row


async def test_never_asking_again_is_said_in_words(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v", "1")
        never = next(part for part in text_on(pilot).replace("\n", " ").split("   ") if "ikke spør igjen" in part)
        await press(pilot, never.strip()[0], "enter")
        assert "vil ikke, skal ikke spørres igjen" in text_on(pilot)
    (view,) = with_status(desk, patient, ContactPointStatus.DECLINED)
    assert view.contact_point.ask_again_on is None


async def test_putting_off_asks_why_and_stands_as_coming_until_then(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OVERDUE)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v", "2", "enter")
        assert isinstance(pilot.app.screen, ContactPointStatusScreen)
        assert "Velg hvorfor" in text_on(pilot)
        await press(pilot, "2", *"ortopedisk", "enter")
        text = text_on(pilot)
        assert "utsatt til 7. des.: er på sykehus – «ortopedisk»" in text and "○" in text
    assert waits_for(desk, patient) is Due.COMING


async def test_a_day_of_ones_own_is_typed_and_must_be_to_come(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v", "2", "4", *"221126", "enter")
        assert "Velg en dag etter i dag." in text_on(pilot)
        await press(pilot, *["backspace"] * 6, "enter")
        assert "Skriv dag, måned og år" in text_on(pilot)
        await press(pilot, *"030127", "enter", "1", "enter")
        assert "utsatt til 3. jan. 2027: er syk" in text_on(pilot)


async def test_a_day_that_cannot_be_read_is_never_taken_for_never(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v", "1")
        other = next(part for part in text_on(pilot).replace("\n", "   ").split("   ") if "en annen dag" in part)
        await press(pilot, other.strip()[0], *"31.2.2027", "enter")
        assert isinstance(pilot.app.screen, ContactPointStatusScreen)
        assert "Skriv dag, måned og år" in text_on(pilot) and "31.2.2027" in text_on(pilot)
    assert waits_for(desk, patient) is Due.OPEN


async def test_another_reason_is_said_in_words(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v", "3", "3", "enter")
        assert "Si med noen ord hvorfor." in text_on(pilot)
        await press(pilot, *"flom", "enter")
        assert "blir ikke holdt – «flom»" in text_on(pilot)
    (view,) = with_status(desk, patient, ContactPointStatus.CANCELLED)
    assert view.history[-1].change is not None and view.history[-1].change.reason is Reason.OTHER


async def test_what_was_said_by_mistake_is_planned_again(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v", "enter")
        assert waits_for(desk, patient) is Due.DECLINED
        await press(pilot, "v")
        planned = next(part for part in text_on(pilot).replace("\n", " ").split("   ") if "planlagt igjen" in part)
        await press(pilot, planned.strip()[0], "enter")
        assert "planlagt igjen (Kari Lunde)" in text_on(pilot)
    assert waits_for(desk, patient) is Due.OPEN


async def test_escape_changes_nothing(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v", "3", "1", "escape")
    assert waits_for(desk, patient) is Due.OPEN
    assert all(not view.history for view in desk.browse.patient_page(patient, TODAY).pathways[0].contact_points)


async def test_a_conversation_is_left_aside_and_gone_on_with(desk: Desk, house: House) -> None:
    patient = first(desk, Due.ONGOING)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v")
        assert "Svarene blir liggende" in text_on(pilot)
        await press(pilot, "2", "1", "1", "enter")
        assert waits_for(desk, patient) is Due.COMING
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert waits_for(desk, patient) is Due.ONGOING


async def test_somebody_elses_change_is_told_and_stands(desk: Desk, house: House) -> None:
    from kartlegging_tui.domain.contact_points import Standing

    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "v")
        points = desk.browse.patient_page(patient, TODAY).pathways[0].contact_points
        open_point = next(view.contact_point for view in points if view.due is Due.OPEN)
        theirs = Standing(status=ContactPointStatus.CANCELLED, reason=Reason.MOVED)
        desk.contact_points.change(open_point, theirs, TODAY)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ContactPointStatusScreen)
        assert "Noen andre har endret dette" in text_on(pilot)
        await press(pilot, "escape")
        assert "blir ikke holdt: har flyttet" in text_on(pilot)


async def test_what_is_held_stays_held(desk: Desk, house: House) -> None:
    patient = first(desk, Due.DONE)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        assert "Ikke nå" not in text_on(pilot)
        await press(pilot, "v")
        assert isinstance(pilot.app.screen, PatientScreen)


async def test_no_conversation_begins_with_somebody_who_has_died(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "f7", "enter", "enter")
        assert isinstance(pilot.app.screen, PatientScreen)


async def test_a_death_is_asked_once_shown_everywhere_and_taken_back(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OVERDUE)
    name = desk.browse.patient_page(patient, TODAY).patient.name
    before = desk.browse.patient_page(patient, TODAY)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "f7")
        await press(pilot, *["backspace"] * 10, *"201126", "enter")
        text = text_on(pilot)
        assert "† død 20. nov." in text and "§ 10 b" in text and "blir ikke holdt: pasienten er død" in text
        assert "Start samtale" not in text and "Ikke nå" not in text and "Nytt forløp" not in text
        for key in ("v", "n", "enter"):
            await press(pilot, key)
            assert not isinstance(pilot.app.screen, ContactPointStatusScreen | StartConversationScreen)
            if not isinstance(pilot.app.screen, PatientScreen):  # a summary may be read
                await press(pilot, "escape")
        await press(pilot, "escape")
        await press(pilot, "f", *name.split()[0], "space", *name.split()[-1])
        assert f"{name} †" in text_on(pilot) and "død 20. nov." in text_on(pilot)
        await press(pilot, "enter", "f7", "j", "end")
        assert "†" not in text_on(pilot) and "notert ved en feil" in text_on(pilot)
    after = desk.browse.patient_page(patient, TODAY)
    assert waits_for(desk, patient) is Due.OVERDUE
    assert [view.contact_point for view in after.pathways[0].contact_points] == [
        view.contact_point for view in before.pathways[0].contact_points
    ]


async def test_children_who_are_left_are_not_forgotten(desk: Desk, house: House) -> None:
    rows = desk.browse.worklist(WorklistQuery(limit=500), TODAY).rows
    with_children = [row.patient_id for row in rows if desk.browse.patient_page(row.patient_id, TODAY).has_children]
    without = [row.patient_id for row in rows if row.patient_id not in with_children]
    assert with_children and without
    for patient, said in ((with_children[0], "Det er registrert barn"), (without[0], "Ingen barn er registrert")):
        async with house(desk) as pilot:
            await open_patient(pilot, desk, patient)
            assert "§ 10 b" not in text_on(pilot)
            await press(pilot, "f7", "enter")
            assert said in text_on(pilot) and "§ 10 b" in " ".join(text_on(pilot).split())


async def test_a_day_of_death_to_come_is_refused(desk: Desk, house: House) -> None:
    patient = first(desk, Due.OPEN)
    async with house(desk) as pilot:
        await open_patient(pilot, desk, patient)
        await press(pilot, "f7", *["backspace"] * 10, *"24.11.2026", "enter")
        assert "Denne dagen har ikke vært ennå" in text_on(pilot)
        await press(pilot, "escape")
        assert "†" not in text_on(pilot)
