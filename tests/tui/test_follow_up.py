"""The lists of what has to be done, as a coordinator works through them; and two at the same time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from textual.pilot import Pilot

from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.domain.plan import ActionStatus, Helped
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.follow_up import FollowUpQuery
from kartlegging_tui.tui.screens.follow_up import FollowUpScreen
from kartlegging_tui.tui.screens.help import HelpScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.widgets.follow_up_list import FollowUpList
from tests.conftest import TODAY
from tests.tui.conftest import House, settled, text_on
from tests.tui.test_plan import press, write

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def other_desk(coordinator: Desk) -> Desk:
    """The coordinator's, on the same database."""
    return coordinator


@asynccontextmanager
async def following_up(desk: Desk, house: House, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with house(desk, size=size) as pilot:
        await pilot.app.push_screen(FollowUpScreen(desk))
        await settled(pilot)
        yield pilot


def rows(pilot: Pilot[None]) -> FollowUpList:
    return pilot.app.screen.query_one(FollowUpList)


def here(pilot: Pilot[None]) -> tuple[int, str]:
    """Pathway and path of the row at the cursor."""
    row = rows(pilot).row
    assert row is not None
    return row.row.pathway_id, row.row.path


def kept(desk: Desk, place: tuple[int, str]):  # type: ignore[no-untyped-def]
    assert desk.saver.flush(10)
    return desk.planning(place[0]).plan.actions[place[1]]


async def test_it_is_a_place_that_one_goes_to_and_each_list_has_a_digit_and_its_number(
    desk: Desk, house: House
) -> None:
    async with house(desk) as pilot:
        await press(pilot, "ctrl+g")
        await write(pilot, "oppf")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, FollowUpScreen)
        counts = desk.follow_ups.page(FollowUpQuery(), TODAY, "nb").counts
        for kind in Kind:
            await press(pilot, str(int(kind)))
            assert f"{int(kind)} " in text_on(pilot) and f" {counts[kind]} " in text_on(pilot)
            row = rows(pilot).row
            assert (row.row.kind if row else None) in (kind, None)
        await press(pilot, "right")
        assert here(pilot)[1].startswith("action/")


async def test_an_action_is_closed_the_cursor_keeps_its_place_and_z_brings_it_back(desk: Desk, house: House) -> None:
    async with following_up(desk, house) as pilot:
        await press(pilot, "j", "down")
        closed, cursor = here(pilot), rows(pilot).cursor
        await press(pilot, "d", "1", "1")
        assert (kept(desk, closed).status, kept(desk, closed).helped) == (ActionStatus.DONE, Helped.YES)
        assert rows(pilot).cursor == cursor and here(pilot) != closed
        await press(pilot, "z")
        assert kept(desk, closed).status is ActionStatus.OPEN and kept(desk, closed).helped is None
        assert here(pilot) != closed and rows(pilot).cursor == cursor + 1  # where one was looking
        await press(pilot, "k")
        assert here(pilot) == closed


async def test_an_action_is_handed_over_with_a_day_and_a_word_why_and_taken_back_as_one(
    desk: Desk, house: House
) -> None:
    async with following_up(desk, house) as pilot:
        place = here(pilot)
        before = kept(desk, place)
        await press(pilot, "h")
        await write(pilot, "Tor")
        await press(pilot, "enter", "3")
        await write(pilot, "Permisjon")
        await press(pilot, "enter")
        after = kept(desk, place)
        assert here(pilot) != place and rows(pilot).cursor == 0, "the row has moved down, and the cursor stays"
        assert after.who == "Tor Østbø" and after.by >= TODAY and after.why == "Permisjon"
        await press(pilot, "z")
        assert kept(desk, place) == before


async def test_a_need_gets_an_action_or_a_reason(desk: Desk, house: House) -> None:
    async with following_up(desk, house) as pilot:
        await press(pilot, "4")
        first = here(pilot)
        await press(pilot, "b")
        await write(pilot, "Vil ikke")
        await press(pilot, "enter")
        second = here(pilot)
        assert second != first
        await press(pilot, "t", "1", "escape")
        plan = desk.planning(second[0]).plan
        assert [action.need for action in plan.actions.values()].count(second[1]) == 1
        assert here(pilot) != second
        await press(pilot, "z")
        assert here(pilot) == second or rows(pilot).cursor > 0
        await press(pilot, "z")
        assert first[1] in [line.row.path for line in desk.follow_ups.page(FollowUpQuery(Kind.NEED), TODAY, "nb").lines]


async def test_it_is_recorded_what_was_done_about_an_urgent_answer(desk: Desk, house: House) -> None:
    async with following_up(desk, house) as pilot:
        await press(pilot, "2")
        place = here(pilot)
        await press(pilot, "d", "1", "1")
        assert desk.saver.flush(10)
        assert desk.planning(place[0]).plan.handled[place[1]].by == desk.user.name
        assert rows(pilot).row is None or here(pilot) != place


async def test_enter_opens_the_patient_where_it_was_agreed_and_esc_comes_back_to_the_row(
    desk: Desk, house: House
) -> None:
    async with following_up(desk, house) as pilot:
        await press(pilot, "down", "down", "down")
        place, row = here(pilot), rows(pilot).row
        assert row is not None and row.action is not None
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PatientScreen)
        chosen = pilot.app.screen._chosen
        assert chosen is not None and chosen.contact_point.number == row.action.contact_point
        await press(pilot, "escape")
        assert here(pilot) == place


