"""The conversation's screen: what is around the form, and what happens when keys come too early."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from random import Random

import pytest
from textual.events import Key
from textual.pilot import Pilot

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.errors import NotRead, Reason
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.saving import SaveState
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.pick import PickScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from kartlegging_tui.tui.widgets.words import Words
from tests.conftest import TODAY
from tests.services.test_conversation import started, talk_of
from tests.tui.conftest import House, settled, text_on


def ongoing(desk: Desk) -> int:
    """A conversation that somebody left in the middle."""
    row = desk.browse.worklist(WorklistQuery(states=frozenset({Due.ONGOING})), TODAY).rows[0]
    assert row.contact_point_id is not None
    conversation = desk.conduct.conversation(row.contact_point_id)
    assert conversation is not None
    return conversation.id


class Slow:
    """A conversation that is read when it is told to be."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        self.may_open = threading.Event()
        self._real = desk.conduct.open
        monkeypatch.setattr(desk.conduct, "open", self)

    def __call__(self, conversation_id: int) -> Talk:
        assert self.may_open.wait(60)
        return self._real(conversation_id)


async def typed(pilot: Pilot[None], *keys: str) -> None:
    """All keys, without waiting for what comes of any."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    await pilot.pause()


async def test_keys_pressed_before_the_conversation_is_read_wait_for_it_and_act_in_order(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(desk, monkeypatch)
    async with house(desk) as pilot:
        screen = ConversationScreen(desk, started(desk).id, ("esas_r", "smerte"))
        pilot.app.push_screen(screen)
        await typed(pilot, "3", "v", "up", "up", "5")
        await typed(pilot, "7")
        assert screen._talk is None
        slow.may_open.set()
        while not screen.is_mounted or screen.is_opening or pilot.app._keys_held:  # type: ignore[attr-defined]
            await pilot.pause(0.01)
        await settled(pilot)
        sheet = screen.talk.fillings["esas_r"].sheet
        answers = [sheet.answer(path) for path in ("smerte", "slapphet", "dosighet")]
        assert answers == [Answer(value=5), Answer(value=7), Answer()]


async def test_before_the_conversation_is_read_one_can_leave_and_what_was_typed_is_forgotten(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Slow(desk, monkeypatch)
    async with house(desk) as pilot:
        below = pilot.app.screen
        pilot.app.push_screen(ConversationScreen(desk, ongoing(desk)))
        await typed(pilot, "3", "n", "escape")
        while pilot.app.screen is not below:
            await pilot.pause(0.01)
        slow.may_open.set()
        await settled(pilot)
        assert pilot.app.screen is below


async def test_keys_typed_ahead_for_a_conversation_that_cannot_be_read_act_on_nothing_else(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_conversation_id: int) -> Talk:
        raise NotRead(Reason.IO, "the disk")

    monkeypatch.setattr(desk.conduct, "open", fails)
    async with house(desk) as pilot:
        pilot.app.push_screen(ConversationScreen(desk, ongoing(desk)))
        await typed(pilot, "f1", "3")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ConversationScreen) and "Disken" in text_on(pilot)
        await typed(pilot, "escape")
        while isinstance(pilot.app.screen, ConversationScreen):
            await pilot.pause(0.01)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_everything_around_the_form_is_one_key_away_at_any_size(
    desk: Desk, house: House, size: tuple[int, int]
) -> None:
    async with house(desk, size=size) as pilot:
        await pilot.app.push_screen(ConversationScreen(desk, ongoing(desk)))
        await settled(pilot)
        for key in ("f", "l", "o", "h"):
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(pilot.app.screen, PickScreen), key
            await pilot.press("escape")
        await pilot.press("b")
        await settled(pilot)
        assert "Behov så langt" in text_on(pilot)
        await pilot.press("escape", "f3")
        await settled(pilot)
        assert isinstance(pilot.app.screen, SummaryScreen)


async def test_finding_a_question_forgives_typing_errors_and_jumps_to_its_form(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        screen = ConversationScreen(desk, ongoing(desk))
        await pilot.app.push_screen(screen)
        await settled(pilot)
        await pilot.press("f", *"kvlame", "enter")
        await settled(pilot)
        current = screen.pane.view.current
        assert current is not None
        assert current.path == "kvalme"
        assert screen.pane.filling.id == "esas_r"


async def test_one_comes_back_to_where_one_was(desk: Desk, house: House) -> None:
    conversation = ongoing(desk)
    async with house(desk) as pilot:
        first = ConversationScreen(desk, conversation)
        await pilot.app.push_screen(first)
        await settled(pilot)
        await pilot.press("f", *"kvalme", "enter")
        await settled(pilot)
        await pilot.press("2")
        await pilot.press("escape")
        await settled(pilot)
        again = ConversationScreen(desk, conversation)
        await pilot.app.push_screen(again)
        await settled(pilot)
        assert again.pane.filling.id == "esas_r"
        assert again.pane.filling.sheet.answer("kvalme").value == 2


async def test_a_conversation_that_is_ended_is_left_and_one_that_goes_on_is_not(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        screen = ConversationScreen(desk, ongoing(desk))
        await pilot.app.push_screen(screen)
        await settled(pilot)
        await pilot.press("f3")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.screen is screen
        await pilot.press("f3")
        await settled(pilot)
        await pilot.press("a")
        await settled(pilot)
        assert "Avsluttet" in text_on(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert screen not in pilot.app.screen_stack


async def test_looking_into_a_form_and_its_boxes_writes_nothing(desk: Desk, house: House) -> None:
    conversation = ongoing(desk)

    def kept() -> list[str]:
        with desk.database.read() as view:
            return [assessment.form for assessment in view.assessments(conversation)]

    before = kept()
    async with house(desk) as pilot:
        screen = ConversationScreen(desk, conversation)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        untouched, path = next(
            (filling, path)
            for filling in screen.talk.offered()
            if filling.id not in before
            for path in filling.sheet.visible()
            if filling.form.item(path).type in ("text", "integer")
        )
        screen._go_to((untouched.id, path))
        await settled(pilot)
        await pilot.press("enter", "escape", "down", "up", "m", "escape")
        await settled(pilot)
        assert desk.saver.flush(5)
        assert kept() == before


KEYS = [*"0123456789tjnsvuimzpaxflobhy", *["enter"] * 6, "escape", "tab", "shift+tab", "down", "up", "left", "right"]
KEYS += ["space", "pageup", "pagedown", "home", "end", "backspace", "f1", "f2", "f3", "f8", "f9", "comma"]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_keys_come_nothing_breaks_and_the_records_hold_what_the_screen_holds(
    desk: Desk, house: House, seed: int
) -> None:
    random = Random(seed)
    conversation = ongoing(desk)
    async with house(desk, size=(80, 24) if seed % 2 else (120, 40)) as pilot:
        screen = ConversationScreen(desk, conversation)
        await pilot.app.push_screen(screen)
        await settled(pilot)
        for _ in range(150):
            if screen not in pilot.app.screen_stack:  # Esc has led out of it
                screen = ConversationScreen(desk, conversation)
                await pilot.app.push_screen(screen)
                await settled(pilot)
            await pilot.press(random.choice(KEYS))
        await settled(pilot)
        while pilot.app.screen is not screen and screen in pilot.app.screen_stack:
            await pilot.press("escape")
        screen.pane.leave_box()
        assert desk.saver.flush(10)
        held = {filling.id: filling.sheet.answers for filling in screen.talk.fillings.values()}
        kept = {filling.id: filling.sheet.answers for filling in desk.conduct.open(conversation).fillings.values()}
        assert held == kept


async def test_undoing_goes_back_step_by_step_into_the_form_before_also_after_a_restart(
    desk: Desk, house: House
) -> None:
    conversation = ongoing(desk)
    async with house(desk) as pilot:
        screen = ConversationScreen(desk, conversation, ("esas_r", "kvalme"))
        await pilot.app.push_screen(screen)
        await settled(pilot)
        nausea = screen.pane.filling.sheet.answer("kvalme")
        await pilot.press("4" if nausea.value == 3 else "3")
        screen._go_to(("apning", "informert"))
        await settled(pilot)
        before = screen.pane.filling.sheet.answer("informert")
        await pilot.press("n" if before.value else "j")
        await pilot.press("escape")
        await settled(pilot)

        again = ConversationScreen(desk, conversation, ("pakjenning", "pakjenning"))
        await pilot.app.push_screen(again)
        await settled(pilot)
        await pilot.press("z")
        await settled(pilot)
        assert again.pane.filling.id == "apning"
        assert again.pane.filling.sheet.answer("informert") == before
        await pilot.press("z")
        await settled(pilot)
        assert again.pane.filling.id == "esas_r"
        assert again.pane.view.current is not None and again.pane.view.current.path == "kvalme"
        assert again.pane.filling.sheet.answer("kvalme") == nausea


async def test_an_answer_behind_a_gate_that_was_closed_stays_greyed_and_comes_back_with_undo(
    desk: Desk, house: House
) -> None:
    conversation = talk_of(desk).conversation
    async with house(desk) as pilot:
        screen = ConversationScreen(desk, conversation.id, ("barn_som_parorende", "barn_avklart"))
        await pilot.app.push_screen(screen)
        await settled(pilot)
        await pilot.press("3", *"011226", "enter", "up", "up", "1")
        screen._go_to(("barn_som_parorende", "barn_avklart"))
        await settled(pilot)
        lines = " ".join(text_on(pilot).split())
        assert "avklart? – 01.12.2026 (skjult nå, tas ut ved signering)" in lines
        assert "avklares_innen" not in [entry.path for entry in screen.pane.view.entries if entry.stops]
        await pilot.press("z")
        await settled(pilot)
        assert "skjult nå" not in text_on(pilot)
        assert "avklares_innen" in [entry.path for entry in screen.pane.view.entries if entry.stops]


async def test_the_list_of_what_is_left_begins_with_what_is_urgent(desk: Desk, house: House) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("kvalme", Answer(value=9))
    assert desk.saver.flush(10)
    async with house(desk) as pilot:
        screen = ConversationScreen(desk, talk.conversation.id, ("apning", "viktigst"))
        await pilot.app.push_screen(screen)
        await settled(pilot)
        await pilot.press("l")
        await settled(pilot)
        assert "! Kvalme" in text_on(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert screen.pane.view.current is not None and screen.pane.view.current.path == "kvalme"


async def test_saved_is_not_said_by_a_message_that_comes_after_the_next_answer(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_commit = threading.Event()
    real = Writing.commit

    def commit(unit: Writing) -> None:
        assert may_commit.wait(10)
        real(unit)

    async with house(desk) as pilot:
        screen = ConversationScreen(desk, ongoing(desk))
        await pilot.app.push_screen(screen)
        await settled(pilot)
        monkeypatch.setattr(Writing, "commit", commit)
        talk = screen.talk
        talk.offered()[0].answer(next(iter(talk.offered()[0].sheet.visible())), Answer(note="et ord"))
        assert isinstance(pilot.app, KartleggingApp)
        pilot.app.post_message(KartleggingApp.Saved(SaveState(0, datetime.now(UTC))))  # of the answer before
        await settled(pilot)
        try:
            assert "Lagrer" in text_on(pilot) and "Lagret" not in text_on(pilot)
        finally:
            may_commit.set()


async def test_an_answer_saved_while_the_program_ends_does_no_harm(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Words] = []
    async with house(desk) as pilot:
        app = pilot.app
        await app.push_screen(ConversationScreen(desk, ongoing(desk)))
        await settled(pilot)

        def tell(words: Words) -> None:
            told.append(words)
            app.post_message(KartleggingApp.Saved(SaveState(0, datetime.now(UTC))))

        monkeypatch.setattr(Words, "on_unmount", tell, raising=False)
    assert told  # and leaving did not raise


async def test_nothing_is_drawn_any_more_on_a_screen_that_is_left(desk: Desk, house: House) -> None:
    drawn: list[bool] = []
    async with house(desk) as pilot:
        app, screen = pilot.app, ConversationScreen(desk, ongoing(desk))
        await app.push_screen(screen)
        await settled(pilot)
        screen.call_after_refresh(lambda: drawn.append(screen in app.screen_stack))
        app.pop_screen()
        await settled(pilot)
    assert False not in drawn


async def test_a_note_that_is_being_written_is_there_again_after_a_kill(desk: Desk, house: House) -> None:
    talk_id = started(desk).id
    async with house(desk) as pilot:
        await pilot.app.push_screen(ConversationScreen(desk, talk_id, ("esas_r", "smerte")))
        await settled(pilot)
        await typed(pilot, "4", "up", "m", *"verst om kvelden")
        assert desk.saver.flush(5)
        # what a program that starts after the kill reads
        again = ConversationScreen(desk, talk_id)
        await pilot.app.push_screen(again)
        await settled(pilot)
        assert "verst om kvelden" in text_on(pilot)
        await typed(pilot, *" og", "enter")
        assert desk.saver.flush(5)
        smerte = desk.conduct.open(talk_id).fillings["esas_r"]
        assert smerte.sheet.answer("smerte") == Answer(value=4, note="verst om kvelden og")
        assert not smerte.unfinished
