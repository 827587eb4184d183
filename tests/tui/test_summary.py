"""The review: what stands in the way is a jump, signing locks, correcting keeps what was signed readable."""

from __future__ import annotations

import pytest

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.read_form import ReadFormScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from tests.services.test_conversation import talk_of
from tests.services.test_signing import settle, signed
from tests.tui.conftest import House, settled, text_on


def ready(desk: Desk) -> Talk:
    """A conversation in whose way nothing stands."""
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("kvalme", Answer(value=3))
    settle(talk)
    assert desk.saver.flush(10)
    return talk


async def test_what_stands_in_the_way_is_a_jump_to_where_it_is_put_right(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.fillings["barn_som_parorende"].answer("verre_plan", Answer(value="ja"))
    settle(talk)
    assert desk.saver.flush(10)
    async with house(desk) as pilot:
        screen = ConversationScreen(desk, talk.conversation.id)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        assert "Før signering" in text_on(pilot)
        while "▸* «Er det barn" not in text_on(pilot):
            await pilot.press("down")
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.screen is screen
        current = screen.pane.view.current
        assert current is not None
        assert (screen.pane.filling.id, current.path) == ("barn_som_parorende", "barn_avklart")


async def test_nothing_is_signed_while_something_stands_in_the_way(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("smerte", Answer(value=9))
    assert desk.saver.flush(10)
    async with house(desk) as pilot:
        await pilot.app.push_screen(SummaryScreen(desk, talk.conversation.id))
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)
        assert "Ta først det som står under" in text_on(pilot)
        assert not desk.conduct.open(talk.conversation.id).signings


async def test_signing_asks_once_and_locks(desk: Desk, house: House) -> None:
    talk = ready(desk)
    async with house(desk) as pilot:
        await pilot.app.push_screen(SummaryScreen(desk, talk.conversation.id))
        await settled(pilot)
        assert "klar til å signeres" in text_on(pilot)
        await pilot.press("s", "n")
        await settled(pilot)
        assert not desk.conduct.open(talk.conversation.id).signings
        await pilot.press("s", "j")
        await settled(pilot)
        text = text_on(pilot)
        assert "Signert" in text and "av Kari Lunde" in text
        assert "Rett" in text and "Signer " not in text and "Fortsett" not in text


async def test_a_correction_asks_why_and_the_signed_version_is_one_key_away(desk: Desk, house: House) -> None:
    talk = signed(desk)
    async with house(desk) as pilot:
        await pilot.app.push_screen(SummaryScreen(desk, talk.conversation.id))
        await settled(pilot)
        await pilot.press("r", *"feil", "enter")
        await settled(pilot)
        assert "Under retting: feil" in text_on(pilot)
        correcting = desk.conduct.open(talk.conversation.id)
        correcting.fillings["esas_r"].answer("kvalme", Answer(value=7))
        settle(correcting)
        assert desk.saver.flush(10)
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("s", "j")
        await settled(pilot)
        assert "Versjon 2, signert" in text_on(pilot)
        await pilot.press("end")
        assert "Kvalme  7" in text_on(pilot)
        await pilot.press("left")
        await settled(pilot)
        await pilot.press("end")
        text = text_on(pilot)
        assert "Versjon 1, rettet siden" in text and "Kvalme  3" in text
        await pilot.press("right")
        await settled(pilot)
        assert "Versjon 2, signert" in text_on(pilot)


@pytest.mark.both
async def test_what_is_answered_by_a_key_and_signed_is_read_by_a_colleague(
    desk: Desk, coordinator: Desk, house: House
) -> None:
    conversation = talk_of(desk).conversation.id
    async with house(desk) as pilot:
        await pilot.app.push_screen(ConversationScreen(desk, conversation, ("esas_r", "kvalme")))
        await settled(pilot)
        await pilot.press("3")
        assert desk.saver.flush(10)
        settle(desk.conduct.open(conversation))
        assert desk.saver.flush(10)
        await pilot.press("f3")
        await settled(pilot)
        await pilot.press("s", "j")
        await settled(pilot)
        assert "Signert" in text_on(pilot) and "av Kari Lunde" in text_on(pilot)
    async with house(coordinator, (100, 60)) as pilot:
        await pilot.app.push_screen(ReadFormScreen(coordinator, conversation, "esas_r"))
        await settled(pilot)
        text = text_on(pilot)
        assert "(3)" in text and "Kari Lunde" in text and "Signert" in text
