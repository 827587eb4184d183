"""What can be done on a screen, by key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command, bindings
from kartlegging_tui.tui.everywhere import EVERYWHERE
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import PAGES, Block, Line, Paper, indented

KEYS_WIDTH = 12
"""Cells of the column with the keys; more where a key needs it."""

UP = Command("up", "up", "", "", "move(-1)", on_bar=False)
COMMANDS = (
    Command("close", "escape,enter,f1,space", N_("Close"), N_("Back to the screen."), "close"),
    Command("down", "down", N_("Scroll"), N_("A line down or up."), "move(1)", shown_keys="↑↓", other_way=UP),
    UP,
    *PAGES,
)


class HelpScreen(Dialog[None]):
    """The commands with their sentences; above them, a text about what the user was looking at."""

    PLACE = N_("Help")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COMMANDS)]
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
        & > Vertical {
            width: 76; max-width: 96%; height: auto; max-height: 90%;
            border: round $primary; background: $surface; padding: 0 1;
        }
        & Paper { height: auto; max-height: 100%; padding: 0; background: $surface; }
        & #title { margin: 0 0 1 0; }
        & KeyBar { dock: bottom; background: $surface; padding: 0; }
        & .body { height: auto; }
    }
    """

    def __init__(self, commands: Iterable[Command], text: str = "") -> None:
        super().__init__()
        self._commands = tuple(commands)
        self._text = text

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(literal(_("Help"), "bold"), id="title")
            yield Paper(self._blocks())
            yield KeyBar(COMMANDS)

    def _blocks(self) -> Iterable[Block]:
        if self._text:
            yield Block((*(Line(literal(part)) for part in self._text.splitlines()), Line()))
        groups = (self._commands, EVERYWHERE)
        width = max([KEYS_WIDTH, *(cell_len(command.key_text) + 1 for group in groups for command in group)])
        for group in groups:
            yield Block((*(_line(command, width) for command in group if command.help), Line()))

    def action_move(self, step: int) -> None:
        """A line up or down."""
        self.query_one(Paper).move(step)

    def action_page(self, step: int) -> None:
        """A page up or down."""
        self.query_one(Paper).page(step)

    def action_close(self) -> None:
        """Back."""
        self.dismiss(None)


def _line(command: Command, width: int) -> Line:
    name = literal(command.name_text, "bold").append(Content("  ")).append(literal(command.help_text))
    return indented(name, width, literal(command.key_text, "$accent bold"))
