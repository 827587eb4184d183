"""A nurse holds a conversation with the real program, in a real terminal, and it is killed in the middle."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from kartlegging_tui.records.driver import sqlite3
from tests.terminal.driver import Terminal

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[dict[str, str]]:
    yield {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
        "KARTLEGGING_LANGUAGE": "nb",
    }


def events(home: dict[str, str]) -> list[tuple[int, int, str, str]]:
    """Assessment, number, path and answer of every event, from the file itself."""
    (file,) = Path(home["XDG_DATA_HOME"]).rglob("demo*.sqlite3")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        return connection.execute("SELECT assessment_id, number, path, answer FROM answer_event").fetchall()


def unfinished(home: dict[str, str]) -> list[str]:
    """What is being written in boxes outside the forms, from the file itself."""
    (file,) = Path(home["XDG_DATA_HOME"]).rglob("demo*.sqlite3")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM box_text")]


def to_contact_point_two(terminal: Terminal) -> str:
    """From the worklist to the conversation of somebody whose second contact point is due, started now: their name."""
    terminal.wait_for("Arbeidsliste", "samtale pågår")
    terminal.press("right", "right", "right")  # under way, overdue, due now
    terminal.wait_for("innen", absent="samtale pågår")
    found = re.search(r"● (\S.*?)  .* 2 +innen", terminal.text)
    assert found is not None, terminal.text
    name = found.group(1).rstrip("…")
    terminal.press("f", name, "enter")
    terminal.wait_for("Samhandlingspunkt 2", "diagnose")
    terminal.press("enter")
    terminal.wait_for("Hvem svarer")
    terminal.press("enter")
    terminal.wait_for("F3 oversikt")
    terminal.wait_until(lambda: "Avtalt sist" in terminal.text or "0 av" in terminal.text, "the talk")
    terminal.settle(0.5)
    if "Avtalt sist" in terminal.text:  # what was agreed at the first contact point comes first
        terminal.press("esc")
    terminal.wait_for("Hva er viktig for deg?", "0 av")
    return name


def read_down_to(terminal: Terminal, text: str) -> None:
    """Scrolls the page until the text is on the screen."""
    for _line in range(60):
        if text in terminal.text:
            return
        terminal.press("down")
    raise AssertionError(f"{text!r} is not on the page; its end was:\n{terminal.text}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_whole_conversation_survives_being_killed(home: dict[str, str], size: tuple[int, int]) -> None:
    with Terminal("demo", size=size, env=home) as terminal:
        name = to_contact_point_two(terminal)
        before = set(events(home))
        terminal.press("j")
        terminal.wait_for("Lagret", absent="Lagrer")
        terminal.press("1", "v")
        terminal.press("enter", "Barnebarna og hagen", "enter")
        terminal.wait_for("2 av", "Lagret", absent="Lagrer")
        called_saved = set(events(home)) - before
        said = [
            '{"value":true}',
            '{"value":["ingenting"]}',
            '{"missing":"declined"}',
            '{"value":"Barnebarna og hagen"}',
        ]
        assert [answer for *_, answer in sorted(called_saved)] == said
        terminal.press("enter", "og et ord til")
        terminal.kill(signal.SIGKILL)

    assert called_saved <= set(events(home))

    with Terminal("demo", size=size, env=home) as terminal:
        terminal.wait_for("Arbeidsliste", "samtale pågår")
        terminal.press("f", name, "enter")
        terminal.wait_for("Samhandlingspunkt 2")
        terminal.press("enter")
        terminal.wait_for("og et ord til")  # what was being typed when it was killed
        terminal.press("esc")
        terminal.wait_for("3 av", "Lagret", absent="Lagrer")
        terminal.press("o", "esas", "enter")
        terminal.wait_for("Smerte", "0 av 11")
        terminal.press(*"3333333338u1")  # nine symptoms, no other problem, filled in by the patient
        terminal.wait_for("✓ Lagret", absent="Lagrer")
        terminal.press("f3")
        terminal.wait_for("Før signering")
        for said_to_her in ("Samlet plage (0–90): 27", "Barnebarna og hagen", "og et ord til", "Slapphet"):
            read_down_to(terminal, said_to_her)
        terminal.press("a")
        terminal.wait_for("Avsluttet, ikke signert")
        terminal.press("esc", "esc", "esc")
        terminal.press("ctrl+q")
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_a_closed_window_loses_nothing_and_leaves_the_terminal_as_it_was(
    home: dict[str, str], sign: signal.Signals
) -> None:
    with Terminal("demo", env=home) as terminal:
        to_contact_point_two(terminal)
        before = set(events(home))
        terminal.press("j")
        terminal.wait_for("Lagret", absent="Lagrer")
        status = terminal.kill(sign)
        assert status is not None
        assert os.waitstatus_to_exitcode(status) == 128 + sign
        assert b"\x1b[?1049l" in terminal.raw  # the alternate screen is left
    assert len(set(events(home)) - before) == 1


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_what_was_being_written_outside_the_forms_is_in_its_box_again(
    home: dict[str, str], sign: signal.Signals
) -> None:
    with Terminal("demo", env=home) as terminal:
        name = to_contact_point_two(terminal)
        terminal.press("e")
        terminal.wait_for("behov")
        terminal.press("redd for å so")
        terminal.wait_for("redd for å so")
        if sign == signal.SIGKILL:  # told to end, it keeps it itself
            terminal.wait_until(lambda: unfinished(home) == ["redd for å so"], "the text in the file")
        terminal.kill(sign)
    assert unfinished(home) == ["redd for å so"]

    with Terminal("demo", env=home) as terminal:
        terminal.wait_for("Arbeidsliste", "samtale pågår")
        terminal.press("f", name, "enter")
        terminal.wait_for("Samhandlingspunkt 2", "diagnose")
        terminal.press("enter")
        terminal.wait_for("F3 oversikt")
        terminal.settle(0.5)
        if "Avtalt sist" in terminal.text:
            terminal.press("esc")
        terminal.wait_for("Hva er viktig for deg?", "0 av")
        terminal.press("e")
        terminal.wait_for("redd for å so")
        terminal.press("ve", "enter")
        terminal.wait_for("Lagret", absent="Lagrer")
        terminal.wait_until(lambda: unfinished(home) == [], "no text in the file")


def test_a_full_disk_is_said_and_the_answer_is_kept_until_there_is_room(home: dict[str, str]) -> None:
    resource = pytest.importorskip("resource")
    with Terminal("demo", env=home) as terminal:
        to_contact_point_two(terminal)
        before = set(events(home))
        soft, hard = resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (1, hard))
        terminal.press("j")
        terminal.wait_for("IKKE LAGRET", "disken er full")
        terminal.press("1")
        terminal.wait_for("2 svar")
        assert set(events(home)) == before
        resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (soft, hard))
        terminal.wait_for("✓ Lagret", absent="IKKE LAGRET")
        assert len(set(events(home)) - before) == 2
