"""Two texts side by side in one column: what only one of them has, with a few lines around it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command, bindings
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import PAGES, Block, Line, Paper, indented

UP = Command("up", "up", "", "", "move(-1)", on_bar=False)
COMMANDS = (
    Command("down", "down", N_("Scroll"), N_("A line down or up."), "move(1)", shown_keys="↑↓", other_way=UP),
    UP,
    *PAGES,
    Command("close", "escape,enter,f1,space", N_("Close"), N_("Back to the screen."), "close"),
)
STYLES = {"-": "$error", "+": "$success", "@": "bold $primary"}
_PLACE = re.compile(r"@@ -\d+(?:,\d+)? \+(\d+)")
"""Where a stretch begins in the text of the editor."""
MOST_LINES = 4000
"""Comparing takes the square of the lines that differ; beyond this, only the beginning is compared."""


class DifferenceScreen(Dialog[None]):
    """Lines that one text lacks begin with `-` or `+`."""

    PLACE = N_("Two texts and how they differ")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COMMANDS)]
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    DifferenceScreen {
        align: center middle;
        & > Vertical {
            width: 96%; max-width: 110; height: auto; max-height: 92%;
            border: round $primary; background: $surface; padding: 0 1;
        }
        & #title { text-style: bold; margin: 0 0 1 0; height: auto; }
        & Paper { height: auto; max-height: 100%; padding: 0; background: $surface; }
        & KeyBar { dock: bottom; background: $surface; padding: 0; }
    }
    """

    def __init__(self, mine: str, theirs: str) -> None:
        super().__init__()
        self._mine, self._theirs = mine, theirs

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(literal(_("− in the file   + in the editor")), id="title")
            yield Paper(self._blocks())
            yield KeyBar(COMMANDS)

    def _blocks(self) -> Iterator[Block]:
        theirs, mine = (text.split("\n")[:MOST_LINES] for text in (self._theirs, self._mine))
        lines = list(difflib.unified_diff(theirs, mine, lineterm="", n=2))[2:]
        if not lines:
            yield Block((Line(literal(_("No difference."))),))
        for line in lines:
            sign, text = line[:1], line[1:]
            if place := _PLACE.match(line):
                yield Block((Line(literal(_("Line {line}:").format(line=place[1]), STYLES[sign])),))
                continue
            lead = literal({"-": "− "}.get(sign, f"{sign} "), STYLES.get(sign, "$text-muted"))
            yield Block((indented(literal(text, STYLES.get(sign, "$text-muted")), 2, lead),))

    def action_move(self, step: int) -> None:
        """A line up or down."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page up or down."""
        self.query_one(Paper).page(step)

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)
