"""`kartlegging verify`: a head that was kept, and an answer that somebody has changed past the program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from tests import raw

pytestmark = pytest.mark.both

CHANGE = "UPDATE answer_event SET path = 'x' WHERE number = 1 AND assessment_id = 1"

Told = pytest.CaptureFixture[str]


def verified(place: Path | str, capsys: Told, *words: str) -> tuple[int, list[tuple[str, str]]]:
    """The exit code; and of which log what is broken."""
    code = main(["verify", "--json", *words, "--database", str(place)])
    return code, [(each["log"], each["fault"]) for each in json.loads(capsys.readouterr().out)["broken"]]


def test_the_head_that_an_export_tells_is_that_of_logs_that_nobody_has_touched(
    demo_place: Path | str, tmp_path: Path, capsys: Told
) -> None:
    assert main(["export", "--database", str(demo_place), "--output", str(tmp_path / "all.json")]) == 0
    head = capsys.readouterr().err.strip().rpartition("kartlegging-hode ")[2]
    assert verified(demo_place, capsys, "--head", head) == (0, [])
    number, _space, code = head.partition(" ")
    other = f"{number} {'0000' if not code.startswith('0000') else '1111'}{code[4:]}"
    assert verified(demo_place, capsys, "--head", other)[0] == 1


def test_an_answer_changed_past_the_program_is_found(demo_place: Path | str, capsys: Told) -> None:
    assert verified(demo_place, capsys) == (0, [])
    raw.past_refusals(demo_place, CHANGE)
    code, broken = verified(demo_place, capsys)
    assert code == 1 and ("answers", "changed") in broken
