"""What a decision deletes is gone, from the file too; what stays tells who decided, and no log looks damaged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.erasure import Decision, Ground, stretches
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.plan import Need
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import NotFound, NotSaved, Refused
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.erasing import ChangedSince, Going, NothingLeft, UnderWay, WasSigned
from kartlegging_tui.services.indexing import bring_up_to_date
from kartlegging_tui.services.planning import NEW_NEED
from kartlegging_tui.services.verifying import verdict_words, verify
from tests import raw
from tests.conftest import TODAY
from tests.services.test_conversation import talk_of
from tests.services.test_signing import as_it_stands, settle

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DECISION = Decision(
    decided_by="Overlege Berit Vik",
    decided_on=date(2026, 11, 20),
    ground=Ground.MISLEADING,
    words="Etter krav fra pasienten",
    reference="26/1234",
)
SECRET = "Kvitrefugl"
"""A word that stands nowhere else."""
INDEXED = b"refugl"
"""The end of it, as it stands in the index of words, which leaves out what a word begins with like the one before."""


@pytest.fixture
def admin(desk: Desk, demo_place: Path | str) -> Iterator[Desk]:
    opened = open_demo(24, 1, Role.ADMIN, demo_place)
    yield opened
    opened.close()


def told(desk: Desk, sign: bool = True) -> tuple[int, int]:
    """A talk in which something is said that is nowhere else: the patient and the conversation."""
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("kvalme", Answer(value=3, note=f"{SECRET} om natta"))
    talk.fillings["esas_r"].answer("smerte", Answer(value=2, note=f"om {SECRET} igjen"))
    path = talk.planning.add_need(f"{SECRET} om kveldene")
    talk.planning.weigh(path, Need(title=f"{SECRET} om kveldene", goal=f"Mindre {SECRET}"))
    settle(talk)
    talk.planning.box(NEW_NEED).keep(f"{SECRET} er ikkje skrive ferdig")
    desk.saver.flush(10)
    bring_up_to_date(desk.database)  # into the index of words, and out of it again
    desk.conduct.finish(talk.conversation.id)
    if sign:
        desk.conduct.signatures.sign(talk.conversation.id, as_it_stands(desk, talk.conversation.id))
    bring_up_to_date(desk.database)
    with desk.database.read() as view:
        assert view.find_words(SECRET, 10, 0)[1] > 0
    return talk.patient.id, talk.conversation.id


def erased(admin: Desk, patient: int, talk: int | None, decision: Decision = DECISION) -> Going:
    going = admin.erasing.going(patient, talk)
    admin.erasing.erase(going, decision)
    return going


def whole_file(desk: Desk) -> bytes:
    """Every byte on the disk: the file, and the log of writes."""
    path = Path(desk.database.where)
    files = [path, *path.parent.glob(f"{path.name}-*")]
    return b"".join(file.read_bytes() for file in files)


@pytest.mark.both
def test_a_conversation_that_is_deleted_by_decision_is_gone_and_its_contact_point_planned_again(
    desk: Desk, admin: Desk
) -> None:
    patient, talk = told(desk)
    before = desk.seal("backup")
    with desk.database.read() as view:
        point = view.conversation_with(talk).contact_point_id
        others = len(view.pathway_events(view.contact_point(point).pathway_id))
    going = erased(admin, patient, talk)
    assert going.counts["conversations"] == 1 and going.counts["signed_documents"] == 1
    assert going.counts["answers"] >= 2 and going.counts["agreed"] >= 2 and going.counts["texts"] >= 2
    with desk.database.read() as view:
        assert view.conversation(point) is None
        assert view.contact_point(point).status.value == "planned"
        assert view.find_words(SECRET, 10, 0)[1] == 0
        left = view.pathway_events(view.contact_point(point).pathway_id)
        assert len(left) == others - going.counts["agreed"] + 1
        assert not any(SECRET in event.content for event in left)
        (stone,) = view.erasures(patient)
    assert desk.browse.patient_page(patient, TODAY).erased == (stone,)
    (exported,) = desk.conduct.exporting.patients([patient], NOW).patients
    assert exported.erased == (stone,)
    assert (stone.decided_by, stone.reference, stone.counts) == ("Overlege Berit Vik", "26/1234", going.counts)
    verdict = verify(desk.database, before)
    assert verdict.broken == ()
    assert verdict.rows[Log.ERASURES] == 1
    assert any("1" in line and "Erased" not in line for line in verdict_words(verdict))
    with pytest.raises(NotFound):
        admin.erasing.going(patient, talk)


@pytest.mark.both
def test_everything_about_a_patient_goes_and_a_number_without_a_name_stays(desk: Desk, admin: Desk) -> None:
    patient, _ = told(desk)
    before = desk.seal("backup")
    with desk.database.read() as view:
        name, pathways = view.patient(patient).name, [each.id for each in view.pathways(patient)]
        log = view.access_count(_about(patient))
    erased(admin, patient, None)
    with desk.database.read() as view:
        left = view.patient(patient)
        assert (left.name, left.identifier, left.birth_date) == ("", None, None)
        assert view.pathways(patient) == [] and view.patient_changes(patient) == []
        assert patient not in [found.id for found in view.named(name)]
        assert view.access_count(_about(patient)) > log
        assert view.box_texts(patient, desk.user.id) == {}
        for pathway in pathways:
            assert view.pathway_events(pathway) == []
    with desk.database.write() as unit, pytest.raises(NotFound):  # from a box that is still open somewhere
        unit.keep_box(patient, desk.user.id, "pathway/1/need/new", SECRET)
    assert verify(desk.database, before).broken == ()
    with pytest.raises(NothingLeft):
        erased(admin, patient, None)


def _about(patient: int) -> object:
    from kartlegging_tui.domain.access import Wanted

    return Wanted(patient_id=patient)


@pytest.mark.both
def test_a_second_decision_beside_the_first_and_a_new_talk_leave_every_chain_whole(desk: Desk, admin: Desk) -> None:
    patient, talk = told(desk)
    desk.seal("backup")
    erased(admin, patient, talk)
    again, second = told(desk)
    assert second != talk  # a screen that is still open on the first never writes into the second
    head = desk.seal("backup")
    erased(admin, again, second)
    third = told(desk)
    assert verify(desk.database, head).broken == ()
    erased(admin, third[0], None)
    assert verify(desk.database, head).broken == ()


@pytest.mark.both
def test_without_a_decision_the_database_lets_nothing_go(desk: Desk) -> None:
    told(desk)
    tables = ("answer_event", "pathway_event", "signing", "assessment", "conversation", "contact_point", "pathway")
    for table in (*tables, "patient"):
        with pytest.raises((Refused, NotSaved)), desk.database.write() as unit:  # by a trigger, or for want of a right
            unit._connection.exec_driver_sql(f"DELETE FROM {table}")


@pytest.mark.both
def test_a_decision_lets_nothing_of_anybody_else_go_and_is_closed_by_telling_what_went(desk: Desk) -> None:
    patient, talk = told(desk)
    opened = (
        "INSERT INTO erasure (patient_id, conversation_id, decided_by, decided_on, ground, reference, removed,"
        f" author_id, at) VALUES ({patient}, {talk}, 'NN', '2026-11-01', '', '26/1', '', 1, 0)"
    )
    closed = "UPDATE erasure SET removed = '{}'"
    for table, where in (
        ("answer_event", f"assessment_id NOT IN (SELECT id FROM assessment WHERE conversation_id = {talk})"),
        ("signing", f"conversation_id <> {talk}"),
        ("conversation", f"id <> {talk}"),
        ("pathway", f"patient_id = {patient}"),
    ):
        with pytest.raises(Refused), desk.database.write() as unit:
            unit._connection.exec_driver_sql(opened)
            unit._connection.exec_driver_sql(f"DELETE FROM {table} WHERE {where}")
    with pytest.raises(Refused), desk.database.write() as unit:
        unit._connection.exec_driver_sql(opened)
        unit._connection.exec_driver_sql(closed)
        unit._connection.exec_driver_sql(f"DELETE FROM signing WHERE conversation_id = {talk}")
    with pytest.raises(Refused), desk.database.write() as unit:
        unit._connection.exec_driver_sql(opened)
        unit._connection.exec_driver_sql(closed)
        unit._connection.exec_driver_sql("UPDATE erasure SET removed = ''")


@pytest.mark.sqlite
def test_no_byte_of_it_is_left_in_the_file_in_the_index_or_in_the_log_of_writes(desk: Desk, admin: Desk) -> None:
    patient, talk = told(desk)
    assert SECRET.encode() in whole_file(desk) and INDEXED in whole_file(desk)
    erased(admin, patient, talk)
    desk.database.close()
    assert admin.erasing.sweep()
    left = whole_file(admin)
    assert SECRET.encode() not in left and INDEXED not in left
    assert verify(admin.database).broken == ()


@pytest.mark.sqlite
def test_what_another_program_deleted_without_overwriting_it_is_cleaned_too(admin: Desk) -> None:
    with closing(sqlite3.connect(admin.database.path, isolation_level=None)) as file:
        file.execute("PRAGMA secure_delete = OFF")
        file.executemany(
            "INSERT INTO setting VALUES (?, ?)", [(f"{SECRET} {place}", SECRET * 90) for place in range(9)]
        )
        file.execute(f"DELETE FROM setting WHERE name LIKE '{SECRET}%'")
    assert SECRET.encode() in whole_file(admin)
    assert admin.erasing.sweep()
    assert SECRET.encode() not in whole_file(admin)


@pytest.mark.sqlite
def test_a_patients_name_and_number_are_left_nowhere_in_the_file(desk: Desk, admin: Desk) -> None:
    patient, _ = told(desk)
    with desk.database.read() as view:
        known = view.patient(patient)
    assert known.identifier is not None and known.identifier.encode() in whole_file(desk)
    erased(admin, patient, None)
    with desk.database.read() as view:  # whoever still looks at the file as it was
        view.patient(patient)
        assert not admin.erasing.sweep()
        assert known.name.encode() in whole_file(admin)
    assert admin.erasing.sweep()  # and has it open, but reads nothing now
    assert known.identifier.encode() not in whole_file(admin)
    assert known.name.encode() not in whole_file(admin)


def test_while_a_conversation_goes_on_or_is_corrected_nothing_is_deleted(desk: Desk, admin: Desk) -> None:
    patient, talk = told(desk)
    going = admin.erasing.going(patient, talk)
    desk.conduct.signatures.correct(talk, "Feil tall")
    for shown in (going, admin.erasing.going(patient, talk), admin.erasing.going(patient)):
        with pytest.raises(UnderWay):
            admin.erasing.erase(shown, DECISION)


def test_what_was_written_after_it_was_counted_is_not_deleted_unseen(desk: Desk, admin: Desk) -> None:
    patient, talk = told(desk, sign=False)
    going = admin.erasing.going(patient, talk)
    desk.conduct.reopen(talk)
    desk.conduct.open(talk).fillings["esas_r"].answer("angst", Answer(value=2))
    desk.saver.flush(10)
    desk.conduct.finish(talk)
    with pytest.raises(ChangedSince):
        admin.erasing.erase(going, DECISION)


def test_a_draft_is_deleted_as_one_and_what_was_signed_is_none(desk: Desk, admin: Desk) -> None:
    draft = DECISION.model_copy(update={"ground": Ground.DRAFT, "decided_by": "Kari Lunde"})
    patient, talk = told(desk)
    with pytest.raises(WasSigned):
        erased(admin, patient, talk, draft)
    erased(admin, patient, talk)
    patient, talk = told(desk, sign=False)
    erased(admin, patient, talk, draft)
    assert verify(desk.database).broken == ()


def test_a_decision_says_who_why_and_where(desk: Desk, admin: Desk) -> None:
    patient, talk = told(desk)
    for missing in ("decided_by", "words", "reference"):
        with pytest.raises(ValueError, match="decision"):
            erased(admin, patient, talk, DECISION.model_copy(update={missing: " "}))


def test_a_nurse_deletes_nothing_and_the_attempt_is_logged(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        _ = desk.erasing
    last = raw.found(desk.database, "SELECT what, outcome FROM access ORDER BY id DESC LIMIT 1")
    assert last == [{"what": "erase", "outcome": "denied"}]


def test_a_decision_that_nobody_carried_out_bridges_nothing_unseen(desk: Desk, admin: Desk) -> None:
    patient, talk = told(desk)
    erased(admin, patient, talk)
    raw.past_refusals(desk.database.where, "UPDATE erasure SET decided_by = 'Noen annen'")
    (broken,) = verify(desk.database).broken
    assert broken.log is Log.ERASURES


def test_the_log_of_access_tells_the_patient_that_it_was_deleted_and_by_whom(desk: Desk, admin: Desk) -> None:
    patient, talk = told(desk)
    erased(admin, patient, talk)
    (last,) = raw.found(desk.database, "SELECT what, details, role FROM access ORDER BY id DESC LIMIT 1")
    assert (last["what"], last["role"]) == ("erased", "admin")
    assert json.loads(last["details"])["conversation"] == talk
    assert SECRET not in last["details"]


def test_numbers_that_follow_one_another_are_one_stretch() -> None:
    assert stretches([4, 2, 3, 7]) == [(2, 4), (7, 7)]
