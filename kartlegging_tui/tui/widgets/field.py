"""One thing to fill in: what it is, where to write it, and what is to be said about what is written."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.text import literal

PREVIOUS = Command("previous_field", "up", "", "", "app.focus_previous", on_bar=False)
FIELDS = (
    Command(
        "next_field",
        "down",
        N_("Move"),
        N_("To the next field or the one before."),
        "app.focus_next",
        shown_keys="↑↓",
        other_way=PREVIOUS,
    ),
    PREVIOUS,
)
"""Going from field to field, on every screen with fields."""
WRITTEN = (
    *"abcdefghijklmnopqrstuvwxyzæøå0123456789",
    *("left", "right", "home", "end", "backspace", "delete", "space"),
)
"""What is written in a field, or moves in it, or chooses: no command of a screen with fields can be on these."""


class Field(Vertical):
    """A label, a control, and a note below that takes no room while there is nothing to say."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        & > Horizontal { height: auto; }
        & .label { width: 22; padding: 0 1 0 0; }
        & .note { height: auto; margin: 0 0 0 22; display: none; }
        & .note.shown { display: block; }
        &.current .label { text-style: bold; }
    }
    """

    def __init__(self, label: str, control: Widget, hint: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = label
        self._hint = hint
        self.control = control

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(classes="label")
            yield self.control
        yield Static(classes="note")

    def show_words(self) -> None:
        """In the language spoken."""
        self._show_label()
        if isinstance(self.control, Input):
            self.control.placeholder = _(self._hint) if self._hint else ""
        self.control.refresh(layout=True)

    def _show_label(self) -> None:
        """With a sign where one writes: the box may have no colour of its own."""
        sign = "▸ " if self.has_class("current") else "  "
        self.query_one(".label", Static).update(literal(sign + _(self._label)))

    def tell(self, text: str, problem: bool = False) -> None:
        """Says this about what is written; nothing when it is empty."""
        note = self.query_one(".note", Static)
        note.update(literal(f"! {text}" if problem else text))
        note.set_class(bool(text), "shown")
        note.set_class(problem, "problem")
        self.set_class(problem, "problem")

    def on_descendant_focus(self) -> None:
        self.add_class("current")
        self._show_label()

    def on_descendant_blur(self) -> None:
        self.remove_class("current")
        self._show_label()

    @property
    def text(self) -> str:
        """What is written; empty where nothing can be."""
        return self.control.value.strip() if isinstance(self.control, Input) else ""


def text_input(value: str = "", max_length: int = 200) -> Input:
    """A line to write on. Tabbing into it never selects, so that a letter never replaces all."""
    return Input(value, compact=True, select_on_focus=False, max_length=max_length)
