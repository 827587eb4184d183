"""The program fails or is told to end: the terminal is restored, and what is typed is kept."""

from __future__ import annotations

import asyncio
import os
import signal
import threading

import pytest
from textual.widget import Widget

from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui import crash
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from tests.tui.conftest import House, settled

SECRET = "Kari 15904941724"


def fail(*_arguments: object) -> None:
    raise ValueError(SECRET)


@pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
async def test_told_to_end_it_keeps_a_note_that_is_being_written(
    desk: Desk, house: House, sign: signal.Signals
) -> None:
    async with house(desk) as pilot:
        pilot.app.push_screen(ConversationScreen(desk, 1))
        await settled(pilot)
        await pilot.press("m", *"husk dette")
        os.kill(os.getpid(), sign)
        while pilot.app.is_running and pilot.app._exit is False:
            await asyncio.sleep(0.01)
        assert pilot.app.return_code == 128 + sign
    assert desk.saver.flush(5)
    with desk.database.read() as view:
        events = [event.content for each in view.assessments(1) for event in view.events(each.id)]
    assert any("husk dette" in content for content in events)


async def test_a_failure_while_drawing_ends_with_two_lines(
    desk: Desk, house: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ValueError, match="Kari"):
        async with house(desk) as pilot:
            monkeypatch.setattr(Widget, "render_lines", fail)
            pilot.app.screen.refresh()
            for _ in range(5):
                await pilot.pause()
            assert pilot.app.return_code == 1
    said = capsys.readouterr()
    assert SECRET not in said.out + said.err


async def test_a_failure_in_a_thread_is_reported_and_the_screen_stays(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reported: list[str] = []
    monkeypatch.setattr(crash, "report", lambda error: reported.append(crash.scrubbed(error)) or "1")
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("sys.excepthook", fail)
    crash.hook_all()
    async with house(desk) as pilot:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        await pilot.pause()
        assert pilot.app.is_running
    assert len(reported) == 1
    assert "Kari" not in reported[0]
    assert SECRET not in "".join(capsys.readouterr())


async def test_a_failure_of_the_saving_thread_is_told_and_nothing_of_it_is_lost(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kartlegging_tui.records.writing import Writing

    async with house(desk) as pilot:
        pilot.app.push_screen(ConversationScreen(desk, 1))
        await settled(pilot)
        with monkeypatch.context() as broken:
            broken.setattr(Writing, "commit", fail)
            broken.setattr(threading, "excepthook", lambda _arguments: None)
            await pilot.press("m", *"husk dette", "enter")
            while desk.saver.state.trouble is None:
                await asyncio.sleep(0.01)
            assert pilot.app.is_running
        assert await asyncio.to_thread(desk.saver.flush, 20)
    with desk.database.read() as view:
        assert any("husk dette" in event.content for each in view.assessments(1) for event in view.events(each.id))
