"""The patient has died: on which day, and what follows."""

from __future__ import annotations

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from kartlegging_tui.domain.people import Patient
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.patient_commands import DIED
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.field import WRITTEN, Field, text_input
from kartlegging_tui.tui.widgets.key_bar import KeyBar

FOLLOWS = N_(
    "Contact points that are not held are cancelled, and nobody is reminded of them. What was answered and agreed "
    "stays as it is. Should this be a mistake, {key} on the patient's page takes it back, and all is as before."
)


class DeathScreen(HouseScreen[date | None]):
    """Gives the day, or None. This is the one question that is asked."""

    AUTO_FOCUS = "#day Input"
    PLACE = N_("A death")
    TAKEN = WRITTEN
    COMMANDS = (
        Command("keep", "enter", N_("Keep"), N_("Keeps it."), "keep"),
        Command("cancel", "escape", N_("Cancel"), N_("Back; nothing is changed."), "cancel"),
    )
    DEFAULT_CSS = """
    DeathScreen {
        & > #head { height: auto; padding: 0 1; margin: 0 0 1 0; }
        & VerticalScroll { height: 1fr; padding: 0 1; }
        & #follows { color: $text-muted; max-width: 90; height: auto; margin: 1 0 0 0; }
    }
    """

    def __init__(self, patient: Patient) -> None:
        super().__init__()
        self._patient = patient

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Banner()
        with VerticalScroll(can_focus=False):
            day = full_day(self.house.today())
            yield Field(N_("Died"), text_input(day, 20), N_("day.month.year"), id="day")
            yield Static(id="follows")
        yield KeyBar(self.commands_now())

    def show_words(self) -> None:
        super().show_words()
        name = literal(self._patient.name, "bold")
        born = literal(f"  {words.of_birth(self._patient, self.house.today())}")
        question = literal("\n" + _("Has the patient died?"))
        self.query_one("#head", Static).update(name.append(born).append(question))
        self.query_one("#follows", Static).update(literal(_(FOLLOWS).format(key=DIED.key_text)))
        self.query_one(Field).show_words()

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Gives the day, if it is one."""
        field, today = self.query_one(Field), self.house.today()
        day = typed_day(field.text, today, past=True)
        if day is None:
            field.tell(_("Write day, month and year: 17.05.2026."), problem=True)
        elif day > today:
            field.tell(_("This day has not come yet."), problem=True)
        elif self._patient.birth_date and day < self._patient.birth_date:
            field.tell(_("Before the date of birth."), problem=True)
        else:
            self.dismiss(day)

    def action_cancel(self) -> None:
        """Back, and nothing is changed."""
        self.dismiss(None)
