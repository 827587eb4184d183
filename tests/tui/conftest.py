"""A desk on a demo database of a fixed day, and the program on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import date

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerCancelled

from kartlegging_tui import language
from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.worklist import WorklistScreen

TODAY = date(2026, 11, 22)

House = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture
def coordinator(desk_of: Callable[[Role], Desk]) -> Desk:
    """A coordinator's desk."""
    return desk_of(Role.COORDINATOR)


@pytest.fixture
def admin(desk_of: Callable[[Role], Desk]) -> Desk:
    """The desk of whoever keeps the forms."""
    return desk_of(Role.ADMIN)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing blinks, and the words are bokmål."""
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setenv("XDG_STATE_HOME", "/nonexistent")
    language.use("nb")


async def settled(pilot: Pilot[None]) -> None:
    """Waits until what the screens have asked for is there. What a screen gives up to begin it anew is no error."""
    left = 3
    for _try in range(30):
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete()
            left -= 1
        await pilot.pause()
        if not left:
            return


@asynccontextmanager
async def _at_worklist(desk: Desk, size: tuple[int, int] = (80, 24), light: bool = False) -> AsyncIterator[Pilot[None]]:
    app = KartleggingApp(lambda _progress: desk, today=lambda: TODAY, light=light)
    async with app.run_test(size=size, notifications=True) as pilot:
        while not isinstance(app.screen, WorklistScreen):
            await pilot.pause(0.01)
        await settled(pilot)
        yield pilot


@pytest.fixture
def house() -> House:
    """`async with house(desk) as pilot`: the program, with the worklist on the screen."""
    return _at_worklist


def text_on(pilot: Pilot[None]) -> str:
    """The screen as text."""
    screen = pilot.app.screen
    width, height = screen.size
    lines = screen._compositor.render_strips(screen.size)
    assert len(lines) == height and width
    return "\n".join(line.text.rstrip() for line in lines)
