"""Where one is, and what is chosen, is told by signs: on a screen without colours, and to those who see none."""

from __future__ import annotations

import pytest

from kartlegging_tui.services.desk import Desk
from tests.tui.conftest import House, settled, text_on


@pytest.fixture(autouse=True)
def no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def rows(text: str, sign: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith(sign)]


async def test_the_row_of_the_worklist_and_the_contact_point_have_a_sign(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("down")
        assert len(rows(text_on(pilot), "▸")) == 1
        await pilot.press("enter")
        await settled(pilot)
        assert len(rows(text_on(pilot), "▸")) == 1


async def test_the_field_that_one_writes_in_and_the_option_chosen_have_a_sign(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("n")
        await settled(pilot)
        assert rows(text_on(pilot), "▸")[0].startswith("▸ Fødselsnummer")
        await pilot.press("tab", "tab", "tab", "3")
        await settled(pilot)
        assert rows(text_on(pilot), "▸")[0].startswith("▸ Kommune")
        assert "3 (●) engelsk" in text_on(pilot)


async def test_in_a_conversation_the_question_the_option_and_the_list_have_signs(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        for _ in range(2):
            await pilot.press("enter")
            await settled(pilot)
        assert rows(text_on(pilot), "▌")
        await pilot.press("f")
        await settled(pilot)
        assert len(rows(text_on(pilot), "▸")) == 1
