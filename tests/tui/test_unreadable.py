"""A damaged file at work: the screens and commands say which row cannot be read, and it is no unexpected error."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.tui import crash
from kartlegging_tui.tui.screens.patient import PatientScreen
from tests.records.test_unreadable import damage
from tests.tui.conftest import House, settled, text_on


@pytest.fixture
def damaged(demo_file: Path, tmp_path: Path) -> Path:
    """A database without a readable answer."""
    where = tmp_path / "demo.sqlite3"
    shutil.copy(demo_file, where)
    damage(where, "answer_event", "answer = substr(answer, 2)")
    return where


async def test_a_patient_whose_answers_cannot_be_read_is_said_to_be_so_on_the_screen(
    damaged: Path, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[BaseException] = []
    monkeypatch.setattr(crash, "report", lambda error: reported.append(error) or "")
    desk = open_demo(24, 1, Role.NURSE, damaged)
    with desk.database.read() as view:
        patient_id = view._connection.exec_driver_sql(
            "SELECT patient_id FROM pathway JOIN contact_point ON pathway_id = pathway.id"
            " JOIN conversation ON contact_point_id = contact_point.id"
        ).scalars()
        talked_with = next(iter(patient_id))
    async with house(desk) as pilot:
        pilot.app.push_screen(PatientScreen(desk, talked_with))
        await settled(pilot)
        assert "answer_event" in text_on(pilot)
    desk.close()
    assert not reported


def test_a_command_says_which_row_cannot_be_read(damaged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--database", str(damaged)]) == 1
    told = capsys.readouterr()
    assert "answer_event" in told.err and "cannot be read" in told.err
    assert not told.out
