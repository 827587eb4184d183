"""What is known about a patient beside their illness; what stood there before is shown below."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input

from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.patient_details import PatientChange
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import words
from kartlegging_tui.tui.arrival_words import FIELDS as NAMES
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.patient_sections import GROWN_UP
from kartlegging_tui.tui.registration_words import in_words
from kartlegging_tui.tui.screens.fields import CANCEL, KEEP, FieldsScreen
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.details import DetailsView
    from kartlegging_tui.services.register import NewPatient


class ChangeDetailsScreen(FieldsScreen[bool]):
    """True once it is changed."""

    PLACE = N_("Details of a patient")
    COMMANDS = (
        KEEP,
        Command("pick", "", N_("Choose"), N_("A digit chooses, and moves on."), "", shown_keys="1–9"),
        *FIELDS,
        CANCEL,
    )
    DEFAULT_CSS = """
    ChangeDetailsScreen {
        & Input { max-width: 60; }
    }
    """

    def __init__(self, desk: Desk, patient_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = patient_id
        self._view: DetailsView | None = None

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("Name"), text_input(), id="name")
        yield Field(
            N_("Identity number"), text_input(max_length=20), N_("eleven digits; may be empty"), id="identifier"
        )
        yield Field(N_("Date of birth"), text_input(max_length=20), N_("day.month.year"), id="birth_date")
        yield Field(N_("Reads"), Choice(tuple(words.LANGUAGES.items()), "nb"), id="language")
        yield Field(N_("Municipality"), text_input(max_length=4), N_("four digits, such as 5001"), id="municipality")
        yield Field(N_("Contact person"), text_input(), N_("name and telephone"), id="contact_person")
        yield Field(N_("Guardians"), text_input(), N_("parents or others: name and telephone"), id="guardians")

    def on_mount(self) -> None:
        self._load()

    @work(exclusive=True, group="details", exit_on_error=False)
    async def _load(self) -> None:
        self._view = await asyncio.to_thread(self._desk.details.open, self._patient_id)
        patient = self._view.patient
        shown = {
            "name": patient.name,
            "identifier": patient.identifier or "",
            "birth_date": full_day(patient.birth_date) if patient.birth_date else "",
            "municipality": patient.municipality,
            "contact_person": patient.contact_person,
            "guardians": patient.guardians,
        }
        for name, text in shown.items():
            box = self.query_one(f"#{name} Input", Input)
            box.value = text
            box.cursor_position = len(text)
        self.query_one("#identifier").display = patient.identifier is None
        years = patient.age(self.house.today())
        self.query_one("#guardians").display = bool(patient.guardians) or (years is not None and years < GROWN_UP)
        languages = dict(words.LANGUAGES)
        languages.setdefault(patient.language, patient.language)
        choice: Choice[str] = self.query_one("#language Choice", Choice)
        choice.offer(tuple(languages.items()), list(languages).index(patient.language))
        self.show_words()
        self.query_one("#municipality Input").focus()

    def show_words(self) -> None:
        super().show_words()
        if self._view is not None:
            self.show_head(self._view.patient, _("Change what is known about the patient"))
            changes = reversed(self._view.changes)
            former = [_former(change) for change in changes if change.field in NAMES]
            kept = _("What stands here now is kept in the history.")
            self.show_about("\n".join([_("Before:"), *former] if former else [kept]))

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).text

    @on(Picked)
    def _picked(self) -> None:
        self.focus_next()

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Keeps it, or says all that is wrong. Pressed twice, it is kept once."""
        if self._view and not any(worker.group == "keep" and not worker.is_finished for worker in self.workers):
            self._keep()

    def _written(self, today: date) -> NewPatient:
        from kartlegging_tui.services.register import NewPatient

        return NewPatient(
            name=self._text("name"),
            identifier=self._text("identifier"),
            birth_date=typed_day(self._text("birth_date"), today, past=True),
            language=self.query_one("#language Choice", Choice).value,
            municipality=self._text("municipality"),
            contact_person=self._text("contact_person"),
            guardians=self._text("guardians"),
        )

    @work(group="keep", exit_on_error=False)
    async def _keep(self) -> None:
        from kartlegging_tui.services.register import NotRegistered

        assert self._view is not None
        today = self.house.today()
        written = self._written(today)
        if self._text("birth_date") and written.birth_date is None:
            self._tell({"birth_date": _("Write day, month and year: 17.05.2026.")})
            return
        try:
            await asyncio.to_thread(self._desk.details.change, self._view.patient, written, today)
        except NotRegistered as error:
            self._tell({problem.field.value: in_words(problem) for problem in error.problems})
            return
        self.dismiss(True)

    def _tell(self, wrong: dict[str, str]) -> None:
        for field in reversed(list(self.query(Field))):
            field.tell(wrong.get(field.id or "", ""), problem=field.id in wrong)
            if field.id in wrong:
                field.control.focus()


def _former(change: PatientChange) -> str:
    """`Navn: Kari Hansen, til 22.11.2026 (Tor Østbø)`."""
    before = change.before or "–"
    match change.field:
        case "birth_date" if change.before:
            before = full_day(date.fromisoformat(change.before))
        case "language" if change.before in words.LANGUAGES:
            before = _(words.LANGUAGES[change.before])
        case "identifier" if change.before:
            before = words.grouped(change.before)
    name = _(NAMES[change.field])
    day = full_day(day_in_norway(change.at))
    return _("{name}: {before}, until {day} (changed by {who})").format(
        name=name, before=before, day=day, who=change.author
    )
