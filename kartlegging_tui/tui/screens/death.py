"""The patient has died: on which day, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from kartlegging_tui.domain.people import Patient
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.patient_commands import DIED
from kartlegging_tui.tui.screens.fields import CANCEL, KEEP, FieldsScreen
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.field import Field, text_input

FOLLOWS = N_(
    "Contact points that are not held are cancelled, and nobody is reminded of them. What was answered and agreed "
    "stays as it is. Should this be a mistake, {key} on the patient's page takes it back, and all is as before."
)


class DeathScreen(FieldsScreen[date | None]):
    """Gives the day, or None. This is the one question that is asked."""

    AUTO_FOCUS = "#day Input"
    PLACE = N_("A death")
    COMMANDS = (KEEP, CANCEL)

    def __init__(self, patient: Patient) -> None:
        super().__init__()
        self._patient = patient

    def fields(self) -> Iterator[Widget]:
        day = full_day(self.house.today())
        yield Field(N_("Died"), text_input(day, 20), N_("day.month.year"), id="day")

    def show_words(self) -> None:
        super().show_words()
        self.show_head(self._patient, _("Has the patient died?"))
        self.show_about(_(FOLLOWS).format(key=DIED.key_text))

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
