"""From needs to plan on the screen, and the safety path: keys as a nurse presses them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from random import Random

import pytest
from textual.pilot import Pilot

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.plan import ActionStatus, FollowUp, Helped
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.services.urgent import unrecorded
from kartlegging_tui.tui.agreeing import coming_day
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.plan import PlanScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from tests.conftest import TODAY
from tests.services.test_conversation import started
from tests.services.test_planning import agreed_before, before
from tests.tui.conftest import House, settled, text_on

SIZES = [(80, 24), (120, 40)]


async def press(pilot: Pilot[None], *keys: str) -> None:
    """One key after the other, each seen on the screen before the next."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def write(pilot: Pilot[None], text: str) -> None:
    """Types a text."""
    await pilot.press(*(" ".join(text).replace("   ", " space ").split(" ")))
    await settled(pilot)


@asynccontextmanager
async def talking(
    desk: Desk, house: House, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Pilot[None], Talk]]:
    """In a conversation at contact point 2 that has just begun."""
    async with house(desk, size=size) as pilot:
        screen = ConversationScreen(desk, started(desk).id)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        yield pilot, screen.talk


def kept(desk: Desk, talk: Talk) -> Talk:
    """The conversation as the records have it."""
    assert desk.saver.flush(10)
    return desk.conduct.open(talk.conversation.id)


@pytest.mark.parametrize("size", SIZES)
async def test_a_need_is_added_from_the_form_with_one_key_and_one_stays_where_one_was(
    desk: Desk, house: House, size: tuple[int, int]
) -> None:
    async with talking(desk, house, size) as (pilot, talk):
        screen = pilot.app.screen
        assert isinstance(screen, ConversationScreen)
        await press(pilot, "down")
        at = screen.pane.view.current
        await press(pilot, "e")
        await write(pilot, "redd om natten")
        await press(pilot, "enter")
        assert screen.pane.view.current == at
        assert [need.title for need in kept(desk, talk).planning.plan.needs.values()] == ["redd om natten"]
        if size[0] < 110:
            await press(pilot, "b")
        assert "redd om natten" in text_on(pilot)


async def test_from_a_need_to_an_action_with_who_and_when_takes_six_keys(desk: Desk, house: House) -> None:
    async with talking(desk, house) as (pilot, talk):
        talk.fillings["esas_r"].answer("smerte", Answer(value=8))
        await press(pilot, "f4")
        assert isinstance(pilot.app.screen, PlanScreen)
        assert "spør om oppfølging" in text_on(pilot)
        await press(pilot, "j")
        assert "mangler tiltak eller begrunnelse" in text_on(pilot)
        await press(pilot, "t", "1", "enter", "enter")
        assert "mangler tiltak" not in text_on(pilot)
        plan = kept(desk, talk).planning.plan
        (action,) = plan.actions.values()
        assert action.text and action.who and action.by is not None
        assert plan.needs[action.need].follow_up is FollowUp.YES


async def test_needs_are_ranked_with_digits_and_carry_goal_and_reason(desk: Desk, house: House) -> None:
    async with talking(desk, house) as (pilot, talk):
        for title in ("Mat", "Søvn", "Arbeid"):
            talk.planning.add_need(title)
        await press(pilot, "f4", "down", "down", "1", "m")
        await write(pilot, "tilbake i jobb")
        await press(pilot, "enter", "n", "b")
        await write(pilot, "venter til våren")
        await press(pilot, "escape")
        text = text_on(pilot)
        assert text.index("Arbeid") < text.index("Mat") < text.index("Søvn")
        assert "Mål: «tilbake i jobb»" in text and "Begrunnelse: venter til våren" in text
        again = kept(desk, talk).planning.plan
        assert [again.needs[path].title for path in again.orders["order/2"].needs] == ["Arbeid", "Mat", "Søvn"]
        assert again.needs[again.orders["order/2"].needs[0]].follow_up is FollowUp.NO


