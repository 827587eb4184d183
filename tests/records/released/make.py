"""Makes `schema<N>.db` with the program that is imported: run it in a checkout of the program of that schema.

    git archive COMMIT | tar x -C /tmp/then
    cp tests/records/released/make.py /tmp/then/ && cd /tmp/then && python make.py TARGET-FOLDER

Schema 1: 6f12682^, schema 2: 0bdc089^, schema 3: 993220c, schema 4: the commit that stored it.
A stored file is never made again: it is what users have.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from kartlegging_tui.domain.pathway import ContactPointStatus, PlannedContactPoint
from kartlegging_tui.domain.people import ConversationDetails, IdentifierKind, Place, Respondent, Role
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.migrating import SCHEMA
from tests.domain.forms import choice, form_of, integer, rows, text, yes_no

NOW = datetime(2026, 5, 12, 10, 42, 0, 123000, UTC)
FORM = form_of(
    yes_no("plaget"),
    integer("uker"),
    choice("hjelp", 1, 2, 3),
    {"id": "tanker", "type": "text", "text": text("Hva tenker du på?")},
    rows("barn", {"id": "navn", "type": "text", "text": text("Navn")}, integer("alder")),
    id="skjema",
)
WINDOWS = (
    (1, date(2026, 1, 10), date(2026, 2, 10)),
    (2, date(2026, 4, 10), date(2026, 5, 20)),
    (3, date(2027, 1, 10), date(2027, 7, 10)),
)
SAID = (
    # path, answer, what it takes back
    ("plaget", '{"value":true}', None),
    ("uker", '{"value":3}', None),
    ("uker", '{"value":4,"note":"siden påske – «ille»"}', None),
    ("hjelp", '{"missing":"declined"}', None),
    ("tanker", '{"value":"Æsj, ŋ, 日本 og 🙂"}', None),
    ("tanker", "{}", 5),
    ("barn", '{"value":[1,2]}', None),
    ("barn/1/navn", '{"value":"Ánne"}', None),
    ("barn/1/alder", '{"value":7}', None),
    ("barn/2/navn", '{"value":"Per"}', None),
)
AGREED = (
    ("need/1//1", '{"title":"Søvn","priority":"high","follow_up":"yes"}'),
    ("action/1", '{"need":"need/1//1","contact_point":1,"text":"Ringe fastlegen","who":"Kari Lunde"}'),
    (
        "consent/1",
        '{"recipient":"Fastlegen","ground":"consent","manner":"spoken","said_by":"pasienten","given_on":"2026-05-12"}',
    ),
)


def main(folder: Path) -> None:
    path = folder / f"schema{SCHEMA}.db"
    database = Database.open(path)
    with database.write() as unit:
        unit.publish(FORM, "id: skjema\nversion: '1.0'\n", NOW)
        nurse, other = unit.add_staff("Kari Lunde", Role.NURSE), unit.add_staff("Tor Østbø", Role.COORDINATOR)
        signed, drafted, corrected = (
            _talk(unit, nurse.id, number, name)
            for number, name in enumerate(("Ola Nordmann", "Berit Øyås", "Áile Somby"), 1)
        )
        unit.add_patient(name="Uten Forløp", birth_date=date(2000, 2, 29))
        unit.set("synthetic", "everybody here is invented")
        unit.commit()
    for talk, author in ((signed, nurse), (drafted, nurse), (drafted, other), (corrected, other)):
        _answer(database, talk, author.id)
    with database.write() as unit:
        assessment = unit.open_assessment(drafted, "skjema", "1.0")
        unit.keep_typing(assessment.id, "tanker", "et halvt ord", nurse.id)
        unit.set_contact_point_status(
            unit.conversation_with(drafted).contact_point_id + 1, ContactPointStatus.DECLINED, date(2026, 9, 1)
        )
        unit.commit()
    if SCHEMA >= 2:
        _sign(database, nurse, signed, corrected)
    if SCHEMA >= 3:
        _since_three(database, nurse, signed)
    if SCHEMA >= 4:
        _since_four(database, nurse, other, signed, drafted)
    database.close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")  # one file, to be stored


def _talk(unit, author, number, name):
    patient = unit.add_patient(
        name=name,
        birth_date=date(1960 + number, 5, 12),
        identifier=("12856112345", "", None)[number - 1] or None,
        identifier_kind=IdentifierKind.FNR if number == 1 else None,
        municipality="1804",
        contact_person="Nabo",
    )
    pathway = unit.add_pathway(patient.id, "hjem", date(2026, 1, 10), "C50.9", relapse=number == 2)
    points = unit.add_contact_points(pathway.id, WINDOWS)
    details = ConversationDetails(
        held_on=NOW.date(), place=Place.HOME, respondent=Respondent.PATIENT, present="Ektefelle"
    )
    return unit.start_conversation(points[0].id, author, details, NOW).id


def _answer(database, talk, author):
    for step, (path, answer, undoes) in enumerate(SAID):
        with database.write() as unit:
            assessment = unit.open_assessment(talk, "skjema", "1.0")
            events = unit.events(assessment.id)
            newest = events[-1].number if events else 0
            taken_back = undoes and newest - step + undoes
            unit.append(assessment.id, path, answer, author, NOW + timedelta(seconds=step), taken_back, newest)
            unit.commit()


def _sign(database, nurse, signed, corrected):
    from kartlegging_tui.services.opening import Opening
    from kartlegging_tui.services.review import seen
    from kartlegging_tui.services.saving import Nowhere
    from kartlegging_tui.services.signing import Signatures

    later = NOW + timedelta(minutes=30)
    plan = {
        "number": 1,
        "title": text("Samhandlingspunkt 1"),
        "held_by": "municipality",
        "window": {"opens": 0, "closes": 1},
        "offers": [{"form": "skjema"}],
    }
    planned = PlannedContactPoint.model_validate_json(json.dumps(plan))
    opening = Opening(Nowhere(), nurse, lambda pathway, number: planned, lambda: later)
    access = [_access(database, nurse)] if SCHEMA >= 4 else []
    signatures = Signatures(database, opening, nurse, lambda: later, *access)

    def shown(talk):
        with database.read() as view:
            return seen(opening.open(view, talk))

    with database.write() as unit:
        pathway = unit.contact_point(unit.conversation_with(signed).contact_point_id).pathway_id
        for path, content in AGREED:
            unit.append_to_pathway(pathway, path, content, nurse.id, NOW)
        unit.commit()
    signatures.sign(signed, shown(signed))
    signatures.sign(corrected, shown(corrected))
    signatures.correct(corrected, "feil tall")
    with database.write() as unit:
        assessment = unit.open_assessment(corrected, "skjema", "1.0")
        unit.append(assessment.id, "uker", '{"value":5}', nurse.id, later, None, 99)
        unit.set_death(unit.pathway(pathway).patient_id, date(2026, 6, 1))
        unit.commit()
    signatures.sign(corrected, shown(corrected))


def _since_three(database, nurse, signed):
    from kartlegging_tui.domain.patient_details import PatientDetails
    from kartlegging_tui.domain.registration import RegistrationCode

    with database.write() as unit:
        pathway = unit.pathway(unit.contact_point(unit.conversation_with(signed).contact_point_id).pathway_id)
        if SCHEMA == 3:
            unit.log_access(NOW, nurse.id, "patient", pathway.patient_id, "{}")
            unit.log_access(NOW, nurse.id, "worklist", None, "{}")
        patient = unit.patient(pathway.patient_id)
        known = {name: getattr(patient, name) for name in PatientDetails.model_fields}
        unit.change_patient(patient, PatientDetails(**(known | {"contact_person": "Datter"})), nurse.id, NOW)
        unit.add_arrival(NOW, nurse.id, "Nabokommunen", "{}", "0" * 64)
        unit.outsider("Gro Vik", "Nabokommunen")
        unit.add_staff("Leyla Demir", Role.ADMIN, "Kreftteamet nord")
        code = {"contact_point": 1, "event": "held", "outcome": "", "code": "X01", "system": "lokal"}
        code |= {"valid_from": "2026-01-01", "valid_to": None}
        unit.add_registration_code(RegistrationCode.model_validate_json(json.dumps(code)), nurse.id, NOW, None)
        unit.commit()


def _access(database, user):
    from kartlegging_tui.services.access import Access

    return Access(database, user, lambda: NOW)


def _since_four(database, nurse, other, signed, drafted):
    from kartlegging_tui.domain.accounts import Grant
    from kartlegging_tui.domain.verified import Log
    from kartlegging_tui.domain.who_may_see import ReasonKind
    from kartlegging_tui.services.care import Care
    from kartlegging_tui.services.refusing import Refusing

    def patient_of(view, talk):
        return view.pathway(view.contact_point(view.conversation_with(talk).contact_point_id).pathway_id).patient_id

    access = _access(database, nurse)
    grant = Grant(role=Role.NURSE, from_day=NOW.date(), until_day=None)
    with database.read() as view:
        first, second = patient_of(view, signed), patient_of(view, drafted)
    access.reading("patient", first)
    access.denied("export", second)
    Refusing(database, nurse, lambda: NOW, access).refuse(signed, NOW.date(), "Vil ha bort alt", "Det er riktig.")
    care = Care(database, nurse, lambda: NOW, access)
    care.change(first, care.following(first), ["Kreftteamet nord"], "flyttet dit")
    Care(database, other, lambda: NOW, _access(database, other)).let_in(first, ReasonKind.PATIENT_ASKS, "ringte i natt")
    with database.write() as unit:
        number = unit.accounts.grant(other.id, grant, nurse.id, NOW)
        access.note(unit, "role_given", None, (Log.ROLES, number))
        unit.keep_box(second, nurse.id, "need/new", "et halvt behov")
        access.seal(unit, why="backup")
        unit.commit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
