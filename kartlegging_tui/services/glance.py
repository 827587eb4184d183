"""A pathway at a glance, beside the worklist: one small reading for the row at the cursor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kartlegging_tui.domain.follow_up import Kind
from kartlegging_tui.domain.history import NOTHING, current
from kartlegging_tui.domain.people import ContactPoint, Conversation, Pathway, Patient
from kartlegging_tui.domain.plan import Action, ActionStatus, Plan
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.domain.worklist import Due, due
from kartlegging_tui.records.reading import Reading


@dataclass(frozen=True)
class GlancePoint:
    """A contact point, what it waits for, and when its conversation was held or begun."""

    contact_point: ContactPoint
    due: Due
    held_on: date | None


@dataclass(frozen=True)
class Glance:
    """What a coordinator wants to know before opening the patient."""

    patient: Patient
    pathway: Pathway
    died_on: date | None
    points: tuple[GlancePoint, ...]
    responsible: Responsible | None
    actions: tuple[Action, ...]
    """The open ones, the earliest deadline first."""
    left: Mapping[Kind, int]
    """How much has to be done, by list of the follow-up."""


def read_glance(view: Reading, pathway_id: int, today: date) -> Glance:
    """Raises NotFound."""
    pathway = view.pathway(pathway_id)
    points = view.contact_points(pathway_id)
    talks = {point.id: view.conversation(point.id) for point in points}
    ongoing = {key for key, talk in talks.items() if talk is not None and talk.ended_at is None}
    contents = {path: event.content for path, event in current(view.pathway_events(pathway_id)).items()}
    said = contents.get(RESPONSIBLE, NOTHING)
    left = [action for action in Plan.of(contents).actions.values() if action.status is ActionStatus.OPEN]
    return Glance(
        patient=view.patient(pathway.patient_id),
        pathway=pathway,
        died_on=view.died_on(pathway.patient_id),
        points=tuple(GlancePoint(point, due(point, ongoing, today), _held(talks[point.id])) for point in points),
        responsible=None if said == NOTHING else Responsible.model_validate_json(said),
        actions=tuple(sorted(left, key=lambda action: action.by or date.max)),
        left=view.left_in(pathway_id),
    )


def _held(talk: Conversation | None) -> date | None:
    return talk.held_on if talk else None
