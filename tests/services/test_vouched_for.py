"""What is added beside the chained logs – refusals, corrections, roles, emergency access – is vouched for by them."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kartlegging_tui import language
from kartlegging_tui.domain.accounts import Grant
from kartlegging_tui.domain.chain import Head
from kartlegging_tui.domain.patient_details import PatientDetails
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.registration import RegistrationCode, RegistrationEvent
from kartlegging_tui.domain.verified import Fault, Log
from kartlegging_tui.domain.who_may_see import ReasonKind
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.registration_codes import RegistrationCodes
from kartlegging_tui.services.verifying import verdict_words, verify
from tests.conftest import TODAY
from tests.services.test_conversation import talk_of
from tests.services.test_details import written
from tests.services.test_erasing import DECISION
from tests.services.test_signing import as_it_stands, settle
from tests.services.test_verifying import tamper

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def talk_id(desk: Desk) -> int:
    """A signed conversation with two refused requests, one correction that was given up and one that was made."""
    talk = talk_of(desk)
    settle(talk)
    desk.saver.flush(10)
    signatures, number = desk.conduct.signatures, talk.conversation.id
    signatures.sign(number, as_it_stands(desk, number))
    for request in ("Vil ha bort kvalmen", "Vil ha bort smerten"):
        desk.conduct.refusing.refuse(number, date(2026, 11, 20), request, "Den er riktig.")
    signatures.correct(number, "Feil side")
    signatures.give_up(number)
    signatures.correct(number, "Feil tall")
    signatures.sign(number, as_it_stands(desk, number))
    return number


@pytest.fixture
def head(desk: Desk, talk_id: int) -> Head:
    found = desk.database.head()
    assert found is not None
    return found


def code_of(number: int) -> RegistrationCode:
    return RegistrationCode(
        contact_point=number,
        event=next(iter(RegistrationEvent)),
        outcome="",
        code=f"K{number}",
        system="Lokalt",
        valid_from=TODAY,
        valid_to=None,
    )


def found(desk: Desk, kept: Head | None = None) -> list[tuple[Log, Fault, int]]:
    return [(each.log, each.fault, each.number) for each in verify(desk.database, kept).broken]


@pytest.mark.both
def test_what_nobody_has_touched_is_sound_and_counted(desk: Desk, head: Head) -> None:
    verdict = verify(desk.database, head)
    assert verdict.broken == ()
    assert verdict.rows[Log.REFUSALS] == 2
    language.use("en")
    assert "2" in next(line for line in verdict_words(verdict) if "efused requests" in line)


@pytest.mark.sqlite
@pytest.mark.parametrize("column", ["conversation_id", "received_on", "request", "reason", "author_id", "at"])
def test_every_column_of_a_refused_request_is_held(desk: Desk, head: Head, column: str) -> None:
    tamper(desk, f"UPDATE refused_correction SET {column} = {column} || '1' WHERE id = 2")
    assert found(desk) == [(Log.REFUSALS, Fault.CHANGED, 2)]


@pytest.mark.sqlite
@pytest.mark.parametrize("number", [1, 2])
def test_a_refused_request_that_is_taken_out_is_missing(desk: Desk, head: Head, number: int) -> None:
    tamper(desk, f"DELETE FROM refused_correction WHERE id = {number}")
    assert found(desk) == [(Log.REFUSALS, Fault.MISSING, number)]


@pytest.mark.sqlite
def test_a_refused_request_that_somebody_has_put_in_is_named(desk: Desk, head: Head) -> None:
    columns = "conversation_id, received_on, request, reason, author_id, at"
    tamper(desk, f"INSERT INTO refused_correction SELECT 9, {columns} FROM refused_correction WHERE id = 1")
    assert found(desk) == [(Log.REFUSALS, Fault.ADDED, 9)]
    language.use("en")
    assert any("row 9 was put in by somebody" in line for line in verdict_words(verify(desk.database)))


@pytest.mark.sqlite
def test_refusals_that_are_cut_off_with_the_log_that_tells_of_them_are_seen_against_a_head(
    desk: Desk, head: Head, talk_id: int
) -> None:
    with closing(sqlite3.connect(desk.database.path)) as raw:
        (told,) = raw.execute("SELECT max(id) FROM access WHERE what = 'refused_correction'").fetchone()
    tamper(
        desk,
        "DELETE FROM refused_correction WHERE id = 2",
        f"DELETE FROM seal WHERE access_id >= {told}",
        f"DELETE FROM access WHERE id >= {told}",
        f"DELETE FROM signing WHERE conversation_id = {talk_id} AND version > 1",
    )
    assert verify(desk.database).sound  # without the head, nothing tells that there was more
    assert found(desk, head) == [(Log.ACCESS, Fault.CUT, told)]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("correcting", "reason = 'Noe annet'"),
        ("given_up", "at = at + 1"),
        ("signed", "author_id = 1 + author_id % 2"),
        ("signed", "reason = 'Noe annet'"),
    ],
)
def test_who_signed_or_corrected_when_and_why_is_held(desk: Desk, head: Head, kind: str, change: str) -> None:
    with closing(sqlite3.connect(desk.database.path)) as raw:
        (number,) = raw.execute(f"SELECT max(id) FROM signing WHERE kind = '{kind}'").fetchone()
    tamper(desk, f"UPDATE signing SET {change} WHERE id = {number}")
    assert found(desk) == [(Log.SIGNATURES, Fault.CHANGED, number)]


@pytest.mark.sqlite
def test_a_correction_that_is_taken_out_is_missing(desk: Desk, head: Head) -> None:
    with closing(sqlite3.connect(desk.database.path)) as raw:
        (number,) = raw.execute("SELECT max(id) FROM signing WHERE kind = 'correcting'").fetchone()
    tamper(desk, f"DELETE FROM signing WHERE id = {number}")
    assert found(desk) == [(Log.SIGNATURES, Fault.MISSING, number)]


@pytest.mark.both
def test_roles_that_were_given_and_emergency_access_are_held(desk: Desk) -> None:
    with desk.database.read() as view:
        patient = view.patient_ids()[0]
    with desk.database.write() as unit:
        nurse = unit.add_staff("Tor Vik", Role.NURSE)
        grant = unit.accounts.grant(nurse.id, Grant(role=Role.NURSE, from_day=TODAY, until_day=None), nurse.id, NOW)
        Access(desk.database, desk.user, lambda: NOW).note(unit, "role_given", None, (Log.ROLES, grant), user=nurse.id)
        unit.commit()
    desk.care.let_in(patient, ReasonKind.OTHER, "Ringte og var dårlig")
    kept = verify(desk.database)
    assert kept.broken == ()
    assert (kept.rows[Log.ROLES], kept.rows[Log.EMERGENCIES]) == (1, 1)
    with desk.database.write() as unit:  # as a review does
        unit.review(1, nurse.id, NOW, "i orden")
        unit.commit()
    assert verify(desk.database).sound
    with desk.database.write() as unit:  # without telling the log
        unit.accounts.grant(nurse.id, Grant(role=Role.ADMIN, from_day=TODAY, until_day=None), nurse.id, NOW)
        unit.commit()
    assert found(desk) == [(Log.ROLES, Fault.ADDED, grant + 1)]


@pytest.mark.sqlite
@pytest.mark.parametrize("change", ["UPDATE emergency_access SET reason = 'x'", "DELETE FROM emergency_access"])
def test_an_emergency_access_cannot_be_made_to_look_otherwise(desk: Desk, change: str) -> None:
    desk.care.let_in(1, ReasonKind.OTHER, "Ringte og var dårlig")
    tamper(desk, change)
    fault = Fault.CHANGED if "UPDATE" in change else Fault.MISSING
    assert found(desk) == [(Log.EMERGENCIES, fault, 1)]


@pytest.mark.sqlite
def test_a_correction_that_somebody_has_put_in_is_named(desk: Desk, head: Head) -> None:
    columns = "conversation_id, version, kind, author_id, at, document, hash"
    tamper(
        desk,
        f"INSERT INTO signing (id, reason, {columns}) SELECT 9999, 'x', {columns} FROM signing "
        "WHERE id = (SELECT max(id) FROM signing WHERE kind = 'correcting')",
    )
    assert found(desk) == [(Log.SIGNATURES, Fault.ADDED, 9999)]


@pytest.fixture
def changed(desk: Desk) -> int:
    """A patient with a change from before the log vouched for any, and four for which it does; and three codes."""
    with desk.database.write() as unit:
        patient = unit.patient(unit.patient_ids()[0])
        known = {name: getattr(patient, name) for name in PatientDetails.model_fields}
        unit.change_patient(patient, PatientDetails(**known | {"contact_person": "Nabo"}), desk.user.id, NOW)
        for number in (1, 2):
            unit.add_registration_code(code_of(number), desk.user.id, NOW, None)
        unit.commit()
    with desk.database.read() as view:
        seen = view.patient(patient.id)
    desk.details.change(seen, written(seen, contact_person="Søster", guardians="Mor og far"), TODAY)
    for units in (["Nord"], ["Nord", "Sør"]):
        desk.care.change(patient.id, desk.care.following(patient.id), units, "Skal følges derfra")
    admin = desk.user.model_copy(update={"role": Role.ADMIN})
    codes = RegistrationCodes(desk.database, admin, lambda: NOW, Access(desk.database, admin, lambda: NOW))
    codes.keep(code_of(3))
    return patient.id


@pytest.mark.both
def test_codes_details_and_units_are_held_and_those_from_before_are_not_called_put_in(desk: Desk, changed: int) -> None:
    verdict = verify(desk.database)
    assert verdict.broken == ()
    assert (verdict.rows[Log.CHANGES], verdict.rows[Log.CODES]) == (4, 1)
    with desk.database.write() as unit:  # without telling the log
        unit.change_units(changed, unit.following(changed), ["Nord"], "Ingen grunn", desk.user.id, NOW)
        unit.add_registration_code(code_of(4), desk.user.id, NOW, None)
        unit.commit()
    assert {(log, fault) for log, fault, _ in found(desk)} == {(Log.CODES, Fault.ADDED), (Log.CHANGES, Fault.ADDED)}
    assert [each.patient_id for each in verify(desk.database).broken] == [None, changed]


@pytest.mark.sqlite
@pytest.mark.parametrize("column", ["field", "before", "after", "author_id", "at"])
def test_every_column_of_a_change_is_held(desk: Desk, changed: int, column: str) -> None:
    tamper(desk, f"UPDATE patient_change SET {column} = {column} || '1' WHERE patient_id = {changed} AND number = 4")
    assert found(desk) == [(Log.CHANGES, Fault.CHANGED, 4)]


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "log"),
    [
        ("DELETE FROM patient_change WHERE number = 5", Log.CHANGES),
        ("DELETE FROM registration_code WHERE code = 'K3'", Log.CODES),
    ],
)
def test_a_change_or_a_code_that_is_taken_out_is_missing(desk: Desk, changed: int, statement: str, log: Log) -> None:
    tamper(desk, statement)
    assert [(log_, fault) for log_, fault, _ in found(desk)] == [(log, Fault.MISSING)]


@pytest.mark.both
def test_what_a_decision_deletes_is_not_missing(desk: Desk, head: Head, talk_id: int, demo_place: Path | str) -> None:
    with desk.database.read() as view:
        point = view.contact_point(view.conversation_with(talk_id).contact_point_id)
        patient = view.pathway(point.pathway_id).patient_id
    admin = open_demo(24, 1, Role.ADMIN, demo_place)
    try:
        admin.erasing.erase(admin.erasing.going(patient, talk_id), DECISION)
        verdict = verify(admin.database, head)
    finally:
        admin.close()
    assert verdict.broken == ()
    assert (verdict.rows[Log.ERASURES], verdict.rows.get(Log.REFUSALS, 0)) == (1, 0)
