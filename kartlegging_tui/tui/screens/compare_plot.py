"""Scores and numbers as lines over time, one at a time, with all of them in words below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from kartlegging_tui.domain.compared import Row
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import plot_text
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import PAGES, Paper

if TYPE_CHECKING:
    from kartlegging_tui.services.compare import Comparison

WIDE = 118
"""Columns from which the words stand beside the plot."""
UP = Command("plot_previous", "up,k,left", "", "", "move(-1)", on_bar=False)


class ComparePlotScreen(HouseScreen[None]):
    """The arrows choose what is drawn."""

    PLACE = N_("Plots")
    COMMANDS = (
        Command(
            "plot_next",
            "down,j,right",
            N_("Next"),
            N_("Draws the next score or number, or the one before."),
            "move(1)",
            shown_keys="↑↓",
            other_way=UP,
        ),
        UP,
        *PAGES,
        Command("back", "escape", N_("Back"), N_("Back to the comparison."), "back"),
    )
    DEFAULT_CSS = """
    ComparePlotScreen {
        & > #head { height: 1; padding: 0 1; background: $panel; }
        & #who { width: 1fr; }
        & #along { width: auto; }
        & > #what { height: auto; max-height: 2; padding: 0 1; }
        & > #bands { height: auto; max-height: 5; padding: 0 1; color: $text-muted; }
        & > #body { height: 1fr; layout: vertical; }
        & TrendPlot { height: 1fr; }
        & Paper { height: 6; border-top: solid $primary; }
        & > #body.beside { layout: horizontal; }
        & #body.beside TrendPlot { width: 1fr; height: 100%; }
        & #body.beside Paper { width: 46; height: 100%; border-top: none; border-left: solid $primary; }
    }
    """

    def __init__(self, comparison: Comparison, rows: list[Row], at: Row | None) -> None:
        """`rows` are those that can be drawn, at least one; `at` is drawn first, if it is among them."""
        super().__init__()
        self._comparison = comparison
        self._rows = rows
        self._at = next((row.identity for row in rows if at and row.identity == at.identity), rows[0].identity)

    def compose(self) -> ComposeResult:
        from kartlegging_tui.tui.widgets.trend_plot import TrendPlot

        with Horizontal(id="head"):
            yield Static(id="who")
            yield Static(id="along")
        yield Static(id="what")
        with Horizontal(id="body"):
            yield TrendPlot()
            yield Paper()
        yield Static(id="bands")
        yield KeyBar(self.commands_now())

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#body").set_class(event.size.width >= WIDE, "beside")

    def show_words(self) -> None:
        super().show_words()
        paper = self.query_one(Paper)
        paper.show(plot_text.in_words(self._comparison, self._rows), paper.key or self._at)
        self._draw()

    @on(Paper.Moved)
    def _draw(self) -> None:
        from kartlegging_tui.tui.widgets.trend_plot import TrendPlot

        chosen = self.query_one(Paper).key
        place = next((place for place, row in enumerate(self._rows) if row.identity == chosen), 0)
        row = self._rows[place]
        place_text = _("{number} of {count}").format(number=place + 1, count=len(self._rows))
        head = literal(row.text, "bold").append(literal(f" ({place_text})", "$text-muted"))
        self.query_one("#who", Static).update(literal(self._comparison.patient.name, "bold"))
        self.query_one("#along", Static).update(literal(_("months after the diagnosis"), "$text-muted"))
        self.query_one("#what", Static).update(head)
        self.query_one("#bands", Static).update(literal("\n".join(plot_text.bands(row))))
        self.query_one(TrendPlot).show(plot_text.curve_of(self._comparison, row))

    def action_move(self, step: int) -> None:
        """To the next, or the one before."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page of the words down, or up."""
        self.query_one(Paper).page(step)

    def action_back(self) -> None:
        """To the comparison."""
        self.dismiss(None)
