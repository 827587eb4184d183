"""The tables. Rows never leave the records: reading returns the values of the domain."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint
from sqlmodel import Field

from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import AssessmentStatus, IdentifierKind, Place, Respondent, Role
from kartlegging_tui.domain.signing import SigningKind
from kartlegging_tui.records.columns import Day, Flag, Instant
from kartlegging_tui.records.record import CLUSTERED, METADATA, STRICT, Record, words


def _told(default: str) -> Column[str]:
    """A text of which rows from before the column say `default`."""
    return Column(Text, nullable=False, server_default=default)


class SettingRow(Record, table=True):
    """What is true of the whole database, such as that its patients are invented."""

    __tablename__ = "setting"
    __table_args__ = CLUSTERED

    name: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)


class StaffRow(Record, table=True):
    __tablename__ = "staff"
    __table_args__ = STRICT

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(sa_type=Text)
    role: Role = Field(sa_column=words(Role))


class PatientRow(Record, table=True):
    __tablename__ = "patient"
    __table_args__ = (UniqueConstraint("identifier"), Index(None, "birth_date"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    identifier: str | None = Field(default=None, sa_type=Text)
    identifier_kind: IdentifierKind | None = Field(default=None, sa_column=words(IdentifierKind, nullable=True))
    name: str = Field(sa_type=Text)
    birth_date: date | None = Field(default=None, sa_type=Day)
    language: str = Field(sa_type=Text)
    municipality: str = Field(sa_type=Text)
    contact_person: str = Field(sa_type=Text)


class DeathRow(Record, table=True):
    """Patients who have died."""

    __tablename__ = "death"
    __table_args__ = CLUSTERED

    patient_id: int = Field(primary_key=True, foreign_key="patient.id")
    died_on: date = Field(sa_type=Day)


class NameWordRow(Record, table=True):
    """The words of a patient's name as they are searched for: found by their beginning, in any order."""

    __tablename__ = "name_word"
    __table_args__ = CLUSTERED

    word: str = Field(primary_key=True, sa_type=Text)
    patient_id: int = Field(primary_key=True, foreign_key="patient.id")


class PathwayRow(Record, table=True):
    __tablename__ = "pathway"
    __table_args__ = STRICT

    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id", index=True)
    definition: str = Field(sa_type=Text)
    diagnosed: date = Field(sa_type=Day)
    icd10: str = Field(sa_type=Text)
    relapse: bool = Field(sa_type=Flag)


class ContactPointRow(Record, table=True):
    __tablename__ = "contact_point"
    __table_args__ = (
        UniqueConstraint("pathway_id", "number"),
        CheckConstraint("opens <= closes", name="window"),
        Index(None, "closes"),
        STRICT,
    )

    id: int | None = Field(default=None, primary_key=True)
    pathway_id: int = Field(foreign_key="pathway.id")
    number: int
    status: ContactPointStatus = Field(sa_column=words(ContactPointStatus))
    opens: date = Field(sa_type=Day)
    closes: date = Field(sa_type=Day)
    ask_again_on: date | None = Field(default=None, sa_type=Day)


