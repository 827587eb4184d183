"""Passwords and recovery keys that did not open a file stand in the log of access, once somebody has opened it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kartlegging_tui import language
from kartlegging_tui.domain.access import Logged, Outcome
from kartlegging_tui.domain.access import Wanted as AccessWanted
from kartlegging_tui.records import attempts, recovery_key
from kartlegging_tui.records.errors import KeysError, NotSaved, Reason, WrongPassword
from kartlegging_tui.records.keys import KeyFile
from kartlegging_tui.services import clock, login
from kartlegging_tui.services.access import workstation
from kartlegging_tui.services.access_log import LoggedLine
from kartlegging_tui.services.access_words import what, who
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.verifying import verify
from tests.services.test_login import KARI, PASSWORD, at_desk

START = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    """What the clock of the program shows."""
    shown = [START]
    monkeypatch.setattr(clock, "now", lambda: shown[-1])
    yield shown


@pytest.fixture
def place(tmp_path: Path, hours: list[datetime]) -> Path:
    where = tmp_path / "records.sqlite3"
    desk, _ = login.set_up(where, KARI, "Kari Lunde", PASSWORD)
    desk.close()
    return where


def denied(desk: Desk) -> list[Logged]:
    """Oldest first."""
    with desk.database.read() as view:
        return view.access_log(AccessWanted(denied=True), 1000)[::-1]


def fails(place: Path, user: str = KARI, password: str = "feil passord") -> None:
    with pytest.raises(WrongPassword):
        login.log_in(place, user, password)


def test_what_failed_is_logged_at_its_own_time_with_who_it_was_for_and_where(
    place: Path, hours: list[datetime]
) -> None:
    fails(place)
    hours.append(START + timedelta(minutes=5))
    fails(place, "tre små kopper kaffe og mer")  # somebody types their password where the name belongs
    assert "kopper" not in KeyFile.path_of(place).read_text()
    hours.append(START + timedelta(minutes=9))
    with pytest.raises(KeysError):
        login.log_in_with_recovery(place, recovery_key.new(), KARI, "et helt nytt passord")
    hours.append(START + timedelta(hours=8))
    with at_desk(place) as desk:
        rows = denied(desk)
        assert [(row.at, row.name, row.what) for row in rows] == [
            (START, "Kari Lunde", "login"),
            (START + timedelta(minutes=5), "", "login"),
            (START + timedelta(minutes=9), "", "login"),
        ]
        assert {(row.outcome, row.workstation) for row in rows} == {(Outcome.DENIED, workstation())}
        language.use("en")
        assert "unknown user" in who(LoggedLine(rows[1], None))
        assert "recovery key" in what(LoggedLine(rows[2], None))
        assert len(desk.staff()) == 1
        assert verify(desk.database).sound
    assert KeyFile.open(place).attempts() == ()


def test_a_right_password_leaves_no_trace_in_the_key_file(place: Path) -> None:
    with at_desk(place) as desk:
        assert denied(desk) == []
    assert "attempts" not in json.loads(KeyFile.path_of(place).read_text())


def test_a_password_whose_try_was_broken_off_counts_as_failed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def power_cut(*_given: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr("kartlegging_tui.records.key_slots.private_by_password", power_cut)
        with pytest.raises(SystemExit):
            login.log_in(place, KARI, PASSWORD)
    with at_desk(place) as desk:
        assert len(denied(desk)) == 1


def test_a_power_cut_before_the_key_file_is_cleared_neither_loses_nor_doubles_an_attempt(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fails(place)

    def cannot(*_given: object) -> None:
        raise NotSaved(Reason.DISK_FULL, "")

    with monkeypatch.context() as patched:
        patched.setattr(KeyFile, "forget_attempts", cannot)
        with at_desk(place) as desk:
            assert len(denied(desk)) == 1
    assert len(KeyFile.open(place).attempts()) == 1
    fails(place)
    with at_desk(place) as desk:
        assert len(denied(desk)) == 2
    assert KeyFile.open(place).attempts() == ()


def test_a_wrong_password_at_a_desk_that_is_open_is_logged_at_once_and_at_a_locked_one_when_it_opens(
    place: Path,
) -> None:
    with at_desk(place) as desk:
        with pytest.raises(WrongPassword):
            desk.prove("feil passord")
        assert len(denied(desk)) == 1
        desk.lock()
        with pytest.raises(WrongPassword):
            desk.unlock("feil passord")
        desk.unlock(PASSWORD)
        assert len(denied(desk)) == 2


def test_of_many_the_newest_are_kept_and_the_others_counted() -> None:
    kept: tuple[attempts.Attempt, ...] = ()
    for place in range(attempts.MOST + 7):
        new = attempts.attempt(START + timedelta(seconds=place), "password", "kari", "x" * 900)
        kept = attempts.added(kept, new)
    assert len(kept) == attempts.MOST
    assert (kept[0].at, kept[0].dropped) == (START + timedelta(seconds=7), 7)
    assert sum(each.dropped for each in kept) == 7
