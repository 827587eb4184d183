"""Changing what is known about a patient: former values are kept, and search words and worklist follow at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from kartlegging_tui.domain.patient_details import PatientChange, PatientDetails, written
from kartlegging_tui.domain.people import Patient
from kartlegging_tui.records import names
from kartlegging_tui.records.as_values import each
from kartlegging_tui.records.derived import worklist
from kartlegging_tui.records.office_tables import guardian, patient_change
from kartlegging_tui.records.tables import name_word, patient, staff

PATIENTS = select(*patient.c, func.coalesce(guardian.c.names, "").label("guardians")).outerjoin(
    guardian, guardian.c.patient_id == patient.c.id
)
"""Patients as the domain knows them."""


def changes(connection: Connection, patient_id: int) -> list[PatientChange]:
    """What has been changed about a patient, in order."""
    columns = [patient_change.c[name] for name in ("number", "field", "before", "after", "at")]
    found = select(*columns, staff.c.name.label("author")).join_from(patient_change, staff)
    ordered = found.where(patient_change.c.patient_id == patient_id).order_by(patient_change.c.number)
    return each(PatientChange, connection.execute(ordered), f"patient_change {patient_id}")


def change(connection: Connection, seen: Patient, details: PatientDetails, author_id: int, at: datetime) -> None:
    """Writes what differs from `seen`, and what stood there before."""
    values = {name: getattr(details, name) for name in PatientDetails.model_fields}
    differing = {name: value for name, value in values.items() if value != getattr(seen, name)}
    if not differing:
        return
    last = select(func.max(patient_change.c.number)).where(patient_change.c.patient_id == seen.id)
    number: int = connection.execute(last).scalar() or 0
    rows = [
        {"number": number + place, "field": name, "before": written(getattr(seen, name)), "after": written(value)}
        for place, (name, value) in enumerate(differing.items(), 1)
    ]
    who = {"patient_id": seen.id, "author_id": author_id, "at": at}
    connection.execute(insert(patient_change), [row | who for row in rows])
    if (guardians := differing.pop("guardians", None)) is not None:
        connection.execute(delete(guardian).where(guardian.c.patient_id == seen.id))
        if guardians:
            connection.execute(insert(guardian), {"patient_id": seen.id, "names": guardians})
    if differing:
        connection.execute(update(patient).where(patient.c.id == seen.id).values(**differing))
    if "name" in differing:
        connection.execute(delete(name_word).where(name_word.c.patient_id == seen.id))
        words = [{"word": word, "patient_id": seen.id} for word in names.words(details.name)]
        connection.execute(insert(name_word), words)
    if "municipality" in differing:
        here = worklist.c.patient_id == seen.id
        connection.execute(update(worklist).where(here).values(municipality=details.municipality))
