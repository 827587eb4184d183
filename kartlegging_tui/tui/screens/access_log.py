"""Who has seen what: the log of access, the newest first, for whoever follows it up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Static

from kartlegging_tui.domain.access import Wanted
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services import access_words
from kartlegging_tui.services.day_words import moment_words
from kartlegging_tui.services.rights import Right
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.screens.ask import AskScreen
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.listing import MOVES, REFRESH, RowsScreen
from kartlegging_tui.tui.screens.pick import Choice, PickScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.access_list import AccessList
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Block, Line, Paper
from kartlegging_tui.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from kartlegging_tui.services.access_log import LoggedLine, LogPage
    from kartlegging_tui.services.desk import Desk

PATIENT = Command("log_patient", "p", N_("Patient"), N_("Only what was seen of one patient."), "patient")
WHO = Command("log_who", "w", N_("Who"), N_("Only what one user has seen."), "who")
REFUSED = Command("log_refused", "x", N_("Refused"), N_("Only what was refused, or everything."), "refused")
EMERGENCY = Command(
    "log_emergency", "e", N_("Emergency"), N_("Only what was opened in an emergency, or everything."), "emergency"
)
REVIEW = Command(
    "log_review", "v", N_("To review"), N_("Goes to the emergency accesses that wait for somebody to look."), "reviews"
)
ALL = Command("log_all", "escape", N_("Show all"), N_("Shows everything again."), "all")
EVERYBODY = 0
"""In place of a user, where all are chosen."""


class AccessLogScreen(RowsScreen):
    """Rows, and all about the row at the cursor below them."""

    PLACE = N_("Access log")
    COMMANDS = (PATIENT, WHO, REFUSED, EMERGENCY, REVIEW, ALL, REFRESH, *MOVES)
    DEFAULT_CSS = """
    AccessLogScreen {
        & > #narrowed { height: auto; padding: 0 1; margin: 0 0 1 0; color: $text-muted; }
        & > AccessList { height: 1fr; }
        & > Paper { height: 8; border-top: solid $panel; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted = Wanted()
        self._whose = ""
        """The name of the user of whom only what they saw is listed."""
        self._to_review = 0
        """Emergency accesses that wait for this user to look."""
        self._total: int | None = None

    def compose(self) -> ComposeResult:
        yield from self.head()
        yield Static(id="narrowed", markup=False)
        yield AccessList()
        yield Paper()
        yield KeyBar(self.commands_now())

    def commands_now(self) -> tuple[Command, ...]:
        absent = set() if self._wanted != Wanted() else {ALL}
        if not self._to_review:
            absent.add(REVIEW)
        return tuple(command for command in (*self.COMMANDS, GO_TO, HELP) if command not in absent)

    @property
    def rows(self) -> AccessList:
        return self.query_one(AccessList)

    def show_words(self) -> None:
        super().show_words()
        told = "" if self._total is None else plural("{count} row", "{count} rows", self._total)
        self.show_title(_("Access log"), "  " + told.format(count=self._total))
        self.query_one("#narrowed", Static).update(literal(" · ".join(self._narrowed())))
        if self.rows.row is not None:
            self._show_detail()

    def _narrowed(self) -> Iterator[str]:
        """What waits for a review, and what is listed, in words."""
        if count := self._to_review:
            text = plural("{count} emergency to review ({key})", "{count} emergencies to review ({key})", count)
            yield text.format(count=count, key=REVIEW.key_text)
        if self._wanted.patient_id is not None:
            yield _("patient {number}").format(number=self._wanted.patient_id)
        if self._whose:
            yield self._whose
        if self._wanted.denied:
            yield _("only what was refused")
        if self._wanted.emergency:
            yield _("only emergencies")
        if self._wanted == Wanted():
            yield _("everything that anybody has seen")

    # Reading

    @work(exclusive=True, group="log", exit_on_error=False)
    async def load(self) -> None:
        number, *others = self.rows.pages_on_screen()
        first = await self._read(number)
        pages = {number: first.lines} | {other: (await self._read(other)).lines for other in others}
        self._total = first.total
        if self._desk.may(Right.REVIEW):
            self._to_review = await asyncio.to_thread(lambda: self._desk.reviews.waiting())
        self.show_words()
        self.rows.show(pages, first.total, _("Nothing of this is in the log."))

    async def read_page(self, number: int) -> tuple[LoggedLine, ...]:
        return (await self._read(number)).lines

    async def _read(self, number: int) -> LogPage:
        wanted, limit = self._wanted, self.rows.PAGE
        return await asyncio.to_thread(lambda: self._desk.access_log.page(wanted, limit, number * limit))

    @on(RowList.Moved)
    def _show_detail(self) -> None:
        line = self.rows.row
        self.query_one(Paper).show([] if line is None else [Block(tuple(self._detail(line)))])

    @staticmethod
    def _detail(line: LoggedLine) -> Iterator[Line]:
        row = line.row
        about = _("patient {number}").format(number=row.patient_id) if row.patient_id else access_words.listed(line)
        yield Line(literal(access_words.who(line), "bold") + literal(f"  {moment_words(row.at)}"))
        yield Line(literal(" · ".join(part for part in (access_words.what(line), about) if part)))
        why = (
            access_words.told(access_words.OUTCOME, row.outcome),
            access_words.told(access_words.GROUND, row.ground),
            access_words.told(access_words.PURPOSE, row.purpose),
        )
        yield Line(literal(" · ".join(part for part in why if part)))
        where = _("row {number} of the log").format(number=row.number)
        yield Line(literal(" · ".join(part for part in (row.workstation, where) if part), "$text-muted"))

    # What can be done

    def action_open(self) -> None:
        """Nothing is behind a row: all about it stands below."""

    def action_patient(self) -> None:
        """Asks for a patient."""

        def written(number: str | None) -> None:
            if number is not None:
                self._find(number)

        self.app.push_screen(AskScreen(_("Which patient? Identity number, or number in the database.")), written)

    @work(group="do", exit_on_error=False)
    async def _find(self, number: str) -> None:
        patient_id = await asyncio.to_thread(lambda: self._desk.access_log.find(number))
        self._narrow(patient_id=patient_id)

    @work(group="do", exit_on_error=False)
    async def action_who(self) -> None:
        """Lets a user be chosen."""
        people = dict(await asyncio.to_thread(lambda: self._desk.access_log.people()))
        offered = [Choice(_("Everybody"), "", EVERYBODY), *(Choice(name, "", key) for key, name in people.items())]

        def chosen(key: object) -> None:
            if isinstance(key, int):
                self._whose = people.get(key, "")
                self._narrow(staff_id=key or None)

        self.app.push_screen(PickScreen(_("What has who seen?"), offered), chosen)

    def action_refused(self) -> None:
        """Only what was refused, or everything."""
        self._narrow(denied=not self._wanted.denied)

    def action_emergency(self) -> None:
        """Only emergencies, or everything."""
        self._narrow(emergency=not self._wanted.emergency)

    def action_reviews(self) -> None:
        """The emergency accesses that wait."""
        from kartlegging_tui.tui.screens.emergencies import EmergenciesScreen

        self.app.push_screen(EmergenciesScreen(self._desk))

    def action_all(self) -> None:
        """Everything again."""
        self._whose = ""
        self._wanted = Wanted()
        self._narrow()

    def _narrow(self, **wanted: object) -> None:
        self._wanted = self._wanted.model_copy(update=wanted)
        self.rows.to_top()
        self.load()
