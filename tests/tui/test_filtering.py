"""The coordinator's list: a filter put together and kept, who is responsible, and a pathway at a glance."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from kartlegging_tui.definitions.filters_file import read_filters
from kartlegging_tui.domain.filters import Filter, Whose
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.glance import Glance
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.pick import PickScreen
from kartlegging_tui.tui.screens.worklist import REST
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.pathway_list import PathwayList
from tests.conftest import TODAY
from tests.tui.conftest import House, settled, text_on


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's filters, none yet."""
    monkeypatch.setenv("KARTLEGGING_FILTERS", str(tmp_path / "filters.yaml"))
    return tmp_path / "filters.yaml"


def rows(pilot: Pilot[None]) -> PathwayList:
    return pilot.app.screen.query_one(PathwayList)


async def choose(pilot: Pilot[None], key: str, typed: str) -> None:
    """Chooses in the list that a key opens, by typing a part of it."""
    await pilot.press(key)
    for _ in range(200):
        if isinstance(pilot.app.screen, PickScreen):
            break
        await pilot.pause(0.01)
    await pick(pilot, typed)


async def pick(pilot: Pilot[None], typed: str) -> None:
    """Chooses in the list that is open, and waits until what follows is there."""
    opened = pilot.app.screen
    assert isinstance(opened, PickScreen)
    await pilot.press(*("space" if character == " " else character for character in typed), "enter")
    for _ in range(200):
        await pilot.pause(0.01)
        if pilot.app.screen is not opened:
            break
    if not isinstance(pilot.app.screen, PickScreen):
        await settled(pilot)


