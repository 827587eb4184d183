"""One recipient more: on what ground, who said so, when and how, and within which limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from kartlegging_tui.domain.plan import Consent, Ground
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import consent_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.screens.fields import CANCEL, KEEP, FieldsScreen
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.domain.people import Patient


class AddConsentScreen(FieldsScreen[Consent | None]):
    """Gives what the patient has said, or None. Enter keeps from anywhere."""

    PLACE = N_("Consent to one recipient")
    COMMANDS = (
        KEEP,
        Command("pick", "", N_("Choose"), N_("A digit chooses, and moves on."), "", shown_keys="1–2"),
        *FIELDS,
        CANCEL,
    )
    DEFAULT_CSS = """
    AddConsentScreen {
        & Input { max-width: 60; }
    }
    """

    def __init__(self, patient: Patient, recipient: str = "", service: str = "") -> None:
        """`recipient` and `service` where one was picked from the list."""
        super().__init__()
        self._patient = patient
        self._recipient = recipient
        self._service = service

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("Recipient"), text_input(self._recipient), N_("who it is sent to"), id="recipient")
        yield Field(N_("The patient"), Choice(tuple(consent_words.GROUNDS.items()), Ground.CONSENT), id="ground")
        manners = tuple(consent_words.MANNERS.items())
        yield Field(N_("How"), Choice(manners, manners[0][0]), id="manner")
        yield Field(N_("Said by"), text_input(_("the patient")), id="said_by")
        yield Field(N_("When"), text_input(full_day(self.house.today()), 20), N_("day.month.year"), id="given_on")
        yield Field(N_("What is not sent"), text_input(), N_("other wishes and limits; may be empty"), id="limits")

    def on_mount(self) -> None:
        (self.query_one("#ground Choice") if self._recipient else self.query_one("#recipient Input")).focus()

    def show_words(self) -> None:
        super().show_words()
        self.show_head(self._patient, _("To whom may what came out be sent?"))
        law = _("Outside the health service – school, NAV, employer, child protection – the patient must consent.")
        self.show_about(law)

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Field).text

    @on(Picked)
    def _picked(self) -> None:
        self.focus_next()

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Keeps it, or says what is missing."""
        today = self.house.today()
        given_on = typed_day(self._text("given_on"), today, past=True)
        missing = {}
        if given_on is None:
            missing["given_on"] = _("Write day, month and year: 17.05.2026.")
        elif given_on > today:
            missing["given_on"] = _("This day has not come yet.")
        missing |= {name: _("Must be filled in.") for name in ("said_by", "recipient") if not self._text(name)}
        for field in self.query(Field):
            field.tell(missing.get(field.id or "", ""), problem=field.id in missing)
        if given_on is None or missing:
            self.query_one(f"#{next(reversed(missing))} Input").focus()
            return
        recipient = self._text("recipient")
        self.dismiss(
            Consent(
                recipient=recipient,
                service=self._service if recipient == self._recipient else "",
                ground=self.query_one("#ground Choice", Choice).value,
                manner=self.query_one("#manner Choice", Choice).value,
                said_by=self._text("said_by"),
                given_on=given_on,
                limits=self._text("limits"),
            )
        )
