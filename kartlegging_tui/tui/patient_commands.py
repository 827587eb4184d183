"""What can be done on a patient's page."""

from __future__ import annotations

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.entrusting import RESPONSIBLE
from kartlegging_tui.tui.widgets.paper import PAGES

UP = Command("timeline_up", "up,k", "", "", "move(-1)", on_bar=False)
START = Command("open", "enter", N_("Start conversation"), N_("Starts the conversation of the contact point."), "enter")
RESUME = Command("open", "enter", N_("Continue conversation"), N_("Continues the conversation."), "enter")
READ = Command("open", "enter", N_("Read summary"), N_("Shows what came out of the conversation."), "enter")
READ_FORM = Command("open", "enter", N_("Read the form"), N_("Shows the form as it was asked and answered."), "enter")
UNFOLD = Command("open", "enter", N_("Unfold"), N_("Shows the pathway that is ended."), "enter")
TO_NEED = Command("open", "enter", N_("To the plan"), N_("Opens the plan at this need."), "enter")
PLAN = Command("plan", "f4", N_("Plan"), N_("The needs, ranked with the patient, and what is agreed."), "plan")
TO_SECTIONS = Command(
    "other_side",
    "tab,shift+tab",
    N_("Needs and children"),
    N_("To needs, actions, children and who has been told; and back to the pathway."),
    "other_side",
)
TO_TIMELINE = Command("other_side", "tab,shift+tab", N_("Pathway"), TO_SECTIONS.help, "other_side")
STATUS = Command(
    "not_now",
    "v",
    N_("Not now"),
    N_("The patient does not want to, it is put off, it is not held, the letter is sent; or it is planned again."),
    "change_status",
)
CONSENTS = Command(
    "consents", "s", N_("Consent"), N_("To whom what came out may be sent, and what has been sent."), "consents"
)
COMPARE = Command(
    "compare", "c", N_("Compare"), N_("Puts the contact points side by side: what has changed since last."), "compare"
)
NEW_PATHWAY = Command(
    "new_pathway", "n", N_("New pathway"), N_("Registers a relapse or another cancer."), "new_pathway"
)
CHANGE_DETAILS = Command(
    "change_details",
    "e",
    N_("Change details"),
    N_("Name, language, municipality, contact person; a number for somebody without one."),
    "change_details",
    on_bar=False,
)
DIED = Command(
    "died",
    "f7",
    N_("Has died"),
    N_("Records that the patient has died, or takes it back as a mistake."),
    "died",
    on_bar=False,
)
UNITS = Command(
    "units",
    "u",
    N_("Units"),
    N_("Which units follow the patient: those who work there see the patient."),
    "units",
    on_bar=False,
)
SUMMARY = Command("so_far", "o", N_("Summary"), N_("Shows what has come out of the conversation so far."), "summary")

PATIENT_COMMANDS = (
    START,
    SUMMARY,
    STATUS,
    PLAN,
    COMPARE,
    TO_SECTIONS,
    CONSENTS,
    NEW_PATHWAY,
    RESPONSIBLE,
    Command(
        "timeline_down",
        "down,j",
        N_("Choose"),
        N_("The contact point, form or need after or before."),
        "move(1)",
        shown_keys="↑↓",
        other_way=UP,
    ),
    UP,
    *PAGES,
    CHANGE_DETAILS,
    UNITS,
    DIED,
    Command("refresh", "f5", N_("Refresh"), N_("Reads the page again."), "refresh_page", on_bar=False),
    Command("back", "escape", N_("Back"), N_("Back to the worklist."), "back"),
)
