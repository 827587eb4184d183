"""What can be done with the yearly report on the screen."""

from __future__ import annotations

from dataclasses import replace

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens import listing
from kartlegging_tui.tui.screens.listing import MOVES

OPEN = Command("open", "enter", N_("List"), N_("Opens the list behind the figure."), "open")
YEAR_BEFORE = Command("year_before", "left", "", "", "year(-1)", on_bar=False)
YEAR = Command(
    "year_after",
    "right",
    N_("Year"),
    N_("The year after, or the year before."),
    "year(1)",
    shown_keys="←→",
    other_way=YEAR_BEFORE,
)
GROUPS = Command(
    "report_groups",
    "g",
    N_("Divide"),
    N_("The figure at the cursor by contact point, municipality and unit, in turn; then all figures again."),
    "next_groups",
)
MEANING = Command(
    "meaning", "o", N_("Meaning"), N_("Shows under the list what the figure means, or hides it."), "meaning"
)
WRITE_OUT = Command("report_paper", "u", N_("Write out"), N_("The report as a paper, to read and to save."), "paper")
SMALL = Command(
    "small_numbers",
    "s",
    N_("Small numbers"),
    N_("Shows numbers from 1 to 4, or hides them. For coordinators; it is logged."),
    "small_numbers",
)
LEAVE = Command("all_figures", "escape", N_("All figures"), N_("Back to all figures."), "all_figures")
REFRESH = replace(listing.REFRESH, help=N_("Counts again."))

REPORT_COMMANDS = (OPEN, YEAR, YEAR_BEFORE, GROUPS, MEANING, WRITE_OUT, SMALL, LEAVE, REFRESH, *MOVES)

BEHIND_COMMANDS = (
    Command("open", "enter", N_("Patient"), N_("Opens the patient."), "open"),
    Command("back", "escape", N_("Back"), N_("Back to the report."), "back"),
    *MOVES,
)
