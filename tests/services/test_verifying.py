"""A log that somebody has changed, thinned out or cut short is found out, and the row is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import pytest

from kartlegging_tui.domain.chain import Head
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.verified import Broken, Fault, Log
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.vouching import VOUCHED
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.verifying import verdict_words, verify
from tests import raw

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def desk(desk_of: Callable[[Role], Desk]) -> Desk:
    """Ten readings, and everything sealed."""
    opened = desk_of(Role.NURSE)
    for patient in range(1, 11):
        opened.reading("patient", patient)
    opened.seal("backup")
    return opened


def tamper(desk: Desk, *statements: str) -> None:
    """As somebody does who has the file, or runs the server."""
    raw.past_refusals(desk.database.where, *statements)


def first(desk: Desk, kept: Head | None = None) -> Broken:
    """What is told first."""
    verdict = verify(desk.database, kept)
    assert not verdict.sound
    return verdict.broken[0]


def one(desk: Desk, question: str) -> tuple[int, ...]:
    return tuple(raw.found(desk.database, question)[0].values())


def test_what_nobody_has_touched_is_sound(desk: Desk) -> None:
    verdict = verify(desk.database)
    assert verdict.broken == ()
    assert verdict.unchained == {Log.ACCESS: 0, Log.ANSWERS: 0, Log.PATHWAY: 0}
    (answers,) = one(desk, "SELECT count(*) FROM answer_event")
    assert verdict.rows[Log.ANSWERS] == answers
    assert min(verdict.rows[log] for log in Log if log is not Log.TRIGGERS and log not in VOUCHED) > 0


@pytest.mark.parametrize(
    "change",
    [
        "details = '{}  '",
        "patient_id = 9",
        "staff_id = 2",
        "at = at + 1",
        "what = 'summary'",
        "role = 'admin'",
        "unit = 'Nord'",
        "ground = 'emergency'",
        "purpose = 'quality'",
        "outcome = 'denied'",
        "workstation = 'x@y'",
        "mac = (SELECT mac FROM access WHERE id = 5)",
    ],
)
def test_every_column_of_the_log_of_access_is_chained(desk: Desk, change: str) -> None:
    tamper(desk, f"UPDATE access SET {change} WHERE id = 4")
    found = first(desk)
    assert (found.log, found.fault, found.number) == (Log.ACCESS, Fault.CHANGED, 4)


@pytest.mark.parametrize("change", ["answer = '{\"value\":0}'", "path = 'x'", "author_id = 99", "at = 0", "undoes = 1"])
def test_a_changed_answer_is_named_with_its_patient_and_contact_point(desk: Desk, change: str) -> None:
    assessment, number = one(desk, "SELECT assessment_id, number FROM answer_event WHERE number = 3 LIMIT 1")
    patient, point = one(
        desk,
        "SELECT patient_id, contact_point.number FROM assessment JOIN conversation ON conversation.id = conversation_id"
        " JOIN contact_point ON contact_point.id = contact_point_id JOIN pathway ON pathway.id = pathway_id"
        f" WHERE assessment.id = {assessment}",
    )
    tamper(desk, f"UPDATE answer_event SET {change} WHERE assessment_id = {assessment} AND number = {number}")
    found = first(desk)
    assert (found.log, found.fault, found.number) == (Log.ANSWERS, Fault.CHANGED, number)
    assert (found.stream_id, found.patient_id, found.contact_point) == (assessment, patient, point)


def test_an_answer_that_is_taken_out_is_missing(desk: Desk) -> None:
    tamper(desk, "DELETE FROM answer_event WHERE assessment_id = 1 AND number = 2")
    assert first(desk).fault is Fault.MISSING
    assert first(desk).number == 2


def test_answers_that_are_exchanged_between_patients_do_not_fit(desk: Desk) -> None:
    tamper(
        desk,
        "UPDATE answer_event SET assessment_id = 100000 WHERE assessment_id = 1",
        "UPDATE answer_event SET assessment_id = 1 WHERE assessment_id = 2",
        "UPDATE answer_event SET assessment_id = 2 WHERE assessment_id = 100000",
    )
    assert (first(desk).log, first(desk).number) == (Log.ANSWERS, 1)


def test_the_end_of_the_answers_that_is_cut_off_is_seen_against_the_seal(desk: Desk) -> None:
    (last,) = one(desk, "SELECT max(number) FROM answer_event WHERE assessment_id = 1")
    tamper(desk, f"DELETE FROM answer_event WHERE assessment_id = 1 AND number > {last - 2}")
    found = first(desk)
    assert (found.log, found.fault, found.number, found.stream_id) == (Log.ANSWERS, Fault.CUT, last, 1)


def test_a_plan_that_was_shortened_and_the_seal_taken_out_with_it_is_seen_in_the_log_of_access(desk: Desk) -> None:
    pathway, last = one(desk, "SELECT pathway_id, max(number) FROM pathway_event GROUP BY pathway_id LIMIT 1")
    tamper(
        desk,
        f"DELETE FROM pathway_event WHERE pathway_id = {pathway} AND number = {last}",
        f"DELETE FROM seal WHERE stream = 'pathway' AND stream_id = {pathway}",
    )
    assert first(desk).log is Log.SEALS


def test_the_end_of_the_log_that_is_cut_off_is_seen_against_a_head_that_was_kept(desk: Desk) -> None:
    kept = Head.read(f"Hode: kartlegging-hode {desk.database.head()}")
    desk.reading("summary", 1)
    assert verify(desk.database, kept).sound
    tamper(desk, f"DELETE FROM seal WHERE access_id = {kept.number}", "DELETE FROM access WHERE id > 5")
    assert verify(desk.database).sound  # without the head, nothing tells that there was more
    found = first(desk, kept)
    assert (found.log, found.fault, found.number, found.kept_head) == (Log.ACCESS, Fault.CUT, 6, True)


def test_a_log_that_was_made_anew_with_the_key_of_the_file_is_seen_against_a_head_that_was_kept(desk: Desk) -> None:
    kept = desk.database.head()
    assert kept is not None
    tamper(desk, f"DELETE FROM seal WHERE access_id = {kept.number}", "DELETE FROM access WHERE id > 5")
    again = open_demo(24, 1, Role.NURSE, desk.database.where)
    for patient in range(11, 22):
        again.reading("patient", patient)
    again.close()
    assert verify(desk.database).sound
    assert (first(desk, kept).fault, first(desk, kept).number) == (Fault.OTHER, kept.number)


@pytest.mark.sqlite  # a trigger is missed on a server too: tests/records/test_refusals_on_a_server.py
def test_a_signed_document_a_form_and_a_trigger_are_checked_too(desk: Desk) -> None:
    (signed,) = one(desk, "SELECT min(id) FROM signing WHERE kind = 'signed'")
    tamper(
        desk,
        f"UPDATE signing SET document = document || ' ' WHERE id = {signed}",
        "UPDATE questionnaire_version SET content = replace(content, 'ESAS', 'ESES') WHERE form = 'esas_r'",
    )
    with closing(sqlite3.connect(desk.database.path, isolation_level=None)) as file:
        file.execute("DROP TRIGGER access_no_delete")
    found = [(each.log, each.number or each.name) for each in verify(desk.database).broken]
    assert (Log.SIGNATURES, signed) in found
    assert Log.FORMS in dict(found)
    assert (Log.TRIGGERS, "access_no_delete") in found


@pytest.mark.sqlite  # there is no such server: logs were chained before there was any
def test_rows_from_before_logs_were_chained_are_counted_and_the_first_row_after_vouches_for_them(desk: Desk) -> None:
    pathway = one(desk, "SELECT pathway_id FROM pathway_event LIMIT 1")[0]
    tamper(
        desk,
        "DELETE FROM seal",
        "DELETE FROM access",
        "INSERT INTO access (id, at, staff_id, what, details) VALUES (1, 5, 1, 'worklist', '{}'), (2, 6, 1, 'x', '{}')",
        "UPDATE pathway_event SET mac = NULL",
        "UPDATE answer_event SET mac = NULL",
    )
    again = open_demo(24, 1, Role.NURSE, desk.database.where)
    again.reading("patient", 1)
    with again.database.write() as unit:
        unit.append_to_pathway(pathway, "need/1//9", "null", 1, NOW, seen=999)
        unit.commit()
    again.close()
    verdict = verify(desk.database)
    assert verdict.sound
    assert verdict.unchained[Log.ACCESS] == 2
    tamper(desk, "UPDATE access SET at = 4 WHERE id = 1")
    assert (first(desk).log, first(desk).number) == (Log.ACCESS, 3)
    tamper(desk, "UPDATE access SET at = 5 WHERE id = 1")
    tamper(desk, f"UPDATE pathway_event SET at = 5 WHERE pathway_id = {pathway} AND number = 1")
    assert first(desk).log is Log.PATHWAY


def test_a_row_that_has_lost_its_code_is_told(desk: Desk) -> None:
    tamper(desk, "UPDATE access SET mac = NULL WHERE id = 4")
    assert (first(desk).fault, first(desk).number) == (Fault.UNCHAINED, 4)


@pytest.mark.sqlite  # `test_erasing.py` bridges on both what the program itself has deleted
def test_what_was_deleted_by_decision_is_bridged(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database.path)) as file:
        whole = file.execute("SELECT max(number), hex(mac) FROM answer_event WHERE assessment_id = 1").fetchone()
        plan = file.execute("SELECT pathway_id, hex(mac) FROM pathway_event WHERE number = 2 LIMIT 1").fetchone()
    removed = {
        "logs": [
            {"stream": "answers", "id": 1, "first": 1, "last": whole[0], "mac": whole[1]},
            {"stream": "pathway", "id": plan[0], "first": 1, "last": 2, "mac": plan[1]},
        ]
    }
    tamper(
        desk,
        "DELETE FROM answer_event WHERE assessment_id = 1",
        f"DELETE FROM pathway_event WHERE pathway_id = {plan[0]} AND number <= 2",
    )
    assert not verify(desk.database).sound
    tamper(
        desk,
        "INSERT INTO erasure (patient_id, decided_by, decided_on, ground, reference, removed, author_id, at)"
        f" VALUES (1, 'NN', '2026-11-01', '§ 43', '26/1', '{json.dumps(removed)}', 1, 0)",
    )
    (left,) = verify(desk.database).broken
    assert (left.log, left.number) == (Log.ERASURES, 1)  # bridged; and nobody has carried this decision out


def test_no_patient_is_named_and_the_words_say_where_to_look(desk: Desk) -> None:
    tamper(desk, "UPDATE answer_event SET answer = '{\"value\":0}' WHERE assessment_id = 1 AND number = 2")
    text = "\n".join(verdict_words(verify(desk.database)))
    assert "2" in text
    with desk.database.read() as view:
        assert not any(view.patient(each).name in text for each in view.patient_ids())


def test_a_talk_that_is_finished_or_signed_is_sealed(desk_of: Callable[[Role], Desk]) -> None:
    desk = desk_of(Role.NURSE)
    (talk,) = one(desk, "SELECT min(id) FROM conversation WHERE ended_at IS NULL")
    desk.conduct.finish(talk)
    sealed = one(desk, "SELECT count(*) FROM seal JOIN access ON access.id = access_id WHERE what = 'sealed'")
    (assessments,) = one(
        desk,
        f"SELECT count(DISTINCT assessment_id) FROM answer_event JOIN assessment"
        f" ON assessment.id = assessment_id WHERE conversation_id = {talk}",
    )
    assert sealed[0] >= assessments > 0
    assert verify(desk.database).sound


def test_two_programs_that_write_at_once_keep_one_chain(desk: Desk) -> None:
    other = Database.open(desk.database.where)
    for patient in range(1, 6):
        desk.reading("details", patient)
        with other.write() as unit:
            unit.append_to_pathway(1, f"need/1//{patient}", "null", 1, NOW, seen=999)
            unit.commit()
    other.close()
    assert verify(desk.database).broken == ()


def test_a_head_is_read_as_it_was_printed_or_spoken() -> None:
    kept = Head.of(1234, bytes(range(32)))
    assert str(kept) == "1234 0001-0203-0405-0607-0809"
    for text in (str(kept), f"Head of the log: kartlegging-hode {kept}.", "1234 0001 0203 0405 0607 0809"):
        assert Head.read(text) == kept
    for text in ("", "1234", "0001-0203-0405-0607-0809", "12 0001-0203"):
        with pytest.raises(ValueError, match="head"):
            Head.read(text)
