"""One registration code: for what, which, of which system, and while it holds."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input, Static

from kartlegging_tui.domain.registration import (
    ANY,
    OUTCOMES,
    CodeProblem,
    KeptCode,
    RegistrationCode,
    RegistrationEvent,
)
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import registration_code_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.screens.fields import CANCEL, KEEP, FieldsScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

FIELD_OF = {
    CodeProblem.NO_CODE: "code",
    CodeProblem.TOO_LONG: "code",
    CodeProblem.NO_SYSTEM: "system",
    CodeProblem.NO_FIRST_DAY: "valid_from",
    CodeProblem.CONTACT_POINT: "contact_point",
    CodeProblem.OUTCOME: "outcome",
    CodeProblem.OVERLAPS: "valid_from",
}
"""Beside which field a problem is told."""


class RegistrationCodeScreen(FieldsScreen["int | None"]):
    """Gives the id of the code that was kept, or None."""

    AUTO_FOCUS = "#contact_point Input"
    PLACE = N_("A registration code")
    COMMANDS = (
        KEEP,
        Command("pick", "", N_("Choose"), N_("A digit chooses, and moves on."), "", shown_keys="1–7"),
        *FIELDS,
        CANCEL,
    )
    DEFAULT_CSS = """
    RegistrationCodeScreen {
        & Input { max-width: 60; }
    }
    """

    def __init__(self, desk: Desk, instead: KeptCode | None = None, ending: bool = False) -> None:
        """`instead` is the code in place of which this one stands; with `ending` it ends today, or on another day."""
        super().__init__()
        self._desk = desk
        self._instead = instead
        self._ending = ending

    def fields(self) -> Iterator[Widget]:
        known, today = self._instead, self.house.today()
        event = known.event if known else RegistrationEvent.HELD
        last = today if self._ending else known.valid_to if known else None
        yield Field(N_("Contact point"), text_input(str(known.contact_point) if known else "", 2), id="contact_point")
        yield Field(N_("What happens"), Choice(tuple(registration_code_words.EVENTS.items()), event), id="event")
        yield Field(N_("Outcome"), Choice(_outcomes(event), known.outcome if known else ANY), id="outcome")
        yield Field(N_("Code"), text_input(known.code if known else "", 100), id="code")
        yield Field(N_("Code system"), text_input(known.system if known else "", 100), N_("name or OID"), id="system")
        first = full_day(known.valid_from if known else today)
        yield Field(N_("First day"), text_input(first, 20), N_("day.month.year"), id="valid_from")
        yield Field(
            N_("Last day"), text_input(full_day(last) if last else "", 20), N_("empty while it goes on"), id="valid_to"
        )

    def on_mount(self) -> None:
        self.watch(self._choice("event"), "place", self._offer, init=False)
        if self._ending:
            self.query_one("#valid_to Input").focus()

    def show_words(self) -> None:
        super().show_words()
        title = _("A new registration code") if self._instead is None else _("Another code in place of this one")
        self.query_one("#head", Static).update(literal(title, "bold"))
        self.show_about(
            _(
                "Kept as a new row with your name and the time; what stood there before stays in the history. "
                "A last day before the first takes the code out."
            )
        )

    def _choice(self, name: str) -> Choice[str]:
        return self.query_one(f"#{name} Choice", Choice)

    def _offer(self) -> None:
        """The outcomes that go with the event."""
        self._choice("outcome").offer(_outcomes(RegistrationEvent(self._choice("event").value)))

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).text

    @on(Picked)
    def _picked(self) -> None:
        self.focus_next()

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Keeps it, or says all that is wrong. Pressed twice, it is kept once."""
        code, wrong = self._written()
        if code is None:
            self._tell(wrong)
        elif not any(worker.group == "keep" and not worker.is_finished for worker in self.workers):
            self._keep(code)

    def _written(self) -> tuple[RegistrationCode | None, dict[str, str]]:
        today, wrong = self.house.today(), {}
        days = {name: typed_day(self._text(name), today) for name in ("valid_from", "valid_to")}
        for name, day in days.items():
            if day is None and (self._text(name) or name == "valid_from"):
                wrong[name] = _("Write day, month and year: 17.05.2026.")
        number = self._text("contact_point")
        if not number.isdecimal():
            wrong["contact_point"] = _(registration_code_words.PROBLEMS[CodeProblem.CONTACT_POINT])
        first = days["valid_from"]
        if wrong or first is None:
            return None, wrong
        code = RegistrationCode(
            contact_point=int(number),
            event=RegistrationEvent(self._choice("event").value),
            outcome=self._choice("outcome").value,
            code=self._text("code"),
            system=self._text("system"),
            valid_from=first,
            valid_to=days["valid_to"],
        )
        return code, {}

    @work(group="keep", exit_on_error=False)
    async def _keep(self, code: RegistrationCode) -> None:
        from kartlegging_tui.services.registration_codes import NotACode

        try:
            self.dismiss(await asyncio.to_thread(self._desk.registration_codes.keep, code, self._instead))
        except NotACode as error:
            said = registration_code_words.PROBLEMS
            self._tell({FIELD_OF[problem]: _(said[problem]) for problem in error.problems})

    def _tell(self, wrong: dict[str, str]) -> None:
        for field in reversed(list(self.query(Field))):
            field.tell(wrong.get(field.id or "", ""), problem=field.id in wrong)
            if field.id in wrong:
                field.control.focus()


def _outcomes(event: RegistrationEvent) -> list[tuple[str, str]]:
    return [(outcome, registration_code_words.outcome_message(outcome)) for outcome in (ANY, *OUTCOMES[event])]
