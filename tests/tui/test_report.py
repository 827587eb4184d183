"""The yearly report on the screen: figures, their groups, what they mean, the lists behind them, and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.report import EVERYTHING, Asked, Dimension
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.handout import HandoutScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.report import ReportScreen
from kartlegging_tui.tui.screens.report_behind import ReportBehindScreen
from kartlegging_tui.tui.widgets.report_list import BehindList, FigureList, bar
from tests.tui.conftest import TODAY, House, settled, text_on


async def opened(pilot: Pilot[None], desk: Desk) -> ReportScreen:
    screen = ReportScreen(desk)
    await pilot.app.push_screen(screen)
    await settled(pilot)
    return screen


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def row(pilot: Pilot[None]) -> tuple[Figure, str]:
    found = pilot.app.screen.query_one(FigureList).row
    assert found is not None
    return found.figure, found.group.key


async def test_all_figures_stand_in_rows_and_the_arrows_change_the_year(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await opened(pilot, desk)
        held = desk.reports.make(Asked(2026), TODAY).cell(Figure.HELD)
        assert "2026" in text_on(pilot) and f"{held.number} " in text_on(pilot)
        await press(pilot, "left")
        assert "2025" in text_on(pilot) and "2026" not in text_on(pilot)
        await press(pilot, "right", "right", "right", "right", "right")
        assert "2030" in text_on(pilot)
        assert pilot.app.screen.query_one(FigureList).row is None


async def test_a_figure_is_divided_in_turn_and_escape_comes_back_to_it(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        screen = await opened(pilot, desk)
        await press(pilot, "j", "j", "g")
        assert row(pilot) == (Figure.HELD, "")
        await press(pilot, "down")
        assert row(pilot) == (Figure.HELD, "1")
        for dimension in (Dimension.MUNICIPALITY, Dimension.UNIT):
            await press(pilot, "g")
            await press(pilot, "down")
            made = desk.reports.make(Asked(2026), TODAY)
            assert row(pilot) == (Figure.HELD, made.by(dimension)[0].key)
        await press(pilot, "escape")
        assert row(pilot) == (Figure.HELD, "") and pilot.app.screen is screen


async def test_enter_opens_the_list_behind_a_figure_and_then_the_patient(coordinator: Desk, house: House) -> None:
    async with house(coordinator) as pilot:
        await opened(pilot, coordinator)
        await press(pilot, "j", "j", "enter")
        listed = coordinator.reports.behind(Asked(2026), TODAY, Figure.HELD, EVERYTHING)
        behind = pilot.app.screen
        assert isinstance(behind, ReportBehindScreen)
        assert all(line.thing.name in text_on(pilot) for line in listed[:10])
        await press(pilot, "j", "enter")
        assert isinstance(pilot.app.screen, PatientScreen)
        assert listed[1].thing.name in text_on(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is behind
        found = behind.query_one(BehindList).row
        assert found is not None and found.thing == listed[1].thing
        await press(pilot, "escape")
        assert row(pilot) == (Figure.HELD, "")


@pytest.mark.parametrize("figure", list(Figure))
def test_what_stands_behind_every_figure_can_be_told(coordinator: Desk, figure: Figure) -> None:
    from kartlegging_tui.tui.report_behind_words import told

    for line in coordinator.reports.behind(Asked(2026), TODAY, figure, EVERYTHING):
        assert told(line).strip()


async def test_small_numbers_are_hidden_until_a_coordinator_asks_for_them(coordinator: Desk, house: House) -> None:
    async with house(coordinator) as pilot:
        await opened(pilot, coordinator)
        assert "<5" in text_on(pilot)
        await press(pilot, "s")
        assert "<5" not in text_on(pilot) and "intern" in text_on(pilot)
        await press(pilot, "s")
        assert "<5" in text_on(pilot)


async def test_a_nurse_has_no_key_for_small_numbers(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await opened(pilot, desk)
        await press(pilot, "s")
        assert "<5" in text_on(pilot) and "intern" not in text_on(pilot)


async def test_whoever_keeps_the_forms_sees_figures_and_no_patients(admin: Desk) -> None:
    from kartlegging_tui.tui.app import KartleggingApp

    app = KartleggingApp(lambda _progress: admin, today=lambda: TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        screen = await opened(pilot, admin)
        await press(pilot, "enter", "s")
        assert pilot.app.screen is screen and "<5" in text_on(pilot)


async def test_what_a_figure_means_stands_beside_it_where_there_is_room_and_else_at_a_key(
    desk: Desk, house: House
) -> None:
    from kartlegging_tui.language import _
    from kartlegging_tui.services.report_words import MEANINGS

    meaning = _(MEANINGS[Figure.OFFERED])[:20]
    async with house(desk, (120, 40)) as pilot:
        await opened(pilot, desk)
        await press(pilot, "j")
        assert meaning in text_on(pilot)
    async with house(desk) as pilot:
        await opened(pilot, desk)
        await press(pilot, "j")
        assert meaning not in text_on(pilot)
        await press(pilot, "o")
        assert meaning in text_on(pilot)


async def test_it_is_written_out_as_it_is_shown(desk: Desk, house: House, tmp_path: Path) -> None:
    async with house(desk) as pilot:
        await opened(pilot, desk)
        await press(pilot, "u")
        paper = pilot.app.screen
        assert isinstance(paper, HandoutScreen)
        for suffix in (".pdf", ".html", ".csv"):
            paper._save_as(str(tmp_path / f"rapport{suffix}"))
            await settled(pilot)
        assert (tmp_path / "rapport.pdf").read_bytes().startswith(b"%PDF")
        assert (tmp_path / "rapport.csv").read_bytes().startswith(b"\xef\xbb\xbfyear;contact_point;")


@pytest.mark.parametrize(("length", "drawn"), [(0, ""), (0.001, "▏"), (0.5, "████"), (1, "████████"), (2, "████████")])
def test_a_bar_is_as_long_as_its_share_and_never_longer(length: float, drawn: str) -> None:
    assert bar(length, 8) == drawn
