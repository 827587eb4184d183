"""A desk on a demo database of a fixed day, and the program on it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kartlegging_tui import language
from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.people import Role
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.demo import build
from kartlegging_tui.services.desk import Desk, open_demo, publish_active
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.worklist import WorklistScreen

TODAY = date(2026, 11, 22)

House = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty-four invented patients, as on `TODAY`. Built once; tests get copies."""
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    database = Database.open(file)
    publish_active(database, shipped())
    build(database, shipped(), patients=24, seed=1, today=TODAY)
    database.close()
    return file


@pytest.fixture
def desk(demo_file: Path, tmp_path: Path) -> Iterator[Desk]:
    """A nurse's desk."""
    file = tmp_path / "demo.sqlite3"
    shutil.copy(demo_file, file)
    opened = open_demo(24, 1, Role.NURSE, file)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing blinks, and the words are bokmål."""
    monkeypatch.setattr(Input, "cursor_blink", False)
    monkeypatch.setenv("XDG_STATE_HOME", "/nonexistent")
    language.use("nb")


async def settled(pilot: Pilot[None]) -> None:
    """Waits until what the screens have asked for is there."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


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
