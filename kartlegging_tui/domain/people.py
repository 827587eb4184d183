"""Patients, those who talk with them, and the talk: what a conversation is held about and by whom."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from kartlegging_tui.domain.pathway import ContactPointStatus


class Person(BaseModel):
    """Values that stand for people and what they do together: frozen and strict."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True, defer_build=True)


class Role(StrEnum):
    """What a user does in the program."""

    NURSE = "nurse"
    COORDINATOR = "coordinator"
    ADMIN = "admin"
    AUDITOR = "auditor"
    """Reads who has read what, and nothing else."""


class IdentifierKind(StrEnum):
    """The kinds of Norwegian personal identifiers.

    Source: HL7 Norway, basis profiles: fødselsnummer, D-number, the hospital's own H-number, the common help number.
    """

    FNR = "fnr"
    DNR = "dnr"
    HNR = "hnr"
    FHN = "fhn"


def age(birth_date: date | None, on: date) -> int | None:
    """Whole years on a day; None without a birth date."""
    if birth_date is None:
        return None
    birthday_to_come = (on.month, on.day) < (birth_date.month, birth_date.day)
    return on.year - birth_date.year - birthday_to_come


class User(Person):
    """Who sits at the keyboard."""

    id: int
    name: str
    role: Role


class Patient(Person):
    """A person who has, or has had, a pathway."""

    id: int
    identifier: str | None
    """Eleven digits; None for somebody without a number."""
    identifier_kind: IdentifierKind | None
    name: str
    birth_date: date | None
    language: str
    """The language that the patient reads: nb, nn, en …"""
    municipality: str
    """Municipality number, four digits with its leading zero; empty if unknown."""
    contact_person: str
    """Whom the patient calls: the municipality's contact, by name and, if known, telephone."""
    guardians: str = ""
    """Who acts for a patient who is a child: parents or others, by name and, if known, telephone."""

    def age(self, on: date) -> int | None:
        """Whole years on a day; None without a birth date."""
        return age(self.birth_date, on)


class Pathway(Person):
    """One course of illness of one patient."""

    id: int
    patient_id: int
    definition: str
    """The id of the pathway definition."""
    diagnosed: date
    icd10: str
    relapse: bool

    @property
    def key(self) -> tuple[str, date, str]:
        """What is the same of one course of illness in two places."""
        return self.definition, self.diagnosed, self.icd10


class ContactPoint(Person):
    """A point of a pathway at which a needs assessment is held."""

    id: int
    pathway_id: int
    number: int
    status: ContactPointStatus
    opens: date
    """The first day of its window."""
    closes: date
    """The last day of its window."""
    ask_again_on: date | None
    """For a contact point declined for now, when to ask again; for one put off, to when."""


class Place(StrEnum):
    HOME = "home"
    OFFICE = "office"
    HOSPITAL = "hospital"
    PHONE = "phone"
    VIDEO = "video"


class Respondent(StrEnum):
    """Who gives the answers."""

    PATIENT = "patient"
    RELATIVE = "relative"
    TOGETHER = "together"


class ConversationDetails(Person):
    """When and where a conversation is held, and who takes part."""

    held_on: date
    place: Place
    respondent: Respondent
    present: str
    """Who else is there, in words; empty for nobody."""


class Conversation(ConversationDetails):
    """The talk held at a contact point."""

    id: int
    contact_point_id: int
    author: str
    """Who holds it."""
    started_at: datetime
    ended_at: datetime | None
    """None while it goes on."""

    def same_talk(self, other: Conversation) -> bool:
        """It is that talk, as another place knows it: begun by the same person at the same moment."""
        return (self.author, self.started_at) == (other.author, other.started_at)


class AssessmentStatus(StrEnum):
    """Where an assessment stands. Answers are given to drafts, and to those that are being corrected."""

    DRAFT = "draft"
    SIGNED = "signed"
    CORRECTING = "correcting"
    CORRECTED = "corrected"
    """Signed again, after a correction."""


class Assessment(Person):
    """One questionnaire answered in one conversation, pinned to the exact version."""

    id: int
    conversation_id: int
    form: str
    """The id of the questionnaire."""
    version: str
    status: AssessmentStatus
