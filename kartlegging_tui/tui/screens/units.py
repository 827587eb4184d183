"""Which units follow a patient: their staff see the patient, others do not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from kartlegging_tui.domain.norway import day_in_norway
from kartlegging_tui.domain.people import Patient
from kartlegging_tui.domain.who_may_see import LEAST_REASON, UnitChange
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.screens.fields import CANCEL, KEEP, FieldsScreen
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.services.care import Following
    from kartlegging_tui.services.desk import Desk

FOLLOWS = ((True, N_("follows")), (False, N_("does not follow")))
ABOUT = N_(
    "Those who work in these units see the patient, and all who hold talks with the patient, are responsible, or are "
    "to do something that is agreed. Where none is chosen, all who see patients do."
)


class UnitsScreen(FieldsScreen[bool]):
    """True once it is changed."""

    PLACE = N_("Units that follow a patient")
    COMMANDS = (
        KEEP,
        Command("pick", "", N_("Choose"), N_("A digit chooses, and moves on."), "", shown_keys="1–2"),
        *FIELDS,
        CANCEL,
    )

    def __init__(self, desk: Desk, patient: Patient) -> None:
        super().__init__()
        self._desk = desk
        self._patient = patient
        self._seen: Following | None = None

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("Why"), text_input(max_length=500), N_("why it is changed"), id="reason")

    def on_mount(self) -> None:
        self._load()

    @work(exclusive=True, group="units", exit_on_error=False)
    async def _load(self) -> None:
        seen = self._seen = await asyncio.to_thread(self._desk.care.following, self._patient.id)
        choices = [
            Field(unit, Choice(FOLLOWS, unit in seen.units), id=f"unit-{n}") for n, unit in enumerate(seen.could)
        ]
        await self.query_one(VerticalScroll).mount_all(choices, before=0)
        self.show_words()
        if choices:
            choices[0].control.focus()

    def show_words(self) -> None:
        super().show_words()
        self.show_head(self._patient, _("Which units follow the patient?"))
        if self._seen is None:
            return
        told = [_(ABOUT)]
        if not self._seen.could:
            told.append(_("Nobody here works in a unit."))
        told += [_changed(change) for change in reversed(self._seen.changes)]
        self.show_about("\n".join(told))

    @on(Picked)
    def _picked(self) -> None:
        self.focus_next()

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Keeps it, or says what is missing. Pressed twice, it is kept once."""
        if self._seen is None or any(worker.group == "keep" and not worker.is_finished for worker in self.workers):
            return
        chosen = [
            unit
            for place, unit in enumerate(self._seen.could)
            if self.query_one(f"#unit-{place} Choice", Choice).value is True
        ]
        reason = self.query_one("#reason", Field)
        if tuple(chosen) == self._seen.units:
            self.dismiss(False)
        elif len(reason.text) < LEAST_REASON:
            text = _("Write why, in at least {count} characters.").format(count=LEAST_REASON)
            reason.tell(text, problem=True)
            reason.control.focus()
        else:
            self._keep(self._seen, chosen, reason.text)

    @work(group="keep", exit_on_error=False)
    async def _keep(self, seen: Following, chosen: list[str], reason: str) -> None:
        await asyncio.to_thread(self._desk.care.change, self._patient.id, seen, chosen, reason)
        self.dismiss(True)


def _changed(change: UnitChange) -> str:
    """`22.11.2026, Tor Østbø: Kreftteamet nord → Kreftteamet sør (flyttet)`."""
    nobody = _("none")
    before, after = (", ".join(units) or nobody for units in (change.before, change.after))
    day = full_day(day_in_norway(change.at))
    return f"{day}, {change.author}: {before} → {after} ({change.reason})"
