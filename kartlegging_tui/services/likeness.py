"""Who of those who are known an arrival may be about. A person decides; this only says whom to look at, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kartlegging_tui.domain.people import Patient
from kartlegging_tui.records.names import words
from kartlegging_tui.records.reading import Reading

NEAR = 82
"""Of 100: names that are written so much alike may be the same with a typing error, or a name more or less."""
MOST = 9
"""Candidates that are shown: digits choose them."""


class Likeness(StrEnum):
    """Why somebody may be the one, the most certain first."""

    IDENTIFIER = "identifier"
    NAME_AND_BIRTH = "name_and_birth"
    NEAR_NAME_AND_BIRTH = "near_name_and_birth"
    NAME = "name"
    """The name alone: the date of birth is not known in one of the places."""


class Doubt(StrEnum):
    """What speaks against it."""

    BIRTH_DATE = "birth_date"
    """Another date of birth."""
    NAME = "name"
    """Quite another name."""
    IDENTIFIER = "identifier"
    """Another identity number."""
    DIED = "died"
    """Died here, not there."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who is known, and may be the one."""

    patient: Patient
    died_on: date | None
    likeness: Likeness
    doubts: tuple[Doubt, ...]


def candidates(view: Reading, arrived: Patient, died_on: date | None) -> list[Candidate]:
    """Those who may be the one and are not left out of lists, the most likely first."""
    found: dict[int, tuple[Likeness, Patient]] = {}
    same = view.patient_with(arrived.identifier) if arrived.identifier else None
    if same is not None and view.sees(same):
        found[same] = (Likeness.IDENTIFIER, view.patient(same))
    if arrived.birth_date is not None:
        for patient in view.born_on(arrived.birth_date):
            likeness = _by_name(arrived.name, patient.name)
            if likeness is not None:
                found.setdefault(patient.id, (likeness, patient))
    for patient in view.named(arrived.name) if words(arrived.name) else ():
        if arrived.birth_date is None or patient.birth_date is None:
            found.setdefault(patient.id, (Likeness.NAME, patient))
    order = list(Likeness)
    ranked = sorted(found.values(), key=lambda each: (order.index(each[0]), each[1].id))
    return [_candidate(view, likeness, patient, arrived, died_on) for likeness, patient in ranked[:MOST]]


def _by_name(one: str, other: str) -> Likeness | None:
    if set(words(one)) == set(words(other)):
        return Likeness.NAME_AND_BIRTH
    return Likeness.NEAR_NAME_AND_BIRTH if _alike(one, other) >= NEAR else None


def _alike(one: str, other: str) -> float:
    """Of 100, whatever the order of the words; a middle name more or less counts little."""
    from rapidfuzz import fuzz

    plain = " ".join(sorted(words(one))), " ".join(sorted(words(other)))
    return max(fuzz.ratio(*plain), fuzz.token_set_ratio(*plain) if min(map(len, map(str.split, plain))) > 1 else 0)


def _candidate(
    view: Reading, likeness: Likeness, patient: Patient, arrived: Patient, died_on: date | None
) -> Candidate:
    dead = view.died_on(patient.id)
    doubts = {
        Doubt.BIRTH_DATE: bool(patient.birth_date and arrived.birth_date and patient.birth_date != arrived.birth_date),
        Doubt.NAME: _by_name(patient.name, arrived.name) is None and _alike(patient.name, arrived.name) < 60,
        Doubt.IDENTIFIER: bool(patient.identifier and arrived.identifier and patient.identifier != arrived.identifier),
        Doubt.DIED: dead is not None and died_on is None,
    }
    return Candidate(patient, dead, likeness, tuple(doubt for doubt, there in doubts.items() if there))
