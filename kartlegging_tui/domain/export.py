"""All there is about a patient, as it is exported: every fact with who wrote it and when, the history included.

Field names are the program's own and stay as they are: other programs read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from kartlegging_tui.domain.erasure import Erasure
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.people import AssessmentStatus, ContactPoint, Conversation, Pathway, Patient, Person
from kartlegging_tui.domain.refused import RefusedRequest
from kartlegging_tui.domain.registration import Registered
from kartlegging_tui.domain.signing import Signing
from kartlegging_tui.domain.transcript import Agreed, SaidForm, Transcript

FORMAT = "kartlegging-export"
VERSION = 2
"""Of the format. 2 added the sender, the forms used, and what happened to contact points with its codes."""


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
    refused: tuple[RefusedRequest, ...] = ()
    """Requests to correct or delete it that were refused."""


class ExportedContactPoint(Person):
    contact_point: ContactPoint
    talk: ExportedConversation | None
    happened: tuple[Registered, ...] = ()
    """What became of it, and the code that is registered for it here."""


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
    erased: tuple[Erasure, ...] = ()
    """What stands in place of what was deleted by decision."""


class ExportedQuestionnaire(Person):
    """A form that was used: what was asked can be drawn again elsewhere."""

    form: str
    version: str
    content_hash: str
    content: dict[str, Any]
    """The questionnaire, without what is as usual."""
    source_text: str
    """The file as its author wrote it."""


class Export(Person):
    """What a file of exported patients holds."""

    format: str = FORMAT
    version: int = VERSION
    """Of this format."""
    made_at: datetime
    sender: str = ""
    """Who made it, and in which unit."""
    patients: tuple[ExportedPatient, ...]
    questionnaires: tuple[ExportedQuestionnaire, ...] = ()
    """Those that the patients were asked."""


def said_forms(patient: ExportedPatient) -> Iterator[SaidForm]:
    """Every form that was filled, as it stands and as it was signed."""
    for pathway in patient.pathways:
        for point in pathway.contact_points:
            if point.talk is not None:
                yield from point.talk.forms
                for version in point.talk.signed:
                    yield from version.forms
