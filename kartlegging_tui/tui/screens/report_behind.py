"""The list behind a figure of the yearly report."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from kartlegging_tui import language
from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.report import Asked, Group
from kartlegging_tui.language import N_, _
from kartlegging_tui.services import report_words
from kartlegging_tui.tui.report_commands import BEHIND_COMMANDS
from kartlegging_tui.tui.screens.listing import RowsScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.report_list import BehindList
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.report import Line


class ReportBehindScreen(RowsScreen):
    """One row for each contact point, need, action or handover; Enter opens the patient."""

    PLACE = N_("The list behind a figure")
    COMMANDS = BEHIND_COMMANDS
    DEFAULT_CSS = """
    ReportBehindScreen {
        & > #what { padding: 0 1; margin: 0 0 1 0; color: $text-muted; }
    }
    """

    def __init__(self, desk: Desk, asked: Asked, figure: Figure, group: Group) -> None:
        super().__init__(desk)
        self._asked = asked
        self._figure = figure
        self._group = group
        self._total: int | None = None

    def compose(self) -> ComposeResult:
        yield from self.head()
        yield Words(id="what")
        yield BehindList()
        yield KeyBar(self.commands_now())

    def show_words(self) -> None:
        super().show_words()
        spoken = language.current()
        name = _(report_words.NAMES[self._figure])
        total = "" if self._total is None else f" ({self._total})"
        self.show_title(f"{name} · {self._asked.year}{total}")
        where = report_words.group_name(self._group, spoken)
        self.query_one("#what", Words).say(literal(where))
        self.rows.refresh()

    @property
    def rows(self) -> BehindList:
        return self.query_one(BehindList)

    @work(exclusive=True, group="behind", exit_on_error=False)
    async def load(self) -> None:
        self._total = await asyncio.to_thread(
            self._desk.reports.count, self._asked, self.house.today(), self._figure, self._group
        )
        pages = {number: await self.read_page(number) for number in self.rows.pages_on_screen()}
        self.rows.show(pages, self._total, self.house.today())
        self.show_words()

    async def read_page(self, number: int) -> tuple[Line, ...]:
        page = BehindList.PAGE
        found = await asyncio.to_thread(
            self._desk.reports.behind,
            self._asked,
            self.house.today(),
            self._figure,
            self._group,
            page,
            number * page,
        )
        return tuple(found)

    def action_open(self) -> None:
        """The patient at the cursor."""
        from kartlegging_tui.tui.screens.patient import PatientScreen

        row = self.rows.row
        if row is not None:
            self.app.push_screen(PatientScreen(self._desk, row.thing.patient_id, row.thing.pathway_id))

    def action_back(self) -> None:
        """To the report."""
        self.dismiss(None)
