"""Why the row at the cursor is found, beside a list where there is room, else under it when one asks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work

from kartlegging_tui.tui import asking_words
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.listing import RowsScreen
from kartlegging_tui.tui.widgets.paper import Paper

if TYPE_CHECKING:
    from kartlegging_tui.domain.worklist import WorklistRow
    from kartlegging_tui.services.asking import Found

REST = 0.15
"""Seconds without a key before what a user writes or points at is looked at."""


class WhyBeside(RowsScreen):
    """A screen with a list and a `Paper` in its `#body`."""

    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    DEFAULT_CSS = """
    WhyBeside {
        & #body > Paper { display: none; }
        &.-wide #body > Paper { display: block; width: 46; height: 1fr; border-left: solid $panel; }
        &.-narrow.-detail #body { layout: vertical; }
        &.-narrow.-detail #body > Paper { display: block; height: 60%; border-top: solid $panel; }
    }
    """

    def _pointed_at(self) -> tuple[Found, WorklistRow] | None:
        """The row at the cursor, with all that is found; None where nothing is, or not by a condition."""
        raise NotImplementedError

    def _show_why(self) -> None:
        pointed_at = self._pointed_at()
        if pointed_at is None or not self._shows_why:
            self.workers.cancel_group(self, "why")
            self.query_one(Paper).show(())
        else:
            self._read_why(*pointed_at)

    @work(exclusive=True, group="why", exit_on_error=False)
    async def _read_why(self, found: Found, row: WorklistRow) -> None:
        await asyncio.sleep(REST)
        parts = await asyncio.to_thread(self._desk.asking.why, found, row)
        self.query_one(Paper).show(asking_words.why(row, parts, found.today, self.has_class("-wide")))

    @property
    def _shows_why(self) -> bool:
        return self.has_class("-wide") or self.has_class("-detail")

    def on_resize(self) -> None:
        """Becoming wide or narrow shows or hides why."""
        self.call_after_refresh(self._show_why)

    def action_detail(self) -> None:
        """Shows why the row is found under the list, or hides it. On a wide screen it stands beside."""
        self.toggle_class("-detail")
        self.call_after_refresh(self._show_why)
