"""The list behind a figure of the yearly report."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kartlegging_tui import language
from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.report import Asked, Group
from kartlegging_tui.language import N_, _
from kartlegging_tui.services import report_words
from kartlegging_tui.tui.report_commands import BEHIND_COMMANDS
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.report_list import BehindList
from kartlegging_tui.tui.widgets.signed_in import SignedIn
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.report import Line


class ReportBehindScreen(HouseScreen[None]):
    """One row for each contact point, need, action or handover; Enter opens the patient."""

    PLACE = N_("The list behind a figure")
    COMMANDS = BEHIND_COMMANDS
    DEFAULT_CSS = """
    ReportBehindScreen {
        & > #head { height: 1; padding: 0 1; }
        & #title { width: 1fr; text-style: bold; }
        & > #what { padding: 0 1; margin: 0 0 1 0; color: $text-muted; }
    }
    """

    def __init__(self, desk: Desk, asked: Asked, figure: Figure, group: Group) -> None:
        super().__init__()
        self._desk = desk
        self._asked = asked
        self._figure = figure
        self._group = group
        self._total: int | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Words(id="title")
            yield SignedIn(self._desk)
        yield Banner()
        yield Words(id="what")
        yield BehindList()
        yield KeyBar(self.commands_now())

    def show_words(self) -> None:
        super().show_words()
        spoken = language.current()
        name = _(report_words.NAMES[self._figure])
        total = "" if self._total is None else f" ({self._total})"
        self.query_one("#title", Words).say(literal(f"{name} · {self._asked.year}{total}"))
        where = report_words.group_name(self._group, spoken)
        self.query_one("#what", Words).say(literal(where))
        self._list.refresh()

    @property
    def _list(self) -> BehindList:
        return self.query_one(BehindList)

    def on_screen_resume(self) -> None:
        """Shown first, or come back to."""
        self._load()

    @work(exclusive=True, group="behind", exit_on_error=False)
    async def _load(self) -> None:
        self._total = await asyncio.to_thread(
            self._desk.reports.count, self._asked, self.house.today(), self._figure, self._group
        )
        pages = {number: await self._read(number) for number in self._list.pages_on_screen()}
        self._list.show(pages, self._total, self.house.today())
        self.show_words()

    @work(group="pages", exit_on_error=False)
    async def _load_page(self, number: int) -> None:
        self._list.add(number, await self._read(number))

    async def _read(self, number: int) -> tuple[Line, ...]:
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

    @on(BehindList.Wanted)
    def _page_wanted(self, event: BehindList.Wanted) -> None:
        self._load_page(event.page)

    @on(BehindList.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    def action_move(self, rows: int) -> None:
        """Up or down."""
        self._list.move(rows)

    def action_move_page(self, pages: int) -> None:
        """A page up or down."""
        self._list.move(pages * self._list.page_height)

    def action_top(self) -> None:
        """To the first row."""
        self._list.to_top()

    def action_bottom(self) -> None:
        """To the last row."""
        self._list.to_bottom()

    def action_open(self) -> None:
        """The patient at the cursor."""
        from kartlegging_tui.tui.screens.patient import PatientScreen

        row = self._list.row
        if row is not None:
            self.app.push_screen(PatientScreen(self._desk, row.thing.patient_id, row.thing.pathway_id))

    def action_back(self) -> None:
        """To the report."""
        self.dismiss(None)
