"""What screens with a list have in common: a head, a cursor to move, and rows that are read again when one is back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input
from textual.worker import Worker

from kartlegging_tui.language import N_
from kartlegging_tui.tui import everywhere
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import PAGES, Paper
from kartlegging_tui.tui.widgets.row_list import RowList
from kartlegging_tui.tui.widgets.signed_in import SignedIn
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

REFRESH = replace(everywhere.REFRESH, help=N_("Reads the list again."), action="refresh_list")
LEAVE_SEARCH = Command("leave_search", "escape", N_("Show all"), N_("Leaves the search and shows all."), "leave_search")
BACK = Command("back", "escape", N_("Back"), N_("Back to where you came from."), "back")

ROW_UP = Command("row_up", "up,k", "", "", "move(-1)", on_bar=False)
ROW = Command("row_down", "down,j", N_("Row"), N_("A row down or up."), "move(1)", on_bar=False, other_way=ROW_UP)
PAGE_UP = Command("page_up", "pageup", "", "", "move_page(-1)", on_bar=False)
PAGE = Command(
    "page_down", "pagedown", N_("Page"), N_("A page down or up."), "move_page(1)", on_bar=False, other_way=PAGE_UP
)
BOTTOM = Command("bottom", "end", "", "", "bottom", on_bar=False)
TOP = Command("top", "home", N_("Ends"), N_("To the first row or the last."), "top", on_bar=False, other_way=BOTTOM)
MOVES = (ROW, ROW_UP, PAGE, PAGE_UP, TOP, BOTTOM)
"""Moving the cursor in rows, on every `RowsScreen`."""
BLOCK_MOVES = (ROW, ROW_UP, *PAGES)
"""Moving the cursor from block to block, and turning the pages, on every screen with a cursor on a paper."""


class ListScreen(HouseScreen[None]):
    """Reads its list when it is shown, and again when it is come back to: others may have changed it meanwhile.

    A subclass begins `compose` with `head()`, and says in `show_words` what the list is called (`show_title`).
    """

    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    PATIENTS: ClassVar[bool] = True
    """The list is of patients: the head says that reading is logged."""
    DEFAULT_CSS = """
    ListScreen {
        & > #head { height: 1; padding: 0 1; }
        & #title { width: 1fr; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def head(self) -> ComposeResult:
        """What the list is called and who is logged in, and below it room for what goes wrong."""
        with Horizontal(id="head"):
            yield Words(id="title")
            yield SignedIn(self._desk, patients=self.PATIENTS)
        yield Banner()

    def show_title(self, title: str, more: str = "") -> None:
        """What the list is called; `more` is less weighty."""
        self.query_one("#title", Words).say(literal(title, "bold").append(literal(more)))

    def load(self) -> Worker[None]:
        """Reads what is listed, in a worker, and shows it."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        """Shown first, or come back to: what was done meanwhile changes the list."""
        self.load()

    def action_refresh_list(self) -> None:
        """Reads the list again."""
        self.load()


class RowsScreen(ListScreen):
    """A list of rows with `MOVES`; a click on the row at the cursor opens it, as Enter does (`action_open`)."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    @property
    def rows(self) -> RowList[Any]:
        """The rows that are moved in."""
        raise NotImplementedError

    async def read_page(self, number: int) -> tuple[Any, ...]:
        """The rows of one more page, counted from 0. Only for lists that are not shown whole."""
        raise NotImplementedError

    @on(RowList.Wanted)
    def _page_wanted(self, event: RowList.Wanted) -> None:
        self._load_page(event.page)

    @work(group="pages", exit_on_error=False)
    async def _load_page(self, number: int) -> None:
        self.rows.add(number, await self.read_page(number))

    @on(RowList.Chosen)
    async def _chosen(self) -> None:
        await self.run_action("open")

    def action_move(self, rows: int) -> None:
        """Up or down."""
        self.rows.move(rows)

    def action_move_page(self, pages: int) -> None:
        """A page up or down."""
        self.rows.move(pages * self.rows.page_height)

    def action_top(self) -> None:
        """To the first row."""
        self.rows.to_top()

    def action_bottom(self) -> None:
        """To the last row."""
        self.rows.to_bottom()


class SearchScreen(RowsScreen):
    """Rows that the one `Input` on the screen narrows while it is typed in; `load` sets `listed`."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.listed = ""
        """The search that the rows on the screen are the answer to."""

    @property
    def search(self) -> Input:
        """Where the search is typed."""
        return self.query_one(Input)

    @property
    def is_searching(self) -> bool:
        """Something is searched for, or about to be."""
        return self.is_mounted and (self.search.has_focus or bool(self.search.value))

    async def found(self) -> None:
        """Waits until the rows are what the search finds, not what stood there before: Enter may be quicker."""
        if self.listed != self.search.value:
            await self.load().wait()

    @on(Input.Changed)
    def _search_changed(self) -> None:
        self.rows.to_top()
        self.load()

    def on_descendant_focus(self) -> None:
        super().show_words()

    def on_descendant_blur(self) -> None:
        super().show_words()

    def action_find(self) -> None:
        """To the search; what stands there stays."""
        self.search.focus()

    def action_leave_search(self) -> None:
        """Shows all again."""
        self.search.value = ""
        self.set_focus(None)


class BlocksScreen(ListScreen):
    """A list of few things with much to say of each: blocks on a paper, with `BLOCK_MOVES`."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    DEFAULT_CSS = """
    BlocksScreen {
        & > #head { margin: 0 0 1 0; }
    }
    """

    def compose(self) -> ComposeResult:
        yield from self.head()
        yield Paper()
        yield KeyBar(self.commands_now())

    @property
    def paper(self) -> Paper:
        """Where the blocks are."""
        return self.query_one(Paper)

    def action_move(self, step: int) -> None:
        """To another block."""
        self.paper.move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self.paper.page(step)

    def action_back(self) -> None:
        """To where one came from."""
        self.dismiss(None)
