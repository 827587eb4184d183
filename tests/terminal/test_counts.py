"""What a form costs on the screen, in counts, which no busy machine changes: bytes, statements, sections, widgets.

The times are in `tests/benchmarks`. Cost follows the screen and the change: a form of 1,000 questions costs what one of
20 does.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_database
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from tests.benchmarks.stage import SIZE, Stage, furnish
from tests.domain.large_forms import large_form
from tests.records.test_query_plans import asked

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")

SIZES = (20, 1_000)
STILL, SCROLLED = 3_000, 12_000
"""Bytes that a key may send at 120×40: without and with scrolling."""


def stage_of(folder: Path, size: int) -> Stage:
    folder.mkdir()
    return furnish(folder, large_form(size))


@pytest.mark.parametrize("size", SIZES)
def test_a_key_sends_few_bytes(tmp_path: Path, size: int) -> None:
    with stage_of(tmp_path / "there", size).program() as terminal:
        terminal.wait_for("Ola Nordmann")
        terminal.press("enter")
        terminal.wait_for("Samhandlingspunkt 1")
        terminal.press("enter")
        terminal.wait_for("high")
        terminal.settle(0.5)

        def sent(key: str) -> int:
            pieces = terminal.written_after(key, 0.4)
            return sum(len(data) for _after, data in pieces)

        assert 0 < sent("5") <= STILL
        assert 0 < sent("down") <= STILL
        assert 0 < sent("pagedown") <= SCROLLED
        terminal.press("m")
        assert 0 < sent("x") <= STILL / 3
        assert terminal.text.count("high") > 5


@pytest.fixture(params=SIZES)
def desk(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    stage = stage_of(tmp_path / "there", request.param)
    for name, value in stage.env.items():
        monkeypatch.setenv(name, value)
    opened = open_database(stage.file, "Kari Lunde")
    yield opened
    opened.close()


async def test_an_answer_counts_few_sections_and_asks_few_statements(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    shown_in = Sheet.shown_in

    def count(sheet: Sheet, section: object) -> object:
        counted.append(section.id)  # type: ignore[attr-defined]
        return shown_in(sheet, section)  # type: ignore[arg-type]

    app = KartleggingApp(lambda _progress: desk)
    async with app.run_test(size=SIZE) as pilot:
        screen = ConversationScreen(desk, 1)
        while app.opened is None:
            await pilot.pause(0.02)
        await app.push_screen(screen)
        while screen.is_opening:
            await pilot.pause(0.02)
        await pilot.press("3")  # what is counted once is kept
        await pilot.pause()
        assert await asyncio.to_thread(desk.saver.flush, 10)
        widgets = len(list(screen.walk_children()))
        assert widgets <= 32
        monkeypatch.setattr(Sheet, "shown_in", count)
        with asked(desk.database._writer) as statements:
            await pilot.press("4")
            await pilot.pause()
            assert await asyncio.to_thread(desk.saver.flush, 10)
        assert len(set(counted)) <= 2, counted
        assert len(statements) <= 5, statements
        assert len(list(screen.walk_children())) == widgets
