"""No key changes what is signed; a refused request is kept with it, and says that one can complain."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Any

import pytest
from textual.screen import Screen

from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.read_form import ReadFormScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from tests.services.test_signed_is_signed import content
from tests.services.test_signing import signed
from tests.tui.conftest import House, settled, text_on

KEYS = [
    key for key in (*string.digits, *string.ascii_lowercase) if key != "r"
]  # `r` begins a correction, with a reason


MADE: dict[str, Callable[[Desk, int], Screen[Any]]] = {
    "read": lambda desk, talk: ReadFormScreen(desk, talk, "esas_r"),
    "summary": SummaryScreen,
    "conversation": ConversationScreen,
}


@pytest.mark.parametrize("kind", MADE)
async def test_no_key_changes_what_is_signed(desk: Desk, house: House, kind: str) -> None:
    talk = signed(desk)
    before = content(desk, talk)
    async with house(desk) as pilot:
        app, screen = pilot.app, MADE[kind](desk, talk.conversation.id)
        for key in KEYS:
            if screen not in app.screen_stack:
                screen = MADE[kind](desk, talk.conversation.id)
                app.push_screen(screen)
                await settled(pilot)
            await pilot.press(key, "enter")
            await settled(pilot)
            while app.screen is not screen and screen in app.screen_stack:
                app.pop_screen()
                await pilot.pause()
    desk.saver.flush(10)
    assert content(desk, talk) == before


async def test_a_refused_request_is_kept_with_what_is_signed_and_told_on_the_screen(desk: Desk, house: House) -> None:
    talk = signed(desk)
    async with house(desk) as pilot:
        await pilot.app.push_screen(SummaryScreen(desk, talk.conversation.id))
        await settled(pilot)
        await pilot.press("k")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press(*"bort", "enter")
        await settled(pilot)
        await pilot.press(*"riktig", "enter")
        await settled(pilot)
        (kept,) = desk.conduct.summary(talk.conversation.id).refused
        assert (kept.request, kept.reason) == ("bort", "riktig")
        assert "bort" in text_on(pilot) and "statsforvalter" in text_on(pilot)
        pilot.app.push_screen(ReadFormScreen(desk, talk.conversation.id, "esas_r"))
        await settled(pilot)
        assert "bort" in text_on(pilot)


async def test_without_a_reason_or_with_a_day_to_come_nothing_is_kept(desk: Desk, house: House) -> None:
    talk = signed(desk)
    async with house(desk) as pilot:
        await pilot.app.push_screen(SummaryScreen(desk, talk.conversation.id))
        await settled(pilot)
        for day, rest in (("", ("b", "enter", "escape")), ("01.01.2031", ())):
            await pilot.press("k")
            await settled(pilot)
            if day:
                await pilot.press(
                    "home", "shift+end", "delete", *("full_stop" if each == "." else each for each in day)
                )
            await pilot.press("enter")
            await settled(pilot)
            for key in rest:
                await pilot.press(key)
                await settled(pilot)
        assert desk.conduct.summary(talk.conversation.id).refused == ()
