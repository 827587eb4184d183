"""The words for filters of the worklist, and the choices from which one is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kartlegging_tui.domain.diagnosis_groups import DiagnosisGroup
from kartlegging_tui.domain.filters import Facets, Filter, Whose
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import words
from kartlegging_tui.tui.screens.pick import Choice

DIAGNOSES = {
    DiagnosisGroup.BREAST: N_("Breast"),
    DiagnosisGroup.PROSTATE: N_("Prostate"),
    DiagnosisGroup.LUNG: N_("Lung"),
    DiagnosisGroup.BOWEL: N_("Bowel"),
    DiagnosisGroup.UPPER_DIGESTIVE: N_("Gullet, stomach, small bowel"),
    DiagnosisGroup.LIVER_PANCREAS: N_("Liver, bile ducts, pancreas"),
    DiagnosisGroup.GYNAECOLOGICAL: N_("Gynaecological"),
    DiagnosisGroup.BLADDER_KIDNEY: N_("Kidney and bladder"),
    DiagnosisGroup.MALE_GENITAL: N_("Testicle and penis"),
    DiagnosisGroup.SKIN: N_("Skin, melanoma"),
    DiagnosisGroup.HEAD_NECK: N_("Head and neck"),
    DiagnosisGroup.BRAIN: N_("Brain and nervous system"),
    DiagnosisGroup.THYROID: N_("Thyroid and other glands"),
    DiagnosisGroup.LYMPHOMA: N_("Lymphoma"),
    DiagnosisGroup.BLOOD: N_("Leukaemia, myeloma"),
    DiagnosisGroup.BONE_SOFT_TISSUE: N_("Bone and soft tissue"),
    DiagnosisGroup.CHEST: N_("Pleura and chest"),
    DiagnosisGroup.UNKNOWN_PRIMARY: N_("Unknown origin, spread"),
    DiagnosisGroup.IN_SITU_BENIGN: N_("In situ or benign"),
    DiagnosisGroup.OTHER: N_("Other diagnoses"),
}
Key = TypeVar("Key")

FLAGS = {
    "children": N_("Children under 18"),
    "urgent": N_("Urgent answer not acted on"),
    "late": N_("Actions past their deadline"),
}
"""What is asked for or not."""


@dataclass(frozen=True)
class Change:
    """A choice that is put into the filter, or taken out where it is in."""

    field: str
    key: object = None


@dataclass(frozen=True)
class Known:
    """What the names of things are taken from."""

    staff: tuple[tuple[User, str], ...]
    """Those who see patients, with their unit."""
    me: User
    municipality: Callable[[str], str]
    """What a municipality is called, by its number."""

    def user(self, user_id: int) -> str:
        """Their name; the number of somebody who is not here any more."""
        return next((user.name for user, _unit in self.staff if user.id == user_id), str(user_id))


def told(only: Filter, known: Known) -> str:
    """The filter in words, its states aside: `Ansvarlig: meg · Bryst eller Lunge · Barn under 18`."""
    either = _(" or ")
    parts = [
        (_("Responsible: {who}"), [_whose(whose, known) for whose in _ordered(only.responsible)]),
        (_("Unit: {who}"), [_unit(unit) for unit in sorted(only.units)]),
        ("{who}", [_(DIAGNOSES[group]) for group in DiagnosisGroup if group in only.diagnoses]),
        (_("Municipality: {who}"), [_municipality(number, known) for number in sorted(only.municipalities)]),
    ]
    said = [text.format(who=either.join(found)) for text, found in parts if found]
    return " · ".join([*said, *(_(name) for flag, name in FLAGS.items() if getattr(only, flag))])


def choices(only: Filter, facets: Facets, known: Known) -> Iterator[Choice]:
    """All that the filter can be narrowed to, with how many there are; what is in it has a mark."""
    for flag, name in FLAGS.items():
        yield _choice(_(name), getattr(facets, flag), Change(flag), getattr(only, flag))
    yield from _responsible(only, facets, known)
    units = {key: number for key, number in facets.units.items() if key}
    for unit, number in _counted(units, only.units):
        yield _choice(_("Unit: {who}").format(who=_unit(unit)), number, Change("units", unit), unit in only.units)
    for group in DiagnosisGroup:
        if (number := facets.diagnoses.get(group, 0)) or group in only.diagnoses:
            name = _("Diagnosis: {name}").format(name=_(DIAGNOSES[group]))
            yield _choice(name, number, Change("diagnoses", group), group in only.diagnoses)
    for place, number in _counted(facets.municipalities, only.municipalities):
        name = _("Municipality: {who}").format(who=_municipality(place, known))
        yield _choice(name, number, Change("municipalities", place), place in only.municipalities)


def _responsible(only: Filter, facets: Facets, known: Known) -> Iterator[Choice]:
    whose: list[int | Whose] = [Whose.ME, Whose.NOBODY]
    whose += [key for key, _number in _counted(facets.responsible, ()) if key is not None and key != known.me.id]
    for each in whose:
        key = known.me.id if each is Whose.ME else None if each is Whose.NOBODY else each
        name = _("Responsible: {who}").format(who=_whose(each, known))
        yield _choice(name, facets.responsible.get(key, 0), Change("responsible", each), each in only.responsible)


def _choice(name: str, number: int, change: Change, chosen: bool) -> Choice:
    return Choice(f"✓ {name}" if chosen else name, str(number), change)


def _counted(found: Mapping[Key, int], chosen: Iterable[Key]) -> list[tuple[Key, int]]:
    """The most frequent first; what is chosen also where nobody is left."""
    every = {**dict.fromkeys(chosen, 0), **found}
    return sorted(every.items(), key=lambda each: (-each[1], str(each[0])))


def _ordered(whose: Iterable[int | Whose]) -> list[int | Whose]:
    return sorted(whose, key=lambda each: (isinstance(each, int), str(each)))


def _whose(whose: int | Whose, known: Known) -> str:
    match whose:
        case Whose.ME:
            return _("me")
        case Whose.NOBODY:
            return _("nobody")
    return known.user(whose)


def _unit(unit: str) -> str:
    return unit or _("no unit")


def _municipality(number: str, known: Known) -> str:
    name = known.municipality(number) if number else _("unknown")
    return name if name == number or not number else f"{name} {number}"


def states(only: Filter) -> str:
    """The states that a filter asks for: `Forfalt, Nå`; nothing for all."""
    return ", ".join(_(words.DUE[state]) for state in Due if state in only.states)
