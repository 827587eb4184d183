"""Keys that come all at once, after a slow line or a busy moment, act in the order in which they were typed."""

from __future__ import annotations

import asyncio

from textual.events import Key
from textual.pilot import Pilot

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui import in_order
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from tests.services.test_conversation import talk_of
from tests.tui.conftest import House, settled

NAMES = {"\r": "enter", " ": "space", "\x1b": "escape"}


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """All keys, before the program has looked at the first of them."""
    for key in keys:
        pilot.app.post_message(Key(NAMES.get(key, key), key if len(key) == 1 else None))
    for _ in range(8):
        await settled(pilot)


async def opened(desk: Desk, pilot: Pilot[None], form: str, path: str) -> ConversationScreen:
    screen = ConversationScreen(desk, talk_of(desk).conversation.id, (form, path))
    await pilot.app.push_screen(screen)
    await settled(pilot)
    return screen


async def test_an_answer_goes_to_the_question_that_was_current_when_it_was_typed(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        screen = await opened(desk, pilot, "esas_r", "smerte")
        await burst(pilot, "v", "3", "u", "4", "up", "up", "5")
        sheet = screen.talk.fillings["esas_r"].sheet
        assert [sheet.answer(path) for path in ("smerte", "slapphet", "dosighet", "kvalme")] == [
            Answer(missing=Missing.DECLINED),
            Answer(value=3),
            Answer(value=5),
            Answer(value=4),
        ]


async def test_taking_back_takes_back_the_answer_typed_before_it(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        screen = await opened(desk, pilot, "esas_r", "smerte")
        await burst(pilot, "1", "2", "z", "3")
        sheet = screen.talk.fillings["esas_r"].sheet
        assert [sheet.answer(path).value for path in ("smerte", "slapphet", "dosighet")] == [1, 3, None]


async def test_words_typed_right_after_enter_are_words_and_answer_nothing(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        screen = await opened(desk, pilot, "apning", "viktigst")
        filling = screen.talk.fillings["apning"]
        await burst(pilot, "\r", *"jnv 12\rv")
        answers = dict(filling.sheet.answers)
        assert answers.pop("viktigst") == Answer(value="jnv 12")
        assert list(answers.values()) == [Answer(missing=Missing.DECLINED)]


async def test_keys_typed_right_after_enter_on_the_worklist_act_on_the_form_that_is_not_there_yet(
    desk: Desk, house: House
) -> None:
    async with house(desk) as pilot:
        await burst(pilot, "\r", "\r", "m", *"ringer", "\r")
        screen = pilot.app.screen
        assert isinstance(screen, ConversationScreen)
        notes = [answer.note for filling in screen.talk.fillings.values() for answer in filling.sheet.answers.values()]
        assert "ringer" in notes


async def test_a_key_waits_for_the_one_before_it_however_busy_the_program_is(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        screen = await opened(desk, pilot, "esas_r", "smerte")

        async def busy() -> None:
            await asyncio.sleep(20 * in_order.LOOK_EVERY)

        screen.pane.view.call_next(busy)
        await burst(pilot, "v", "3")
        while pilot.app._keys_held or pilot.app._climbing:  # type: ignore[attr-defined]
            await pilot.pause(0.01)
        sheet = screen.talk.fillings["esas_r"].sheet
        assert sheet.answer("smerte") == Answer(missing=Missing.DECLINED)
        assert sheet.answer("slapphet") == Answer(value=3)
