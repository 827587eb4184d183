"""All about one form, for whoever keeps the forms: what is wrong with it, what its scenarios say, what is published."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from kartlegging_tui.language import N_, _
from kartlegging_tui.services.form_page import FormPage, form_page
from kartlegging_tui.services.listed_forms import ListedForm
from kartlegging_tui.tui.form_commands import ABOUT_ONE
from kartlegging_tui.tui.form_doing import FormDoing
from kartlegging_tui.tui.form_page_text import blocks
from kartlegging_tui.tui.screens.listing import BACK, BLOCK_MOVES, REFRESH, BlocksScreen
from kartlegging_tui.tui.widgets.form_list import title_of

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk


class FormScreen(FormDoing, BlocksScreen):
    """One form on a paper."""

    PLACE = N_("A form")
    COMMANDS = (*ABOUT_ONE, *BLOCK_MOVES, REFRESH, BACK)
    PATIENTS = False

    def __init__(self, desk: Desk, identifier: str) -> None:
        super().__init__(desk)
        self._identifier = identifier
        self._page: FormPage | None = None

    @property
    def form(self) -> ListedForm | None:
        return self._page.listed if self._page is not None else None

    @work(exclusive=True, group="page", exit_on_error=False)
    async def load(self) -> None:
        desk = self._desk
        desk.reread_forms()
        self._page = await asyncio.to_thread(
            form_page, desk.library, desk.publishing(), desk.form_use, self._identifier
        )
        self.show_words()

    def show_words(self) -> None:
        super().show_words()
        self.show_title(title_of(self.form) if self.form is not None else _("Form"))
        if self._page is not None:
            self.paper.show(blocks(self._page))
