"""What has arrived from other places: what waits, what became of it, and the forms and names that came with it."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from kartlegging_tui.domain.arrival import Arrival, ArrivalStatus
from kartlegging_tui.domain.export import ExportedPatient, ExportedQuestionnaire
from kartlegging_tui.domain.people import Patient, Role
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.records import as_values, names
from kartlegging_tui.records.errors import Conflict, NotFound
from kartlegging_tui.records.office_tables import arrival, arrived_questionnaire, outsider
from kartlegging_tui.records.patient_details import PATIENTS
from kartlegging_tui.records.tables import name_word, patient, questionnaire_version, staff
from kartlegging_tui.records.units import EVERYBODY as ALL
from kartlegging_tui.records.units import Sight

_decider = staff.alias("decider")
_ARRIVALS = (
    select(
        arrival.c.id,
        arrival.c.received_at,
        staff.c.name.label("received_by"),
        arrival.c.sender,
        arrival.c.content,
        arrival.c.status,
        arrival.c.decided_at,
        _decider.c.name.label("decided_by"),
        arrival.c.patient_id,
        arrival.c.reason,
    )
    .join_from(arrival, staff, staff.c.id == arrival.c.received_by_id)
    .outerjoin(_decider, _decider.c.id == arrival.c.decided_by_id)
)


def arrivals(connection: Connection, status: ArrivalStatus, limit: int, offset: int) -> list[Arrival]:
    """Those of which this has become, the oldest first."""
    found = _ARRIVALS.where(arrival.c.status == status).order_by(arrival.c.received_at, arrival.c.id)
    return [_arrival(row) for row in connection.execute(found.limit(limit).offset(offset))]


def taken_in(connection: Connection, patient_id: int) -> list[Arrival]:
    """What was taken into somebody's record, in the order in which it was."""
    here = (arrival.c.patient_id == patient_id) & (arrival.c.status == ArrivalStatus.TAKEN_IN.value)
    return [
        _arrival(row) for row in connection.execute(_ARRIVALS.where(here).order_by(arrival.c.decided_at, arrival.c.id))
    ]


def arrival_with(connection: Connection, arrival_id: int) -> Arrival:
    """Raises NotFound."""
    row = connection.execute(_ARRIVALS.where(arrival.c.id == arrival_id)).first()
    if row is None:
        raise NotFound("arrival", arrival_id)
    return _arrival(row)


def count(connection: Connection, status: ArrivalStatus) -> int:
    """How many there are of which this has become."""
    return connection.execute(select(func.count()).where(arrival.c.status == status)).scalar_one()


def known_as(connection: Connection, digest: str) -> int | None:
    """The id of the arrival with this content."""
    return connection.execute(select(arrival.c.id).where(arrival.c.hash == digest)).scalar_one_or_none()


def add(connection: Connection, at: datetime, received_by: int, sender: str, content: str, digest: str) -> int:
    """Lets an arrival wait; its id."""
    values = {"received_at": at, "received_by_id": received_by, "sender": sender, "content": content, "hash": digest}
    waiting = {"status": ArrivalStatus.WAITING.value, "reason": ""}
    key = connection.execute(insert(arrival), values | waiting).inserted_primary_key
    assert key is not None
    return int(key[0])


def decide(
    connection: Connection,
    arrival_id: int,
    before: ArrivalStatus,
    after: ArrivalStatus,
    *,
    by: int,
    at: datetime,
    patient_id: int | None = None,
    reason: str = "",
) -> None:
    """Raises Conflict where it is not `before` any more: somebody else was first."""
    here = (arrival.c.id == arrival_id) & (arrival.c.status == before.value)
    values = {"status": after.value, "decided_at": at, "decided_by_id": by, "patient_id": patient_id, "reason": reason}
    if not connection.execute(update(arrival).where(here).values(**values)).rowcount:
        raise Conflict(f"Arrival {arrival_id} is no longer {before.value}")


def born_on(connection: Connection, day: date, limit: int, sight: Sight = ALL) -> list[Patient]:
    """Patients born on a day."""
    found = (
        PATIENTS.where(patient.c.birth_date == day, *sight.patients(patient.c.id)).order_by(patient.c.id).limit(limit)
    )
    return as_values.each(Patient, connection.execute(found), "patient")


def named(connection: Connection, name: str, limit: int, sight: Sight = ALL) -> list[Patient]:
    """Patients whose name holds all the words of this one."""
    found = PATIENTS.where(*sight.patients(patient.c.id))
    for word in names.words(name):
        found = found.where(patient.c.id.in_(select(name_word.c.patient_id).where(name_word.c.word == word)))
    return as_values.each(Patient, connection.execute(found.order_by(patient.c.id).limit(limit)), "patient")


def outside(connection: Connection, name: str, place: str) -> int:
    """The id under which somebody from another place is known here: a name, and nobody who can use the program."""
    found = (
        select(staff.c.id).join_from(staff, outsider).where(staff.c.name == name, outsider.c.place == place).limit(1)
    )
    known = connection.execute(found).scalar()
    if known is not None:
        return int(known)
    key = connection.execute(insert(staff), {"name": name, "role": Role.NURSE}).inserted_primary_key
    assert key is not None
    connection.execute(insert(outsider), {"staff_id": int(key[0]), "place": place})
    return int(key[0])


def keep_form(connection: Connection, form: ExportedQuestionnaire) -> None:
    """Keeps a form that came with patients, until one of them is taken in."""
    here = arrived_questionnaire.c.content_hash == form.content_hash
    if connection.execute(select(arrived_questionnaire.c.form).where(here)).first() is None:
        content = json.dumps(form.content, ensure_ascii=False, separators=(",", ":"))
        values = {"form": form.form, "version": form.version, "content_hash": form.content_hash, "content": content}
        connection.execute(insert(arrived_questionnaire), values | {"source_text": form.source_text})


def kept_form(connection: Connection, content_hash: str) -> tuple[Questionnaire, str] | None:
    """A form that came with patients, and its text as its author wrote it."""
    columns = (arrived_questionnaire.c.content, arrived_questionnaire.c.source_text)
    row = connection.execute(select(*columns).where(arrived_questionnaire.c.content_hash == content_hash)).first()
    if row is None:
        return None
    return as_values.parsed(Questionnaire, row.content, "arrived_questionnaire"), str(row.source_text)


def now_ours(connection: Connection, content_hash: str) -> bool:
    """The form is published here as well: it may be asked here from now on. True if it had only arrived before."""
    here = arrived_questionnaire.c.content_hash == content_hash
    return connection.execute(delete(arrived_questionnaire).where(here)).rowcount > 0


def published(connection: Connection, form: str, version: str) -> tuple[str, str, str] | None:
    """Of a published form: content hash, content as JSON, and the text as its author wrote it."""
    columns = (
        questionnaire_version.c.content_hash,
        questionnaire_version.c.content,
        questionnaire_version.c.source_text,
    )
    here = (questionnaire_version.c.form == form) & (questionnaire_version.c.version == version)
    row = connection.execute(select(*columns).where(here)).first()
    return None if row is None else (row[0], row[1], row[2])


def _arrival(row: Any) -> Arrival:
    with as_values.readable(f"arrival {row.id}"):
        ExportedPatient.model_validate_json(row.content)
        return Arrival(**{**row._mapping, "status": ArrivalStatus(row.status)})