async def test_who_may_be_somebody_written_and_when_a_day_that_is_typed(desk: Desk, house: House) -> None:
    async with talking(desk, house) as (pilot, talk):
        talk.planning.add_need("Alene")
        await press(pilot, "f4", "t")
        await write(pilot, "besøk")
        await press(pilot, "enter")
        await write(pilot, "nabo Per")
        await press(pilot, "enter")
        assert "Innen når?" in text_on(pilot)
        await press(pilot, "7")
        await write(pilot, "1.11.2026")
        await press(pilot, "enter")
        assert "Denne dagen er forbi" in text_on(pilot)
        await press(pilot, *["backspace"] * 9)
        await write(pilot, "24.12")
        await press(pilot, "enter")
        (action,) = kept(desk, talk).planning.plan.actions.values()
        assert (action.text, action.who, action.by) == ("besøk", "nabo Per", date(2026, 12, 24))


async def test_the_service_that_an_action_names_is_the_likely_one(desk: Desk, house: House) -> None:
    async with talking(desk, house) as (pilot, talk):
        talk.planning.add_need("Økonomi")
        await press(pilot, "f4", "t")
        await write(pilot, "spørre nav om sykepenger")
        await press(pilot, "enter", "enter", "enter")
        (action,) = kept(desk, talk).planning.plan.actions.values()
        assert (action.who, action.service) == ("NAV", "nav")


async def test_esc_goes_back_at_every_step_and_keeps_what_was_said(desk: Desk, house: House) -> None:
    async with talking(desk, house) as (pilot, talk):
        talk.planning.add_need("Søvn")
        await press(pilot, "f4", "t")
        await write(pilot, "ringe")
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, PlanScreen)
        assert "hvem?" in text_on(pilot)
        (action,) = kept(desk, talk).planning.plan.actions.values()
        assert (action.text, action.who) == ("ringe", "")
        await press(pilot, "down", "enter", "enter", "enter", "enter")
        (action,) = kept(desk, talk).planning.plan.actions.values()
        assert (action.text, action.who, action.by) == ("ringe", desk.user.name, None)


async def test_what_is_taken_away_comes_back_with_z(desk: Desk, house: House) -> None:
    async with talking(desk, house) as (pilot, talk):
        talk.planning.add_need("Søvn")
        await press(pilot, "f4", "t")
        await write(pilot, "ringe")
        await press(pilot, "escape", "x")
        assert "Ta bort tiltakene" in text_on(pilot)
        await press(pilot, "down", "x")
        assert not talk.planning.plan.actions
        await press(pilot, "x")
        assert not talk.planning.plan.needs
        await press(pilot, "z", "z")
        assert kept(desk, talk).planning.plan == talk.planning.plan
        assert [action.text for action in talk.planning.plan.actions.values()] == ["ringe"]


async def test_a_talk_begins_with_what_was_agreed_last_and_it_is_closed_with_a_digit_each(
    desk: Desk, house: House
) -> None:
    async with house(desk) as pilot:
        conversation = started(desk)
        talk = desk.conduct.open(conversation.id)
        agreed_before(desk, talk, before("Bestille tolk", TODAY - timedelta(days=12)), before("Skrive brev"))
        screen = ConversationScreen(desk, conversation.id)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        assert isinstance(pilot.app.screen, PlanScreen)
        text = text_on(pilot)
        assert "Avtalt sist" in text and "forfalt 12 dager" in text
        assert "▸ ! Bestille tolk" in text
        await press(pilot, "d", "1", "2", "m")
        await write(pilot, "kom to ganger")
        await press(pilot, "enter")
        assert "Gjort, det hjalp litt" in text_on(pilot) and "«kom to ganger»" in text_on(pilot)
        await press(pilot, "down", "d", "3")
        await write(pilot, "vil ikke")
        await press(pilot, "enter", "escape")
        assert pilot.app.screen is screen
        first, second = kept(desk, talk).planning.plan.actions.values()
        assert (first.status, first.helped, first.outcome, first.closed_on) == (
            *(ActionStatus.DONE, Helped.PARTLY, "kom to ganger", TODAY),
        )
        assert (second.status, second.outcome) == (ActionStatus.DROPPED, "vil ikke")
        again = ConversationScreen(desk, conversation.id)
        await pilot.app.push_screen(again)
        await settled(pilot)
        assert pilot.app.screen is again


