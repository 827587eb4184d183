"""Who may use the records and see whom, the heads of the chained logs, what was decided about deletion, and texts that
somebody has not finished."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint
from sqlmodel import Field

from kartlegging_tui.domain.people import Role
from kartlegging_tui.records.columns import Day, Flag, Instant
from kartlegging_tui.records.record import CLUSTERED, METADATA, STRICT, Record, words


class AccountRow(Record, table=True):
    """Somebody who logs in. Never deleted: one who has left is disabled."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("user_name"), CLUSTERED)

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    user_name: str = Field(sa_type=Text)
    """Case folded."""
    password: str = Field(sa_type=Text)
    """Argon2id, as a PHC string; empty where the password opens a slot of the key file."""
    must_change: bool = Field(sa_type=Flag)
    created_at: datetime = Field(sa_type=Instant)
    disabled_at: datetime | None = Field(default=None, sa_type=Instant)
    failures: int
    """Wrong passwords since the last right one. Of a file database, the key file counts."""
    wait_until: datetime | None = Field(default=None, sa_type=Instant)


class RoleGrantRow(Record, table=True):
    """A role that somebody was given, from a day until a day. Appended: the latest counts."""

    __tablename__ = "role_grant"
    __table_args__ = (Index(None, "staff_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    role: Role = Field(sa_column=words(Role))
    from_day: date = Field(sa_type=Day)
    until_day: date | None = Field(default=None, sa_type=Day)
    """The last day; None for as long as they work here."""
    author_id: int = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Instant)


class SealRow(Record, table=True):
    """The last event of a log when it was sealed by a row in the log of access, whose chain it thereby joins."""

    __tablename__ = "seal"
    __table_args__ = CLUSTERED

    access_id: int = Field(sa_column=Column(Integer, ForeignKey("access.id"), primary_key=True))
    stream: str = Field(primary_key=True, sa_type=Text)
    """`answers` of an assessment, `pathway` of a pathway, `signing` of a conversation."""
    stream_id: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    number: int
    """Of the last event."""
    mac: bytes | None = Field(default=None, sa_type=LargeBinary)


class PatientUnitRow(Record, table=True):
    """A unit that follows a patient. A patient without any is open to all who see patients."""

    __tablename__ = "patient_unit"
    __table_args__ = (Index(None, "unit", "patient_id"), CLUSTERED)

    patient_id: int = Field(primary_key=True, foreign_key="patient.id")
    unit: str = Field(primary_key=True, sa_type=Text)
    author_id: int = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Instant)


class EmergencyAccessRow(Record, table=True):
    """Somebody opened, with a reason and for a while, a patient whom they do not follow. Listed until reviewed."""

    __tablename__ = "emergency_access"
    __table_args__ = (Index(None, "staff_id", "patient_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    patient_id: int = Field(foreign_key="patient.id")
    reason_kind: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    opened_at: datetime = Field(sa_type=Instant)
    until: datetime = Field(sa_type=Instant)
    reviewed_at: datetime | None = Field(default=None, sa_type=Instant)
    reviewed_by_id: int | None = Field(default=None, foreign_key="staff.id")
    review: str = Field(sa_type=Text)


class RefusedCorrectionRow(Record, table=True):
    """Somebody asked for a correction, and it was refused. Appended.

    Source: helsepersonelloven § 42: a refusal and its reason go into the record.
    """

    __tablename__ = "refused_correction"
    __table_args__ = (Index(None, "conversation_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    received_on: date = Field(sa_type=Day)
    request: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    author_id: int = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Instant)


class ErasureRow(Record, table=True):
    """What stands in place of something deleted by decision: who decided, on what ground, how much. Appended.

    Source: helsepersonelloven § 43.
    """

    __tablename__ = "erasure"
    __table_args__ = (Index(None, "patient_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id")
    conversation_id: int | None = None
    """What was deleted, under the number that it had; None for everything about the patient."""
    decided_by: str = Field(sa_type=Text)
    decided_on: date = Field(sa_type=Day)
    ground: str = Field(sa_type=Text)
    reference: str = Field(sa_type=Text)
    """Where the decision is kept: a case number."""
    removed: str = Field(sa_type=Text)
    """How much was deleted and where the logs ended, as JSON, without content: what the chains are checked against.

    Empty while it is being deleted, and never afterwards.
    """
    author_id: int = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Instant)


class BoxTextRow(Record, table=True):
    """The unfinished text in a box outside the forms. No part of the record: overwritten, and gone once it is kept."""

    __tablename__ = "box_text"
    __table_args__ = CLUSTERED

    patient_id: int = Field(primary_key=True, foreign_key="patient.id")
    author_id: int = Field(primary_key=True, foreign_key="staff.id")
    place: str = Field(primary_key=True, sa_type=Text)
    """Which box it is: `pathway/7/need/3/goal`."""
    text: str = Field(sa_type=Text)


_TABLES = METADATA.tables

account: Table = _TABLES["account"]
role_grant: Table = _TABLES["role_grant"]
seal: Table = _TABLES["seal"]
patient_unit: Table = _TABLES["patient_unit"]
emergency_access: Table = _TABLES["emergency_access"]
refused_correction: Table = _TABLES["refused_correction"]
erasure: Table = _TABLES["erasure"]
box_text: Table = _TABLES["box_text"]
