"""The worklist: one row for each pathway, the most urgent first. Where the day begins."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui import words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.flow import Flow
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.pathway_list import PAGE, PathwayList
from kartlegging_tui.tui.widgets.signed_in import SignedIn

if TYPE_CHECKING:
    from kartlegging_tui.services.browse import WorklistPage
    from kartlegging_tui.services.desk import Desk

FILTERS: tuple[Due | None, ...] = (None, *Due)
"""What the list can be narrowed to; None shows all."""

OPEN = Command("open", "enter", N_("Open"), N_("Opens the patient at the cursor."), "open")
FIND = Command("find", "f,slash", N_("Find"), N_("Finds by name, date of birth or identity number."), "find")
NEW = Command("new", "n", N_("New patient"), N_("Registers a patient."), "new_patient")
LEAVE_SEARCH = Command("leave_search", "escape", N_("Show all"), N_("Leaves the search and shows all."), "leave_search")
PREVIOUS_STATUS = Command("previous_status", "left", "", "", "filter(-1)", on_bar=False)
UP = Command("up", "up", "", "", "move(-1)", on_bar=False)
PAGE_UP = Command("page_up", "pageup", "", "", "move_page(-1)", on_bar=False)
BOTTOM = Command("bottom", "end", "", "", "bottom", on_bar=False)


class WorklistScreen(HouseScreen[None]):
    """Search, counts and rows. The cursor moves also while a search is typed."""

    PLACE = N_("Worklist")
    COMMANDS = (
        OPEN,
        FIND,
        NEW,
        Command(
            "next_status",
            "right",
            N_("Status"),
            N_("Shows only those with one status."),
            "filter(1)",
            shown_keys="←→",
            other_way=PREVIOUS_STATUS,
        ),
        PREVIOUS_STATUS,
        LEAVE_SEARCH,
        Command("refresh", "f5", N_("Refresh"), N_("Reads the list again."), "refresh_list", on_bar=False),
        UP,
        Command(
            "down",
            "down",
            N_("Row"),
            N_("A row down or up."),
            "move(1)",
            on_bar=False,
            shown_keys="↑↓",
            other_way=UP,
        ),
        PAGE_UP,
        Command(
            "page_down",
            "pagedown",
            N_("Page"),
            N_("A page down or up."),
            "move_page(1)",
            on_bar=False,
            other_way=PAGE_UP,
        ),
        Command("top", "home", N_("Ends"), N_("To the first row or the last."), "top", on_bar=False, other_way=BOTTOM),
        BOTTOM,
    )
    DEFAULT_CSS = """
    WorklistScreen {
        & > #head { height: 1; padding: 0 1; }
        & #title { width: 1fr; }
        & > #counts { margin: 0 0 1 0; }
        & > #search { height: 1; padding: 0 1; margin: 0 0 1 0; }
        & #label { width: auto; padding: 0 1 0 0; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._filter: Due | None = None
        self._counts: dict[Due, int] = {}
        self._listed = ""
        """The search that the rows on the screen are the answer to."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(id="title")
            yield SignedIn(self._desk)
        yield Banner()
        yield Flow(gap=1, id="counts")
        with Horizontal(id="search"):
            yield Static(id="label")
            yield Input(compact=True, select_on_focus=False)
        yield PathwayList()
        yield KeyBar(self.commands_now())

    def show_words(self) -> None:
        super().show_words()
        self.query_one("#title", Static).update(literal(_("Worklist"), "bold"))
        self.query_one("#label", Static).update(literal(_("Find:")))
        self.query_one(Input).placeholder = _("name, date of birth or identity number")
        self._show_counts()
        self._list.refresh()

    def commands_now(self) -> tuple[Command, ...]:
        searching = self.is_mounted and (self._search.has_focus or self._search.value)
        return tuple(command for command in (*self.COMMANDS, GO_TO, HELP) if command is not LEAVE_SEARCH or searching)

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
        self._counts = dict(first.counts)
        self._show_counts()
        pages = {number: page.rows for number, page in found.items()}
        nobody = _("Nobody is here. {key} registers a patient.").format(key=NEW.key_text)
        empty = _("Nobody is found.") if self._search.value else nobody
        self._list.show(pages, first.total, self.house.today(), empty)
        self._listed = self._search.value

    @work(group="pages", exit_on_error=False)
    async def _load_page(self, number: int) -> None:
        page = await self._read(number)
        self._list.add(number, page.rows)

    async def _read(self, page: int) -> WorklistPage:
        from kartlegging_tui.services.browse import WorklistQuery

        states = None if self._filter is None else frozenset({self._filter})
        query = WorklistQuery(text=self._search.value, states=states, limit=PAGE, offset=page * PAGE)
        return await asyncio.to_thread(self._desk.browse.worklist, query, self.house.today())

    def _show_counts(self) -> None:
        parts = [self._count(None, _("All"), sum(self._counts.values()))]
        parts += [self._count(due, _(words.DUE[due]), self._counts.get(due, 0)) for due in Due]
        self.query_one(Flow).show(parts)

    def _count(self, due: Due | None, word: str, count: int) -> Content:
        glyph = f"{words.GLYPHS[due]} " if due else ""
        text = f" {glyph}{word} {count} "
        return literal(text, "bold reverse" if due is self._filter else words.STYLES[due] if due and count else "")

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

    def action_filter(self, step: int) -> None:
        """Narrows the list to the next status that somebody has."""
        places = [state for state in FILTERS if state is None or self._counts.get(state) or state is self._filter]
        self._filter = places[(places.index(self._filter) + step) % len(places)]
        self._list.to_top()
        self._show_counts()
        self._load()

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
