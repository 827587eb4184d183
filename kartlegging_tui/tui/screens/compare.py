"""Contact points side by side: what was answered, what has changed, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from kartlegging_tui import language
from kartlegging_tui.domain.compared import Row, RowKind
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.narrowing import Changes, Narrowing, narrowed
from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.compare_words import pathways_text
from kartlegging_tui.tui import compare_commands as commands
from kartlegging_tui.tui import compare_text, words
from kartlegging_tui.tui.screens.choose import ChooseScreen
from kartlegging_tui.tui.screens.house import HELP, HouseScreen
from kartlegging_tui.tui.screens.pick import Choice
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.compare_list import CompareList
from kartlegging_tui.tui.widgets.field import text_input
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.signed_in import SignedIn
from kartlegging_tui.tui.widgets.time_left import TimeLeft

if TYPE_CHECKING:
    from kartlegging_tui.services.compare import Comparison
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.tui.commands import Command

WIDE = 118
"""Columns from which the row at the cursor is shown beside the list."""
ALL = "all"


class CompareScreen(HouseScreen[None]):
    """The cursor stands at a question and at a contact point; below, or beside, that question in full."""

    PLACE = N_("Comparison")
    COMMANDS = commands.COMPARE_COMMANDS
    DEFAULT_CSS = """
    CompareScreen {
        & > #head { height: 1; padding: 0 1; background: $panel; }
        & #who { width: 1fr; text-style: bold; }
        & > #state { height: 1; padding: 0 1; }
        & > #search { height: 1; padding: 0 1; display: none; }
        & > #search.used { display: block; }
        & #label { width: auto; padding: 0 1 0 0; }
        & > #body { height: 1fr; layout: vertical; }
        & Paper { height: 7; border-top: solid $primary; }
        & #body.more Paper { height: 60%; }
        & > #body.beside { layout: horizontal; }
        & #body.beside CompareList { width: 1fr; height: 100%; }
        & #body.beside Paper { width: 42; height: 100%; border-top: none; border-left: solid $primary; }
        & #body.beside.more Paper { width: 50%; }
    }
    """

    def __init__(self, desk: Desk, patient_id: int, pathway_id: int | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = patient_id
        self._pathways = [] if pathway_id is None else [pathway_id]
        self._comparison: Comparison | None = None
        self._narrowing = Narrowing()
        self._spoken = ""
        """The language of what is shown; empty where it is to be read anew."""

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(id="who")
            yield SignedIn(self._desk)
        yield TimeLeft(self._desk, self._patient_id)
        yield Banner()
        yield Static(id="state")
        with Horizontal(id="search"):
            yield Static(id="label")
            yield text_input()
        with Horizontal(id="body"):
            yield CompareList()
            yield Paper()
        yield KeyBar(self.commands_now(), lines=2, always=2)

    def commands_now(self) -> tuple[Command, ...]:
        absent = set()
        comparison = self._comparison
        if comparison is None or not (comparison.others or len(comparison.pathways) > 1):
            absent.add(commands.PATHWAYS)
        return tuple(command for command in (*self.COMMANDS, HELP) if command not in absent)

    # Reading

    def on_screen_resume(self) -> None:
        """Shown first, or come back to from a conversation: what was done there changes the comparison."""
        if not self._spoken:
            self._load()

    @work(exclusive=True, group="compare", exit_on_error=False)
    async def _load(self) -> None:
        self._spoken = language.current()
        self._comparison = await asyncio.to_thread(self._read)
        self.show_words()

    def _read(self) -> Comparison:
        return self._desk.compare.comparison(self._patient_id, self._pathways, self.house.today())

    # Showing

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#body").set_class(event.size.width >= WIDE, "beside")

    def show_words(self) -> None:
        super().show_words()
        self.query_one("#label", Static).update(literal(_("Find:")))
        if self._comparison is None:
            return
        if self._spoken != language.current():  # the rows are worded when they are read
            self._load()
            return
        comparison, today = self._comparison, self.house.today()
        self.query_one("#who", Static).update(
            literal(f"{comparison.patient.name}  {words.years(comparison.patient.age(today))}")
        )
        self._show_rows()

    def _show_rows(self) -> None:
        if self._comparison is None:
            return
        rows = narrowed(self._comparison.rows, self._narrowing)
        counts = [sum(not row.kind.is_heading for row in listed) for listed in (rows, self._comparison.rows)]
        state = compare_text.narrowed_words(self._narrowing, self._form_title(), *counts)
        courses = pathways_text(self._comparison, language.current())
        self.query_one("#state", Static).update(literal(f"{courses}  ", "bold") + state)
        count = len(self._comparison.columns)
        about = plural("{count} contact point", "{count} contact points", count).format(count=count)
        self._list.show(self._comparison.columns, rows, about, self._empty())
        self._show_detail()

    def _empty(self) -> str:
        assert self._comparison is not None
        if not self._comparison.rows:
            return _("Nothing is answered in this pathway yet. {key} goes back to the patient.").format(
                key=commands.BACK.key_text
            )
        return _("No row is like this. {key} shows all.").format(key=commands.SHOW_ALL.key_text)

    def _form_title(self) -> str:
        return next((row.text for row in self._forms() if row.form == self._narrowing.form), "")

    def _forms(self) -> Iterator[Row]:
        rows = self._comparison.rows if self._comparison else ()
        return (row for row in rows if row.kind is RowKind.FORM)

    @property
    def _list(self) -> CompareList:
        return self.query_one(CompareList)

    @property
    def _search(self) -> Input:
        return self.query_one(Input)

    @on(CompareList.Moved)
    def _show_detail(self) -> None:
        row = self._list.row
        paper = self.query_one(Paper)
        if self._comparison is None or row is None:
            paper.show(())
        else:
            paper.show(compare_text.in_full(self._comparison, row, self._list.place))
            paper.scroll_to(y=0, animate=False, immediate=True)

    # Moving

    def action_move(self, step: int) -> None:
        """To the row after, or before."""
        self._list.move(step)

    def action_page(self, step: int) -> None:
        """A page down, or up."""
        self._list.page(step)

    def action_column(self, step: int) -> None:
        """To the contact point after, or before."""
        self._list.move_column(step)

    def action_part(self, step: int) -> None:
        """To the next form, or the one before."""
        self._list.move_part(step)

    def action_details(self) -> None:
        """More room for the row at the cursor, or less."""
        self.query_one("#body").toggle_class("more")

    # Narrowing

    def _narrow(self, narrowing: Narrowing) -> None:
        self._narrowing = narrowing
        self._show_rows()

    def action_changes(self) -> None:
        """All, what has changed, what is better or worse."""
        order = list(Changes)
        after = order[(order.index(self._narrowing.changes) + 1) % len(order)]
        self._narrow(replace(self._narrowing, changes=after))

    def action_flagged(self) -> None:
        """Only what is flagged, or all."""
        self._narrow(replace(self._narrowing, flagged=not self._narrowing.flagged))

    def action_show_all(self) -> None:
        """Nothing narrows the list any more."""
        with self.prevent(Input.Changed):
            self._search.value = ""
        self._leave_search()
        self._narrow(Narrowing())

    def action_theme(self) -> None:
        """Asks for a theme, of those that there is something about."""
        from kartlegging_tui.services.theme_words import theme_words

        rows = self._comparison.rows if self._comparison else ()
        there = {theme for row in rows for theme in row.themes}
        choices = [Choice(_("All themes"), "", ALL)]
        choices += [Choice(theme_words(theme, language.current()), "", theme) for theme in Theme if theme in there]
        self._ask(_("Which theme?"), choices, self._narrowing.theme, self._theme_given)

    def _theme_given(self, theme: object | None) -> None:
        if theme is not None:
            self._narrow(replace(self._narrowing, theme=theme if isinstance(theme, Theme) else None))

    def action_form(self) -> None:
        """Asks for a form."""
        choices = [Choice(_("All forms"), "", ALL), *(Choice(row.text, "", row.form) for row in self._forms())]
        self._ask(_("Which form?"), choices, self._narrowing.form, self._form_given)

    def _form_given(self, form: object | None) -> None:
        if form is not None:
            self._narrow(replace(self._narrowing, form=str(form) if form != ALL else None))

    def _ask(self, question: str, choices: list[Choice], now: object, given: Callable[[object | None], None]) -> None:
        keys = [choice.key for choice in choices]
        likely = keys.index(now) if now in keys else 0
        self.app.push_screen(ChooseScreen(question, choices, likely), given)

    def action_find(self) -> None:
        """To the search; what stands there stays."""
        self.query_one("#search").add_class("used")
        self._search.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._narrow(replace(self._narrowing, text=event.value))

    @on(Input.Submitted)
    def _leave_search(self) -> None:
        self.set_focus(None)
        self.query_one("#search").set_class(bool(self._search.value), "used")

    def action_back(self) -> None:
        """Out of the search, or to the patient."""
        if self._search.has_focus or self._search.value:
            self._search.value = ""
            self._leave_search()
        else:
            self.dismiss(None)

    # Going on

    @on(CompareList.Chosen)
    def action_open(self) -> None:
        """What came out of the conversation at the cursor."""
        from kartlegging_tui.tui.screens.summary import SummaryScreen

        column = self._list.column
        if column is not None:
            self._spoken = ""
            self.app.push_screen(SummaryScreen(self._desk, column.conversation.id))

    def action_refresh_rows(self) -> None:
        """Reads it again."""
        self._load()

    def action_pathways(self) -> None:
        """Puts another pathway beside, or takes it away again."""
        comparison = self._comparison
        if comparison is None:
            return
        if len(comparison.pathways) > 1:
            self._pathways = self._pathways[:1] or [comparison.pathways[-1].id]
        else:
            self._pathways = [*(each.id for each in comparison.pathways), *(each.id for each in comparison.others)]
        self._load()

    def action_plot(self) -> None:
        """Draws scores and numbers over time, from the row at the cursor."""
        from kartlegging_tui.tui.plot_text import drawable
        from kartlegging_tui.tui.screens.compare_plot import ComparePlotScreen

        rows = drawable(self._comparison.rows) if self._comparison else []
        if self._comparison is None or not rows:
            self.say(_("There are no scores or numbers to draw."))
            return
        self.app.push_screen(ComparePlotScreen(self._comparison, rows, self._list.row))

    def action_export(self) -> None:
        """Asks who is to read it, and shows what is shown here as a paper, to be saved."""
        if self._comparison is not None:
            choices = [
                Choice(_("For the record, for staff"), _("everything, with notes"), False),
                Choice(_("For the patient or for others"), _("without what is confidential, and without notes"), True),
            ]
            self._ask(_("Who is it for?"), choices, False, self._reader_given)

    def _reader_given(self, for_others: object | None) -> None:
        from kartlegging_tui.services.compare_export import Export, document, spreadsheet
        from kartlegging_tui.tui.screens.handout import HandoutScreen

        if self._comparison is None or for_others is None:
            return
        export = Export(self._comparison, self._narrowing, language.current(), bool(for_others))

        def table() -> bytes:
            from kartlegging_tui.interchange.spreadsheet import csv_file

            return csv_file(spreadsheet(export))

        name = _("comparison-{number}").format(number=self._patient_id)
        self.app.push_screen(HandoutScreen(N_("Comparison"), name, lambda _spoken: document(export), False, table))
