"""Two nurses in one conversation: each sees the other's answers, and nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from textual.pilot import Pilot

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from tests.services.test_conversation import talk_of
from tests.services.test_signing import as_it_stands, settle
from tests.tui.conftest import House, settled, text_on


@contextmanager
def colleague(desk: Desk, conversation_id: int) -> Iterator[Talk]:
    """Somebody else at another machine, with the same conversation open."""
    other = open_demo(24, 1, Role.COORDINATOR, desk.database.where)
    yield other.conduct.open(conversation_id)
    assert other.saver.flush(10)
    other.close()


async def at_question(pilot: Pilot[None], desk: Desk, conversation_id: int, path: str) -> ConversationScreen:
    screen = ConversationScreen(desk, conversation_id, ("esas_r", path))
    await pilot.app.push_screen(screen)
    await settled(pilot)
    return screen


async def test_what_the_other_answers_arrives_and_the_cursor_stays(desk: Desk, house: House) -> None:
    conversation = talk_of(desk).conversation
    async with house(desk) as pilot:
        screen = await at_question(pilot, desk, conversation.id, "slapphet")
        with colleague(desk, conversation.id) as theirs:
            theirs.fillings["esas_r"].answer("smerte", Answer(value=7, note="verst om natta"))
        screen._listen()
        await settled(pilot)
        assert screen.pane.filling.sheet.answer("smerte") == Answer(value=7, note="verst om natta")
        assert screen.pane.view.current is not None and screen.pane.view.current.path == "slapphet"
        assert "Tor Østbø" in text_on(pilot)


async def test_ones_own_answers_do_not_arrive_as_news_and_can_still_be_undone(desk: Desk, house: House) -> None:
    conversation = talk_of(desk).conversation
    async with house(desk) as pilot:
        screen = await at_question(pilot, desk, conversation.id, "smerte")
        await pilot.press("4")
        screen._listen()
        await settled(pilot)
        await pilot.press("z")
        assert not screen.pane.filling.sheet.answer("smerte").given


async def test_two_answers_to_one_question_are_shown_and_one_is_chosen_with_a_key(desk: Desk, house: House) -> None:
    conversation = talk_of(desk).conversation
    async with house(desk) as pilot:
        screen = await at_question(pilot, desk, conversation.id, "smerte")
        with colleague(desk, conversation.id) as theirs:
            theirs.fillings["esas_r"].answer("smerte", Answer(value=7))
        await pilot.press("2")
        assert desk.saver.flush(10)
        await settled(pilot)
        assert "To svar på «Smerte»" in text_on(pilot)
        assert screen.pane.filling.sheet.answer("smerte") == Answer(value=7)
        await pilot.press("3")  # the talk goes on: nothing lies in the way of the next question
        assert screen.pane.filling.sheet.answer("slapphet") == Answer(value=3)
        await pilot.press("k", "down", "enter")
        await settled(pilot)
        assert desk.saver.flush(10)
        assert "To svar" not in text_on(pilot)
    assert desk.conduct.open(conversation.id).fillings["esas_r"].sheet.answer("smerte") == Answer(value=2)


async def test_an_answer_to_the_question_being_typed_in_waits_until_it_is_chosen(desk: Desk, house: House) -> None:
    conversation = talk_of(desk).conversation
    async with house(desk) as pilot:
        screen = ConversationScreen(desk, conversation.id, ("apning", "viktigst"))
        await pilot.app.push_screen(screen)
        await settled(pilot)
        await pilot.press("enter", *"barna")
        with colleague(desk, conversation.id) as theirs:
            theirs.fillings["apning"].answer("viktigst", Answer(value="Hunden"))
        screen._listen()
        await settled(pilot)
        assert screen.pane.box.text == "barna"
        await pilot.press("escape")
        assert desk.saver.flush(10)
        await settled(pilot)
        text = text_on(pilot)
        assert "Hunden" in text and "barna" in text and "To svar" in text


async def test_nothing_is_answered_in_a_conversation_that_somebody_has_signed(desk: Desk, house: House) -> None:
    conversation = talk_of(desk).conversation
    async with house(desk) as pilot:
        screen = await at_question(pilot, desk, conversation.id, "smerte")
        with colleague(desk, conversation.id) as theirs:
            theirs.fillings["esas_r"].answer("kvalme", Answer(value=1))
            settle(theirs)
        other = open_demo(24, 1, Role.COORDINATOR, desk.database.where)
        other.conduct.signatures.sign(conversation.id, as_it_stands(other, conversation.id))
        other.close()
        await pilot.press("2")
        assert desk.saver.flush(10)
        await settled(pilot)
        assert screen not in pilot.app.screen_stack
        assert "ble signert" in text_on(pilot)
    assert not desk.conduct.open(conversation.id).fillings["esas_r"].sheet.answer("smerte").given
