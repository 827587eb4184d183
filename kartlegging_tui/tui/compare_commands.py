"""What can be done while contact points are compared."""

from __future__ import annotations

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.widgets.paper import PAGES

OPEN = Command("open", "enter", N_("Summary"), N_("Opens what came out of the conversation at the cursor."), "open")
CHANGES = Command(
    "compare_changes",
    "e",
    N_("Changes"),
    N_("Shows all, only what has changed, or only what is better or worse by more than chance."),
    "changes",
)
FLAGGED = Command(
    "compare_flagged",
    "h",
    N_("Flagged"),
    N_("Shows only what is urgent, scores that call attention, needs, and actions past their day."),
    "flagged",
)
THEME = Command("compare_theme", "t", N_("Theme"), N_("Shows one theme of the guideline."), "theme")
FORM = Command("compare_form", "s", N_("Form"), N_("Shows one form, with its scores and needs."), "form")
FIND = Command("find", "f,slash", N_("Find"), N_("Finds words in questions, answers and notes."), "find")
PLOT = Command("compare_plot", "p", N_("Plot"), N_("Draws scores and numbers as lines over time."), "plot")
EXPORT = Command(
    "compare_export",
    "l",
    N_("Save"),
    N_("Saves what is shown as PDF, HTML, text or a table for a spreadsheet."),
    "export",
)
PATHWAYS = Command(
    "compare_pathways", "o", N_("Other pathway"), N_("Puts another pathway of the patient beside it."), "pathways"
)
DETAILS = Command("compare_details", "d", N_("Details"), N_("More room for the row at the cursor, or less."), "details")
SHOW_ALL = Command(
    "compare_all", "a", N_("Show all"), N_("Takes away all that narrows the list."), "show_all", on_bar=False
)
RIGHT = Command("compare_right", "right", "", "", "column(1)", on_bar=False)
PART_BEFORE = Command("compare_part_before", "shift+tab", "", "", "part(-1)", on_bar=False)
UP = Command("compare_up", "up,k", "", "", "move(-1)", on_bar=False)
MOVING = (
    Command(
        "compare_down", "down,j", N_("Row"), N_("A row down or up."), "move(1)", False, shown_keys="↑↓", other_way=UP
    ),
    UP,
    Command(
        "compare_left",
        "left",
        N_("Contact point"),
        N_("The contact point before or after."),
        "column(-1)",
        shown_keys="←→",
        other_way=RIGHT,
    ),
    RIGHT,
    Command(
        "compare_part",
        "tab",
        N_("Next form"),
        N_("To the next form, or the one before; scores, needs and actions come first."),
        "part(1)",
        on_bar=False,
        other_way=PART_BEFORE,
    ),
    PART_BEFORE,
    *PAGES,
)
REFRESH = Command("refresh", "f5", N_("Refresh"), N_("Reads it again."), "refresh_rows", on_bar=False)
BACK = Command("back", "escape", N_("Back"), N_("Back to the patient; first out of the search."), "back")

COMPARE_COMMANDS = (
    CHANGES,
    FLAGGED,
    PLOT,
    EXPORT,
    FIND,
    OPEN,
    THEME,
    FORM,
    PATHWAYS,
    DETAILS,
    SHOW_ALL,
    *MOVING,
    REFRESH,
    BACK,
)
