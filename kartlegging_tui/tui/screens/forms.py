"""The desk of whoever keeps the forms: which there are, and trying them. No patients."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import OptionList, Static

from kartlegging_tui import language
from kartlegging_tui.domain.questionnaire import Questionnaire, Status
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.house import HouseScreen
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.banner import Banner
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.signed_in import SignedIn

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

TITLE = 36
"""Cells of the column with the titles: with ids of usual length, a form is one line of 80."""
STATUSES = {Status.DRAFT: N_("draft"), Status.ACTIVE: N_("in use"), Status.RETIRED: N_("retired")}


class FormsScreen(HouseScreen[None]):
    """Every form of the library; Enter tries one."""

    PLACE = N_("Forms")
    TAKEN = ("up", "down", "pageup", "pagedown", "home", "end")
    COMMANDS = (
        Command("try", "enter", N_("Try it"), N_("Fills the form as a nurse would; nothing is kept."), "try_form"),
        Command("refresh", "f5", N_("Refresh"), N_("Reads the files again."), "refresh_forms"),
    )
    AUTO_FOCUS = "OptionList"
    DEFAULT_CSS = """
    FormsScreen {
        & > #head { height: 1; padding: 0 1; }
        & #title { width: 1fr; text-style: bold; }
        & > #about { height: auto; padding: 1; color: $text-muted; }
        & > OptionList { height: 1fr; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._forms: list[Questionnaire] = []

    def compose(self) -> ComposeResult:
        with Horizontal(id="head"):
            yield Static(id="title")
            yield SignedIn(self._desk, patients=False)
        yield Banner()
        yield Static(id="about")
        yield OptionList()
        yield KeyBar(self.commands_now())

    def on_mount(self) -> None:
        self.action_refresh_forms()

    def show_words(self) -> None:
        super().show_words()
        self.query_one("#title", Static).update(literal(_("Forms"), "bold"))
        about = _(
            "The forms are YAML files. `kartlegging check` says what is wrong with them. Patients are not seen here."
        )
        folders = ", ".join(str(folder) for folder in self._desk.library.folders)
        self.query_one("#about", Static).update(literal(f"{about}\n{folders}"))
        forms = self.query_one(OptionList)
        place = forms.highlighted
        forms.clear_options()
        forms.add_options(self._line(form) for form in self._forms)
        forms.highlighted = place or 0

    def _line(self, form: Questionnaire) -> Content:
        title = form.title.to(language.current())
        state = _("needs a licence") if form.slot else _(STATUSES[form.status])
        name = set_cell_size(title, TITLE - 1) + "…" if cell_len(title) > TITLE else set_cell_size(title, TITLE)
        return literal(f" {name}  ") + literal(f"{form.id} {form.version} · {state}", "$text-muted")

    @work(exclusive=True, group="forms", exit_on_error=False)
    async def action_refresh_forms(self) -> None:
        """Reads the files again."""
        self._forms = await asyncio.to_thread(
            lambda: list(type(self._desk.library)(self._desk.library.folders).questionnaires())
        )
        self.show_words()

    @on(OptionList.OptionSelected)
    def action_try_form(self) -> None:
        """Fills the chosen form; nothing is kept."""
        from kartlegging_tui.services.preview import open_preview
        from kartlegging_tui.tui.screens.preview import PreviewScreen

        place = self.query_one(OptionList).highlighted
        if self._forms and place is not None:
            filling = open_preview(self._forms[place], contact_point=2, age=57, today=self.house.today())
            self.app.push_screen(PreviewScreen(filling))
