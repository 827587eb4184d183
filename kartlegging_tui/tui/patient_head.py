"""Who the patient is, at the top of the patient's page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from kartlegging_tui.language import _
from kartlegging_tui.services.municipality_names import municipality_name
from kartlegging_tui.tui import patient_sections, status_words, words
from kartlegging_tui.tui.days import near_day
from kartlegging_tui.tui.patient_sections import GROWN_UP
from kartlegging_tui.tui.text import literal

if TYPE_CHECKING:
    from kartlegging_tui.services.browse import PathwayView, PatientPage


def who(page: PatientPage, today: date) -> Content:
    """Name, age and date of birth; below them the number. Of a child it says so."""
    patient, on = page.patient, page.died_on or today
    years = patient.age(on)
    born = words.of_birth(patient, on)
    if years is not None and years < GROWN_UP:
        born = _("child, {age}").format(age=born)
    name = literal(patient.name, "bold").append(literal(f"  {born}"))
    if page.died_on:
        name = name.append(literal("  † " + _("died {day}").format(day=near_day(page.died_on, today)), "bold"))
    if not (patient.identifier and patient.identifier_kind):
        return name
    kind = _(words.IDENTIFIERS[patient.identifier_kind])
    return name.append(literal(f"\n{kind[:1].upper()}{kind[1:]} {words.grouped(patient.identifier)}"))


def about(page: PatientPage, shown: Iterable[PathwayView], today: date) -> Content:
    """How long it is since the diagnosis, the language, whom to call; and what is left to do.

    Once the patient has died, that is what the children need.
    """
    pathways, patient = list(shown), page.patient
    spoken = _(words.LANGUAGES[patient.language]) if patient.language in words.LANGUAGES else patient.language
    parts = [] if page.died_on else [_("Reads {language}").format(language=spoken)]
    if patient.municipality:
        parts.append(_("Municipality: {who}").format(who=municipality_name(patient.municipality)))
    if patient.guardians:
        parts.append(_("Guardians: {names}").format(names=patient.guardians))
    if patient.contact_person:
        parts.append(_("Contact person: {name}").format(name=patient.contact_person))
    since = [words.after_diagnosis(way.pathway.diagnosed, page.died_on or today) for way in pathways[:1]]
    lines = [literal(" · ".join(since), "bold") + literal(" · ".join(["", *parts]), "$text-muted")]
    if not since:
        lines = [literal(" · ".join(parts), "$text-muted")]
    if page.died_on:
        children = status_words.CHILDREN if page.has_children else status_words.CHILDREN_UNKNOWN
        lines.append(literal(_(children), "$warning"))
    elif short := patient_sections.in_short(pathways, today):
        lines.append(literal(short))
    return literal("\n").join(lines)
