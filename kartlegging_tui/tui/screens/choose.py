"""One short question with a few answers: a digit gives one, Enter the one that is likely, Esc none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from kartlegging_tui.language import N_
from kartlegging_tui.tui.commands import Command, bindings
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.screens.pick import Choice
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.key_bar import KeyBar
from kartlegging_tui.tui.widgets.paper import Block, Paper, indented

UP = Command("give_previous", "up", "", "", "move(-1)", on_bar=False)
COMMANDS = (
    Command("give", "", N_("answer"), N_("Gives the answer with this number."), "", shown_keys=N_("1–9")),
    Command("give_chosen", "enter", N_("the chosen one"), N_("Gives the answer that is pointed at."), "give"),
    Command(
        "give_next",
        "down",
        N_("choose"),
        N_("Points at the next answer, or the one before."),
        "move(1)",
        shown_keys="↑↓",
        other_way=UP,
    ),
    UP,
    Command("give_none", "escape", N_("back"), N_("Gives no answer."), "none"),
)
IN = 5


class ChooseScreen(Dialog[object | None]):
    """Gives back the key of the answer; None where it was left with Esc."""

    PLACE = N_("A question with a few answers")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(COMMANDS)]
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    ChooseScreen {
        align: center middle;
        & > Vertical {
            width: 72; max-width: 96%; height: auto; max-height: 96%;
            border: round $primary; background: $surface; padding: 0 1;
        }
        & .question { text-style: bold; height: auto; }
        & .about { color: $text-muted; height: auto; max-height: 6; }
        & Paper { height: auto; max-height: 14; margin: 1 0 0 0; padding: 0; background: $surface; }
        & KeyBar { dock: none; background: $surface; padding: 0; }
    }
    """

    def __init__(self, question: str, choices: Sequence[Choice], likely: int = 0, about: str = "") -> None:
        """`likely` is the place, from 0, of the answer that Enter gives; `about` stands under the question."""
        super().__init__()
        self._question = question
        self._about = about
        self._choices = tuple(choices)
        self._likely = likely

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(literal(self._question), classes="question")
            if self._about:
                yield Static(literal(self._about), classes="about")
            yield Paper(self._blocks())
            yield KeyBar(COMMANDS)

    def on_mount(self) -> None:
        self.query_one(Paper).show(self._blocks(), self._likely)

    def _blocks(self) -> Iterator[Block]:
        for place, choice in enumerate(self._choices):
            number = str(place + 1) if place < 9 else " "
            detail = literal(f"  {choice.detail}" if choice.detail else "", "$text-muted")
            yield Block((indented(literal(choice.text) + detail, IN, literal(f"  {number}", "bold $accent")),), place)

    def on_key(self, event: events.Key) -> None:
        if event.character and event.character in "123456789"[: len(self._choices)]:
            event.stop()
            self.dismiss(self._choices[int(event.character) - 1].key)

    def action_move(self, step: int) -> None:
        """Points at the next answer."""
        self.query_one(Paper).move(step)

    @on(Paper.Chosen)
    def action_give(self) -> None:
        """Gives the answer that is pointed at."""
        place = self.query_one(Paper).key
        if isinstance(place, int):
            self.dismiss(self._choices[place].key)

    def action_none(self) -> None:
        """Gives no answer."""
        self.dismiss(None)
