"""`kartlegging usage`: in words and as JSON, for whom it is, and a form that is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.command_line.exit_codes import ExitCode
from kartlegging_tui.services import desks


@pytest.fixture(autouse=True)
def there(demo_place: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo is that of the other tests."""
    monkeypatch.setattr(desks, "demo_file", lambda *_which: demo_place)
    monkeypatch.setenv("KARTLEGGING_LANGUAGE", "en")


def test_it_tells_of_every_form_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["usage", "--demo"]) == 0
    written = capsys.readouterr().out
    assert "\nesas_r 1.0: " in written
    assert "contact point 1, 2, 3" in written
    assert "left unanswered" in written and "Numbers from 1 to 4" in written


def test_one_form_as_json_has_no_small_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["usage", "esas_r", "--demo", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (form,) = told["forms"]
    assert form["assessments"]["signed"]["number"] > 10
    cells = [each for question in form["questions"] for each in question.values() if isinstance(each, dict)]
    assert cells and not [each for each in cells if each["number"] and each["number"] < 5]
    assert any(each.get("suppressed") for each in cells)


def test_a_form_that_is_not_there_and_a_nurse_are_told_so(
    capsys: pytest.CaptureFixture[str], demo_place: Path | str
) -> None:
    assert main(["usage", "esas", "--demo"]) == 2
    assert "esas" in capsys.readouterr().err
    assert main(["--language", "en", "usage", "--database", str(demo_place)]) == ExitCode.NOT_ALLOWED
    assert "Your role" in capsys.readouterr().err
