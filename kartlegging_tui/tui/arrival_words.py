"""An arrival in words: what has come beside what is known here, line by line, and what becomes of each part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui.domain.arrival import Arrival
from kartlegging_tui.domain.export import ExportedConversation, ExportedPathway
from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.people import Patient
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.tui import words
from kartlegging_tui.tui.days import clock, full_day, near_day
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import EMPTY, Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.services.arrival_view import ArrivalView, BesideKnown, PathwayFate
    from kartlegging_tui.services.likeness import Candidate

LIKENESS = {
    "identifier": N_("the same identity number"),
    "name_and_birth": N_("the same name and date of birth"),
    "near_name_and_birth": N_("nearly the same name, the same date of birth"),
    "name": N_("the same name"),
}
DOUBTS = {
    "birth_date": N_("another date of birth"),
    "name": N_("quite another name"),
    "identifier": N_("another identity number"),
    "died": N_("has died"),
}
FIELDS = {
    "name": N_("Name"),
    "identifier": N_("Identity number"),
    "birth_date": N_("Date of birth"),
    "language": N_("Reads"),
    "municipality": N_("Municipality"),
    "guardians": N_("Guardians"),
    "contact_person": N_("Contact person"),
}
"""By the name of the field of a patient."""
FATES = {
    "new": N_("is added"),
    "known": N_("is here already"),
    "corrected": N_("is here; signed anew there since, and that is not taken in: ask the sender, and correct it here"),
    "another": N_("another conversation was held here; it stays, and this one is not taken in"),
}
LABEL = 20
"""Cells of the first column."""
IN = 2


def arrived(arrival: Arrival, today: date) -> str:
    """`Kom 22. nov. kl. 10:42, hentet inn av Tor Østbø · Sendt av Ánne Somby, Sykehuset`."""
    day = near_day(day_in_norway(arrival.received_at), today)
    text = _("Came {day} at {time}, brought in by {who}")
    text = text.format(day=day, time=clock(arrival.received_at), who=arrival.received_by)
    return f"{text} · " + _("Sent by {sender}").format(sender=arrival.sender) if arrival.sender else text


def shown(field: str, patient: Patient) -> str:
    """A detail of a patient as it is read; `–` for nothing."""
    value = getattr(patient, field)
    match field:
        case "identifier" if value:
            text = words.grouped(value)
        case "birth_date" if value:
            text = full_day(value)
        case "language" if value in words.LANGUAGES:
            text = _(words.LANGUAGES[value])
        case _:
            text = str(value or "")
    return text or "–"


def blocks(
    view: ArrivalView, beside: BesideKnown | None, candidate: Candidate | None, taken: frozenset[str], width: int
) -> Iterator[Block]:
    """The whole page; the cursor stops where something is to be chosen. Without `beside`, as a new patient."""
    columns = (width - LABEL) // 2
    yield Block(_row(_columns(EMPTY, literal(_("Arrived"), "bold"), _who(view, beside, candidate)), columns))
    arrived_patient = view.content.patient
    here = beside.patient if beside else None
    differing = {each.field for each in beside.differences} if beside else set()
    for field, label in FIELDS.items():
        if field == "guardians" and not (arrived_patient.guardians or (here and here.guardians)):
            continue
        theirs, ours = shown(field, arrived_patient), shown(field, here) if here else ""
        differs = field in differing
        fate = _choice(theirs, ours, field in taken) if differs else literal(ours)
        sign = " ≠ " if here and theirs != ours and theirs != "–" else "   "
        cells = _columns(literal(f"{sign}{_(label)}"), literal(theirs, "bold" if differs else ""), fate)
        yield Block(_row(cells, columns), field if differs else None)
    if view.content.died_on is not None:
        day = full_day(view.content.died_on)
        there = literal(_("died {day}").format(day=day), "bold")
        known = literal(_("Record it on the patient's page.")) if candidate and candidate.died_on is None else EMPTY
        yield Block(_row(_columns(literal("   " + _("Dead")), there, known), columns))
    yield Block((Line(),))
    fates = {id(fate.arrived): fate for fate in beside.pathways} if beside else {}
    for course in view.content.pathways:
        yield from _pathway(course, fates.get(id(course)) or _same(course, beside), columns)
    if not view.content.pathways:
        yield Block((Line(literal("   " + _("No pathway has come."))),))
    for gone in beside.erased_there if beside else ():
        text = _(
            "{icd10}, conversation {number}: deleted by decision where it came from, case {reference}. It is still "
            "here; whoever is responsible for this record decides about it."
        ).format(icd10=gone.pathway.icd10, number=gone.contact_point, reference=gone.erasure.reference)
        yield Block((indented(literal(text, "bold"), 3, literal(" ! ")), Line()))


def _same(course: ExportedPathway, beside: BesideKnown | None) -> PathwayFate | None:
    return next((fate for fate in beside.pathways if fate.arrived == course), None) if beside else None


def _who(view: ArrivalView, beside: BesideKnown | None, candidate: Candidate | None) -> Content:
    """What stands over the column of what is known here."""
    if beside is None or candidate is None:
        return literal(_("Not known here: a new patient"), "bold")
    place = view.candidates.index(candidate) + 1
    text = _("Known here ({place} of {count})").format(place=place, count=len(view.candidates))
    why = literal(f": {_(LIKENESS[candidate.likeness.value])}")
    doubts = ", ".join(_(DOUBTS[doubt.value]) for doubt in candidate.doubts)
    head = literal(text, "bold") + why
    return head + literal("\n! " + _("But: {doubts}").format(doubts=doubts), "$warning") if doubts else head


def _choice(theirs: str, ours: str, taken: bool) -> Content:
    """Which of the two is to stand, in words: no colour is needed."""
    if taken:
        return literal(ours, "strike $text-muted") + literal(" → ") + literal(theirs, "bold")
    return literal(ours, "bold") + literal("  " + _("(stays)"), "$text-muted")


def _pathway(course: ExportedPathway, fate: PathwayFate | None, columns: int) -> Iterator[Block]:
    pathway = course.pathway
    relapse = ", " + _("relapse") if pathway.relapse else ""
    title = literal(f"{pathway.icd10}, ", "bold") + literal(
        _("diagnosed {day}").format(day=full_day(pathway.diagnosed)) + relapse
    )
    yield Block(_row(_columns(literal("   " + _("Pathway")), title, literal(_pathway_fate(fate))), columns))
    becomes = dict(fate.talks) if fate else {}
    for point in course.contact_points:
        number = point.contact_point.number
        if point.talk is None:
            continue
        talk_fate = _(FATES[becomes[number].value]) if number in becomes else _(FATES["new"])
        label = literal("   " + _("Conversation {number}").format(number=number))
        yield Block(_row(_columns(label, _talk(point.talk), literal(talk_fate)), columns))
    if parts := _agreed(course):
        kept = len(fate.kept) if fate else 0
        text = ""
        if kept:
            text = plural(
                "{count} thing was changed in both places, and stays as it is here.",
                "{count} things were changed in both places, and stay as they are here.",
                kept,
            ).format(count=kept)
        yield Block(_row(_columns(literal("   " + _("Plan")), literal(parts), literal(text)), columns))


def _pathway_fate(fate: PathwayFate | None) -> str:
    if fate is None:
        return _("is registered")
    if fate.known is not None:
        return _("is here; what is not here yet is added")
    if fate.near is not None:
        day = full_day(fate.near.diagnosed)
        return _(
            "is added as another pathway. Nearly the same is here: {icd10}, {day}. Is it the same illness?"
        ).format(icd10=fate.near.icd10, day=day)
    return _("is added to the patient")


def _talk(talk: ExportedConversation) -> Content:
    held = talk.conversation
    if not talk.signed:
        state = _("not signed")
    elif len(talk.signed) > 1:
        state = _("signed, corrected")
    else:
        state = _("signed")
    forms = {form.form for form in talk.forms} or {said.form for version in talk.signed for said in version.forms}
    count = plural("{count} form", "{count} forms", len(forms)).format(count=len(forms))
    return literal(f"{full_day(held.held_on)}, {held.author}, {state}, {count}")


def _agreed(course: ExportedPathway) -> str:
    """`4 behov, 3 tiltak, 1 samtykke`; as it stood at the last signature where only that has come."""
    signed = [version for point in course.contact_points if point.talk for version in point.talk.signed]
    agreed = course.agreed or (max(signed, key=lambda version: version.signed_at).agreed if signed else ())
    kinds = [each.path.partition("/")[0] for each in agreed]
    counts = {kind: kinds.count(kind) for kind in ("need", "action", "consent", "handover")}
    texts = {
        "need": plural("{count} need", "{count} needs", counts["need"]),
        "action": plural("{count} action", "{count} actions", counts["action"]),
        "consent": plural("{count} consent", "{count} consents", counts["consent"]),
        "handover": plural("{count} handover", "{count} handovers", counts["handover"]),
    }
    return ", ".join(text.format(count=counts[kind]) for kind, text in texts.items() if counts[kind])


def _columns(*cells: Content) -> tuple[Content, ...]:
    return cells


def _row(cells: tuple[Content, ...], width: int) -> tuple[Line, ...]:
    """Cells side by side, each wrapped in its column."""
    widths = (LABEL, width, width)
    wrapped = [cell.wrap(max(room - IN, 8)) for cell, room in zip(cells, widths, strict=True)]
    lines = []
    for parts in zip_longest(*wrapped, fillvalue=EMPTY):
        line = EMPTY
        for part, room in zip(parts, widths, strict=True):
            line = line.append(part.pad_right(max(room - part.cell_length, 0)))
        lines.append(Line(line))
    return tuple(lines)
