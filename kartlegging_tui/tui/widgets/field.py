"""One thing to fill in: what it is, where to write it, and what is to be said about what is written."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from kartlegging_tui.language import _
from kartlegging_tui.tui.text import literal


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
        self.query_one(".label", Static).update(literal(_(self._label)))
        if isinstance(self.control, Input):
            self.control.placeholder = _(self._hint) if self._hint else ""
        self.control.refresh(layout=True)

    def tell(self, text: str, problem: bool = False) -> None:
        """Says this about what is written; nothing when it is empty."""
        note = self.query_one(".note", Static)
        note.update(literal(f"! {text}" if problem else text))
        note.set_class(bool(text), "shown")
        note.set_class(problem, "problem")
        self.set_class(problem, "problem")

    def on_descendant_focus(self) -> None:
        self.add_class("current")

    def on_descendant_blur(self) -> None:
        self.remove_class("current")

    @property
    def text(self) -> str:
        """What is written; empty where nothing can be."""
        return self.control.value.strip() if isinstance(self.control, Input) else ""


def text_input(value: str = "", max_length: int = 200) -> Input:
    """A line to write on. Tabbing into it never selects, so that a letter never replaces all."""
    return Input(value, compact=True, select_on_focus=False, max_length=max_length)
