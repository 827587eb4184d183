"""What is being written in a box outside the forms is there again when the box is opened again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot
from textual.widgets import Input

from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.tui.screens.ask import AskScreen
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.plan import PlanScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from kartlegging_tui.tui.screens.write import WriteScreen
from kartlegging_tui.tui.widgets.answer_box import AnswerBox
from tests.services.test_conversation import talk_of
from tests.services.test_signing import settle
from tests.tui.conftest import House, settled, text_on
from tests.tui.test_plan import press, write

NOT_KEPT = "Dette var du i ferd med å skrive, og det er ikke tatt vare på ennå."


@asynccontextmanager
async def started_anew(desk: Desk, house: House, role: Role = Role.NURSE) -> AsyncIterator[tuple[Pilot[None], Desk]]:
    """The program as somebody starts it after it was killed: nothing of it is left but the file."""
    assert desk.saver.flush(10)
    again = open_demo(24, 1, role, desk.database.where)
    async with house(again) as pilot:
        yield pilot, again
    again.close()


async def on_the_plan(pilot: Pilot[None], desk: Desk, talk: Talk) -> PlanScreen:
    plan = PlanScreen(desk, talk.conversation.id)
    await pilot.app.push_screen(plan)
    await settled(pilot)
    return plan


def box(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one(AnswerBox).text


async def test_a_goal_that_was_being_written_is_offered_when_its_box_is_opened_again(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    path = talk.planning.add_need("Søvn")
    async with house(desk) as pilot:
        await on_the_plan(pilot, desk, talk)
        await press(pilot, "m")
        await write(pilot, "sove he")
        assert isinstance(pilot.app.screen, WriteScreen)
    async with started_anew(desk, house) as (pilot, again):
        plan = await on_the_plan(pilot, again, talk)
        await press(pilot, "m")
        assert box(pilot) == "sove he"
        assert NOT_KEPT in " ".join(text_on(pilot).replace("│", " ").split())
        await write(pilot, "le natta")
        await press(pilot, "enter")
        assert plan.talk.planning.plan.needs[path].goal == "sove hele natta"
        await press(pilot, "m")
        assert NOT_KEPT not in " ".join(text_on(pilot).replace("│", " ").split())
        await press(pilot, "escape")
        assert again.saver.flush(10)
        with again.database.read() as view:
            assert view.box_texts(talk.patient.id, again.user.id) == {}


async def test_nobody_else_is_offered_it(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.planning.add_need("Søvn")
    async with house(desk) as pilot:
        await on_the_plan(pilot, desk, talk)
        await press(pilot, "m")
        await write(pilot, "sove")
    async with started_anew(desk, house, Role.COORDINATOR) as (pilot, again):
        await on_the_plan(pilot, again, talk)
        await press(pilot, "m")
        assert box(pilot) == ""


async def test_what_is_kept_meanwhile_is_said_beside_what_was_being_written(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    path = talk.planning.add_need("Søvn")
    need = talk.planning.plan.needs[path]
    talk.planning.weigh(path, need.model_copy(update={"goal": "kvile"}))
    async with house(desk) as pilot:
        await on_the_plan(pilot, desk, talk)
        await press(pilot, "m")
        await write(pilot, "r")
    async with started_anew(desk, house) as (pilot, again):
        await on_the_plan(pilot, again, talk)
        await press(pilot, "m")
        assert box(pilot) == "kviler"
        assert "«kvile»" in text_on(pilot)


async def test_a_box_that_is_emptied_or_as_it_was_leaves_nothing(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.planning.add_need("Søvn")
    async with house(desk) as pilot:
        await on_the_plan(pilot, desk, talk)
        await press(pilot, "m", "a", "backspace")
    assert desk.saver.flush(10)
    with desk.database.read() as view:
        assert view.box_texts(talk.patient.id, desk.user.id) == {}


async def test_a_need_begun_on_the_form_is_offered_on_the_plan_too_and_gone_everywhere_once_kept(
    desk: Desk, house: House
) -> None:
    talk = talk_of(desk)
    async with house(desk) as pilot:
        await pilot.app.push_screen(ConversationScreen(desk, talk.conversation.id))
        await settled(pilot)
        await press(pilot, "e")
        await write(pilot, "ensom")
    async with started_anew(desk, house) as (pilot, again):
        talking = ConversationScreen(again, talk.conversation.id)
        await pilot.app.push_screen(talking)
        await settled(pilot)
        plan = await on_the_plan(pilot, again, talk)
        await press(pilot, "e")
        assert box(pilot) == "ensom"
        await press(pilot, "enter", "escape")
        assert [need.title for need in plan.talk.planning.plan.needs.values()] == ["ensom"]
        assert pilot.app.screen is talking
        await press(pilot, "e")
        assert box(pilot) == ""


async def test_why_a_conversation_is_corrected_is_there_again_and_gone_when_it_is_given_up(
    desk: Desk, house: House
) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].events or settle(talk)
    assert desk.saver.flush(10)
    summary = desk.conduct.summary(talk.conversation.id)
    desk.conduct.signatures.sign(talk.conversation.id, summary.seen)
    async with house(desk) as pilot:
        await pilot.app.push_screen(SummaryScreen(desk, talk.conversation.id))
        await settled(pilot)
        await press(pilot, "r")
        await write(pilot, "feil")
        assert isinstance(pilot.app.screen, AskScreen)
    async with started_anew(desk, house) as (pilot, again):
        await pilot.app.push_screen(SummaryScreen(again, talk.conversation.id))
        await settled(pilot)
        await press(pilot, "r")
        assert pilot.app.screen.query_one(Input).value == "feil"
        assert NOT_KEPT in " ".join(text_on(pilot).replace("│", " ").split())
        await press(pilot, "escape", "r")
        assert pilot.app.screen.query_one(Input).value == ""
        await write(pilot, "feil dato")
        await press(pilot, "enter")
        assert again.saver.flush(10)
        with again.database.read() as view:
            assert [each.reason for each in view.signings(talk.conversation.id)][-1] == "feil dato"
            assert view.box_texts(talk.patient.id, again.user.id) == {}
