"""Who has read what is known, of every way to read it; what cannot be logged is not shown."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.errors import NotSaved, Reason
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.desk import Desk
from tests.conftest import TODAY


def log(desk: Desk) -> list[tuple[int, int | None, str, str]]:
    with closing(sqlite3.connect(desk.database.path)) as raw:
        return raw.execute("SELECT staff_id, patient_id, what, details FROM access ORDER BY id").fetchall()


def held(desk: Desk) -> tuple[int, int]:
    """A patient and their conversation."""
    row = desk.browse.worklist(WorklistQuery(states=frozenset({Due.ONGOING})), TODAY).rows[0]
    talk = desk.conduct.conversation(row.contact_point_id or 0)
    assert talk is not None
    return row.patient_id, talk.id


WAYS: list[tuple[str, Callable[[Desk, int, int], object]]] = [
    ("patient", lambda desk, patient, talk: desk.browse.patient_page(patient, TODAY)),
    ("conversation", lambda desk, patient, talk: desk.conduct.open(talk)),
    ("summary", lambda desk, patient, talk: desk.conduct.summary(talk)),
    ("patient_copy", lambda desk, patient, talk: desk.conduct.handouts.for_patient(talk)),
    ("record_text", lambda desk, patient, talk: desk.conduct.handouts.for_record(talk)),
    ("export", lambda desk, patient, talk: desk.conduct.exporting.patients([patient], datetime.now(UTC))),
]


@pytest.mark.parametrize(("what", "read"), WAYS, ids=[what for what, _ in WAYS])
def test_reading_is_logged(desk: Desk, what: str, read: Callable[[Desk, int, int], object]) -> None:
    patient, talk = held(desk)
    read(desk, patient, talk)
    assert [(who, whose, which) for who, whose, which, _ in log(desk)] == [(desk.user.id, patient, what)]


@pytest.mark.parametrize(("what", "read"), WAYS, ids=[what for what, _ in WAYS])
def test_what_cannot_be_logged_is_not_shown(
    desk: Desk, what: str, read: Callable[[Desk, int, int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    patient, talk = held(desk)

    def full() -> object:
        raise NotSaved(Reason.DISK_FULL, "disk full")

    monkeypatch.setattr(desk.database, "write", full)
    with pytest.raises(NotSaved):
        read(desk, patient, talk)


def test_the_log_tells_which_part_and_never_changes(desk: Desk) -> None:
    desk.reading("patient", 3, pathway=4, text=None)
    assert log(desk) == [(desk.user.id, 3, "patient", '{"pathway": 4}')]
    with closing(sqlite3.connect(desk.database.path)) as raw:
        for statement in ("UPDATE access SET patient_id = 4", "DELETE FROM access"):
            with pytest.raises(sqlite3.IntegrityError):
                raw.execute(statement)


def test_coming_back_at_once_is_the_same_reading(desk: Desk) -> None:
    clock = [datetime(2026, 11, 22, 9, tzinfo=UTC)]
    access = Access(desk.database, User(id=desk.user.id, name="Kari Lunde", role=Role.NURSE), lambda: clock[0])
    for minutes in (0, 5, 9):
        clock[0] = datetime(2026, 11, 22, 9, minutes, tzinfo=UTC)
        access.reading("patient", 3)
    access.reading("patient", 4)
    assert [whose for _, whose, _, _ in log(desk)] == [3, 4]
    clock[0] += timedelta(minutes=10)
    access.reading("patient", 3)
    clock[0] -= timedelta(hours=1)  # the clock of the machine is put right
    access.reading("patient", 3)
    assert [whose for _, whose, _, _ in log(desk)] == [3, 4, 3, 3]
