"""Changing what is known about a patient: they marry, move, learn languages, get a number. Former values are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from kartlegging_tui.domain.patient_details import PatientChange, PatientDetails
from kartlegging_tui.domain.people import Patient, User
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Notes
from kartlegging_tui.services.register import (
    NewPatient,
    birth_date_of,
    clean,
    identifier_of,
    patient_problems,
    refuse,
    telling_taken,
)


@dataclass(frozen=True)
class DetailsView:
    """A patient, and what has been changed about them."""

    patient: Patient
    changes: tuple[PatientChange, ...]
    """In order."""


class Details:
    """Reads and changes them."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime], access: Notes) -> None:
        self._database = database
        self._user = user
        self._now = now
        self._access = access

    def open(self, patient_id: int) -> DetailsView:
        """Raises NotFound, NotRead, NotSaved."""
        self._access.reading("details", patient_id)
        with self._database.read() as view:
            return DetailsView(view.patient(patient_id), tuple(view.patient_changes(patient_id)))

    def change(self, seen: Patient, written: NewPatient, today: date) -> Patient:
        """Changes a patient who looked as `seen`. A number is taken only for somebody without one.

        Raises NotRegistered; Conflict where somebody else has changed the patient meanwhile; NotFound, NotSaved.
        """
        with telling_taken(self._access), self._access.writing(self._database, patient=seen.id) as unit:
            if seen.identifier is not None:
                written = NewPatient(**{**vars(written), "identifier": ""})
            refuse(patient_problems(unit, written, today))
            identifier = identifier_of(written, today)
            details = PatientDetails(
                name=clean(written.name),
                identifier=identifier.digits if identifier else seen.identifier,
                identifier_kind=identifier.kind if identifier else seen.identifier_kind,
                birth_date=birth_date_of(written, today),
                language=written.language,
                municipality=written.municipality,
                contact_person=clean(written.contact_person),
                guardians=clean(written.guardians),
            )
            change_patient(unit, self._access, seen, details, self._user, self._now())
            unit.commit()
        return Patient(id=seen.id, **dict(details))


def change_patient(
    unit: Writing, access: Notes, seen: Patient, details: PatientDetails, user: User, at: datetime
) -> None:
    """Changes what is known about a patient; the log vouches for each field that was changed."""
    before = len(unit.patient_changes(seen.id))
    for change in unit.change_patient(seen, details, user.id, at)[before:]:
        access.note(unit, "details_changed", seen.id, (Log.CHANGES, change.number))
