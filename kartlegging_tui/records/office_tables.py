"""What is asked for by offices, what comes from other places, and what has been changed about a patient."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint
from sqlmodel import Field

from kartlegging_tui.records.columns import Day, Instant
from kartlegging_tui.records.record import CLUSTERED, METADATA, STRICT, Record


class RegistrationCodeRow(Record, table=True):
    """A code that an office wants for what becomes of a contact point. Empty as shipped: none is known nationally.

    Appended, never changed: a row that is changed, or ended on a day, is replaced by a new one.
    """

    __tablename__ = "registration_code"
    __table_args__ = (Index(None, "contact_point", "event"), UniqueConstraint("replaces_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    contact_point: int
    event: str = Field(sa_type=Text)
    outcome: str = Field(sa_type=Text)
    code: str = Field(sa_type=Text)
    system: str = Field(sa_type=Text)
    valid_from: date = Field(sa_type=Day)
    valid_to: date | None = Field(default=None, sa_type=Day)
    author_id: int = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Instant)
    replaces_id: int | None = Field(default=None, foreign_key="registration_code.id")
    """The row that this one stands in place of; one row is replaced once."""


class ArrivalRow(Record, table=True):
    """What has arrived from another place, and waits until somebody has looked at it. Its content never changes."""

    __tablename__ = "arrival"
    __table_args__ = (UniqueConstraint("hash"), Index(None, "status", "received_at"), Index(None, "patient_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    received_at: datetime = Field(sa_type=Instant)
    received_by_id: int = Field(foreign_key="staff.id")
    sender: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
    """One patient, as JSON (`domain.export.ExportedPatient`)."""
    hash: str = Field(sa_type=Text)
    """SHA-256 of the content, in hex: the same is not taken in twice."""
    status: str = Field(sa_type=Text)
    decided_at: datetime | None = Field(default=None, sa_type=Instant)
    decided_by_id: int | None = Field(default=None, foreign_key="staff.id")
    patient_id: int | None = Field(default=None, foreign_key="patient.id")
    """Whose record it was taken into."""
    reason: str = Field(sa_type=Text)
    """Why it was put aside."""


class OutsiderRow(Record, table=True):
    """Somebody whose name stands under what came from another place: they have a name here, and do not work here."""

    __tablename__ = "outsider"
    __table_args__ = CLUSTERED

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    place: str = Field(sa_type=Text)
    """Who sent it."""


class ArrivedQuestionnaireRow(Record, table=True):
    """A form that came with a patient and that nobody here has published: what was asked there, never asked here."""

    __tablename__ = "arrived_questionnaire"
    __table_args__ = (Index(None, "form", "version"), CLUSTERED)

    content_hash: str = Field(primary_key=True, sa_type=Text)
    form: str = Field(sa_type=Text)
    version: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
    source_text: str = Field(sa_type=Text)


class GuardianRow(Record, table=True):
    """Who acts for a patient who is a child."""

    __tablename__ = "guardian"
    __table_args__ = CLUSTERED

    patient_id: int = Field(primary_key=True, foreign_key="patient.id")
    names: str = Field(sa_type=Text)


class PatientChangeRow(Record, table=True):
    """What has been changed about a patient. Appended, never changed.

    Of the patient and not of a pathway: somebody may have several, and a name is the same in all of them.
    """

    __tablename__ = "patient_change"
    __table_args__ = CLUSTERED

    patient_id: int = Field(sa_column=Column(Integer, ForeignKey("patient.id"), primary_key=True))
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    field: str = Field(sa_type=Text)
    before: str = Field(sa_type=Text)
    after: str = Field(sa_type=Text)
    author_id: int = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Instant)


_TABLES = METADATA.tables

registration_code: Table = _TABLES["registration_code"]
arrival: Table = _TABLES["arrival"]
outsider: Table = _TABLES["outsider"]
arrived_questionnaire: Table = _TABLES["arrived_questionnaire"]
patient_change: Table = _TABLES["patient_change"]
guardian: Table = _TABLES["guardian"]
