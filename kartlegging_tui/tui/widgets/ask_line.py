"""A line below a text that asks for a few letters: what to find, which line to go to."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from kartlegging_tui.tui.text import literal


class AskLine(Horizontal):
    """Out of the way until something is asked."""

    DEFAULT_CSS = """
    AskLine {
        display: none; height: 1; background: $panel;
        & Static { width: auto; padding: 0 1; text-style: bold; }
        & Input { width: 1fr; }
        &.open { display: block; layout: horizontal; }
    }
    """

    @dataclass
    class Typed(Message):
        """What stands in the box now."""

        about: str
        text: str

    @dataclass
    class Entered(Message):
        """Enter: what stands in the box is meant."""

        about: str
        text: str

    class Left(Message):
        """Esc: nothing more is asked."""

    about = ""
    """What is asked for, as the screen calls it."""

    def compose(self) -> ComposeResult:
        yield Static()
        yield Input(compact=True, select_on_focus=False)

    def ask(self, about: str, label: str, text: str = "") -> None:
        """Asks; `label` stands before the box."""
        self.about = about
        self.query_one(Static).update(literal(label))
        box = self.query_one(Input)
        box.cursor_blink = False
        with box.prevent(Input.Changed):
            box.value = text
        self.add_class("open")
        box.focus()

    def close(self) -> None:
        """Out of the way again."""
        self.remove_class("open")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(self.about, event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered(self.about, event.value))

    def on_key(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            self.post_message(self.Left())
