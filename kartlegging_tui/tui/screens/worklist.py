"""The worklist: one row for each pathway, the most urgent first. Where the day begins."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from kartlegging_tui.domain.filters import EVERYTHING, Filter
from kartlegging_tui.domain.worklist import Due, WorklistRow
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.rights import Right
from kartlegging_tui.tui import filter_words, filtering, words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.entrusting import RESPONSIBLE, entrust
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.filter_words import Known
from kartlegging_tui.tui.glance_text import glance
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.listing import LEAVE_SEARCH, MOVES, REFRESH, SearchScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.flow import Flow
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.pathway_list import PAGE, PathwayList

if TYPE_CHECKING:
    from kartlegging_tui.services.browse import WorklistPage, WorklistQuery
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.services.near_names import Near

STATES: tuple[Due | None, ...] = (None, *Due)
"""What the arrows narrow the list to; None shows all."""
REST = 0.15
"""Seconds that the cursor rests on a row before all about it is read: holding `j` costs nothing."""

OPEN = Command("open", "enter", N_("Open"), N_("Opens the patient at the cursor."), "open")
FIND = Command("find", "f,slash", N_("Find"), N_("Finds by name, date of birth or identity number."), "find")
NEW = Command("new", "n", N_("New patient"), N_("Registers a patient."), "new_patient")
FILTER = Command(
    "filter",
    "i",
    N_("Filter"),
    N_("Shows only some: by who is responsible, unit, diagnosis, municipality …; keeps filters under a name."),
    "choose_filter",
)
NO_FILTER = Command("no_filter", "x", N_("No filter"), N_("Takes the filter away."), "no_filter")
PREVIOUS_STATUS = Command("previous_status", "left", "", "", "state(-1)", on_bar=False)
STATUS = Command(
    "next_status",
    "right",
    N_("Status"),
    N_("Shows only those with one status."),
    "state(1)",
    shown_keys="←→",
    other_way=PREVIOUS_STATUS,
)


class WorklistScreen(SearchScreen):
    """Search, counts and rows. The cursor moves also while a search is typed."""

    PLACE = N_("Worklist")
    COMMANDS = (
        *(OPEN, FIND, FILTER, NO_FILTER, RESPONSIBLE, NEW),
        *(STATUS, PREVIOUS_STATUS, LEAVE_SEARCH, REFRESH, *MOVES),
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    DEFAULT_CSS = """
    WorklistScreen {
        & > #counts { margin: 0 0 1 0; }
        & > .told { height: auto; padding: 0 1; display: none; }
        & > .told.shown { display: block; }
        & > #search { height: 1; padding: 0 1; margin: 0 0 1 0; }
        & #label { width: auto; padding: 0 1 0 0; }
        & > #body { height: 1fr; }
        & PathwayList { width: 1fr; }
        & #body > Paper { display: none; width: 42; border-left: solid $panel; }
        &.-wide #body > Paper { display: block; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._only = EVERYTHING
        """The filter as it was chosen, with the states that are shown."""
        self._known: Known | None = None
        self._near: tuple[Near, ...] = ()
        self._counts: dict[Due, int] = {}
        self._arrived = 0
        """What waits in the inbox."""
        self._to_review = 0
        """How often others have let themselves in, and nobody has looked."""
        self._elsewhere: int | None = None
        """The patient who is looked for, and whom only other units follow."""

    def compose(self) -> ComposeResult:
        yield from self.head()
        yield Flow(gap=0, id="counts")
        with Horizontal(id="search"):
            yield Static(id="label")
            yield Input(compact=True, select_on_focus=False)
        yield Static(id="filter", classes="told")
        yield Static(id="near", classes="told")
        with Horizontal(id="body"):
            yield PathwayList()
            yield Paper()
        yield KeyBar(self.commands_now(), lines=2)

    def show_words(self) -> None:
        super().show_words()
        self._show_heading()
        self.query_one("#label", Static).update(literal(_("Find:")))
        self.query_one(Input).placeholder = _("name, date of birth or identity number")
        self._show_counts()
        self._tell()
        self.rows.refresh()
        self._read_glance()

    def _show_heading(self) -> None:
        told = [_("{count} in the inbox").format(count=self._arrived)] if self._arrived else []
        if self._to_review:
            told.append(_("{count} emergency accesses to review").format(count=self._to_review))
        self.show_title(_("Worklist"), f"  {' · '.join(told)}" if told else "")

    def commands_now(self) -> tuple[Command, ...]:
        absent = [*([] if self.is_searching else [LEAVE_SEARCH]), *([] if self._only.narrows else [NO_FILTER])]
        return tuple(command for command in (*self.COMMANDS, GO_TO, HELP) if command not in absent)

    def action_show_help(self) -> None:
        """What can be done here, and what the words of the status mean."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.commands_now(), _(words.ABOUT_DUE)))

    @property
    def rows(self) -> PathwayList:
        return self.query_one(PathwayList)

    # Reading

    @work(exclusive=True, group="worklist", exit_on_error=False)
    async def load(self) -> None:
        found = {number: await self._read(number) for number in self.rows.pages_on_screen()}
        first = next(iter(found.values()))
        self._counts, self._near = dict(first.counts), first.near
        self._elsewhere = first.elsewhere
        self._arrived = await asyncio.to_thread(self._desk.inbox.waiting)
        if self._desk.may(Right.REVIEW):
            self._to_review = await asyncio.to_thread(self._desk.reviews.waiting)
        self._show_heading()
        self._show_counts()
        self._tell()
        pages = {number: page.rows for number, page in found.items()}
        self.rows.show(pages, first.total, self.house.today(), self._empty())
        self.listed = self.search.value

    async def read_page(self, number: int) -> tuple[WorklistRow, ...]:
        return (await self._read(number)).rows

    async def _read(self, page: int) -> WorklistPage:
        query = replace(self._query, limit=PAGE, offset=page * PAGE)

        def read() -> WorklistPage:
            if self._known is None and query.only.narrows:
                self._known = filtering.known(self._desk)
            return self._desk.browse.worklist(query, self.house.today())

        return await asyncio.to_thread(read)

    @property
    def _query(self) -> WorklistQuery:
        from kartlegging_tui.services.browse import WorklistQuery

        return WorklistQuery(text=self.search.value, only=self._only.seen_by(self._desk.user.id))

    def _empty(self) -> str:
        """What to do next where there is nobody."""
        if self._elsewhere is not None:
            return _("Here, but followed by another unit. {key}: emergency access.").format(key=OPEN.key_text)
        if self._only.narrows and self.search.value:
            return _("Nobody is found among those that the filter shows. {key} leaves the search.").format(
                key=LEAVE_SEARCH.key_text
            )
        if self._only.narrows:
            return _("Nobody is found with this filter. {key} takes it away.").format(key=NO_FILTER.key_text)
        if self.search.value:
            return _("Nobody is found. {key} shows all again.").format(key=LEAVE_SEARCH.key_text)
        return _("Nobody is here. {key} registers a patient.").format(key=NEW.key_text)

    def _tell(self) -> None:
        """The filter in words, and whose names are shown in the place of one that nobody has."""
        told = filter_words.told(self._only, self._known) if self._only.narrows and self._known else ""
        text = _("Only: {filter}  ({key} takes it away)").format(filter=told, key=NO_FILTER.key_text) if told else ""
        near = " ".join(
            _("Nobody is called “{typed}”; showing {names}.").format(typed=each.typed, names=", ".join(each.names))
            for each in self._near
        )
        for place, said in (("#filter", text), ("#near", near)):
            shown = self.query_one(place, Static)
            shown.update(literal(said, "$accent"))
            shown.set_class(bool(said), "shown")

    def _show_counts(self) -> None:
        parts = [self._count(None, _("All"), sum(self._counts.values()))]
        parts += [self._count(due, _(words.DUE[due]), self._counts.get(due, 0)) for due in Due]
        self.query_one(Flow).show(parts)

    def _count(self, due: Due | None, word: str, count: int) -> Content:
        glyph = f"{words.GLYPHS[due]} " if due else ""
        text = f" {glyph}{word} {count} "
        chosen = due in self._only.states if due else not self._only.states
        return literal(text, "bold reverse" if chosen else words.STYLES[due] if due and count else "")

    # Searching

    @on(Input.Submitted)
    async def _searched(self) -> None:
        """Opens what the search finds."""
        await self.found()
        self.action_open()

    # Filtering

    def action_state(self, step: int) -> None:
        """Narrows the list to the next status that somebody has."""
        now = next((state for state in Due if state in self._only.states), None)
        places = [state for state in STATES if state is None or self._counts.get(state) or state is now]
        state = places[(places.index(now) + step) % len(places)]
        self._show_only(replace(self._only, states=frozenset({state} if state else ())))

    @work(exclusive=True, group="filter", exit_on_error=False)
    async def action_choose_filter(self) -> None:
        """Lets the user choose what is shown, or a filter with a name."""
        chosen = await filtering.choose(self, self._desk, self._query, self._only)
        if chosen is not None:
            self._show_only(chosen)

    def action_no_filter(self) -> None:
        """All are shown again, in the states that are shown."""
        if self._only.narrows:
            self._show_only(replace(EVERYTHING, states=self._only.states))

    def _show_only(self, only: Filter) -> None:
        self._only = only
        self.rows.to_top()
        self._show_counts()
        self.load()
        super().show_words()

    @work(exclusive=True, group="responsible", exit_on_error=False)
    async def action_responsible(self) -> None:
        """Says who is responsible for the pathway at the cursor."""
        row = self.rows.row
        if row is not None and await entrust(self, self._desk, row.pathway_id, row.name):
            self.load()

    # What is at the cursor

    @on(PathwayList.Moved)
    def _moved(self) -> None:
        if self.has_class("-wide"):
            self._read_glance()

    def on_resize(self) -> None:
        """Becoming wide shows all about the row at the cursor."""
        self.call_after_refresh(self._moved)

    @work(exclusive=True, group="glance", exit_on_error=False)
    async def _read_glance(self) -> None:
        row, paper = self.rows.row, self.query_one(Paper)
        if row is None or not self.has_class("-wide"):
            paper.show(())
            return
        await asyncio.sleep(REST)
        today = self.house.today()
        paper.show(
            glance(await asyncio.to_thread(self._desk.browse.glance, row.patient_id, row.pathway_id, today), today)
        )

    # Opening

    def action_open(self) -> None:
        """The patient at the cursor."""
        from kartlegging_tui.tui.screens.patient import PatientScreen

        row = self.rows.row
        if row is not None:
            self.app.push_screen(PatientScreen(self._desk, row.patient_id, row.pathway_id))
        elif self._elsewhere is not None:
            self._let_in(self._elsewhere)

    def _let_in(self, patient_id: int) -> None:
        """Asks why, and opens a patient whom only others follow."""
        from kartlegging_tui.tui.screens.emergency import EmergencyScreen
        from kartlegging_tui.tui.screens.patient import PatientScreen

        def decided(let_in: bool | None) -> None:
            if let_in:
                self.app.push_screen(PatientScreen(self._desk, patient_id))

        self.app.push_screen(EmergencyScreen(self._desk, patient_id), decided)

    def action_new_patient(self) -> None:
        """Registers a patient, and opens them."""
        from kartlegging_tui.tui.screens.register_patient import RegisterPatientScreen

        self.app.push_screen(RegisterPatientScreen(self._desk), self._registered)

    def _registered(self, patient_id: int | None) -> None:
        from kartlegging_tui.tui.screens.patient import PatientScreen

        if patient_id is not None:
            self.app.push_screen(PatientScreen(self._desk, patient_id))
