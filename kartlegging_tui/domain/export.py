"""All there is about a patient, as it is exported: every fact with who wrote it and when, the history included.

Field names are the program's own and stay as they are: other programs read them.
"""

from __future__ import annotations

from datetime import date, datetime

from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.people import AssessmentStatus, ContactPoint, Conversation, Pathway, Patient, Person
from kartlegging_tui.domain.signing import Signing
from kartlegging_tui.domain.transcript import Agreed, SaidForm, Transcript


class ExportedForm(SaidForm):
    """One form of a conversation as it stands now, and all that happened to its answers."""

    status: AssessmentStatus
    history: tuple[Event, ...]


class ExportedConversation(Person):
    """The talk at a contact point."""

    conversation: Conversation
    forms: tuple[ExportedForm, ...]
    signings: tuple[Signing, ...]
    signed: tuple[Transcript, ...]
    """What was signed, version by version."""


class ExportedContactPoint(Person):
    contact_point: ContactPoint
    talk: ExportedConversation | None


class ExportedPathway(Person):
    """One course of illness."""

    pathway: Pathway
    contact_points: tuple[ExportedContactPoint, ...]
    agreed: tuple[Agreed, ...]
    """Needs, actions, consents and what else is agreed, as it stands now."""
    history: tuple[Event, ...]
    """All that happened to what is agreed."""


class ExportedPatient(Person):
    """A patient with everything that belongs to them."""

    patient: Patient
    died_on: date | None
    pathways: tuple[ExportedPathway, ...]


class Export(Person):
    """What a file of exported patients holds."""

    format: str = "kartlegging-export"
    version: int = 1
    """Of this format."""
    made_at: datetime
    patients: tuple[ExportedPatient, ...]