async def test_one_sees_ones_own_and_those_of_others_and_only_what_is_late(desk: Desk, house: House) -> None:
    async with following_up(desk, house) as pilot:
        everything = rows(pilot)._total
        await press(pilot, "w", "2")
        assert 0 < rows(pilot)._total < everything and "mine" in text_on(pilot)
        await press(pilot, "w", "4")
        await write(pilot, "nav")
        await press(pilot, "enter")
        assert "NAV" in text_on(pilot) and {row.who for row in rows(pilot)._pages[0]} == {"NAV"}
        await press(pilot, "w", "1", "n", "2")
        late = desk.follow_ups.page(FollowUpQuery(), TODAY, "nb").late
        assert rows(pilot)._total == late


async def test_a_search_finds_patients_and_what_was_agreed(desk: Desk, house: House) -> None:
    async with following_up(desk, house) as pilot:
        row = rows(pilot).row
        assert row is not None
        await press(pilot, "f")
        await write(pilot, row.row.name.split()[0].lower())
        await press(pilot, "enter")
        assert {line.row.name.split()[0] for line in rows(pilot)._pages[0]} >= {row.row.name.split()[0]}
        await press(pilot, "escape")
        assert rows(pilot)._total == desk.follow_ups.page(FollowUpQuery(), TODAY, "nb").total


@pytest.mark.parametrize("size", SIZES)
async def test_all_about_a_row_stands_beside_it_or_under_it(desk: Desk, house: House, size: tuple[int, int]) -> None:
    async with following_up(desk, house, size) as pilot:
        if size[0] < 100:
            await press(pilot, "o")
        await pilot.pause(0.2)
        await settled(pilot)
        assert "Behov: " in text_on(pilot) or "ønsker oppfølging" in text_on(pilot)
        assert "Samhandlingspunkt" in text_on(pilot) or size[0] < 100


async def test_help_says_what_stands_on_the_list(desk: Desk, house: House) -> None:
    async with following_up(desk, house) as pilot:
        await press(pilot, "5", "f1")
        assert isinstance(pilot.app.screen, HelpScreen) and "flyttet" in text_on(pilot)


async def test_what_the_dead_left_is_closed_together_and_brought_back_together(desk: Desk, house: House) -> None:
    async with following_up(desk, house) as pilot:
        row = rows(pilot).row
        assert row is not None
        desk.contact_points.died(row.row.patient_id, TODAY - timedelta(days=19), TODAY)
        await press(pilot, "f5", "5")
        assert "død 3. nov." in text_on(pilot)
        left = [line.row.path for line in rows(pilot)._pages[0] if line.action]
        await press(pilot, *("down" for _ in range(rows(pilot)._total - len(left))))
        await press(pilot, "d", "2" if len(left) > 1 else "1")
        plan = desk.planning(row.row.pathway_id).plan
        assert {plan.actions[path].status for path in left} == {ActionStatus.DROPPED}
        assert {plan.actions[path].outcome for path in left} == {"død 3. nov."}
        await press(pilot, "z")
        plan = desk.planning(row.row.pathway_id).plan
        assert {plan.actions[path].status for path in left} == {ActionStatus.OPEN}
        again = [line.row.path for line in rows(pilot)._pages[0] if line.action]
        assert again == left, "taking back says nothing new: they are still to be closed"


async def test_two_coordinators_close_the_same_action_and_no_word_is_lost(
    desk: Desk, other_desk: Desk, house: House
) -> None:
    async with following_up(desk, house) as pilot:
        place = here(pilot)
        await press(pilot, "d")  # while Kari is asked whether it is done …
        theirs = other_desk.planning(place[0])
        theirs.close(place[1], ActionStatus.DONE, TODAY, Helped.YES, "Fikk time")
        assert other_desk.saver.flush(10)
        await press(pilot, "3")  # … Tor has closed it. She says that it will not be done, and why
        assert desk.saver.flush(10)
        await settled(pilot)
        await write(pilot, "Fant ingen")
        await press(pilot, "enter")
        assert "Fikk time" in text_on(pilot) and "Fant ingen" in text_on(pilot)
        assert kept(desk, place).outcome == "Fikk time"
        await press(pilot, "1")
        action = kept(desk, place)
        assert (action.status, action.helped) == (ActionStatus.DONE, Helped.YES)
        assert action.outcome == "Fikk time – Kari Lunde: Fant ingen"
        assert here(pilot) != place


async def test_who_comes_too_late_is_told_who_has_closed_it_and_how(desk: Desk, other_desk: Desk, house: House) -> None:
    async with following_up(desk, house) as pilot:
        place = here(pilot)
        theirs = other_desk.planning(place[0])
        theirs.close(place[1], ActionStatus.DONE, TODAY, Helped.PARTLY, "Fikk time")
        assert other_desk.saver.flush(10)
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, FollowUpScreen) and here(pilot) != place
        (said,) = [each.message for each in pilot.app._notifications]
        assert "Tor Østbø" in said and "«Fikk time»" in said


async def test_of_a_long_question_the_answer_always_shows(desk: Desk, house: House) -> None:
    async with following_up(desk, house) as pilot:
        await press(pilot, "2")
        lines = desk.follow_ups.page(FollowUpQuery(Kind.URGENT), TODAY, "nb").lines
        shown = text_on(pilot).splitlines()
        for line in lines:
            assert [row for row in shown if line.row.name in row and line.answer[:20] in row], line
