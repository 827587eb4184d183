"""The worklist: who is due, finding somebody, and coming back to the same place."""

from __future__ import annotations

import time
from datetime import date

import pytest
from textual.widgets import Input

from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.services.browse import WorklistPage, WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from kartlegging_tui.tui.widgets.pathway_list import PathwayList
from tests.conftest import TODAY
from tests.tui.conftest import House, settled, text_on


async def test_the_most_urgent_come_first_with_what_they_wait_for_in_words(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        text = text_on(pilot)
        assert "Arbeidsliste" in text
        assert text.index("samtale pågår") < text.index("forfalt ") < text.index("innen ")


@pytest.mark.both
async def test_letters_search_at_once_and_arrows_still_move(desk: Desk, house: House) -> None:
    last = desk.browse.worklist(WorklistQuery(limit=100), TODAY).rows[-1]
    async with house(desk) as pilot:
        await pilot.press("f", *last.name.split()[0].lower()[:4])
        await settled(pilot)
        await pilot.press("down", "up")
        rows = pilot.app.screen.query_one(PathwayList)
        assert rows.row is not None and last.name.split()[0] in text_on(pilot)
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, PatientScreen)


async def test_escape_shows_all_again(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("f", *"zzzz")
        await settled(pilot)
        assert "Ingen funnet" in text_on(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert pilot.app.screen.query_one(Input).value == ""
        assert "Ingen funnet" not in text_on(pilot)


async def test_a_status_narrows_the_list(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("right", "right")
        await settled(pilot)
        row = pilot.app.screen.query_one(PathwayList).row
        assert row is not None and row.due is Due.OVERDUE


async def test_coming_back_the_cursor_is_where_it_was(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press(*["down"] * 7)
        before = pilot.app.screen.query_one(PathwayList).row
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, WorklistScreen)
        assert pilot.app.screen.query_one(PathwayList).row == before


async def test_what_was_done_at_the_patient_shows_in_the_list(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("right", "right", "right")
        await settled(pilot)
        rows = pilot.app.screen.query_one(PathwayList)
        assert rows.row is not None and rows.row.due is Due.OPEN
        counts = desk.browse.worklist(WorklistQuery(), TODAY).counts
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert desk.browse.worklist(WorklistQuery(), TODAY).counts[Due.ONGOING] == counts[Due.ONGOING] + 1


async def test_many_rows_mount_no_more_widgets_and_are_fetched_as_they_are_seen(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        widgets = len(pilot.app.screen.query("*"))
        assert widgets <= 16
        await pilot.press("end")
        await settled(pilot)
        row = pilot.app.screen.query_one(PathwayList).row
        assert row == desk.browse.worklist(WorklistQuery(limit=100), TODAY).rows[-1]
        assert len(pilot.app.screen.query("*")) == widgets


async def test_the_language_switches_on_every_open_screen(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("f8")
        await pilot.pause()
        assert "Tilbake" in text_on(pilot) and "fødd" in text_on(pilot)
        await pilot.press("f8", "escape")
        await settled(pilot)
        assert "Worklist" in text_on(pilot)


async def test_moving_the_cursor_repaints_two_lines(desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with house(desk) as pilot:
        rows = pilot.app.screen.query_one(PathwayList)
        drawn: list[int] = []
        draw = rows.render_line
        monkeypatch.setattr(rows, "render_line", lambda y: drawn.append(y) or draw(y))
        await pilot.press("down")
        assert sorted(set(drawn)) == [1, 2]


async def test_enter_opens_what_the_search_finds_even_before_the_list_shows_it(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(desk) as pilot:
        row = desk.browse.worklist(WorklistQuery(limit=100), TODAY).rows[9]
        real = desk.browse.worklist

        def slow(query: WorklistQuery, today: date) -> WorklistPage:
            time.sleep(0.2)
            return real(query, today)

        monkeypatch.setattr(desk.browse, "worklist", slow)
        await pilot.press("f")
        search = pilot.app.screen.query_one(Input)
        search.value = row.name
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PatientScreen)
        assert pilot.app.screen._patient_id == row.patient_id


async def test_the_program_asks_before_it_ends_with_answers_that_cannot_be_saved(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(desk) as pilot:
        monkeypatch.setattr(desk.saver, "flush", lambda _seconds: False)
        await pilot.press("ctrl+q")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await pilot.press("n")
        assert pilot.app.is_running
        assert not isinstance(pilot.app.screen, ConfirmScreen)
        monkeypatch.undo()
