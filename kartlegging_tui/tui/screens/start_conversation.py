"""Before a conversation: when and where it is held, and who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from kartlegging_tui import language
from kartlegging_tui.domain.people import ContactPoint, ConversationDetails, Patient, Place, Respondent
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import timeline, words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.days import full_day
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.typed_days import typed_day
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.choice import Choice, Picked
from kartlegging_tui.tui.widgets.field import FIELDS, WRITTEN, Field, text_input
from kartlegging_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from kartlegging_tui.domain.pathway import PlannedContactPoint


class StartConversationScreen(HouseScreen[ConversationDetails | None]):
    """Gives the details, or None when the nurse thinks better of it. Enter starts from anywhere."""

    AUTO_FOCUS = "#place Choice"
    PLACE = N_("Starting a conversation")
    TAKEN = WRITTEN
    COMMANDS = (
        Command("begin", "enter", N_("Start"), N_("Starts the conversation."), "begin"),
        Command("pick", "", N_("Choose"), N_("A digit chooses, and moves on."), "", shown_keys="1–5"),
        *FIELDS,
        Command("cancel", "escape", N_("Cancel"), N_("Back, without starting."), "cancel"),
    )
    DEFAULT_CSS = """
    StartConversationScreen {
        & > #head { height: auto; padding: 0 1; margin: 0 0 1 0; }
        & VerticalScroll { height: 1fr; padding: 0 1; }
        & Field { margin: 0 0 1 0; }
        & #guidance { color: $text-muted; max-width: 90; height: auto; }
    }
    """

    def __init__(self, patient: Patient, contact_point: ContactPoint, plan: PlannedContactPoint | None) -> None:
        super().__init__()
        self._patient = patient
        self._contact_point = contact_point
        self._plan = plan

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        yield Banner()
        with VerticalScroll(can_focus=False):
            yield Field(N_("When"), text_input(full_day(self.house.today()), 20), N_("day.month.year"), id="day")
            yield Field(N_("Where"), Choice(tuple(words.PLACES.items()), self._likely_place()), id="place")
            yield Field(
                N_("Who answers"), Choice(tuple(words.RESPONDENTS.items()), Respondent.PATIENT), id="respondent"
            )
            yield Field(N_("Who else is there"), text_input(), N_("such as: daughter, interpreter"), id="present")
            yield Static(id="guidance")
        yield KeyBar(self.commands_now())

    def _likely_place(self) -> Place:
        from kartlegging_tui.domain.pathway import HeldBy

        in_hospital = self._plan is not None and self._plan.held_by is HeldBy.SPECIALIST
        return Place.HOSPITAL if in_hospital else Place.OFFICE

    def show_words(self) -> None:
        super().show_words()
        today = self.house.today()
        name = literal(self._patient.name, "bold").append(literal(f"  {words.of_birth(self._patient, today)}"))
        point = timeline.point_name(self._contact_point, self._plan)
        when = timeline.window(self._contact_point, today)
        head = name.append("\n").append(literal(f"{point} · {when}"))
        self.query_one("#head", Static).update(head)
        guidance = self._plan.guidance.to(language.current()) if self._plan and self._plan.guidance else ""
        self.query_one("#guidance", Static).update(literal(guidance))
        for field in self.query(Field):
            field.show_words()

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

    def action_cancel(self) -> None:
        """Back, and nothing is started."""
        self.dismiss(None)
