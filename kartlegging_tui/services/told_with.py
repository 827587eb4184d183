"""What another place tells beside its talks: requests that it refused, and what it has deleted by decision.

Refusals are kept here with the talk that they are about, under whoever refused. Of what was deleted there, nothing
comes but the tombstone, which stays with what has arrived; what came before and was deleted there since is told, with
its place, and stays: deleting it here is a decision of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kartlegging_tui.domain.erasure import Erasure
from kartlegging_tui.domain.export import ExportedConversation, ExportedPathway, ExportedPatient
from kartlegging_tui.domain.people import Conversation, Pathway
from kartlegging_tui.domain.refused import RefusedRequest
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Notes


@dataclass(frozen=True)
class ErasedThere:
    """A talk that is here, came from another place, and was deleted there by decision since."""

    pathway: Pathway
    contact_point: int
    conversation_id: int
    """Here."""
    erasure: Erasure


def keep_refusals(
    unit: Writing, access: Notes, patient_id: int, content: ExportedPatient, author: Callable[[str], int]
) -> None:
    """Those that are not here yet, each told in the log of access. Raises NotSaved."""
    for course, number, talk in _talks(content):
        held = _here(unit, patient_id, course, number, talk) if talk.refused else None
        if held is None:
            continue
        known = {_said(each) for each in unit.refused(held.id)}
        for each in talk.refused:
            if _said(each) not in known:
                who = author(each.author)
                added = unit.refuse(held.id, each.received_on, each.request, each.reason, who, each.at)
                row = (Log.REFUSALS, added)
                access.note(unit, "refused_correction", patient_id, row, conversation=held.id, elsewhere=True)


def tombstones_of_others(view: Reading, patient_id: int) -> tuple[Erasure, ...]:
    """What stands in place of what other places have deleted about a patient, in the order in which it came."""
    ours = view.erasures(patient_id)
    came = [stone for content in _taken_in(view, patient_id) for stone in content.erased]
    return tuple(dict.fromkeys(each for each in came if each not in ours))


def erased_there(view: Reading, content: ExportedPatient, patient_id: int) -> Iterator[ErasedThere]:
    """What has come before, is here, and was deleted there since."""
    found: set[int] = set()
    for earlier in _taken_in(view, patient_id):
        if earlier.patient.id != content.patient.id:
            continue
        for course, number, talk in _talks(earlier):
            stones = [each for each in content.erased if each.conversation_id in (None, talk.conversation.id)]
            held = _here(view, patient_id, course, number, talk) if stones else None
            if held is not None and held.id not in found:
                found.add(held.id)
                pathway = view.pathway(view.contact_point(held.contact_point_id).pathway_id)
                yield ErasedThere(pathway, number, held.id, stones[-1])


def _taken_in(view: Reading, patient_id: int) -> Iterator[ExportedPatient]:
    for arrival in view.taken_in(patient_id):
        yield ExportedPatient.model_validate_json(arrival.content)


def _talks(content: ExportedPatient) -> Iterator[tuple[ExportedPathway, int, ExportedConversation]]:
    for course in content.pathways:
        for point in course.contact_points:
            if point.talk is not None:
                yield course, point.contact_point.number, point.talk


def _here(
    view: Reading, patient_id: int, course: ExportedPathway, number: int, talk: ExportedConversation
) -> Conversation | None:
    """The same talk, as it was taken in."""
    for pathway in view.pathways(patient_id):
        if pathway.key != course.pathway.key:
            continue
        for point in view.contact_points(pathway.id):
            held = view.conversation(point.id) if point.number == number else None
            if held is not None and held.same_talk(talk.conversation):
                return held
    return None


def _said(refused: RefusedRequest) -> tuple[object, ...]:
    return refused.received_on, refused.request, refused.reason, refused.author, refused.at
