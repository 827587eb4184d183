"""A new patient, with a pathway. All that is wrong is said at once, beside where it is; nothing typed is ever lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.registration_words import in_words, seen_in
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.screens.new_pathway import pathway_fields, written_pathway
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, WRITTEN, Field, text_input
from kartlegging_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.register import NewPathway, NewPatient

OPEN_KNOWN = Command(
    "open_known", "f6", N_("Open that patient"), N_("Opens the patient who has this number already."), "open_known"
)


@dataclass(frozen=True)
class Note:
    """What is said beside a field."""

    field: str
    text: str
    hinders: bool


class RegisterPatientScreen(HouseScreen["int | None"]):
    """Gives the id of the patient that was registered, or None."""

    AUTO_FOCUS = "#identifier Input"
    PLACE = N_("New patient")
    TAKEN = WRITTEN
    HOLDS = True
    COMMANDS = (
        OPEN_KNOWN,
        Command("register", "ctrl+s", N_("Register"), N_("Registers the patient."), "register"),
        Command(
            "enter_next", "enter", N_("Next"), N_("To the next field; from the last one, registers."), "enter_next"
        ),
        *FIELDS,
        Command("cancel", "escape", N_("Cancel"), N_("Back, without registering."), "cancel"),
    )
    DEFAULT_CSS = """
    RegisterPatientScreen {
        & > #title { height: 1; padding: 0 1; margin: 0 0 1 0; }
        & VerticalScroll { height: 1fr; padding: 0 1; }
        & #diagnosed { margin: 1 0 0 0; }
        & Input { max-width: 60; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._filled_from_number = ""
        """The date of birth that was not typed, and may be replaced."""
        self._left: set[str] = set()
        """Fields that were written in and left: from then on they are told what is wrong."""
        self._known: int | None = None
        """The patient who has the number that is written."""

    def commands_now(self) -> tuple[Command, ...]:
        known = self._known is not None
        return tuple(command for command in (*self.COMMANDS, HELP) if command is not OPEN_KNOWN or known)

    def compose(self) -> ComposeResult:
        yield Static(id="title")
        yield Banner()
        with VerticalScroll(can_focus=False):
            yield Field(
                N_("Identity number"), text_input(max_length=20), N_("eleven digits; may be empty"), id="identifier"
            )
            yield Field(N_("Name"), text_input(), id="name")
            yield Field(N_("Date of birth"), text_input(max_length=20), N_("day.month.year"), id="birth_date")
            yield Field(N_("Reads"), Choice(tuple(words.LANGUAGES.items()), "nb"), id="language")
            yield Field(
                N_("Municipality"), text_input(max_length=4), N_("four digits, such as 5001"), id="municipality"
            )
            yield Field(N_("Contact person"), text_input(), N_("name and telephone"), id="contact_person")
            yield from pathway_fields()
        yield KeyBar(self.commands_now())

    def show_words(self) -> None:
        super().show_words()
        self.query_one("#title", Static).update(literal(_("New patient"), "bold"))
        for field in self.query(Field):
            field.show_words()

    # What is written

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).text

    def _day(self, name: str) -> date | None:
        return typed_day(self._text(name), self.house.today(), past=True)

    def _written(self) -> tuple[NewPatient, NewPathway]:
        from kartlegging_tui.services.register import NewPatient

        patient = NewPatient(
            name=self._text("name"),
            identifier=self._text("identifier"),
            birth_date=self._day("birth_date"),
            language=self.query_one("#language Choice", Choice).value,
            municipality=self._text("municipality"),
            contact_person=self._text("contact_person"),
        )
        return patient, written_pathway(self, self.house.today())

    @property
    def _is_touched(self) -> bool:
        return any(field.text for field in self.query(Field))

    # What is wrong with it

    async def _notes(self) -> list[Note]:
        patient, pathway = self._written()
        found = await asyncio.to_thread(self._desk.register.problems, patient, pathway, self.house.today())
        if patient.identifier == self._text("identifier"):  # it may have been written on meanwhile
            self._know(next((problem.patient_id for problem in found if problem.patient_id is not None), None))
        notes = {
            problem.field.value: Note(problem.field.value, in_words(problem), not problem.is_warning)
            for problem in found
        }
        for name in ("birth_date", "diagnosed"):  # what is no day cannot be said in the values above
            if self._text(name) and self._day(name) is None:
                notes[name] = Note(name, _("Write day, month and year: 17.05.2026."), True)
        if self._known is not None and (taken := notes.get("identifier")):
            told = _("{problem} {key} opens that patient.").format(problem=taken.text, key=OPEN_KNOWN.key_text)
            notes["identifier"] = Note("identifier", told, True)
        return list(notes.values())

    def _know(self, patient_id: int | None) -> None:
        if patient_id != self._known:
            self._known = patient_id
            super().show_words()

    def _tell(self, notes: list[Note], fields: set[str]) -> None:
        said = {note.field: note for note in notes}
        for field in self.query(Field):
            note = said.get(field.id or "")
            if note and field.id in fields:
                field.tell(note.text, note.hinders)
            elif field.id == "identifier":
                field.tell(*self._seen_in_number())
            else:
                field.tell("")

    def _seen_in_number(self) -> tuple[str, bool]:
        return seen_in(self._text("identifier"), self.house.today())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field is judged when it is left, not while it is written."""
        field = event.widget.query_ancestor(Field)
        if field.text and field.id:
            self._left.add(field.id)
            self._judge()

    @work(exclusive=True, group="judge", exit_on_error=False)
    async def _judge(self) -> None:
        self._tell(await self._notes(), self._left)

    @on(Input.Changed, "#identifier Input")
    def _number_changed(self) -> None:
        """The kind shows as soon as the number is whole, and the date of birth comes with it."""
        from kartlegging_tui.services.identifiers import WrongIdentifier, check_identifier

        self.query_one("#identifier", Field).tell(*self._seen_in_number())
        self._know(None)
        try:
            born = check_identifier(self._text("identifier"), self.house.today()).birth_date
        except WrongIdentifier:
            return
        field = self.query_one("#birth_date Input", Input)
        if born and field.value in ("", self._filled_from_number):
            self._filled_from_number = field.value = full_day(born)

    # Doing it

    @on(Picked)
    def _picked(self) -> None:
        self.action_enter_next()

    @on(Input.Submitted)
    def action_enter_next(self) -> None:
        """To the next field; from the last one, registers."""
        if self.focused is self.query_one("#relapse Choice"):
            self.action_register()
        else:
            self.focus_next()

    def action_register(self) -> None:
        """Registers, or says all that stands in the way. Pressed twice, it registers once."""
        if not any(worker.group == "register" and not worker.is_finished for worker in self.workers):
            self._left.update(field.id for field in self.query(Field) if field.id)
            self._register()

    @work(group="register", exit_on_error=False)
    async def _register(self) -> None:
        from kartlegging_tui.services.register import NotRegistered

        notes = await self._notes()
        hindering = [note for note in notes if note.hinders]
        if not hindering:
            patient, pathway = self._written()
            try:
                self.dismiss(
                    await asyncio.to_thread(self._desk.register.register, patient, pathway, self.house.today())
                )
                return
            except NotRegistered:  # somebody registered the same number a moment ago
                notes = await self._notes()
                hindering = [note for note in notes if note.hinders]
        self._tell(notes, self._left)
        names = {note.field for note in hindering}
        first = next((field for field in self.query(Field) if field.id in names), None)
        if first:
            first.control.focus()
            first.scroll_visible(animate=False)

    def action_open_known(self) -> None:
        """Leaves the registration for the patient who has the number already; nothing here would be registered."""
        if self._known is not None:
            self.dismiss(self._known)

    def action_cancel(self) -> None:
        """Back. Asks only if something would be lost."""
        if not self._is_touched:
            self.dismiss(None)
            return
        self.app.push_screen(
            ConfirmScreen(_("Leave without registering? What you have written is lost.")), self._confirmed
        )

    def _confirmed(self, leave: bool | None) -> None:
        if leave:
            self.dismiss(None)
