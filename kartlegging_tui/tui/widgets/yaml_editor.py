"""Writing YAML: what the keys do in the text, and what is told to the screen around it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import Selection
from textual.document._edit import Edit
from textual.message import Message
from textual.widgets import TextArea

from kartlegging_tui.tui.edit_commands import COMPLETE
from kartlegging_tui.tui.widgets.yaml_area import INDENT, YamlArea

_OURS = ("f6", "f7")
"""Keys of a text area's own that are other commands of the house here."""


class YamlEditor(YamlArea, inherit_bindings=False):
    """Edits one text. The screen around it is told what has changed, and says what is wrong."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(binding for binding in TextArea.BINDINGS if getattr(binding, "key", "") not in _OURS),
        Binding("ctrl+home", "to_an_end(False)", show=False),
        Binding("ctrl+end", "to_an_end(True)", show=False),
    ]

    class Typed(Message):
        """A letter was typed, or one was deleted: what completes the word may be another now."""

    class Asked(Message):
        """Tab after a word: what could it become?"""

    class Steering(Message):
        """A key for what is offered over the text."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    clipboard: ClassVar[str] = ""
    """What was cut or copied here. Within the program: nothing goes to the desktop's clipboard."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.steers: frozenset[str] = frozenset()
        """Keys that steer what is offered over the text instead of the cursor."""

    def action_copy(self) -> None:
        """Within the program."""
        if self.selected_text:
            type(self).clipboard = self.selected_text

    def action_cut(self) -> None:
        """The selection, or the line."""
        if not self.selected_text:
            self.action_select_line()
        type(self).clipboard = self.selected_text
        self.delete(*self.selection)

    def action_paste(self) -> None:
        """What was cut or copied here."""
        if type(self).clipboard and (result := self._replace_via_keyboard(type(self).clipboard, *self.selection)):
            self.move_cursor(result.end_location)

    def action_to_an_end(self, last: bool) -> None:
        """To the beginning of the text, or to its end."""
        self.move_cursor(self.document.end if last else (0, 0))

    # Typing

    async def _on_paste(self, event: events.Paste) -> None:
        """Most terminals send a carriage return for the end of a line; the text area itself does the pasting."""
        event.text = event.text.replace("\r\n", "\n").replace("\r", "\n")

    async def _on_key(self, event: events.Key) -> None:
        if event.key in self.steers:
            event.stop()
            event.prevent_default()
            self.post_message(self.Steering(event.key))
        elif event.key == "ctrl+@" and "ctrl+space" in COMPLETE.keys_now:  # what most terminals send for it
            event.stop()
            self.post_message(self.Asked())
        elif event.key in ("tab", "shift+tab", "enter"):
            event.stop()
            event.prevent_default()
            {"tab": self._tab, "shift+tab": self._outdent, "enter": self._new_line}[event.key]()
        else:
            await super()._on_key(event)
            if event.is_printable or event.key in ("backspace", "delete"):
                self.post_message(self.Typed())

    def _tab(self) -> None:
        row, column = self.cursor_location
        line = self.document.get_line(row)
        if self.selection.start[0] != self.selection.end[0]:
            self._shift(INDENT)
        elif column and not line[column - 1].isspace() and line[column - 1] != "-":
            self.post_message(self.Asked())
        else:
            self.insert(" " * (INDENT - column % INDENT))

    def _outdent(self) -> None:
        self._shift(-INDENT)

    def _shift(self, by: int) -> None:
        """Moves the lines of the selection in or out."""
        (top, _column), (bottom, _end) = sorted(self.selection)
        row, column = self.cursor_location
        for line in range(top, bottom + 1):
            text = self.document.get_line(line)
            spaces = len(text) - len(text.lstrip(" "))
            if by > 0 and text:
                self.edit(Edit(" " * by, (line, 0), (line, 0), False))
            elif spaces:
                self.edit(Edit("", (line, 0), (line, min(-by, spaces)), False))
        if top == bottom:
            self.move_cursor((row, max(column + by, 0)))
        else:
            self.selection = Selection((top, 0), (bottom, len(self.document.get_line(bottom))))

    def _new_line(self) -> None:
        """A line below begins where this one does; after a key that opens something, further in."""
        start, end = self.selection
        row, column = min(start, end)
        line = self.document.get_line(row)[:column]
        bare = line.lstrip(" ")
        indent = len(line) - len(bare)
        if bare.startswith("- ") and not bare.endswith(":"):
            indent += INDENT
        elif bare.rstrip().endswith((":", "|", ">", ">-")) and not bare.startswith("#"):
            indent += INDENT * (2 if bare.startswith("- ") else 1)
        self._replace_via_keyboard("\n" + " " * indent, start, end)
