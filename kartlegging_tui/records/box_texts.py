"""Texts that are being written in boxes outside the forms: a goal, a reason. No part of the record."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.records.trust_tables import box_text, erasure


def of_patient(connection: Connection, patient_id: int, author_id: int) -> dict[str, str]:
    """What somebody was writing about a patient, by the place of the box."""
    here = and_(box_text.c.patient_id == patient_id, box_text.c.author_id == author_id)
    return {row.place: row.text for row in connection.execute(select(box_text).where(here))}


def keep(connection: Connection, patient_id: int, author_id: int, place: str, text: str) -> None:
    """Keeps what stands in a box now. Raises NotFound for a patient about whom everything was deleted."""
    erased = select(erasure.c.id).where(erasure.c.patient_id == patient_id, erasure.c.conversation_id.is_(None))
    if connection.execute(erased).first() is not None:  # a box may still be open somewhere
        raise NotFound("patient", patient_id)
    if not connection.execute(update(box_text).where(_at(patient_id, author_id, place)).values(text=text)).rowcount:
        values = {"patient_id": patient_id, "author_id": author_id, "place": place, "text": text}
        connection.execute(insert(box_text), values)


def drop(connection: Connection, patient_id: int, author_id: int, place: str) -> None:
    """It is kept where it belongs, or was given up."""
    connection.execute(delete(box_text).where(_at(patient_id, author_id, place)))


def _at(patient_id: int, author_id: int, place: str) -> ColumnElement[bool]:
    return and_(box_text.c.patient_id == patient_id, box_text.c.author_id == author_id, box_text.c.place == place)
