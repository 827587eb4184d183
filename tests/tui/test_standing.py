"""What stands in the way of all saving is said on every screen, for as long as it does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kartlegging_tui.records import connections
from kartlegging_tui.records.errors import Reason
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.ask import AskScreen
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.pick import Choice, PickScreen
from kartlegging_tui.tui.screens.register_patient import RegisterPatientScreen
from kartlegging_tui.tui.screens.write import WriteScreen
from kartlegging_tui.tui.widgets.standing import Standing
from tests.services.test_conversation import talk_of
from tests.tui.conftest import TODAY, House, settled, text_on

DIALOGS: tuple[Callable[[], Dialog[Any]], ...] = (
    lambda: WriteScreen("Hvilket behov?", about="Et behov som kom opp."),
    lambda: AskScreen("Hvorfor rettes det?"),
    lambda: PickScreen("Gå til", [Choice("Smerte", "ESAS", 1)]),
)


def said(pilot: Pilot[Any]) -> str:
    """What is said on top of the screens that are open."""
    return "".join({str(each.render()) for screen in pilot.app.screen_stack for each in screen.query(Standing)})


def program(desk: Desk) -> AbstractAsyncContextManager[Pilot[Any]]:
    """The program as it starts, whether its list can be read or not."""
    return KartleggingApp(lambda _progress: desk, today=lambda: TODAY).run_test()


async def until(pilot: Pilot[Any], so: Callable[[], bool]) -> None:
    while not so():
        await pilot.pause(0.02)


async def until_said(pilot: Pilot[Any], text: str) -> None:
    await until(pilot, lambda: text in said(pilot) if text else not said(pilot))


@pytest.mark.parametrize(
    ("reason", "words"),
    [(Reason.LOCKED, "opptatt"), (Reason.DISK_FULL, "full"), (Reason.READONLY, "skrivebeskyttet")],
)
async def test_every_screen_says_it_until_it_is_over_also_those_opened_meanwhile(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch, reason: Reason, words: str
) -> None:
    talk = talk_of(desk)
    stands: list[Reason | None] = [reason]
    trouble = property(lambda _database: stands[0], lambda _database, _found: None)
    monkeypatch.setattr(type(desk.database), "trouble", trouble)
    async with house(desk) as pilot:
        await pilot.app.push_screen(ConversationScreen(desk, talk.conversation.id))
        await settled(pilot)
        await until_said(pilot, words)
        for screen in (PatientScreen(desk, talk.patient.id), RegisterPatientScreen(desk)):
            pilot.app.push_screen(screen)
            await settled(pilot)
            assert words in text_on(pilot)
        for screen in pilot.app.screen_stack[1:]:
            assert words in str(screen.query_one(Standing).render())
        stands[0] = None
        await until_said(pilot, "")
        assert not [each for screen in pilot.app.screen_stack for each in screen.query(Standing)]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize("dialog", DIALOGS, ids=lambda dialog: type(dialog()).__name__)
async def test_it_is_said_over_a_dialog_as_well_and_what_is_typed_there_stays(
    desk: Desk,
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    dialog: Callable[[], Dialog[Any]],
    size: tuple[int, int],
) -> None:
    stands: list[Reason | None] = [None]
    trouble = property(lambda _database: stands[0], lambda _database, _found: None)
    monkeypatch.setattr(type(desk.database), "trouble", trouble)
    async with house(desk, size=size) as pilot:
        pilot.app.push_screen(dialog())
        await settled(pilot)
        await pilot.press(*"smer")
        stands[0] = Reason.DISK_FULL
        await until_said(pilot, "full")
        await pilot.press("t", "e")
        assert "smerte" in text_on(pilot)
        assert "full" in text_on(pilot).splitlines()[0]
        stands[0] = None
        await until_said(pilot, "")
        assert "smerte" in text_on(pilot)
        stands[0] = Reason.READONLY
        await until_said(pilot, "skrivebeskyttet")
        pilot.app.push_screen(ConfirmScreen("Slette?"))  # one that opens meanwhile
        await settled(pilot)
        assert "skrivebeskyttet" in text_on(pilot)
        assert "Slette?" in text_on(pilot)


@pytest.mark.sqlite
async def test_a_file_that_another_program_holds_is_told_and_shown_when_it_is_free(desk: Desk) -> None:
    with closing(connections.connect(Path(desk.database.where))) as other:
        other.execute("BEGIN IMMEDIATE")
        async with program(desk) as pilot:
            await until_said(pilot, "opptatt")
            await until(pilot, lambda: "Ingenting vises" in text_on(pilot))
            other.execute("ROLLBACK")
            await until_said(pilot, "")
            await until(pilot, lambda: "samtale" in text_on(pilot) and "Ingenting vises" not in text_on(pilot))


@pytest.mark.sqlite
async def test_a_write_protected_file_says_so_for_as_long_as_it_is(desk: Desk) -> None:
    file = Path(desk.database.where)
    desk.close()
    file.chmod(0o444)
    again = open_demo(24, 1, path=file)
    async with program(again) as pilot:
        await until_said(pilot, "skrivebeskyttet")
        await until(pilot, lambda: "Ingenting vises" in text_on(pilot))
        file.chmod(0o600)
        await until_said(pilot, "")
        await until(pilot, lambda: "samtale" in text_on(pilot) and "Ingenting vises" not in text_on(pilot))
    again.close()
