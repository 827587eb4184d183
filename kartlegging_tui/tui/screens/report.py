"""The yearly report: all figures with their shares as bars, each by contact point, municipality and unit."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kartlegging_tui import language
from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.report import EVERYTHING, Asked, Dimension, Group, Report
from kartlegging_tui.domain.suppression import Mark
from kartlegging_tui.language import N_, _
from kartlegging_tui.services import report_words
from kartlegging_tui.services.report_document import ACTIONS, ASIDE, BY_THEME, NEEDS
from kartlegging_tui.tui import report_commands as commands
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.listing import RowsScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.flow import Flow
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Block, Line, Paper
from kartlegging_tui.tui.widgets.report_list import FigureList, FigureRow, bar
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from kartlegging_tui.interchange.document import Document
    from kartlegging_tui.services.desk import Desk

OF_HELD = (Figure.HELD, Figure.INSIDE, Figure.DAYS, Figure.CHILDREN_ASKED, Figure.SIGNED, Figure.AHEAD)
OF_DUE = (Figure.MINORS, Figure.RELAPSES)
FIGURES = tuple(
    dict.fromkeys(
        (
            *(Figure.DUE, Figure.OFFERED, *OF_HELD, Figure.DECLINED, Figure.POSTPONED, Figure.NO_CAPACITY, *OF_DUE),
            *(*ASIDE, *NEEDS, *BY_THEME, *ACTIONS),
        )
    )
)
"""In the order of the rows: what is a share of another stands under it, and farther in."""
BAR = 16
"""Cells of a bar beside the list."""


class ReportScreen(RowsScreen):
    """Rows of figures, or of the groups of one figure; beside or under them, what the figure means."""

    PLACE = N_("Yearly report")
    COMMANDS = commands.REPORT_COMMANDS
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    DEFAULT_CSS = """
    ReportScreen {
        & > #groups { margin: 0 0 1 0; }
        & > #note { height: 2; padding: 0 1; color: $text-muted; }
        & #body { height: 1fr; }
        & FigureList { width: 1fr; }
        & #body > Paper { display: none; }
        &.-wide #body > Paper { display: block; width: 46; height: 1fr; border-left: solid $panel; }
        &.-narrow.-meaning #body { layout: vertical; }
        &.-narrow.-meaning #body > Paper { display: block; height: 9; border-top: solid $panel; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked: Asked | None = None
        self._report: Report | None = None
        self._dimension = Dimension.ALL
        self._figure = Figure.DUE
        """Of which the groups are shown."""
        self._small = False

    def compose(self) -> ComposeResult:
        yield from self.head()
        yield Flow(gap=1, id="groups")
        with Horizontal(id="body"):
            yield FigureList()
            yield Paper()
        yield Words(id="note")
        yield KeyBar(lines=2)

    def on_mount(self) -> None:
        self._asked = Asked(self.house.today().year)
        super().show_words()

    def commands_now(self) -> tuple[Command, ...]:
        def fits(command: Command) -> bool:
            if command is commands.OPEN:
                return self._desk.reports.may_open
            if command is commands.SMALL:
                return self._desk.reports.may_see_small
            return command is not commands.LEAVE or self._dimension is not Dimension.ALL

        return tuple(command for command in (*self.COMMANDS, GO_TO, HELP) if fits(command))

    def show_words(self) -> None:
        super().show_words()
        year = self._asked.year if self._asked else ""
        self.show_title(_("Yearly report {year}").format(year=year))
        parts = [
            literal(f" {_(name)} ", "bold reverse" if dimension is self._dimension else "")
            for dimension, name in report_words.DIMENSIONS.items()
        ]
        self.query_one("#groups", Flow).show(parts)
        if self._report is not None:
            self._show_rows(self._report)

    @property
    def rows(self) -> FigureList:
        return self.query_one(FigureList)

    @work(exclusive=True, group="report", exit_on_error=False)
    async def load(self) -> None:
        asked = self._asked
        assert asked is not None
        today, small = self.house.today(), self._small
        self._report = await asyncio.to_thread(self._desk.reports.make, asked, today, small_numbers=small)
        if self._dimension is not Dimension.ALL and not self._report.by(self._dimension):
            self._dimension = Dimension.ALL
        self.show_words()

    # What is shown

    def _show_rows(self, report: Report) -> None:
        nothing = _("There is nothing to count in {year}: no contact point, need, action or handover.")
        rows = [] if report.is_empty else list(self._rows(report))
        divided = self._dimension is not Dimension.ALL
        heading = _(report_words.NAMES[self._figure]) if divided else ""
        self.rows.show(rows, heading, nothing.format(year=report.asked.year))
        note = report_words.UNSUPPRESSED if report.small_numbers else report_words.SUPPRESSION
        self.query_one("#note", Words).say(literal("" if report.is_empty else _(note)))
        self._show_meaning()

    def _rows(self, report: Report) -> Iterator[FigureRow]:
        spoken = language.current()
        if self._dimension is Dimension.ALL:
            for figure in FIGURES:
                cell = report.cell(figure)
                yield FigureRow(EVERYTHING, figure, cell, _(report_words.NAMES[figure]), cell.share or 0.0)
            return
        groups = (EVERYTHING, *report.by(self._dimension))
        for group, length in zip(groups, self._lengths(report, self._figure, groups), strict=True):
            cell = report.cell(self._figure, group)
            yield FigureRow(group, self._figure, cell, report_words.group_name(group, spoken), length)

    def _lengths(self, report: Report, figure: Figure, groups: Sequence[Group]) -> list[float]:
        """Shares as they are; what is no share, as part of the largest of the groups."""
        cells = [report.cell(figure, group) for group in groups]
        if any(cell.share is not None for cell in cells):
            return [cell.share or 0.0 for cell in cells]
        whole = 0 if figure is Figure.DAYS else 1
        largest = max((cell.number or 0 for cell in cells[whole:]), default=0) or 1
        first = [0.0] * whole
        return [*first, *((cell.number or 0) / largest for cell in cells[whole:])]

    def _show_meaning(self) -> None:
        row, report = self.rows.row, self._report
        if row is None or report is None:
            self.query_one(Paper).show(())
            return
        self.query_one(Paper).show(self._about(report, row))

    def _about(self, report: Report, row: FigureRow) -> Iterator[Block]:
        spoken = language.current()
        lines = [Line(literal(_(report_words.NAMES[row.figure]), "bold"))]
        lines.append(Line(literal(_(report_words.MEANINGS[row.figure]))))
        if row.cell.mark is Mark.HIDDEN:
            lines.append(Line(literal(_("Hidden, so that no small number can be reckoned from it."), "$text-muted")))
        yield Block((*lines, Line()))
        for dimension in (Dimension.CONTACT_POINT, Dimension.MUNICIPALITY, Dimension.UNIT):
            groups = report.by(dimension)
            drawn = [Line(literal(_(report_words.DIMENSIONS[dimension]), "bold"))]
            for group, length in zip(groups, self._lengths(report, row.figure, [EVERYTHING, *groups])[1:], strict=True):
                told = report_words.told(report.cell(row.figure, group), spoken)
                drawn.append(Line(literal(f"{report_words.group_name(group, spoken)}: {told}")))
                if length:
                    drawn.append(Line(literal(bar(length, BAR), "$primary")))
            yield Block((*drawn, Line()))

    @on(FigureList.Moved)
    def _moved(self) -> None:
        self._show_meaning()

    # What can be done

    def action_year(self, step: int) -> None:
        """The year after, or before."""
        assert self._asked is not None
        year = min(max(self._asked.year + step, 1900), 9998)
        self._asked = replace(self._asked, year=year)
        self.load()

    def action_next_groups(self) -> None:
        """The figure at the cursor by the next dimension that there is anything in."""
        row = self.rows.row
        if row is None or self._report is None:
            return
        if self._dimension is Dimension.ALL:
            self._figure = row.figure
        order = list(Dimension)
        self._show_dimension(order[(order.index(self._dimension) + 1) % len(order)])

    def action_all_figures(self) -> None:
        """All figures again, with the cursor on the one that was divided."""
        if self._dimension is not Dimension.ALL:
            self._show_dimension(Dimension.ALL)

    def _show_dimension(self, dimension: Dimension) -> None:
        self._dimension = dimension
        self.show_words()
        self.rows.point_at(FIGURES.index(self._figure) if dimension is Dimension.ALL else 0)

    def action_meaning(self) -> None:
        """Shows or hides what the figure means, where the screen is narrow."""
        self.toggle_class("-meaning")

    def action_small_numbers(self) -> None:
        """Shows small numbers, or hides them."""
        if self._desk.reports.may_see_small:
            self._small = not self._small
            self.load()

    def action_open(self) -> None:
        """The list behind the figure at the cursor."""
        from kartlegging_tui.tui.screens.report_behind import ReportBehindScreen

        row = self.rows.row
        if row is not None and self._asked is not None and self._desk.reports.may_open:
            self.app.push_screen(ReportBehindScreen(self._desk, self._asked, row.figure, row.group))

    def action_paper(self) -> None:
        """The report as it is shown, to be read and saved."""
        from kartlegging_tui.services.report_document import document, title
        from kartlegging_tui.services.report_files import as_file
        from kartlegging_tui.tui.screens.handout import HandoutScreen

        report = self._report
        if report is None:
            return

        def make(spoken: str | None) -> Document:
            return document(report, spoken or language.current())

        def table() -> bytes:
            return as_file(report, "csv", language.current())

        heading = title(report, language.current())
        self.app.push_screen(HandoutScreen(heading, heading.replace(" ", "-").lower(), make, True, table))
