"""`kartlegging erase` shows counts, asks for the decision, and deletes only after a word was written."""

from __future__ import annotations

import io
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from kartlegging_tui import cli
from kartlegging_tui.command_line import records
from kartlegging_tui.command_line.exit_codes import ExitCode
from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.clock import today
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from tests.services.test_signing import signed

DECISION = ("Overlege Vik", "2026-11-20", "3", "Feil person", "26/77")


@pytest.fixture
def talk(desk: Desk, monkeypatch: pytest.MonkeyPatch, demo_place: Path | str) -> tuple[int, int]:
    """Signed: the patient and the conversation."""
    found = signed(desk)
    monkeypatch.setattr(records, "_demo", lambda given: open_demo(24, 1, Role(given.role), demo_place))
    return found.patient.id, found.conversation.id


def erase(monkeypatch: pytest.MonkeyPatch, talk: tuple[int, int], *typed: str) -> int:
    patient, conversation = talk
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    words = ["erase", "--demo", "--patient", str(patient), "--conversation", str(conversation)]
    return cli.main(["--language", "en", *words])


def there(desk: Desk, talk: tuple[int, int]) -> bool:
    with desk.database.read() as view:
        points = [point.id for pathway in view.pathways(talk[0]) for point in view.contact_points(pathway.id)]
        return talk[1] in {found.id for point in points if (found := view.conversation(point))}


def test_it_tells_what_goes_and_what_does_not_and_deletes_once_the_word_is_written(
    desk: Desk, talk: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert erase(monkeypatch, talk, *DECISION, f"erase {talk[0]}") == 0
    told = capsys.readouterr()
    assert "signed documents: 1" in told.err and "Backups made before" in told.err
    assert "Overlege Vik" in told.out and "26/77" in told.out
    with desk.database.read() as view:
        name = view.patient(talk[0]).name
    assert name not in told.out + told.err
    assert not there(desk, talk)
    assert cli.main(["--language", "en", "erase", "--demo", "--list"]) == 0
    assert "26/77" in capsys.readouterr().out


@pytest.mark.parametrize(
    "typed",
    [
        (*DECISION, "yes"),
        (*DECISION[:-1], "", "erase"),
        (DECISION[0], "igår", *DECISION[2:]),
        (DECISION[0], str(today() + timedelta(days=900)), *DECISION[2:]),
        (*DECISION[:2], "9", *DECISION[3:]),
        (),
    ],
)
def test_without_a_whole_decision_or_the_word_nothing_goes(
    desk: Desk, talk: tuple[int, int], monkeypatch: pytest.MonkeyPatch, typed: tuple[str, ...]
) -> None:
    assert erase(monkeypatch, talk, *typed) != 0
    assert there(desk, talk)


def test_a_conversation_that_is_being_corrected_or_not_the_patients_stays(
    desk: Desk, talk: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.conduct.signatures.correct(talk[1], "Feil")
    assert erase(monkeypatch, talk, *DECISION, f"erase {talk[0]}") == ExitCode.FINDINGS
    assert "ended first" in capsys.readouterr().err
    assert erase(monkeypatch, (talk[0] + 1, talk[1]), *DECISION) == ExitCode.FINDINGS
    assert there(desk, talk)
