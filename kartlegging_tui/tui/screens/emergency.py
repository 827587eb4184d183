"""Letting oneself in to a patient whom only others follow: why, for an hour, and somebody looks at it afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input, Static

from kartlegging_tui.domain.who_may_see import EMERGENCY_LASTS, LEAST_REASON, ReasonKind
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.emergency_words import REASONS
from kartlegging_tui.tui.screens.fields import FieldsScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

OPENS = N_("The patient opens for you, and for you alone, for {minutes} minutes.")
LOGGED = N_(
    "It is logged who you are, when, and what you write here. A coordinator will review it, and the patient may see "
    "it in the log of who has looked."
)


class EmergencyScreen(FieldsScreen[bool]):
    """True once the patient is open. Nothing of the patient is on it."""

    AUTO_FOCUS = "#kind Choice"
    PLACE = N_("Emergency access")
    COMMANDS = (
        Command("let_in", "enter", N_("Open the patient"), N_("Opens the patient for an hour."), "let_in"),
        Command("pick", "", N_("Choose"), N_("A digit chooses, and moves on."), "", shown_keys="1–4"),
        *FIELDS,
        Command("cancel", "escape", N_("Cancel"), N_("Back; the patient stays closed."), "cancel"),
    )

    def __init__(self, desk: Desk, patient_id: int) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = patient_id

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("Why"), Choice(tuple(REASONS.items()), ReasonKind.ACUTE), id="kind")
        yield Field(
            N_("In your own words"), text_input(max_length=500), N_("what you need to see, and why"), id="reason"
        )

    def show_words(self) -> None:
        super().show_words()
        title = literal(_("Emergency access"), "bold")
        line = _("The patient is here, but is followed by another unit. You have no care relation to the patient.")
        self.query_one("#head", Static).update(title.append(literal(f"\n{line}")))
        minutes = EMERGENCY_LASTS.seconds // 60
        told = (_(OPENS).format(minutes=minutes), _(LOGGED))
        self.show_about("\n".join(told))

    @on(Picked)
    def _picked(self) -> None:
        self.focus_next()

    @on(Input.Submitted)
    def action_let_in(self) -> None:
        """Opens the patient, or says that the words are too few. Pressed twice, it is done once."""
        field = self.query_one("#reason", Field)
        if len(field.text) < LEAST_REASON:
            text = _("Write why, in at least {count} characters: those who review it must understand it.")
            field.tell(text.format(count=LEAST_REASON), problem=True)
            field.control.focus()
        elif not any(worker.group == "let_in" and not worker.is_finished for worker in self.workers):
            self._let_in(self.query_one("#kind Choice", Choice).value, field.text)

    @work(group="let_in", exit_on_error=False)
    async def _let_in(self, kind: ReasonKind, reason: str) -> None:
        await asyncio.to_thread(self._desk.care.let_in, self._patient_id, kind, reason)
        self.dismiss(True)
