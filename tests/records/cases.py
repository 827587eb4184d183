"""A small world for tests: one patient, one pathway, one conversation, one form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from kartlegging_tui.domain.people import (
    Assessment,
    ContactPoint,
    Conversation,
    ConversationDetails,
    Pathway,
    Patient,
    Place,
    Respondent,
    Role,
    User,
)
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.records.database import Database
from tests.domain.forms import form_of, yes_no

NOW = datetime(2026, 5, 12, 10, 42, 0, 123000, UTC)
TODAY = NOW.date()
DETAILS = ConversationDetails(held_on=TODAY, place=Place.HOME, respondent=Respondent.PATIENT, present="")
WINDOWS = (
    (1, date(2026, 1, 10), date(2026, 2, 10)),
    (2, date(2026, 4, 10), date(2026, 5, 20)),
    (3, date(2027, 1, 10), date(2027, 7, 10)),
)


def form(identifier: str = "skjema", version: str = "1.0", title: str = "Skjema") -> Questionnaire:
    data = form_of(yes_no("a")).model_copy(update={"id": identifier, "version": version})
    return data.model_copy(update={"title": data.title.__class__({"nb": title})})


@dataclass(frozen=True)
class World:
    nurse: User
    other: User
    patient: Patient
    pathway: Pathway
    points: list[ContactPoint]
    conversation: Conversation
    assessment: Assessment


def world(database: Database, name: str = "Kari Nordmann", talk_at: int = 1) -> World:
    """Makes it, and commits."""
    with database.write() as unit:
        unit.publish(form(), "id: skjema", NOW)
        nurse, other = unit.add_staff("Kari Lunde", Role.NURSE), unit.add_staff("Per Vik", Role.NURSE)
        patient = unit.add_patient(name=name, birth_date=date(1969, 5, 12))
        pathway = unit.add_pathway(patient.id, "hjem", date(2026, 1, 10), "C50.9", relapse=False)
        points = unit.add_contact_points(pathway.id, WINDOWS)
        conversation = unit.start_conversation(points[talk_at - 1].id, nurse.id, DETAILS, NOW)
        assessment = unit.open_assessment(conversation.id, "skjema", "1.0")
        unit.commit()
    return World(nurse, other, patient, pathway, points, conversation, assessment)
