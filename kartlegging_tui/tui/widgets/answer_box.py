"""The box that lies over the question being typed in. In it letters are text; Enter or Esc leaves it, and keeps all."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.widgets import TextArea


class AnswerBox(TextArea):
    """One box, moved to where it is needed."""

    DEFAULT_CSS = """
    AnswerBox, AnswerBox:focus {
        layer: box;
        display: none;
        position: absolute;
        height: 1;
        border: none;
        padding: 0;
        background: $panel;
        background-tint: transparent;
        scrollbar-size: 0 0;
        &.open { display: block; }
    }
    """

    class Left(Message):
        """The box was left, by Enter or Esc, with what stands in it."""

        def __init__(self, text: str, key: str) -> None:
            super().__init__()
            self.text = text
            self.key = key

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, show_line_numbers=False, compact=True, tab_behavior="focus")
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def open(self, text: str, region: Region) -> None:
        """Opens over `region` of its container."""
        self.place(region)
        self.load_text(text)
        self.move_cursor(self.document.end)
        self.add_class("open")
        self.focus()

    def place(self, region: Region) -> None:
        """Moves to `region` of its container."""
        self.styles.offset = (region.x, region.y)
        self.styles.width = region.width
        self.styles.height = region.height

    def close(self) -> None:
        """Out of the way."""
        self.remove_class("open")

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "escape", "tab", "shift+tab"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left(self.text, event.key))
        elif event.key == "ctrl+j":
            event.stop()
            event.prevent_default()
            self.insert("\n")
        else:
            await super()._on_key(event)
