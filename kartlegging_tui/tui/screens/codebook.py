"""The codebook of a form: every question, option, code and condition in words."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import work

from kartlegging_tui import language
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.codebook import codebook
from kartlegging_tui.tui.document_text import blocks
from kartlegging_tui.tui.screens.listing import BACK, BLOCK_MOVES, BlocksScreen
from kartlegging_tui.tui.widgets.paper import Block

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk


class CodebookScreen(BlocksScreen):
    """One form, to read. `kartlegging codebook` writes it to a file."""

    PLACE = N_("Codebook")
    COMMANDS = (*BLOCK_MOVES, BACK)
    PATIENTS = False

    def __init__(self, desk: Desk, form: Questionnaire) -> None:
        super().__init__(desk)
        self._form = form
        self._blocks: tuple[Block, ...] = ()

    @work(exclusive=True, group="codebook", exit_on_error=False)
    async def load(self) -> None:
        spoken = language.current()
        self._blocks = await asyncio.to_thread(lambda: tuple(blocks(codebook(self._form, spoken))))
        self.show_words()

    def show_words(self) -> None:
        super().show_words()
        self.show_title(_("Codebook"))
        self.paper.show(self._blocks)