class ConversationRow(Record, table=True):
    __tablename__ = "conversation"
    __table_args__ = (UniqueConstraint("contact_point_id"), Index(None, "held_on"), Index(None, "author_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    contact_point_id: int = Field(foreign_key="contact_point.id")
    author_id: int = Field(foreign_key="staff.id")
    held_on: date = Field(sa_type=Day)
    place: Place = Field(sa_column=words(Place))
    respondent: Respondent = Field(sa_column=words(Respondent))
    present: str = Field(sa_type=Text)
    started_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class QuestionnaireVersionRow(Record, table=True):
    """A published form: what was asked can always be drawn again."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("form", "version"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    form: str = Field(sa_type=Text)
    version: str = Field(sa_type=Text)
    content_hash: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
    """The model as JSON, without defaults."""
    source_text: str = Field(sa_type=Text)
    """The file as its author wrote it."""
    published_at: datetime = Field(sa_type=Instant)


class AssessmentRow(Record, table=True):
    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("conversation_id", "form"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    questionnaire_version_id: int = Field(foreign_key="questionnaire_version.id")
    form: str = Field(sa_type=Text)
    """The form's id, which the version knows too: here for the constraint."""
    status: AssessmentStatus = Field(sa_column=words(AssessmentStatus))


class AnswerEventRow(Record, table=True):
    """Appended, never changed: triggers see to it (`triggers.py`). By far the largest table, so its rows are small."""

    __tablename__ = "answer_event"
    __table_args__ = CLUSTERED

    assessment_id: int = Field(sa_column=Column(Integer, ForeignKey("assessment.id"), primary_key=True))
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    path: str = Field(sa_type=Text)
    answer: str = Field(sa_type=Text)
    author_id: int = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Instant)
    undoes: int | None = Field(default=None)
    mac: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Binds the row to the one before it; None for rows from before logs were chained."""


class PathwayEventRow(Record, table=True):
    """What is agreed in a pathway, and what becomes of it: needs, actions, consents, contact points. Appended."""

    __tablename__ = "pathway_event"
    __table_args__ = CLUSTERED

    pathway_id: int = Field(sa_column=Column(Integer, ForeignKey("pathway.id"), primary_key=True))
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    path: str = Field(sa_type=Text)
    content: str = Field(sa_type=Text)
    author_id: int = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Instant)
    undoes: int | None = Field(default=None)
    mac: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Binds the row to the one before it; None for rows from before logs were chained."""


class SigningRow(Record, table=True):
    """Signatures and the corrections between them. Appended."""

    __tablename__ = "signing"
    __table_args__ = (Index(None, "conversation_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    version: int
    kind: SigningKind = Field(sa_column=words(SigningKind))
    author_id: int = Field(foreign_key="staff.id")
    at: datetime = Field(sa_type=Instant)
    reason: str = Field(sa_type=Text)
    document: str = Field(sa_type=Text)
    """What was signed, as JSON; empty where nothing was."""
    hash: str = Field(sa_type=Text)


class TypingRow(Record, table=True):
    """The unfinished text in an input box: all that may be overwritten, and gone when it has become an answer."""

    __tablename__ = "typing"
    __table_args__ = CLUSTERED

    assessment_id: int = Field(primary_key=True, foreign_key="assessment.id")
    path: str = Field(primary_key=True, sa_type=Text)
    text: str = Field(sa_type=Text)
    author_id: int = Field(foreign_key="staff.id")


class MembershipRow(Record, table=True):
    """The unit in which somebody works."""

    __tablename__ = "membership"
    __table_args__ = CLUSTERED

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    unit: str = Field(sa_type=Text)


class AccessRow(Record, table=True):
    """Who has read what. Appended, never changed.

    Source: pasientjournalloven § 22, pasientjournalforskriften § 14.
    """

    __tablename__ = "access"
    __table_args__ = (Index(None, "patient_id"), STRICT)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Instant)
    staff_id: int = Field(foreign_key="staff.id")
    patient_id: int | None = Field(default=None, foreign_key="patient.id")
    """None for a list or a search."""
    what: str = Field(sa_type=Text)
    """The word for what was read: `patient`, `worklist`, `report` …"""
    details: str = Field(sa_type=Text)
    """Which part, as JSON. No names and no identifiers."""
    role: str = Field(sa_column=_told(""))
    """The role in which it was read, and the unit."""
    unit: str = Field(sa_column=_told(""))
    ground: str = Field(sa_column=_told(""))
    """Why the reader may: their unit follows the patient, they have a care relation, an emergency …"""
    purpose: str = Field(sa_column=_told(""))
    """What for: care, administration, quality …"""
    workstation: str = Field(sa_column=_told(""))
    outcome: str = Field(sa_column=_told("shown"))
    """`shown`, or `denied`."""
    mac: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Binds the row to the one before it; None for rows from before logs were chained."""


_TABLES = METADATA.tables

setting: Table = _TABLES["setting"]
staff: Table = _TABLES["staff"]
patient: Table = _TABLES["patient"]
name_word: Table = _TABLES["name_word"]
pathway: Table = _TABLES["pathway"]
contact_point: Table = _TABLES["contact_point"]
conversation: Table = _TABLES["conversation"]
questionnaire_version: Table = _TABLES["questionnaire_version"]
assessment: Table = _TABLES["assessment"]
answer_event: Table = _TABLES["answer_event"]
pathway_event: Table = _TABLES["pathway_event"]
signing: Table = _TABLES["signing"]
death: Table = _TABLES["death"]
typing: Table = _TABLES["typing"]
membership: Table = _TABLES["membership"]
access: Table = _TABLES["access"]
