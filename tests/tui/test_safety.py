"""What must never happen on a screen: text acted upon, data in a report, a picture or a log behind the user's back."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.segment import Segment
from textual.color import Color
from textual.theme import Theme

from kartlegging_tui.domain.people import ContactPoint
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui import crash
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.text import SafeLines
from kartlegging_tui.tui.theme import DARK, GROUNDS, LIGHT, PAIRS, SHAPES, TEXT
from tests.tui.conftest import TODAY, House, settled, text_on

HOSTILE = (
    "Kari [/b] [bold]x[/]",
    "[@click=app.quit]x[/]",
    "\x1b]0;PWNED\x07 \x1b]52;c;UFdORUQ=\x07",
    "\u202egnik\u202c \x9b31m",
    "$error {name} [/",
)


def register(desk: Desk, name: str) -> int:
    """Straight into the records, past the check that would clean it."""
    with desk.database.write() as unit:
        patient = unit.add_patient(name=name, contact_person=name, birth_date=date(1950, 1, 1), municipality="5001")
        pathway = unit.add_pathway(patient.id, "pakkeforlop_hjem", date(2026, 11, 1), "C50.9", False)
        points: list[ContactPoint] = unit.add_contact_points(
            pathway.id, [(1, date(2020, 1, 1), date(2020, 2, 1)), (2, date(2027, 1, 1), date(2027, 2, 1))]
        )
        unit.commit()
    assert points is None or points
    return patient.id


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_name_is_text_on_every_screen(desk: Desk, house: House, name: str) -> None:
    patient_id = register(desk, name)
    async with house(desk) as pilot:
        for keys in ((), ("enter",), ("enter",), ("enter",), ("f3",), ("escape",), ("escape",)):
            if (
                keys == ("enter",)
                and not isinstance(pilot.app.screen, PatientScreen)
                and len(pilot.app.screen_stack) < 4
            ):
                pilot.app.push_screen(PatientScreen(desk, patient_id))
            else:
                await pilot.press(*keys)
            await settled(pilot)
            text = text_on(pilot)
            assert not set(text) & set("\x1b\x07\x9b\u202e\u202c")
        assert pilot.app.is_running


async def test_brackets_in_a_name_are_shown_as_they_are(desk: Desk, house: House) -> None:
    patient_id = register(desk, "Kari [/b] [bold]x[/]")
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, patient_id))
        await settled(pilot)
        assert "Kari [/b] [bold]x[/]" in text_on(pilot)


def test_the_last_gate_takes_out_what_a_terminal_would_act_on_and_keeps_the_rest() -> None:
    segments = [Segment("Åse – ✓ "), Segment("a\x1b]0;X\x07b\u202ec\td")]
    cleaned = SafeLines().apply(segments, Color(0, 0, 0))
    assert "".join(segment.text for segment in cleaned) == "Åse – ✓ a]0;Xbc d"


async def test_the_last_gate_stands_in_the_program(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        assert any(isinstance(line_filter, SafeLines) for line_filter in pilot.app.get_line_filters())


def test_a_report_holds_no_message_and_no_variable_and_only_its_user_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    secret = "15904941724"
    try:
        int(f"Kari {secret}")
    except ValueError as error:
        number = crash.report(error)
    file = crash.folder() / f"{number}.txt"
    text = file.read_text()
    assert "ValueError" in text and "test_safety.py" in text
    assert secret not in text and "Kari" not in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_a_crash_ends_with_two_lines_and_an_exit_code(
    desk: Desk, house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "Kari 15904941724"

    def fail() -> None:
        raise ValueError(secret)

    with pytest.raises(ValueError, match="Kari"):
        async with house(desk) as pilot:
            pilot.app.call_later(fail)
            await pilot.pause()
            assert pilot.app.return_code == 1
    said = capsys.readouterr()
    assert secret not in said.out + said.err


async def test_what_a_service_fails_at_is_told_and_the_screen_stays(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kartlegging_tui.records.errors import NotRead, Reason

    def broken(*_arguments: object) -> None:
        raise NotRead(Reason.LOCKED, "secret detail")

    async with house(desk) as pilot:
        monkeypatch.setattr(desk.browse, "worklist", broken)
        await pilot.press("f5")
        for _ in range(5):
            await pilot.pause()
        text = text_on(pilot)
        assert "Databasen er opptatt" in text and "secret" not in text and "Arbeidsliste" in text
        monkeypatch.undo()
        await pilot.press("f5")
        await settled(pilot)
        assert "Databasen er opptatt" not in text_on(pilot)


def test_no_palette_and_no_clipboard() -> None:
    app = KartleggingApp(lambda _progress: pytest.fail("not opened"), today=lambda: TODAY)
    assert not app.ENABLE_COMMAND_PALETTE
    app.copy_to_clipboard("Kari")
    assert app.clipboard == ""


def test_of_textuals_variables_only_those_about_looks_are_left() -> None:
    code = (
        "import os; from kartlegging_tui.command_line import environment; environment.prepare(); "
        "print(*(name for name in os.environ if name.startswith('TEXTUAL')))"
    )
    variables = {"TEXTUAL_LOG": "x", "TEXTUAL_PRESS": "q", "TEXTUAL": "debug", "TEXTUAL_ANIMATIONS": "none"}
    run = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **variables}, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["TEXTUAL_ANIMATIONS", "TEXTUAL_FPS"]


def luminance(color: Color) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in color.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """As WCAG 2 has it: from 1 to 21."""
    low, high = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_text_is_readable_on_every_ground(theme) -> None:  # type: ignore[no-untyped-def]
    colours = theme.to_color_system().generate()
    weak = {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for text in TEXT
        for ground in GROUNDS
        if contrast(colours[text], colours[ground]) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_what_is_drawn_on_a_ground_of_its_own_is_seen_as_well(theme: Theme) -> None:
    colours = theme.to_color_system().generate()
    measured = {(one, other, 4.5): contrast(colours[one], colours[other]) for one, other in PAIRS}
    measured |= {(one, other, 3): contrast(colours[one], colours[other]) for one, other in SHAPES}
    assert {pair: found for pair, found in measured.items() if found < pair[2]} == {}


XTERM = (
    *("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5"),
    *("#7f7f7f", "#ff0000", "#00ff00", "#ffff00", "#5c5cff", "#ff00ff", "#00ffff", "#ffffff"),
)
"""The sixteen colours as xterm has them when nobody has changed them."""


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_with_sixteen_colours_every_text_can_still_be_read(theme: Theme) -> None:
    def sixteen(name: str) -> str:
        number = RichColor.parse(colours[name]).downgrade(ColorSystem.STANDARD).number
        assert number is not None
        return XTERM[number]

    colours = theme.to_color_system().generate()
    pairs = [(text, ground) for text in TEXT for ground in GROUNDS]
    weak = {pair: contrast(sixteen(pair[0]), sixteen(pair[1])) for pair in pairs}
    assert {pair: found for pair, found in weak.items() if found < 3} == {}
