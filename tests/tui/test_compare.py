"""Contact points side by side, on the screen."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from textual.pilot import Pilot
from textual.widgets import Input

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.tui import compare_cells
from kartlegging_tui.tui.screens.compare import CompareScreen
from kartlegging_tui.tui.screens.compare_plot import ComparePlotScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from kartlegging_tui.tui.widgets.compare_list import CompareList
from kartlegging_tui.tui.widgets.paper import Paper
from tests.domain.forms import integer, text, yes_no
from tests.domain.test_comparison import scale, words
from tests.services.test_compare import two_versions
from tests.services.test_conversation import DETAILS
from tests.services.test_last_time import held_with, next_talk, publish
from tests.tui.conftest import House, settled, text_on


@asynccontextmanager
async def comparing(
    house: House, desk: Desk, talk: Talk, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[None]]:
    async with house(desk, size=size) as pilot:
        pilot.app.push_screen(CompareScreen(desk, talk.patient.id, talk.pathway.id))
        await settled(pilot)
        yield pilot


def listed(pilot: Pilot[None]) -> CompareList:
    return pilot.app.screen.query_one(CompareList)


def line_with(pilot: Pilot[None], words: str) -> str:
    """The line of the list that has these words; lines of the detail do not count."""
    height = listed(pilot).region.bottom
    return next((line for line in text_on(pilot).splitlines()[:height] if words in line), "")


def detail(pilot: Pilot[None]) -> str:
    paper = pilot.app.screen.query_one(Paper)
    return "\n".join(line.plain for _place, line in paper._laid.lines)


async def to(pilot: Pilot[None], key: str) -> None:
    """Puts the cursor on a row."""
    rows = listed(pilot)._rows
    listed(pilot).cursor = next(place for place, row in enumerate(rows) if row.key == key)
    await pilot.pause()


async def test_from_the_patients_page_one_key_compares_the_pathway(desk: Desk, house: House) -> None:
    talk = two_versions(desk)
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, talk.patient.id, talk.pathway.id))
        await settled(pilot)
        await pilot.press("c")
        await settled(pilot)
        assert isinstance(pilot.app.screen, CompareScreen)
        assert "plager" in text_on(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, PatientScreen)


async def test_value_trend_and_what_changed_in_the_question_are_on_one_line(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk), (120, 40)) as pilot:
        pain = line_with(pilot, "Hvor vondt")
        assert "ny ordlyd" in pain
        assert pain.index(" 4") < pain.index(" 7") < pain.index("▲ +3 verre")
        assert "utgått" in line_with(pilot, "gammel")
        assert "✎" in pain


async def test_the_row_at_the_cursor_is_told_in_full(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await to(pilot, "smerte")
        told = detail(pilot)
        assert "«verst om natta»" in told
        assert "▲ +3 verre siden" in told
        assert "Før: smerte" in told and "Nå: Hvor vondt har du?" in told
        await to(pilot, "sovn")
        assert "Svarvalg før: godt / ille" in detail(pilot)
        await to(pilot, "hun_alene")
        assert "fortrolig" in detail(pilot)


async def test_j_and_k_move_as_the_arrows_do(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        start = listed(pilot).cursor
        await pilot.press("j", "down", "k")
        assert listed(pilot).cursor == start + 1


async def test_with_more_room_for_the_details_the_row_at_the_cursor_is_still_seen(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await to(pilot, "hun_alene")
        await pilot.press("d")
        await settled(pilot)
        assert line_with(pilot, "hun_alene").startswith("▸")


async def test_tab_goes_from_part_to_part(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await pilot.press("tab")
        assert listed(pilot).row == next(row for row in listed(pilot)._rows if row.text == "Smertelindring")
        await pilot.press("tab")
        row = listed(pilot).row
        assert row is not None and row.key == "smerte"
        await pilot.press("shift+tab", "shift+tab", "shift+tab")
        row = listed(pilot).row
        assert row is not None and row.key == "plager"


async def test_a_click_chooses_row_and_contact_point(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        shown = listed(pilot)
        line = next(y for y, text in enumerate(text_on(pilot).splitlines()) if "Smertelindring" in text)
        await pilot.click(CompareList, offset=(shown.layout_now.first + 2, line - shown.region.y))
        row, column = shown.row, shown.column
        assert row is not None and row.text == "Smertelindring"
        assert column is not None and column.point.number == 1


async def test_another_language_words_the_rows_anew(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await pilot.press("f8")
        await settled(pilot)
        assert "Skårar" in text_on(pilot) and "▲ +6 verre" in text_on(pilot)


async def test_another_pathway_is_put_beside_and_taken_away(desk: Desk, house: House) -> None:
    talk = two_versions(desk)
    with desk.database.write() as unit:
        relapse = unit.add_pathway(talk.patient.id, "pakkeforlop_hjem", date(2026, 10, 1), "C34", relapse=True)
        points = unit.add_contact_points(relapse.id, [(1, date(2026, 10, 1), date(2026, 12, 1))])
        unit.commit()
    held_with(desk, {"smerte": Answer(value=1)}, desk.conduct.open(desk.conduct.start(points[0].id, DETAILS).id))
    async with comparing(house, desk, talk, (120, 40)) as pilot:
        assert "o Annet forløp" in text_on(pilot)
        await pilot.press("o")
        await settled(pilot)
        assert "B C34 01.10.2026 tilbakefall" in text_on(pilot)
        assert "A1 ·" in text_on(pilot) and "B1 ·" in text_on(pilot)
        await pilot.press("o")
        await settled(pilot)
        assert "B1" not in text_on(pilot)


async def test_what_narrows_the_list_is_said_and_can_be_taken_away(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await pilot.press("e")
        assert "bare det som er endret" in text_on(pilot)
        await pilot.press("e")
        assert "bare bedre eller verre" in text_on(pilot)
        assert not line_with(pilot, "sovn")
        await pilot.press("e", "h")
        assert "merket" in text_on(pilot)
        assert line_with(pilot, "Smertelindring") and not line_with(pilot, "sovn")
        await pilot.press("a")
        assert "Viser: alt" in text_on(pilot)


async def test_one_form_and_one_theme_are_chosen_with_a_digit(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await pilot.press("s", "2")
        await settled(pilot)
        assert "Form" in text_on(pilot).splitlines()[1]
        await pilot.press("s", "1", "t", "1")
        await settled(pilot)
        assert "Viser: alt" in text_on(pilot)


async def test_a_question_is_found_by_typing_and_escape_shows_all_again(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await pilot.press("f", *"vondt")
        assert line_with(pilot, "Hvor vondt") and not line_with(pilot, "sovn")
        await pilot.press("enter", "j", "escape")
        assert isinstance(pilot.app.screen, CompareScreen)
        assert pilot.app.screen.query_one(Input).value == ""
        assert "Viser: alt" in text_on(pilot)


async def test_where_nothing_is_found_it_says_what_to_do(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await pilot.press("f", *"qqq")
        assert "a viser alt" in text_on(pilot)


async def test_enter_opens_the_conversation_at_the_cursor_and_back_returns_to_the_row(desk: Desk, house: House) -> None:
    talk = two_versions(desk)
    async with comparing(house, desk, talk) as pilot:
        await to(pilot, "smerte")
        await pilot.press("left", "enter")
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, SummaryScreen)
        assert "Samhandlingspunkt 1" in text_on(pilot) or screen._conversation_id != talk.conversation.id
        await pilot.press("escape")
        await settled(pilot)
        row, column = listed(pilot).row, listed(pilot).column
        assert row is not None and row.key == "smerte"
        assert column is not None and column.point.number == 1


async def test_more_contact_points_than_fit_are_scrolled_to_the_first_and_the_newest_first(
    desk: Desk, house: House
) -> None:
    publish(desk.database, "2.0", integer("smerte"))
    talk = held_with(desk, {"smerte": Answer(value=1)})
    for value in (2, 3):
        talk = held_with(desk, {"smerte": Answer(value=value)}, next_talk(desk, talk))
    async with comparing(house, desk, talk, (60, 24)) as pilot:
        head = text_on(pilot).splitlines()[2]
        assert "1 ·" in head and "▸3 ·" in head and "2 ·" not in head
        assert "1 til ved siden av" in text_on(pilot)
        await pilot.press("left")
        assert "▸2 ·" in text_on(pilot).splitlines()[2]


async def test_only_the_rows_on_the_screen_are_drawn(desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(desk.database, "2.0", *[integer(f"q{number}") for number in range(900)])
    talk = held_with(desk, {f"q{number}": Answer(value=number) for number in range(900)})
    drawn: set[str] = set()
    row_line = compare_cells.row_line

    def counted(row: compare_cells.Row, *rest: object) -> object:
        drawn.add(row.key)
        return row_line(row, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(compare_cells, "row_line", counted)
    async with comparing(house, desk, talk) as pilot:
        assert 5 < len(drawn) < 24
        drawn.clear()
        await pilot.press("down")
        await pilot.pause()
        assert len(drawn) <= 2


async def test_a_patient_with_nothing_answered_is_told_so(desk: Desk, house: House) -> None:
    with desk.database.write() as unit:
        patient = unit.add_patient(name="Ola Nordmann", birth_date=None)
        pathway = unit.add_pathway(patient.id, "pakkeforlop_hjem", date(2026, 1, 1), "C50.9", relapse=False)
        unit.commit()
    async with house(desk) as pilot:
        pilot.app.push_screen(CompareScreen(desk, patient.id, pathway.id))
        await settled(pilot)
        assert "Ingenting er besvart" in text_on(pilot)
        await pilot.press("e", "h", "j", "left", "enter", "d", "p")
        assert "Det er ingen skårer eller tall å tegne" in text_on(pilot)


# Plots


async def test_a_score_is_drawn_with_its_values_written_and_all_stand_in_words_below(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ComparePlotScreen)
        screen = text_on(pilot)
        plot = "\n".join(screen.splitlines()[2:14])
        assert "plager" in screen
        assert plot.count("●") == 2
        assert " 8 " in plot and " 14 " in plot
        assert "1: 8 · 2: 14 ▲ +6 verre" in screen
        await pilot.press("j")
        assert "Hvor vondt har du? (2 av" in text_on(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, CompareScreen)


def test_nothing_is_loaded_to_draw_until_something_is_drawn() -> None:
    code = (
        "import sys; from kartlegging_tui.tui.screens import compare, compare_plot\n"
        "sys.exit(bool({'textual_plot', 'numpy'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


async def test_the_plot_begins_with_the_row_at_the_cursor(desk: Desk, house: House) -> None:
    async with comparing(house, desk, two_versions(desk), (120, 40)) as pilot:
        await to(pilot, "smerte")
        await pilot.press("p")
        await settled(pilot)
        assert "Hvor vondt har du? (2 av" in text_on(pilot)


# Handing out


async def saved(pilot: Pilot[None], file: Path, who: str) -> bytes:
    await pilot.press("l", who)
    await settled(pilot)
    await pilot.press("l")
    pilot.app.screen.query_one(Input).value = str(file)
    await pilot.press("enter")
    await settled(pilot)
    return file.read_bytes()


async def test_it_is_saved_as_pdf_with_what_is_shown(desk: Desk, house: House, tmp_path: Path) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        await pilot.press("e", "e")
        content = await saved(pilot, tmp_path / "kari.pdf", "1")
    told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "bare bedre eller verre" in " ".join(told.split())
    assert "sovn" not in told


async def test_for_others_the_spreadsheet_has_nothing_confidential(desk: Desk, house: House, tmp_path: Path) -> None:
    async with comparing(house, desk, two_versions(desk)) as pilot:
        content = await saved(pilot, tmp_path / "kari.csv", "2")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert "Hvor vondt har du?" in [row[2] for row in rows]
    assert "hun_alene" not in content.decode() and "natta" not in content.decode()
    assert (tmp_path / "kari.csv").stat().st_mode & 0o077 == 0


async def test_brackets_in_answers_and_questions_are_text(desk: Desk, house: House) -> None:
    publish(desk.database, "2.0", words("hva", text=text("Hva [/b] nå?")), yes_no("ja"), scale("tall"))
    given = {"hva": Answer(value="[red]se [/x]", note="[/]"), "tall": Answer(value=3)}
    async with comparing(house, desk, held_with(desk, given)) as pilot:
        assert "Hva [/b] nå?" in text_on(pilot)
        await to(pilot, "hva")
        assert "[red]se [/x]" in detail(pilot)
        await pilot.press("p")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ComparePlotScreen)
