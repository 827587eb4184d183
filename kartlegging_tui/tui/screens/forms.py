"""The desk of whoever keeps the forms: which there are, how it stands with each, and what can be done. No patients."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal

from kartlegging_tui.language import N_, _, plural
from kartlegging_tui.services.form_page import form_page
from kartlegging_tui.services.listed_forms import ListedForm, listed_forms
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.everywhere import GO_TO
from kartlegging_tui.tui.form_commands import ABOUT_ONE, NEW_FORM, OPEN
from kartlegging_tui.tui.form_doing import FormDoing
from kartlegging_tui.tui.form_page_text import titled
from kartlegging_tui.tui.screens.house import HELP
from kartlegging_tui.tui.screens.listing import MOVES, REFRESH, RowsScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.form_list import FormList
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Paper
from kartlegging_tui.tui.widgets.words import Words

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

REST = 0.2
"""Seconds that the cursor rests on a form before all about it is read."""


class FormsScreen(FormDoing, RowsScreen):
    """Every form of the library, and beside the list all about the one at the cursor, where there is room."""

    PLACE = N_("Forms")
    COMMANDS = (OPEN, *ABOUT_ONE, REFRESH, *MOVES)
    PATIENTS = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    DEFAULT_CSS = """
    FormsScreen {
        & > #about { height: auto; padding: 0 1; margin: 0 0 1 0; color: $text-muted; }
        & > #body { height: 1fr; }
        & FormList { width: 1fr; }
        & #body > Paper { display: none; width: 42; border-left: solid $panel; }
        &.-wide #body > Paper { display: block; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._forms: list[ListedForm] | None = None

    def compose(self) -> ComposeResult:
        yield from self.head()
        yield Words(id="about")
        with Horizontal(id="body"):
            yield FormList()
            yield Paper()
        yield KeyBar(self.commands_now(), lines=2)

    def commands_now(self) -> tuple[Command, ...]:
        return (*self.COMMANDS, GO_TO, HELP)

    @property
    def rows(self) -> FormList:
        return self.query_one(FormList)

    @property
    def form(self) -> ListedForm | None:
        return self.rows.row

    def show_words(self) -> None:
        super().show_words()
        broken = sum(1 for form in self._forms or () if form.errors)
        wrong = plural("{count} with errors", "{count} with errors", broken).format(count=broken)
        self.show_title(_("Forms"), f"  {wrong}" if broken else "")
        folders = ", ".join(str(folder) for folder in self._desk.library.folders)
        self.query_one("#about", Words).say(literal(folders))
        self.rows.refresh()
        self._read_page()

    @work(exclusive=True, group="forms", exit_on_error=False)
    async def load(self) -> None:
        self._desk.reread_forms()
        self._forms = await asyncio.to_thread(listed_forms, self._desk.library)
        nothing = _("There are no forms in these folders. {key} begins one.").format(key=NEW_FORM.key_text)
        self.rows.show(self._forms, nothing)
        self.show_words()

    @on(FormList.Moved)
    def _moved(self) -> None:
        if self.has_class("-wide"):
            self._read_page()

    def on_resize(self) -> None:
        """Becoming wide shows all about the form at the cursor."""
        self.call_after_refresh(self._moved)

    @work(exclusive=True, group="page", exit_on_error=False)
    async def _read_page(self) -> None:
        form, paper = self.form, self.query_one(Paper)
        if form is None or not self.has_class("-wide"):
            paper.show(())
            return
        await asyncio.sleep(REST)
        page = await asyncio.to_thread(form_page, self._desk.library, self._desk.publishing(), None, form.id)
        paper.show(titled(page))

    def action_open(self) -> None:
        """All about the form at the cursor."""
        from kartlegging_tui.tui.screens.form import FormScreen

        if self.form is not None:
            self.app.push_screen(FormScreen(self._desk, self.form.id))
