"""The log of who has seen what, told to the patient and to the auditor; and to nobody else."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kartlegging_tui import cli
from kartlegging_tui.domain.access import Ground, Wanted
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.services import access_words
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.access_log import PART
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.services.desks import open_database, open_demo

pytestmark = pytest.mark.both

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://x")\x1b]0;PWNED\x07\u202e[@click=app.quit]'


@pytest.fixture
def auditor(desk: Desk, desk_of: Callable[[Role], Desk]) -> Desk:
    """The desk of the demo's auditor, on a log to which a nurse has added."""
    nurse = desk
    access = Access(nurse.database, nurse.user, lambda: NOW, lambda patient: Ground.EMERGENCY)
    access.reading("conversation", 7, conversation=_talk(nurse))
    access.reading("form", 7, conversation=_talk(nurse), form="esas_r")
    access.listing("worklist", [17, 7, 70], search=True)
    access.listing("worklist", [17, 70])
    access.denied("patient", 8)
    Access(nurse.database, nurse.user, lambda: NOW + timedelta(days=1)).reading("patient", 9)
    return desk_of(Role.AUDITOR)


def _talk(desk: Desk) -> int:
    """A talk at a second contact point."""
    with desk.database.read() as view:
        pathways = [pathway.id for patient in view.patient_ids() for pathway in view.pathways(patient)]
        points = [point for pathway in pathways for point in view.contact_points(pathway) if point.number == 2]
        return next(talk.id for talk in map(view.conversation, [point.id for point in points]) if talk)


def told(desk: Desk, wanted: Wanted) -> list[tuple[str, int | None]]:
    """What and whose, the oldest first."""
    rows = [line.row for line in desk.access_log.all(wanted)]
    return [(row.what, row.patient_id) for row in reversed(rows)]


def test_a_patient_is_told_of_every_reading_and_of_every_list_they_were_in(auditor: Desk) -> None:
    found = told(auditor, Wanted(patient_id=7))
    assert found[:3] == [("conversation", 7), ("form", 7), ("worklist", None)]
    assert ("worklist", None) not in found[3:]  # 17 and 70 are others


def test_the_auditor_can_ask_for_what_was_refused_for_emergencies_for_a_user_and_for_a_time(auditor: Desk) -> None:
    nurse = next(auditor.access_log.all(Wanted(emergency=True))).row.staff_id
    assert told(auditor, Wanted(denied=True)) == [("patient", 8)]
    assert [whose for _, whose in told(auditor, Wanted(emergency=True))] == [7, 7]
    assert ("access_log", None) not in told(auditor, Wanted(staff_id=nurse))
    assert told(auditor, Wanted(staff_id=nurse, since=NOW + timedelta(hours=1))) == [("patient", 9)]


def test_reading_the_log_is_in_the_log_and_each_patient_learns_of_it(auditor: Desk) -> None:
    told(auditor, Wanted(patient_id=7))
    last = next(auditor.access_log.all(Wanted(patient_id=7))).row
    assert (last.what, last.name, last.role, last.ground) == ("access_log", auditor.user.name, "auditor", "task")


@pytest.mark.parametrize("role", [Role.NURSE, Role.COORDINATOR, Role.ADMIN])
def test_others_do_not_read_the_log_and_trying_is_logged(auditor: Desk, role: Role) -> None:
    other = Desk(auditor.database, auditor.library, User(id=1, name="Kari Lunde", role=role), demo=True)
    with pytest.raises(NotAllowed):
        _ = other.access_log
    assert told(auditor, Wanted(denied=True))[-1] == ("log", None)


def test_whoever_is_alone_on_a_database_reads_its_log(tmp_path: Path) -> None:
    own = open_database(tmp_path / "own.sqlite3", "Kari Lunde")
    try:
        own.reading("worklist")
        assert told(own, Wanted())[0] == ("worklist", None)
    finally:
        own.close()


def test_a_long_log_is_read_whole_and_in_order(auditor: Desk) -> None:
    access = Access(auditor.database, auditor.user, lambda: NOW)
    access.reading_all("export", [7] * (PART + 5))
    numbers = [line.row.number for line in auditor.access_log.all(Wanted(patient_id=7))]
    assert len(numbers) > PART
    assert numbers == sorted(set(numbers), reverse=True)


