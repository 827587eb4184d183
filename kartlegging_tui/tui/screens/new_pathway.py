"""Another course of illness of a patient who is known: a relapse, or a new cancer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input

from kartlegging_tui.domain.people import Patient
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.registration_words import in_words
from kartlegging_tui.tui.screens.fields import FieldsScreen
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.register import NewPathway

PATHWAY = "pakkeforlop_hjem"
"""The pathway that patients follow."""
YES_NO = ((False, N_("no")), (True, N_("yes")))


def pathway_fields(icd10: str = "") -> Iterator[Field]:
    """What is written about a course of illness."""
    yield Field(N_("Diagnosed"), text_input(max_length=20), N_("day.month.year"), id="diagnosed")
    yield Field(N_("Diagnosis"), text_input(icd10, 10), N_("ICD-10, such as C50.9"), id="icd10")
    yield Field(N_("Relapse"), Choice(YES_NO, False), id="relapse")


def written_pathway(within: Widget, today: date) -> NewPathway:
    """What is written in those fields."""
    from kartlegging_tui.services.register import NewPathway

    texts = {name: within.query_one(f"#{name}", Field).text for name in ("diagnosed", "icd10")}
    relapse: bool = within.query_one("#relapse Choice", Choice).value
    return NewPathway(PATHWAY, typed_day(texts["diagnosed"], today, past=True), texts["icd10"], relapse)


class NewPathwayScreen(FieldsScreen["int | None"]):
    """Gives the id of the pathway, or None."""

    AUTO_FOCUS = "#diagnosed Input"
    PLACE = N_("A new pathway")
    COMMANDS = (
        Command("register", "ctrl+s", N_("Register"), N_("Registers the pathway."), "register"),
        Command(
            "enter_next", "enter", N_("Next"), N_("To the next field; from the last one, registers."), "enter_next"
        ),
        *FIELDS,
        Command("cancel", "escape", N_("Cancel"), N_("Back, without registering."), "cancel"),
    )
    DEFAULT_CSS = """
    NewPathwayScreen {
        & Input { max-width: 60; }
    }
    """

    def __init__(self, desk: Desk, patient: Patient, icd10: str = "") -> None:
        """`icd10` is the diagnosis that is likely: a relapse has that of before."""
        super().__init__()
        self._desk = desk
        self._patient = patient
        self._icd10 = icd10

    def fields(self) -> Iterator[Widget]:
        yield from pathway_fields(self._icd10)

    def show_words(self) -> None:
        super().show_words()
        self.show_head(self._patient, _("New pathway: a relapse, or another cancer"))

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
            self._register()

    @work(group="register", exit_on_error=False)
    async def _register(self) -> None:
        from kartlegging_tui.services.register import NotRegistered

        today = self.house.today()
        pathway = written_pathway(self, today)
        try:
            add = self._desk.register.add_pathway
            self.dismiss(await asyncio.to_thread(add, self._patient.id, pathway, today))
        except NotRegistered as error:
            said = {problem.field.value: in_words(problem) for problem in error.problems}
            day = self.query_one("#diagnosed", Field)
            if day.text and pathway.diagnosed is None:
                said["diagnosed"] = _("Write day, month and year: 17.05.2026.")
            for field in reversed(list(self.query(Field))):
                field.tell(said.get(field.id or "", ""), problem=(field.id or "") in said)
                if field.id in said:
                    field.control.focus()
