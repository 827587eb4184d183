"""A form is read as it was asked and answered: it takes no answers, and shows its history and versions."""

from __future__ import annotations

import json

from textual.pilot import Pilot

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.people import Conversation
from kartlegging_tui.domain.signing import SigningState, state_of
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.tui.screens.read_form import ReadFormScreen
from kartlegging_tui.tui.widgets.form_view import FormView
from tests.services.test_access import log
from tests.services.test_conversation import talk_of
from tests.tui.conftest import House, settled, text_on


async def read(pilot: Pilot[None], desk: Desk, talk: Talk, form: str = "esas_r", version: int | None = None) -> str:
    assert desk.saver.flush(10)
    pilot.app.push_screen(ReadFormScreen(desk, talk.conversation.id, form, version))
    await settled(pilot)
    return text_on(pilot)


def signed_talk(desk: Desk) -> Conversation:
    """A conversation of the demo that is signed, with ESAS-r in it."""
    with desk.database.read() as view:
        for patient in view.patient_ids():
            for pathway in view.pathways(patient):
                for point in view.contact_points(pathway.id):
                    talk = view.conversation(point.id)
                    forms = [each.form for each in view.assessments(talk.id)] if talk else []
                    if talk and "esas_r" in forms and state_of(view.signings(talk.id)) is SigningState.SIGNED:
                        return talk
    raise LookupError


async def test_it_shows_options_notes_who_answered_and_what_stood_there_before(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    filling = talk.fillings["esas_r"]
    filling.answer("smerte", Answer(value=3))
    filling.answer("smerte", Answer(value=7, note="verst om natten"))
    async with house(desk, (100, 30)) as pilot:
        text = await read(pilot, desk, talk)
        assert "(7)" in text and "✎ verst om natten" in text
        assert "Verst tenkelig smerte" in text
        assert "Kari Lunde" in text and "før: 3 (Kari Lunde" in text
        assert "versjon 1.0" in text and "Pågår, ikke signert" in text


async def test_it_takes_no_answers(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("smerte", Answer(value=3))
    async with house(desk) as pilot:
        await read(pilot, desk, talk)
        await pilot.press(*"9vuisxz", "backspace", "enter", "space")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ReadFormScreen)
    assert desk.saver.flush(10)
    form = desk.conduct.read_form(talk.conversation.id, "esas_r")
    assert form.filling.sheet.answer("smerte") == Answer(value=3)
    assert len(form.history("smerte")) == 1


async def test_the_sections_are_turned_with_the_arrows_and_questions_with_j_and_k(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.fillings["fysisk"].answer("smerte", Answer(value=3))
    async with house(desk) as pilot:
        await read(pilot, desk, talk, "fysisk")
        view = pilot.app.screen.query_one(FormView)
        first, here = view.section, view.current
        await pilot.press("j")
        assert view.current != here
        await pilot.press("k")
        assert view.current == here
        await pilot.press("right")
        assert view.section is not first
        await pilot.press("k")  # before the first question of a section, back into the one before
        assert view.section is first


async def test_a_version_whose_file_is_gone_is_drawn_from_the_records(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("smerte", Answer(value=3))
    desk.conduct._library = Library(())
    async with house(desk) as pilot:
        text = await read(pilot, desk, talk)
        assert "(3)" in text and "ESAS-r" in text


async def test_an_earlier_signed_version_is_chosen_with_a_key(desk: Desk, house: House) -> None:
    conversation = signed_talk(desk)
    before = desk.conduct.read_form(conversation.id, "esas_r").filling.sheet.answer("smerte")
    desk.conduct.signatures.correct(conversation.id, "feil tall")
    corrected = desk.conduct.open(conversation.id)
    other = 9 if before.value != 9 else 8
    corrected.fillings["esas_r"].answer("smerte", Answer(value=other))
    async with house(desk, (100, 30)) as pilot:
        text = await read(pilot, desk, corrected)
        assert f"({other})" in text and "Under retting: feil tall" in text
        await pilot.press("v")
        await settled(pilot)
        text = text_on(pilot)
        assert f"({other})" not in text and "Under retting" not in text and "signert" in text.lower()
        for _signature in desk.conduct.read_form(conversation.id, "esas_r").signed:
            await pilot.press("v")
            await settled(pilot)
        assert f"({other})" in text_on(pilot)  # past the first, as it stands now


async def test_what_is_read_is_logged_with_the_form(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("smerte", Answer(value=3))
    async with house(desk) as pilot:
        await read(pilot, desk, talk)
    read_parts = [json.loads(told) for patient, what, told in log(desk) if (patient, what) == (talk.patient.id, "form")]
    assert {"conversation": talk.conversation.id, "form": "esas_r"} in read_parts


async def test_a_form_that_was_never_answered_is_told_and_crashes_nothing(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    async with house(desk) as pilot:
        await read(pilot, desk, talk, "finnes_ikke")
        assert isinstance(pilot.app.screen, ReadFormScreen)
        await pilot.press("right", "j", "v", "b", "f2", "escape")
        await settled(pilot)
        assert not isinstance(pilot.app.screen, ReadFormScreen)
