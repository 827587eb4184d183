"""Before a conversation: when and where it is held, and who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from kartlegging_tui import language
from kartlegging_tui.domain.people import ContactPoint, ConversationDetails, Patient, Place, Respondent
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import timeline, words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.screens.fields import FieldsScreen
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, Field, text_input

if TYPE_CHECKING:
    from kartlegging_tui.domain.pathway import PlannedContactPoint


class StartConversationScreen(FieldsScreen[ConversationDetails | None]):
    """Gives the details, or None when the nurse thinks better of it. Enter starts from anywhere."""

    AUTO_FOCUS = "#place Choice"
    PLACE = N_("Starting a conversation")
    COMMANDS = (
        Command("begin", "enter", N_("Start"), N_("Starts the conversation."), "begin"),
        Command("pick", "", N_("Choose"), N_("A digit chooses, and moves on."), "", shown_keys="1–5"),
        *FIELDS,
        Command("cancel", "escape", N_("Cancel"), N_("Back, without starting."), "cancel"),
    )

    def __init__(self, patient: Patient, contact_point: ContactPoint, plan: PlannedContactPoint | None) -> None:
        super().__init__()
        self._patient = patient
        self._contact_point = contact_point
        self._plan = plan

    def fields(self) -> Iterator[Widget]:
        yield Field(N_("When"), text_input(full_day(self.house.today()), 20), N_("day.month.year"), id="day")
        yield Field(N_("Where"), Choice(tuple(words.PLACES.items()), self._likely_place()), id="place")
        yield Field(N_("Who answers"), Choice(tuple(words.RESPONDENTS.items()), Respondent.PATIENT), id="respondent")
        yield Field(N_("Who else is there"), text_input(), N_("such as: daughter, interpreter"), id="present")

    def _likely_place(self) -> Place:
        from kartlegging_tui.domain.pathway import HeldBy

        in_hospital = self._plan is not None and self._plan.held_by is HeldBy.SPECIALIST
        return Place.HOSPITAL if in_hospital else Place.OFFICE

    def show_words(self) -> None:
        super().show_words()
        point = timeline.point_name(self._contact_point, self._plan)
        when = timeline.window(self._contact_point, self.house.today())
        self.show_head(self._patient, f"{point} · {when}")
        guidance = self._plan.guidance.to(language.current()) if self._plan and self._plan.guidance else ""
        self.show_about(guidance)

    @on(Picked)
    def _picked(self) -> None:
        self.focus_next()

    @on(Input.Submitted)
    def action_begin(self) -> None:
        """Starts, if the day is one."""
        day_field = self.query_one("#day", Field)
        day = typed_day(day_field.text, self.house.today())
        if day is None or day > self.house.today():
            text = _("Write day, month and year: 17.05.2026.") if day is None else _("This day has not come yet.")
            day_field.tell(text, problem=True)
            day_field.control.focus()
            return
        place, respondent = (self.query_one(f"#{name} Choice", Choice).value for name in ("place", "respondent"))
        present = self.query_one("#present", Field).text
        self.dismiss(ConversationDetails(held_on=day, place=place, respondent=respondent, present=present))