@pytest.mark.parametrize("size", SIZES)
async def test_an_urgent_answer_stays_in_sight_until_it_is_recorded_and_never_stops_the_talk(
    desk: Desk, house: House, size: tuple[int, int]
) -> None:
    async with talking(desk, house, size) as (pilot, talk):
        screen = pilot.app.screen
        assert isinstance(screen, ConversationScreen)
        screen._go_to(("esas_r", "smerte"))
        await settled(pilot)
        await press(pilot, "8")
        assert pilot.app.screen is screen and screen.pane.view.current.path != "smerte"
        text = text_on(pilot)
        assert "Straks" in text and "ansvarlig sykepleier eller lege" in text
        await press(pilot, "2", "3")
        text = text_on(pilot)
        assert "Straks" in text and "ansvarlig sykepleier eller lege" not in text
        await press(pilot, "d", "1", "enter")
        assert "Straks" not in text_on(pilot)
        (handled,) = kept(desk, talk).planning.plan.handled.values()
        assert (handled.done, handled.by) == ("Ringte lege", desk.user.name)
        screen._go_to(("esas_r", "smerte"))
        await settled(pilot)
        await press(pilot, "t")
        assert "Straks" in text_on(pilot)
        await press(pilot, "b")
        assert "ansvarlig sykepleier eller lege" in text_on(pilot)


async def test_what_is_urgent_stays_in_sight_on_the_plan_and_is_recorded_there_too(desk: Desk, house: House) -> None:
    async with talking(desk, house) as (pilot, talk):
        talk.fillings["esas_r"].answer("smerte", Answer(value=8))
        await press(pilot, "f4")
        assert "Straks" in text_on(pilot)
        await press(pilot, "d", "2", "enter")
        assert "Straks" not in text_on(pilot)
        assert [handled.done for handled in kept(desk, talk).planning.plan.handled.values()] == ["Drøftet med kollega"]


async def test_of_several_urgent_answers_one_chooses_and_writes_what_was_done_and_by_whom(
    desk: Desk, house: House
) -> None:
    async with talking(desk, house) as (pilot, talk):
        for question in ("smerte", "kvalme"):
            talk.fillings["esas_r"].answer(question, Answer(value=9))
        await press(pilot, "d", "2", "6")
        await write(pilot, "ga kvalmestillende")
        await press(pilot, "enter", "2")
        await write(pilot, "vakthavende lege")
        await press(pilot, "enter")
        plan = kept(desk, talk).planning.plan
        (path,) = plan.handled
        assert path == "urgent/2/esas_r/kvalme"
        assert (plan.handled[path].done, plan.handled[path].by) == ("ga kvalmestillende", "vakthavende lege")
        assert [each.question for each in unrecorded(talk)] == ["smerte"]


async def test_when_somebody_else_was_first_it_is_told_who_and_what_and_theirs_is_shown(
    desk: Desk, house: House
) -> None:
    async with talking(desk, house) as (pilot, talk):
        path = talk.planning.add_need("Søvn")
        await press(pilot, "f4")
        assert desk.saver.flush(5)
        coordinator = next(user for user in _staff(desk) if user.id != desk.user.id)
        theirs = talk.planning.plan.needs[path].model_copy(update={"goal": "Sove hele natten"})
        with desk.database.write() as unit:
            content = theirs.model_dump_json(exclude_defaults=True)
            unit.append_to_pathway(talk.pathway.id, path, content, coordinator.id, desk.saver._now(), seen=10**6)
            unit.commit()
        await press(pilot, "n")
        assert desk.saver.flush(5)
        await settled(pilot)
        text = text_on(pilot)
        assert coordinator.name.split()[0] in text and "ikke lagret" in text
        assert "Mål: «Sove hele natten»" in text and "ønsker ikke oppfølging" not in text
        assert kept(desk, talk).planning.plan == talk.planning.plan


def _staff(desk: Desk):  # type: ignore[no-untyped-def]
    with desk.database.read() as view:
        return view.staff()


async def test_the_plan_is_a_key_away_from_the_summary_and_the_forms_follow_it(desk: Desk, house: House) -> None:
    async with talking(desk, house) as (pilot, _talk):
        screen = pilot.app.screen
        await press(pilot, "f3", "f4")
        assert isinstance(pilot.app.screen, PlanScreen)
        await press(pilot, "e")
        await write(pilot, "tannverk")
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, SummaryScreen)
        await press(pilot, "enter")
        assert pilot.app.screen is screen
        await press(pilot, "b")
        assert "tannverk" in text_on(pilot)
        await press(pilot, "escape", "f4", "f3")
        assert isinstance(pilot.app.screen, SummaryScreen)


