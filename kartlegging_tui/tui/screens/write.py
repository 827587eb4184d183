"""A box for a few words: a need, a goal, a reason. Enter and Esc both keep them; Enter also goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.dialog import Dialog
from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.answer_box import AnswerBox
from kartlegging_tui.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from kartlegging_tui.services.boxes import Box

COMMANDS = (
    Command("write_on", "", N_("keep and go on"), N_("Keeps what is written, and goes on."), "", shown_keys="Enter"),
    Command(
        "write_stop", "", N_("keep and close"), N_("Keeps what is written, and closes the box."), "", shown_keys="Esc"
    ),
)
OR_NOT = (
    Command("write_on", "", N_("finished"), N_("Keeps what is written, and goes on."), "", shown_keys="Enter"),
    Command("write_not", "", N_("cancel"), N_("Nothing is done."), "", shown_keys="Esc"),
)
"""Where what is written is what is needed for doing something that can be left."""


@dataclass(frozen=True)
class Written:
    """What stood in the box."""

    text: str
    on: bool
    """True if the next question may come; False if one wants to go back."""


def offered(box: Box | None, kept: str) -> str:
    """Said above a text that was being written when the program ended; empty where there is none.

    `kept` is what stands in the records meanwhile.
    """
    if box is None or not box.unfinished:
        return ""
    told = _("You were writing this, and it is not kept yet.")
    return told + " " + _("Kept is: “{text}”").format(text=kept) if kept else told


class WriteScreen(Dialog[Written]):
    """Gives back what was written, on one line."""

    PLACE = N_("A box for a few words")
    AUTO_FOCUS = "AnswerBox"
    DEFAULT_CSS = """
    WriteScreen {
        align: center middle;
        & > Vertical {
            width: 72; max-width: 96%; height: auto; max-height: 96%;
            border: round $primary; background: $surface; padding: 0 1;
        }
        & .question { text-style: bold; height: auto; }
        & .offered { color: $warning; height: auto; max-height: 4; }
        & .about { color: $text-muted; height: auto; max-height: 6; }
        & .problem { color: $error; height: auto; display: none; }
        & .problem.shown { display: block; }
        & AnswerBox, & AnswerBox:focus { layer: default; position: relative; height: 3; margin: 1 0; }
        & KeyBar { dock: none; background: $surface; padding: 0; }
    }
    """

    def __init__(
        self,
        question: str,
        text: str = "",
        about: str = "",
        unclear: Callable[[str], str] = lambda text: "",
        or_not: bool = False,
        box: Box | None = None,
    ) -> None:
        """`unclear` says why what is written cannot be kept; then Enter stays, and Esc leaves it unsaid.

        With `or_not`, Esc leaves it unsaid always, and Enter where nothing is written. In `box` is kept what is being
        written, until it is left unsaid or is where it belongs (`ask`, or whoever opens it otherwise).
        """
        super().__init__()
        self._commands = OR_NOT if or_not else COMMANDS
        self._question = question
        self._text = text
        self._about = about
        self._unclear = unclear
        self._box = box

    def ask(self, app: App[Any], then: Callable[[Written | None], None]) -> None:
        """Opens it. `then` puts what is written where it belongs, or on its way there before anything that follows."""

        def left(written: Written | None) -> None:
            then(written)
            if self._box is not None:
                self._box.drop()  # after `then`: killed between the two, the text must be in one of them

        app.push_screen(self, left)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(literal(self._question), classes="question")
            if told := offered(self._box, self._text):
                yield Static(literal(told), classes="offered")
            if self._about:
                yield Static(literal(self._about), classes="about")
            box = AnswerBox()
            box.add_class("open")
            yield box
            yield Static(classes="problem")
            yield KeyBar(self._commands)

    def on_mount(self) -> None:
        box = self.query_one(AnswerBox)
        box.load_text((self._box.unfinished if self._box else "") or self._text)
        box.move_cursor(box.document.end)

    @on(AnswerBox.Changed)
    def _typed(self) -> None:
        text = self.query_one(AnswerBox).text
        if self._box is None or text == self._box.unfinished:
            return
        if text == self._text:
            self._box.drop()
        else:
            self._box.keep(text)

    @on(AnswerBox.Left)
    def _left(self, message: AnswerBox.Left) -> None:
        goes_on = message.key != "escape"
        text = " ".join(safe_text(message.text).split())
        why = self._unclear(text) if text else ""
        if why and goes_on:
            problem = self.query_one(".problem", Static)
            problem.update(literal(f"! {why}"))
            problem.add_class("shown")
            return
        unsaid = why or (self._commands is OR_NOT and not goes_on)
        if unsaid and self._box is not None:
            self._box.drop()
        self.dismiss(Written("" if unsaid else text, goes_on))
