"""Changing a patient's details: found under the new name, never over somebody else's change, and nothing forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest

from kartlegging_tui.domain.people import Patient
from kartlegging_tui.records.errors import Conflict, NotSaved, Refused
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.identifiers import synthetic_identifier
from kartlegging_tui.services.register import Code, NewPathway, NewPatient, NotRegistered
from tests import raw
from tests.conftest import TODAY


def written(patient: Patient, **otherwise: str) -> NewPatient:
    as_it_is = NewPatient(
        name=patient.name,
        birth_date=patient.birth_date,
        language=patient.language,
        municipality=patient.municipality,
        contact_person=patient.contact_person,
        guardians=patient.guardians,
    )
    return replace(as_it_is, **otherwise)  # type: ignore[arg-type]


def found(desk: Desk, text: str) -> list[tuple[int, str]]:
    rows = desk.browse.worklist(WorklistQuery(text=text), TODAY).rows
    return [(row.patient_id, row.municipality) for row in rows]


def test_somebody_who_marries_and_moves_is_found_under_the_new_name_in_the_new_municipality(desk: Desk) -> None:
    patient = desk.details.open(3).patient
    desk.details.change(patient, written(patient, name="Zoë Nygift", municipality="5001"), TODAY)
    assert set(found(desk, "zoe nygift")) == {(3, "5001")}
    kept = raw.found(desk.database, "SELECT DISTINCT municipality FROM worklist WHERE patient_id = 3")
    assert kept == [{"municipality": "5001"}]  # what the worklist is filtered by
    assert 3 not in [each for each, _ in found(desk, patient.name)]
    view = desk.details.open(3)
    assert [(change.field, change.before, change.after) for change in view.changes] == [
        ("name", patient.name, "Zoë Nygift"),
        ("municipality", patient.municipality, "5001"),
    ]
    assert {change.author for change in view.changes} == {"Kari Lunde"}


def test_who_acts_for_a_child_is_kept_with_the_patient_and_in_what_is_exported(desk: Desk) -> None:
    patient = desk.details.open(3).patient
    for names in ("Anne Hansen (mor)", "Anne Hansen (mor), Per Hansen (far)", ""):
        patient = desk.details.change(patient, written(patient, guardians=names), TODAY)
        assert desk.details.open(3).patient.guardians == patient.guardians == names
        (exported,) = desk.conduct.exporting.patients([3], datetime.now(UTC)).patients
        assert exported.patient.guardians == names
    assert [change.field for change in desk.details.open(3).changes] == ["guardians"] * 3


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    patient = desk.details.open(3).patient
    desk.details.change(patient, written(patient, contact_person="Datteren, 900 00 000"), TODAY)
    with pytest.raises(Conflict):
        desk.details.change(patient, written(patient, municipality="5001"), TODAY)
    assert desk.details.open(3).patient.municipality == patient.municipality


def test_nothing_is_written_where_nothing_is_changed(desk: Desk) -> None:
    patient = desk.details.open(3).patient
    desk.details.change(patient, written(patient), TODAY)
    assert desk.details.open(3).changes == ()


def test_somebody_without_a_number_gets_one_and_a_number_that_is_known_stays(desk: Desk) -> None:
    pathway = NewPathway("pakkeforlop_hjem", date(2026, 11, 1), "C50.9")
    newborn = desk.register.register(NewPatient("Nils Utan", birth_date=date(1951, 2, 3)), pathway, TODAY)
    patient = desk.details.open(newborn).patient
    with pytest.raises(NotRegistered) as caught:
        desk.details.change(patient, written(patient, identifier="12345678901"), TODAY)
    assert caught.value.problems[0].code is Code.CHECK_DIGITS
    number = synthetic_identifier(date(1951, 2, 3), Random(3))
    after = desk.details.change(patient, written(patient, identifier=number), TODAY)
    assert desk.details.open(newborn).patient == after and after.identifier == number
    desk.details.change(after, written(after, identifier=synthetic_identifier(date(1951, 2, 3), Random(4))), TODAY)
    assert desk.details.open(newborn).patient.identifier == number


def test_what_is_wrong_is_told_all_at_once(desk: Desk) -> None:
    patient = desk.details.open(3).patient
    with pytest.raises(NotRegistered) as caught:
        desk.details.change(patient, written(patient, name=" ", municipality="12"), TODAY)
    assert [problem.field.value for problem in caught.value.problems] == ["name", "municipality"]


@pytest.mark.parametrize("forgery", ["UPDATE patient_change SET before = ''", "DELETE FROM patient_change"])
def test_former_values_cannot_be_changed_by_other_tools(desk: Desk, forgery: str) -> None:
    patient = desk.details.open(3).patient
    desk.details.change(patient, written(patient, municipality="5001"), TODAY)
    with pytest.raises((Refused, NotSaved)):
        raw.run(desk.database, forgery)
