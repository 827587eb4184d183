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
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import filter_words, filtering, words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.entrusting import RESPONSIBLE, entrust
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.filter_words import Known
from kartlegging_tui.tui.follow_up_commands import MOVES
from kartlegging_tui.tui.glance_text import glance
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.flow import Flow
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.pathway_list import PAGE, PathwayList
from kartlegging_tui.tui.widgets.signed_in import SignedIn

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
LEAVE_SEARCH = Command("leave_search", "escape", N_("Show all"), N_("Leaves the search and shows all."), "leave_search")
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
REFRESH = Command("refresh", "f5", N_("Refresh"), N_("Reads the list again."), "refresh_list", on_bar=False)


class WorklistScreen(HouseScreen[None]):
    """Search, counts and rows. The cursor moves also while a search is typed."""

    PLACE = N_("Worklist")
    COMMANDS = (
        *(OPEN, FIND, FILTER, NO_FILTER, RESPONSIBLE, NEW),
        *(STATUS, PREVIOUS_STATUS, LEAVE_SEARCH, REFRESH, *MOVES),
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    DEFAULT_CSS = """
    WorklistScreen {
        & > #head { height: 1; padding: 0 1; }
        & #title { width: 1fr; }
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
        super().__init__()
        self._desk = desk
        self._only = EVERYTHING
        """The filter as it was chosen, with the states that are shown."""
        self._known: Known | None = None
        self._near: tuple[Near, ...] = ()
        self._counts: dict[Due, int] = {}
        self._listed = ""
        """The search that the rows on the screen are the answer to."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(id="title")
            yield SignedIn(self._desk)
        yield Banner()
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
        self.query_one("#title", Static).update(literal(_("Worklist"), "bold"))
        self.query_one("#label", Static).update(literal(_("Find:")))
        self.query_one(Input).placeholder = _("name, date of birth or identity number")
        self._show_counts()
        self._tell()
        self._list.refresh()
        self._read_glance()

    def commands_now(self) -> tuple[Command, ...]:
        searching = self.is_mounted and (self._search.has_focus or self._search.value)
        absent = [*([] if searching else [LEAVE_SEARCH]), *([] if self._only.narrows else [NO_FILTER])]
        return tuple(command for command in (*self.COMMANDS, GO_TO, HELP) if command not in absent)

    def action_show_help(self) -> None:
        """What can be done here, and what the words of the status mean."""
        from kartlegging_tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.commands_now(), _(words.ABOUT_DUE)))

    @property
    def _list(self) -> PathwayList:
        return self.query_one(PathwayList)

    @property
    def _search(self) -> Input:
        return self.query_one(Input)

    def on_screen_resume(self) -> None:
        """Shown first, or come back to: what was done meanwhile changes the list."""
        self._load()

    # Reading

    @work(exclusive=True, group="worklist", exit_on_error=False)
    async def _load(self) -> None:
        found = {number: await self._read(number) for number in self._list.pages_on_screen()}
        first = next(iter(found.values()))
        self._counts, self._near = dict(first.counts), first.near
        self._show_counts()
        self._tell()
        pages = {number: page.rows for number, page in found.items()}
        self._list.show(pages, first.total, self.house.today(), self._empty())
        self._listed = self._search.value

    @work(group="pages", exit_on_error=False)
    async def _load_page(self, number: int) -> None:
        page = await self._read(number)
        self._list.add(number, page.rows)

    async def _read(self, page: int) -> WorklistPage:
        query = replace(self._query, limit=PAGE, offset=page * PAGE)

        def read() -> WorklistPage:
            if self._known is None and query.only.narrows:
                self._known = filtering.known(self._desk)
            self._desk.reading("worklist", page=page)
            return self._desk.browse.worklist(query, self.house.today())

        return await asyncio.to_thread(read)

    @property
    def _query(self) -> WorklistQuery:
        from kartlegging_tui.services.browse import WorklistQuery

        return WorklistQuery(text=self._search.value, only=self._only.seen_by(self._desk.user.id))

    def _empty(self) -> str:
        """What to do next where there is nobody."""
        if self._only.narrows and self._search.value:
            return _("Nobody is found among those that the filter shows. {key} leaves the search.").format(
                key=LEAVE_SEARCH.key_text
            )
        if self._only.narrows:
            return _("Nobody is found with this filter. {key} takes it away.").format(key=NO_FILTER.key_text)
        if self._search.value:
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

    @on(PathwayList.Wanted)
    def _page_wanted(self, event: PathwayList.Wanted) -> None:
        self._load_page(event.page)

    # Searching

    @on(Input.Changed)
    def _search_changed(self) -> None:
        self._list.to_top()
        self._load()

    @on(PathwayList.Chosen)
    def _chosen(self) -> None:
        self.action_open()

    @on(Input.Submitted)
    async def _searched(self) -> None:
        """Opens what the search finds, never what stood there before: Enter may be quicker than the list."""
        if self._listed != self._search.value:
            await self._load().wait()
        self.action_open()

    def on_descendant_focus(self) -> None:
        super().show_words()

    def on_descendant_blur(self) -> None:
        super().show_words()

    def action_find(self) -> None:
        """To the search; what stands there stays."""
        self._search.focus()

    def action_leave_search(self) -> None:
        """Shows all again."""
        self._search.value = ""
        self.set_focus(None)

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
        self._list.to_top()
        self._show_counts()
        self._load()
        super().show_words()

    @work(exclusive=True, group="responsible", exit_on_error=False)
    async def action_responsible(self) -> None:
        """Says who is responsible for the pathway at the cursor."""
        row = self._list.row
        if row is not None and await entrust(self, self._desk, row.pathway_id, row.name):
            self._load()

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
        row, paper = self._list.row, self.query_one(Paper)
        if row is None or not self.has_class("-wide"):
            paper.show(())
            return
        await asyncio.sleep(REST)
        today = self.house.today()
        paper.show(
            glance(await asyncio.to_thread(self._desk.browse.glance, row.patient_id, row.pathway_id, today), today)
        )

    def action_refresh_list(self) -> None:
        """Reads the list again."""
        self._load()

    # Moving and opening

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
            self.app.push_screen(PatientScreen(self._desk, row.patient_id, row.pathway_id))

    def action_new_patient(self) -> None:
        """Registers a patient, and opens them."""
        from kartlegging_tui.tui.screens.register_patient import RegisterPatientScreen

        self.app.push_screen(RegisterPatientScreen(self._desk), self._registered)

    def _registered(self, patient_id: int | None) -> None:
        from kartlegging_tui.tui.screens.patient import PatientScreen

        if patient_id is not None:
            self.app.push_screen(PatientScreen(self._desk, patient_id))
