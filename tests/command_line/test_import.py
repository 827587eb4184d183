"""`kartlegging import`: all of a file or nothing, with every mistake at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.services.desk import Desk
from tests.services.test_inbox import NOW, with_talks


@pytest.fixture
def file(desk: Desk, tmp_path: Path) -> Path:
    found = tmp_path / "export.json"
    export = desk.conduct.exporting.patients([with_talks(desk)], NOW)
    found.write_text(export.model_dump_json(), "utf-8")
    return found


def run(desk: Desk, *files: Path) -> int:
    return main(["import", "--database", str(desk.database.where), *map(str, files)])


def test_a_file_waits_in_the_inbox_and_once_only(desk: Desk, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, file) == 0
    assert run(desk, file, file) == 0
    assert desk.inbox.waiting() == 1
    assert capsys.readouterr().out.count(str(file)) == 3


def test_a_mistake_is_told_at_its_place_and_nothing_is_taken_in(
    desk: Desk, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = json.loads(file.read_text("utf-8"))
    whole["patients"].append(json.loads(json.dumps(whole["patients"][0])))
    whole["patients"][1]["patient"]["name"] = "Kari\u202e"
    file.write_text(json.dumps(whole), "utf-8")
    assert run(desk, file) == 1
    assert "patients[1].patient.name" in capsys.readouterr().err
    assert desk.inbox.waiting() == 0


@pytest.mark.parametrize("identifier", ["12345678901", "12036912345", "01010112345"])
def test_a_number_that_cannot_be_right_is_refused(
    desk: Desk, file: Path, identifier: str, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = json.loads(file.read_text("utf-8"))
    whole["patients"][0]["patient"]["identifier"] = identifier
    file.write_text(json.dumps(whole), "utf-8")
    assert run(desk, file) == 1
    told = capsys.readouterr().err
    assert "patients[0].patient.identifier" in told and identifier not in told


def test_a_form_that_says_something_else_here_is_refused_by_name(
    desk: Desk, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file.read_text("utf-8")
    used = json.loads(text)["questionnaires"][0]
    file.write_text(text.replace(used["content_hash"], "0" * 64), "utf-8")
    assert run(desk, file) == 1
    assert f"{used['form']} {used['version']}" in capsys.readouterr().err


def test_a_form_that_nobody_has_is_refused_by_name(desk: Desk, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = json.loads(file.read_text("utf-8"))
    used, whole["questionnaires"] = whole["questionnaires"][0], []
    text = json.dumps(whole).replace(f'"form": "{used["form"]}"', '"form": "ukjent_skjema"')
    file.write_text(text, "utf-8")
    assert run(desk, file) == 1
    assert "ukjent_skjema" in capsys.readouterr().err


def test_an_answer_that_does_not_fit_its_form_is_refused_at_its_place(
    desk: Desk, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = json.loads(file.read_text("utf-8"))
    talk = next(point["talk"] for point in whole["patients"][0]["pathways"][0]["contact_points"] if point["talk"])
    talk["forms"][0]["history"][0]["path"] = "barn/x/y"
    file.write_text(json.dumps(whole), "utf-8")
    assert run(desk, file) == 1
    assert "talk.forms[0].history[0]" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_wrong_use(desk: Desk, tmp_path: Path) -> None:
    assert run(desk, tmp_path / "borte.json") == 2
    assert run(desk, tmp_path) == 2