def test_every_word_in_the_log_has_words_for_the_patient() -> None:
    source = Path(access_words.__file__).parent.parent
    text = "\n".join(file.read_text("utf-8") for file in source.rglob("*.py"))
    written = set(re.findall(r"\b(?:reading|listing|reading_all|denied|_log)\(\s*\"([a-z_]+)\"", text))
    assert len(written) > 25
    assert written - set(access_words.WHAT) == set()


@pytest.fixture
def on_demo(auditor: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command works on the same database."""
    path = auditor.database.where

    def opened(role: Role = Role.NURSE) -> Desk:
        return open_demo(24, 1, role, path)

    monkeypatch.setattr("kartlegging_tui.services.desks.open_demo", opened)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = cli.main(["access-log", "--demo", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.usefixtures("on_demo")
def test_the_patients_log_is_in_plain_words_and_names_no_other_patient(
    auditor: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "--patient", "7")
    assert code == 0
    assert "22.11.2026 10:00" in out
    assert "esas_r" in out
    code, out, _ = run(capsys, "--patient", "7", "--format", "json")
    rows = json.loads(out)
    assert rows[-1]["contact_point"] == 2
    assert {"patients", "workstation", "details"} & set().union(*rows) == set()
    with auditor.database.read() as view:
        assert not any(view.patient(each).name in out for each in view.patient_ids())


@pytest.mark.usefixtures("on_demo")
def test_an_identity_number_is_not_taken_from_the_command_line_but_asked_for(
    auditor: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with auditor.database.read() as view:
        number = view.patient(7).identifier
    assert number is not None
    for written in (number, f"{number[:6]} {number[6:]}"):
        code, out, err = run(capsys, "--patient", written)
        assert (code, out) == (2, "")
        assert number not in err
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{number}\n"))
    code, out, _ = run(capsys, "--patient")
    assert code == 0
    assert "esas_r" in out
    assert number not in out


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_hostile_names_do_nothing_in_any_format(auditor: Desk, capsys: pytest.CaptureFixture[str], form: str) -> None:
    with auditor.database.write() as unit:
        evil = unit.add_staff(HOSTILE, Role.NURSE, HOSTILE)
        unit.commit()
    Access(auditor.database, evil, lambda: NOW).reading("form", 7, form=HOSTILE)
    for words in (("--patient", "7"), ()):
        code, out, _ = run(capsys, *words, "--format", form)
        assert code == 0
        assert "HYPERLINK" in out
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
        if form == "csv":
            assert not any(cell.lstrip('"').startswith("=") for cell in re.split(r"[;\r\n]", out))


@pytest.mark.usefixtures("on_demo")
def test_the_auditors_table_says_who_where_and_which_patient_by_number(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--format", "csv", "--emergency")
    assert code == 0
    head, *rows = [line.split(";") for line in out.strip("\r\n").split("\r\n")]
    assert len(rows) == 2
    row = dict(zip(head, rows[-1], strict=True))
    assert [row[name] for name in head[:2]] == ["1", "22.11.2026 10:00"]
    assert "7" in rows[-1]
    assert "@" in rows[-1][-1]


@pytest.mark.usefixtures("on_demo")
def test_who_is_not_there_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--who", "Ukjent Person")[0] == 2
    assert run(capsys, "--patient", "99999")[0] == 2


@pytest.mark.sqlite
def test_a_row_that_somebody_has_changed_to_what_cannot_be_is_shown_all_the_same(auditor: Desk) -> None:
    with closing(sqlite3.connect(auditor.database.path, isolation_level=None)) as raw:
        raw.execute("DROP TRIGGER access_no_update")
        raw.execute("UPDATE access SET ground = 'nothing', purpose = 'harm', outcome = '?' WHERE patient_id = 9")
    (row,) = [line.row for line in auditor.access_log.all(Wanted(patient_id=9)) if line.row.patient_id == 9]
    assert row.ground is None and row.purpose is None