async def test_the_plan_of_a_signed_conversation_is_read_and_not_changed(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        conversation = started(desk)
        talk = desk.conduct.open(conversation.id)
        talk.planning.add_need("Søvn")
        talk.fillings["esas_r"].answer("smerte", Answer(value=9))
        assert desk.saver.flush(5)
        with desk.database.write() as unit:
            unit.sign(conversation.id, "{}", desk.user.id, desk.saver._now())
            unit.commit()
        screen = ConversationScreen(desk, conversation.id)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        await press(pilot, "d", "e")
        assert pilot.app.screen is screen
        await press(pilot, "f4")
        assert "Søvn" in text_on(pilot) and "nytt behov" not in text_on(pilot)
        plan = screen.talk.planning.plan
        for key in (*"1jnkmtbexdz", "enter"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, PlanScreen), key
        assert screen.talk.planning.plan == plan


async def test_a_need_that_stands_in_the_way_of_signing_is_a_jump_to_its_place_in_the_plan(
    desk: Desk, house: House
) -> None:
    async with talking(desk, house) as (pilot, talk):
        for title in ("Søvn", "Mat"):
            talk.planning.add_need(title)
        talk.planning.agree(next(iter(talk.planning.plan.needs)), "Samtale", "Fastlege")
        talk.fillings["esas_r"].answer("smerte", Answer(value=1))
        await press(pilot, "f3")
        while not any("▸" in line and "Mat" in line for line in text_on(pilot).splitlines()):
            await press(pilot, "down")
        assert "Esc Tilbake" in text_on(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PlanScreen)
        assert "▸ 2 ● Mat" in " ".join(text_on(pilot).split())


async def test_the_page_begins_at_what_waits(desk: Desk, house: House) -> None:
    async with talking(desk, house) as (pilot, talk):
        first = talk.planning.add_need("Søvn")
        talk.planning.agree(first, "Samtale", "Fastlege")
        talk.planning.add_need("Mat")
        await press(pilot, "f4")
        assert "▸ 2 ● Mat" in " ".join(text_on(pilot).split())


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("3.12", date(2026, 12, 3)),
        ("1.2", date(2027, 2, 1)),
        ("22.11", TODAY),
        ("29.2", date(2028, 2, 29)),
        ("3.12.2027", date(2027, 12, 3)),
        ("031226", date(2026, 12, 3)),
        ("i dag", TODAY),
        ("31.6", None),
        ("snart", None),
    ],
)
def test_a_deadline_without_a_year_is_the_next_such_day(typed: str, day: date | None) -> None:
    assert coming_day(typed, TODAY) == day


KEYS = [*"123456789jnktmbexdzz", *["enter"] * 5, "escape", "down", "up", "pageup", "home", "f1", "f8", "a", "space"]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_whatever_keys_come_on_the_plan_nothing_breaks_and_the_records_hold_what_the_screen_holds(
    desk: Desk, house: House, seed: int
) -> None:
    random = Random(seed)
    async with house(desk, size=SIZES[seed % 2]) as pilot:
        conversation = started(desk)
        talk = desk.conduct.open(conversation.id)
        agreed_before(desk, talk, before("Bestille tolk", TODAY - timedelta(days=2)), before("Skrive brev"))
        talk.fillings["esas_r"].answer("smerte", Answer(value=8))
        talk.fillings["esas_r"].answer("slapphet", Answer(value=6))
        assert desk.saver.flush(5)
        screen = ConversationScreen(desk, conversation.id)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        for _ in range(150):
            if not any(isinstance(each, PlanScreen) for each in pilot.app.screen_stack):
                screen.action_plan()
                await settled(pilot)
            await pilot.press(random.choice(KEYS))
        await settled(pilot)
        assert desk.saver.flush(10)
        held = screen.talk.planning.plan
        assert held == desk.conduct.open(conversation.id).planning.plan
        assert all(action.need in held.needs for action in held.actions.values())
