"""Asking the records: a condition as one types it, those of whom it is true, and words where they are written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kartlegging_tui import language
from kartlegging_tui.definitions.filters_file import read_filters
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.ask_records import AskRecordsScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.widgets.asked_list import AskedList, WrittenList
from tests.services.test_access import log
from tests.tui.conftest import House, settled, text_on


@asynccontextmanager
async def asking(
    house: House, desk: Desk, text: str = "", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[None]]:
    async with house(desk, size) as pilot:
        language.use("en")
        await pilot.app.push_screen(AskRecordsScreen(desk))
        await settled(pilot)
        await write(pilot, text)
        yield pilot


async def write(pilot: Pilot[None], text: str) -> None:
    field = pilot.app.screen.query_one(Input)
    field.focus()
    field.value = text
    field.cursor_position = len(text)
    await settled(pilot)


async def test_those_of_whom_it_is_true_are_listed_with_what_they_answered(house: House, desk: Desk) -> None:
    async with asking(house, desk, "esas_r.smerte >= 3") as pilot:
        text = text_on(pilot)
        found = desk.asking.ask(desk.asking.check("esas_r.smerte >= 3").question, None, pilot.app.today())
        hits = desk.asking.page(found, 100, 0)
        assert hits and all(int(hit.values[0]) >= 3 for hit in hits)
        assert hits[0].row.name in text and "smerte" in text
        assert f"{len(hits)} pathways" in text and "is 3 or more" in text


async def test_a_mistake_is_told_in_words_as_one_types(house: House, desk: Desk) -> None:
    async with asking(house, desk, "esas_r.smert >= 3") as pilot:
        assert "`esas_r.smerte`" in text_on(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, AskRecordsScreen)
        assert screen._mistakes.places == ((0, 12),)
        await write(pilot, "matlyst >= 3")
        assert "`phq9.matlyst`" in text_on(pilot) and "`esas_r.matlyst`" in text_on(pilot)
        await write(pilot, "esas_r.smerte >= 3")
        assert screen._mistakes.places == ()


async def test_the_words_that_are_found_are_seen_however_late_they_stand(house: House, desk: Desk) -> None:
    async with asking(house, desk) as pilot:
        await pilot.press("enter", "w")
        await settled(pilot)
        await write(pilot, "gang")
        page = desk.asking.find_words("gang", 500, 0)
        late = [place for place, each in enumerate(page.written) if each.places[0][1] > 40]
        listed = pilot.app.screen.query_one(WrittenList)
        assert late
        for place in late:
            assert "gang" in listed.line(page.written[place], 80, False).plain.lower()


async def test_why_somebody_is_found_stands_beside_the_list_or_under_it(house: House, desk: Desk) -> None:
    async with asking(house, desk, "smerte >= 3 and not any(tiltak.forsinket)", (120, 40)) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        text = text_on(pilot)
        assert "✓ true" in text and "contact point" in text and "ESAS-r" in text
        patient, what, _details = log(desk)[-1]
        assert patient is not None and what == "why"
    async with asking(house, desk, "smerte >= 3 or not answered(fysisk.smerte)") as pilot:
        await pilot.press("enter")
        await settled(pilot)
        assert "✓ true" not in text_on(pilot)
        await pilot.press("o")
        await settled(pilot)
        assert "✓ true: any of this" in text_on(pilot)
        await pilot.press("o")
        await settled(pilot)
        assert "✓ true" not in text_on(pilot)


async def test_tab_writes_the_suggestion(house: House, desk: Desk) -> None:
    async with asking(house, desk, "esas_r.sm") as pilot:
        await pilot.press("tab")
        await settled(pilot)
        assert pilot.app.screen.query_one(Input).value == "esas_r.smerte"
        await write(pilot, "any(tiltak.hj")
        await pilot.press("tab")
        await settled(pilot)
        assert pilot.app.screen.query_one(Input).value == "any(tiltak.hjalp"


async def test_enter_goes_to_the_list_and_then_opens_the_patient_and_esc_comes_back_to_the_row(
    house: House, desk: Desk
) -> None:
    async with asking(house, desk, "age > 20") as pilot:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("j", "down")
        listed = pilot.app.screen.query_one(AskedList)
        chosen = listed.row
        assert listed.cursor == 2 and chosen is not None
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PatientScreen) and chosen.row.name in text_on(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, AskRecordsScreen) and listed.cursor == 2


async def test_the_answers_of_one_contact_point_can_be_asked_about(house: House, desk: Desk) -> None:
    async with asking(house, desk, "answered(esas_r.smerte)") as pilot:
        latest = pilot.app.screen.query_one(AskedList)._total
        await pilot.press("enter", "right")
        await settled(pilot)
        assert "By: contact point 1" in text_on(pilot)
        first = pilot.app.screen.query_one(AskedList)._total
        assert 0 < first <= latest
        await pilot.press("left")
        await settled(pilot)
        assert pilot.app.screen.query_one(AskedList)._total == latest


async def test_words_are_found_where_they_are_written(house: House, desk: Desk) -> None:
    async with asking(house, desk) as pilot:
        await pilot.press("enter", "w")
        await settled(pilot)
        await write(pilot, "smer")
        listed = pilot.app.screen.query_one(WrittenList)
        assert listed.row is not None and "smer" in listed.row.text.lower()
        assert listed.row.passage.name in text_on(pilot)
        await write(pilot, '" OR *')
        assert text_on(pilot)


async def test_it_is_logged_before_it_is_shown(house: House, desk: Desk) -> None:
    async with asking(house, desk, "age > 20"):
        pass
    assert "question" in [what for _patient, what, _details in log(desk)]


async def test_a_question_is_kept_under_a_name_in_a_file_and_taken_from_it(
    house: House, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "filters.yaml"
    monkeypatch.setenv("KARTLEGGING_FILTERS", str(file))
    async with asking(house, desk, "age > 60") as pilot:
        await pilot.press("f4")
        await pause(pilot)
        await pilot.press("enter")
        await pause(pilot)
        await pilot.press(*"gamle", "enter")
        await pause(pilot)
        assert read_filters(file).records == {"gamle": "age > 60"}
        await write(pilot, "age < 30")
        await pilot.press("f4")
        await pause(pilot)
        await pilot.press(*"gamle", "enter")
        await pause(pilot)
        assert pilot.app.screen.query_one(Input).value == "age > 60"


async def pause(pilot: Pilot[None]) -> None:
    """While a box is open, what opened it waits for the answer."""
    for _ in range(5):
        await pilot.pause(0.05)
