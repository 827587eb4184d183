"""An arrival as it is looked at: what it holds, what stands in its way, how it differs from somebody who is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kartlegging_tui.definitions.library import Library
from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.arrival import Arrival
from kartlegging_tui.domain.export import ExportedConversation, ExportedPathway, ExportedPatient
from kartlegging_tui.domain.export_file import used_forms
from kartlegging_tui.domain.merging import merged
from kartlegging_tui.domain.patient_details import PatientDetails
from kartlegging_tui.domain.people import Pathway, Patient
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.arriving import events_of
from kartlegging_tui.services.likeness import Candidate
from kartlegging_tui.services.told_with import ErasedThere, erased_there

NEAR_DIAGNOSIS = 60
"""Days between two diagnosis dates of what may well be the same course of illness."""


class Hindrance(StrEnum):
    """Why an arrival cannot be taken in now."""

    NO_PATHWAY = "no_pathway"
    """The pathway has no file here: nobody knows its contact points."""
    FORM_MISSING = "form_missing"
    FORM_DIFFERS = "form_differs"
    """Published here with other content: what was asked must stay provable."""
    ELSEWHERE = "elsewhere"
    """Somebody with this number is here, whom only other units follow."""


@dataclass(frozen=True)
class Obstacle:
    """What stands in the way, and which pathway or form it is about."""

    hindrance: Hindrance
    about: str


class TalkFate(StrEnum):
    """What becomes of a talk that has arrived, where the pathway is known."""

    NEW = "new"
    KNOWN = "known"
    CORRECTED = "corrected"
    """Known here, and signed anew there since. What is here stays; the correction is to be looked at."""
    ANOTHER = "another"
    """Another talk was held at this contact point here. It stays, and the one that arrived is not taken in."""


@dataclass(frozen=True)
class PathwayFate:
    """What becomes of a pathway that has arrived."""

    arrived: ExportedPathway
    known: Pathway | None
    """The same one, here; None where it is new."""
    near: Pathway | None
    """One that is nearly the same, where it is new."""
    talks: tuple[tuple[int, TalkFate], ...]
    """By number of the contact point."""
    kept: tuple[Path, ...]
    """What is agreed and was changed in both places: it stays as it is here."""


@dataclass(frozen=True)
class Difference:
    """A detail of the patient that is otherwise there."""

    field: str
    """The name of a field of `PatientDetails`."""
    arrived: object
    here: object


@dataclass(frozen=True)
class ArrivalView:
    """An arrival, looked at."""

    arrival: Arrival
    content: ExportedPatient
    candidates: tuple[Candidate, ...]
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True)
class BesideKnown:
    """An arrival beside somebody who is known."""

    patient: Patient
    differences: tuple[Difference, ...]
    pathways: tuple[PathwayFate, ...]
    erased_there: tuple[ErasedThere, ...] = ()
    """Talks that are here, and were deleted by decision where they came from. They stay, whatever is taken in."""


CHOSEN = ("name", "birth_date", "language", "municipality", "contact_person", "guardians")
"""The details that are chosen one by one. An identity number is only ever added where there was none."""


def obstacles(view: Reading, library: Library, content: ExportedPatient) -> Iterator[Obstacle]:
    """What stands in the way of taking it in."""
    known_as = content.patient.identifier
    if known_as and (other := view.patient_with(known_as)) is not None and not view.sees(other):
        yield Obstacle(Hindrance.ELSEWHERE, known_as)
    for definition in sorted({course.pathway.definition for course in content.pathways}):
        try:
            library.pathway(definition)
        except KeyError:
            yield Obstacle(Hindrance.NO_PATHWAY, definition)
    for form, version, content_hash in sorted(used_forms(content)):
        known = view.published(form, version)
        if known is not None and known[0] != content_hash:
            yield Obstacle(Hindrance.FORM_DIFFERS, f"{form} {version}")
        elif known is None and view.arrived_questionnaire(content_hash) is None:
            yield Obstacle(Hindrance.FORM_MISSING, f"{form} {version}")


def beside(view: Reading, content: ExportedPatient, patient_id: int) -> BesideKnown:
    """The arrival beside somebody who is known. Raises NotFound."""
    patient, known = view.patient(patient_id), view.pathways(patient_id)
    return BesideKnown(
        patient=patient,
        differences=tuple(differences(content.patient, patient)),
        pathways=tuple(_fate(view, course, known) for course in content.pathways),
        erased_there=tuple(erased_there(view, content, patient_id)),
    )


def differences(arrived: Patient, here: Patient) -> Iterator[Difference]:
    """What stands there and is otherwise here; what is not known there says nothing."""
    for name in ("identifier", *CHOSEN):
        there, ours = getattr(arrived, name), getattr(here, name)
        if there and there != ours and not (name == "identifier" and ours):
            yield Difference(name, there, ours)


def details_with(here: Patient, arrived: Patient, chosen: frozenset[str]) -> PatientDetails:
    """The details of somebody known, with those chosen from what has arrived."""
    values = {name: getattr(here, name) for name in PatientDetails.model_fields}
    wanted = {difference.field for difference in differences(arrived, here)} & chosen
    values |= {name: getattr(arrived, name) for name in wanted}
    if "identifier" in wanted:
        values["identifier_kind"] = arrived.identifier_kind
    return PatientDetails(**values)


def _fate(view: Reading, course: ExportedPathway, known: list[Pathway]) -> PathwayFate:
    same = next((each for each in known if each.key == course.pathway.key), None)
    if same is None:
        near = next((each for each in known if _is_near(each, course.pathway)), None)
        numbers = [point.contact_point.number for point in course.contact_points if point.talk]
        return PathwayFate(course, None, near, tuple((number, TalkFate.NEW) for number in numbers), ())
    here = {point.number: point for point in view.contact_points(same.id)}
    talks = []
    for point in course.contact_points:
        if point.talk is not None:
            number = point.contact_point.number
            talks.append((number, _talk_fate(view, point.talk, here[number].id if number in here else None)))
    new = [number for number, fate in talks if fate is TalkFate.NEW]
    kept = merged(view.pathway_events(same.id), events_of(course), new).kept
    return PathwayFate(course, same, None, tuple(talks), kept)


def _talk_fate(view: Reading, talk: ExportedConversation, contact_point_id: int | None) -> TalkFate:
    ours = view.conversation(contact_point_id) if contact_point_id is not None else None
    if ours is None:
        return TalkFate.NEW
    if not ours.same_talk(talk.conversation):
        return TalkFate.ANOTHER
    there = max((each.version for each in talk.signed), default=0)
    signed = max((each.version for each in view.signings(ours.id)), default=0)
    return TalkFate.CORRECTED if there > signed else TalkFate.KNOWN


def _is_near(one: Pathway, other: Pathway) -> bool:
    apart = abs((one.diagnosed - other.diagnosed).days)
    return one.icd10[:3] == other.icd10[:3] and apart <= NEAR_DIAGNOSIS