@pytest.mark.both
async def test_a_filter_is_chosen_by_typing_a_part_of_it_told_in_words_and_taken_away(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        everybody = rows(pilot)._total
        await choose(pilot, "i", "ansvarlig: meg")
        mine = desk.browse.worklist(WorklistQuery(only=Filter(responsible=frozenset({desk.user.id}))), TODAY)
        assert 0 < rows(pilot)._total == mine.total < everybody
        assert "Bare: Ansvarlig: meg" in text_on(pilot) and f"Alle {mine.total}" in text_on(pilot)
        await choose(pilot, "i", "over fristen")
        assert "Ansvarlig: meg · Tiltak over fristen" in text_on(pilot)
        await choose(pilot, "i", "over fristen")  # chosen again, it is taken out
        assert rows(pilot)._total == mine.total
        await pilot.press("x")
        await settled(pilot)
        assert rows(pilot)._total == everybody and "Bare:" not in text_on(pilot)


async def test_what_is_chosen_has_a_mark_and_each_choice_its_number(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await choose(pilot, "i", "barn under")
        number = rows(pilot)._total
        await pilot.press("i")
        while not isinstance(pilot.app.screen, PickScreen):
            await pilot.pause(0.01)
        options = pilot.app.screen.query_one(OptionList)
        assert str(options.get_option_at_index(0).prompt) == f"▸ ✓ Barn under 18  {number}"
        await pilot.press("escape")


async def test_a_filter_is_kept_under_a_name_with_its_status_and_taken_from_there(
    desk: Desk, house: House, file: Path
) -> None:
    async with house(desk) as pilot:
        await choose(pilot, "i", "ansvarlig: ingen")
        await pilot.press("right")
        await settled(pilot)
        status = next(due for due in Due if rows(pilot).row is None or rows(pilot).row.due is due)  # type: ignore[union-attr]
        await choose(pilot, "i", "lagre dette")
        await pick(pilot, "uten noen")
        saved = read_filters(file).worklist["uten noen"]
        assert saved == Filter(frozenset({status}), responsible=frozenset({Whose.NOBODY}))
        before = rows(pilot)._total
        await pilot.press("x")
        await settled(pilot)
    async with house(desk) as pilot:  # another day
        await choose(pilot, "i", "uten noen")
        assert rows(pilot)._total == before and "Ansvarlig: ingen" in text_on(pilot)
        await choose(pilot, "i", "slett et")
        await pick(pilot, "uten")
        assert read_filters(file).worklist == {}


async def test_a_broken_file_of_filters_is_told_with_its_line_and_the_rest_works(
    desk: Desk, house: House, file: Path
) -> None:
    file.write_text("worklist:\n  Mine: {responsible: [me]}\n  Feil: {statuss: [overdue]}\n", "utf-8")
    async with house(desk, size=(120, 40)) as pilot:
        await choose(pilot, "i", "mine")
        assert "Bare: Ansvarlig: meg" in text_on(pilot)
        await choose(pilot, "i", "lagre dette")
        await pick(pilot, "nytt")
        assert "Linje 3" in text_on(pilot)
    assert "nytt" not in file.read_text("utf-8")


async def test_where_nobody_fits_the_list_says_what_to_do_next(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await choose(pilot, "i", "barn under")
        await pilot.press("f", *"zzzz")
        await settled(pilot)
        assert "Esc avslutter søket" in text_on(pilot)


@pytest.mark.both
async def test_a_typing_error_shows_the_nearest_name_and_says_so(desk: Desk, house: House) -> None:
    row = max(desk.browse.worklist(WorklistQuery(limit=100), TODAY).rows, key=lambda row: len(row.name.split()[-1]))
    last = row.name.split()[-1].lower()
    wrong = last[:-2] + last[-1] + last[-2]
    async with house(desk) as pilot:
        await pilot.press("f", *wrong)
        await settled(pilot)
        assert f"viser {row.name.split()[-1]}" in text_on(pilot) and row.name[:20] in text_on(pilot)


async def test_j_and_k_move_and_back_from_the_patient_is_on_the_same_row(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("j", "j", "j", "k")
        row = rows(pilot).row
        assert rows(pilot).cursor == 2
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, PatientScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert rows(pilot).row == row and rows(pilot).cursor == 2


async def test_somebody_is_made_responsible_from_the_list_and_from_the_patient(desk: Desk, house: House) -> None:
    async with house(desk, size=(120, 40)) as pilot:
        row = rows(pilot).row
        assert row is not None
        await choose(pilot, "a", "tor")
        assert rows(pilot).row is not None and rows(pilot).row.responsible == "Tor Østbø"  # type: ignore[union-attr]
        await pilot.press("enter")
        await settled(pilot)
        await choose(pilot, "a", "ingen")
        assert desk.responsibilities.of(row.pathway_id).now is None
        await choose(pilot, "a", "meg")
        found = desk.responsibilities.of(row.pathway_id).now
        assert found is not None and found.user_id == desk.user.id


async def test_on_a_wide_screen_the_row_at_the_cursor_is_told_beside_the_list(desk: Desk, house: House) -> None:
    async with house(desk, size=(120, 40)) as pilot:
        await pilot.press("j")
        await pilot.pause(REST * 2)
        await settled(pilot)
        row = rows(pilot).row
        assert row is not None and row.birth_date is not None
        text = text_on(pilot)
        assert f"født {row.birth_date:%d.%m.%Y}" in text and "etter diagnosen" in text
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert not pilot.app.screen.query_one(Paper).display


async def test_holding_j_reads_nothing_until_it_rests(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    glance = desk.browse.glance

    def counted(patient_id: int, pathway_id: int, today: date) -> Glance:
        read.append(pathway_id)
        return glance(patient_id, pathway_id, today)

    monkeypatch.setattr("kartlegging_tui.tui.screens.worklist.REST", 0.3)
    monkeypatch.setattr(desk.browse, "glance", counted)
    async with house(desk, size=(120, 40)) as pilot:
        await pilot.pause(0.4)
        await settled(pilot)
        read.clear()
        for _ in range(8):
            rows(pilot).move(1)
        await pilot.pause(0.4)
        await settled(pilot)
        assert read == [rows(pilot).row.pathway_id]  # type: ignore[union-attr]


async def test_a_slow_list_of_choices_does_not_hold_the_keys(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    facets = desk.browse.facets
    monkeypatch.setattr(desk.browse, "facets", lambda *asked: time.sleep(0.3) or facets(*asked))  # type: ignore[func-returns-value]
    async with house(desk) as pilot:
        await pilot.press("i", "j", "j")
        assert rows(pilot).cursor == 2
        while not isinstance(pilot.app.screen, PickScreen):
            await pilot.pause(0.01)
        await pilot.press("escape")
        await settled(pilot)
