"""Taking a patient in: everything that is wrong is said at once, and the pathway is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.people import IdentifierKind, Role, User
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.register import (
    DEMO,
    Code,
    Field,
    NewPathway,
    NewPatient,
    NotRegistered,
    Register,
    RegistrationProblem,
    icd10_code,
)
from tests.services.reading import unlogged

pytestmark = pytest.mark.both

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
NURSE = User(id=1, name="Kari Lunde", role=Role.NURSE)
SYNTHETIC = "10915596784"
REAL_LOOKING = "31129956715"
KARI = NewPatient("  Kari   Nordmann ", f"{SYNTHETIC[:6]} {SYNTHETIC[6:]}", language="nn", municipality="0301")
BREAST = NewPathway("pakkeforlop_hjem", date(2026, 1, 31), "c509")


@pytest.fixture
def register(database: Database) -> Register:
    return Register(database, shipped(), unlogged, NURSE, lambda: NOW)


def test_a_patient_is_taken_in_with_planned_contact_points(database: Database, register: Register) -> None:
    patient_id = register.register(KARI, BREAST, TODAY)
    with database.read() as view:
        patient = view.patient(patient_id)
        assert (patient.name, patient.identifier, patient.birth_date) == (
            "Kari Nordmann",
            SYNTHETIC,
            date(1955, 11, 10),
        )
        assert patient.identifier_kind is IdentifierKind.FNR
        (pathway,) = view.pathways(patient_id)
        assert pathway.icd10 == "C50.9"
        windows = [(point.number, point.opens, point.closes) for point in view.contact_points(pathway.id)]
    planned = shipped().pathway("pakkeforlop_hjem").contact_points
    assert windows == [(point.number, *point.window.dates(BREAST.diagnosed or TODAY)) for point in planned]
    assert windows[0][2] == date(2026, 2, 28)  # the last day of February, for 31 January and a month


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(database: Database, register: Register) -> None:
    new = NewPatient(" ", "123", date(2027, 1, 1), language="", municipality="12")
    with pytest.raises(NotRegistered) as caught:
        register.register(new, NewPathway("ukjent", date(2027, 1, 1), "A00"), TODAY)
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [
        (Field.NAME, Code.EMPTY),
        (Field.IDENTIFIER, Code.LENGTH),
        (Field.BIRTH_DATE, Code.FUTURE),
        (Field.LANGUAGE, Code.UNKNOWN),
        (Field.MUNICIPALITY, Code.UNKNOWN),
        (Field.DEFINITION, Code.UNKNOWN),
        (Field.DIAGNOSED, Code.FUTURE),
        (Field.ICD10, Code.NOT_A_CODE),
    ]
    with database.read() as view:
        assert sum(view.worklist_counts(TODAY).values()) == 0


def test_an_identifier_that_is_taken_says_by_whom(register: Register) -> None:
    patient_id = register.register(KARI, BREAST, TODAY)
    assert register.problems(KARI, BREAST, TODAY) == [
        RegistrationProblem(Field.IDENTIFIER, Code.TAKEN, patient_id),
    ]


def test_another_birth_date_than_the_identifiers_is_a_warning(database: Database, register: Register) -> None:
    new = replace(KARI, birth_date=date(1955, 11, 11))
    (problem,) = register.problems(new, BREAST, TODAY)
    assert (problem.field, problem.code, problem.is_warning) == (Field.BIRTH_DATE, Code.DIFFERS, True)
    patient_id = register.register(new, BREAST, TODAY)
    with database.read() as view:
        assert view.patient(patient_id).birth_date == date(1955, 11, 11)


def test_somebody_without_a_number_is_taken_in(database: Database, register: Register) -> None:
    patient_id = register.register(NewPatient("Uten Nummer"), BREAST, TODAY)
    with database.read() as view:
        patient = view.patient(patient_id)
    assert (patient.identifier, patient.identifier_kind, patient.birth_date) == (None, None, None)


def test_no_diagnosis_before_birth(register: Register) -> None:
    found = register.problems(KARI, replace(BREAST, diagnosed=date(1955, 11, 9)), TODAY)
    assert found == [RegistrationProblem(Field.DIAGNOSED, Code.BEFORE_BIRTH)]


def test_a_demo_database_takes_synthetic_numbers_alone(database: Database, register: Register) -> None:
    new = replace(KARI, identifier=REAL_LOOKING)
    assert register.problems(new, BREAST, TODAY) == []
    with database.write() as unit:
        unit.set(DEMO, "yes")
        unit.commit()
    assert register.problems(new, BREAST, TODAY) == [RegistrationProblem(Field.IDENTIFIER, Code.NOT_SYNTHETIC)]
    assert register.problems(KARI, BREAST, TODAY) == []


def test_a_name_is_made_safe_to_show(database: Database, register: Register) -> None:
    patient_id = register.register(NewPatient("Kari\x1b]0;PWNED\x07 \u202eNordmann"), BREAST, TODAY)
    with database.read() as view:
        assert view.patient(patient_id).name == "Kari\ufffd]0;PWNED\ufffd \ufffdNordmann"


def test_a_relapse_is_another_pathway(database: Database, register: Register) -> None:
    patient_id = register.register(KARI, BREAST, TODAY)
    pathway_id = register.add_pathway(patient_id, replace(BREAST, diagnosed=TODAY, relapse=True), TODAY)
    with database.read() as view:
        assert [pathway.id for pathway in view.pathways(patient_id)] == [pathway_id, 1]
        assert len(view.worklist(TODAY)) == 2


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("C50", "C50"), ("c50.9", "C50.9"), (" C509 ", "C50.9"), ("C97", "C97"), ("D05.1", "D05.1"), ("D48", "D48"),
        ("C98", ""), ("D49", ""), ("C5", ""), ("A00", ""), ("C50.", ""), ("C50.9x", ""), ("", ""), ("C٥٠", ""),
    ],
)  # fmt: skip
def test_icd10(written: str, code: str) -> None:
    assert icd10_code(written) == code


def test_no_pathway_begins_for_somebody_who_has_died(database: Database, register: Register) -> None:
    patient_id = register.register(KARI, BREAST, TODAY)
    with database.write() as unit:
        unit.set_death(patient_id, TODAY)
        unit.commit()
    with pytest.raises(NotRegistered) as caught:
        register.add_pathway(patient_id, replace(BREAST, diagnosed=TODAY), TODAY)
    assert [problem.code for problem in caught.value.problems] == [Code.DIED]
