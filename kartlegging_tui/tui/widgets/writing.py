"""Where a text is written: the editor, what it offers to complete a word, and the line that asks what to find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.geometry import Offset
from textual.widgets import TextArea

from kartlegging_tui.language import _
from kartlegging_tui.tui.widgets.ask_line import AskLine
from kartlegging_tui.tui.widgets.suggestions import STEERING, Offered, Suggestions
from kartlegging_tui.tui.widgets.words import Words
from kartlegging_tui.tui.widgets.yaml_editor import YamlEditor

FIND, LINE = "find", "line"


class Candidate(Offered, Protocol):
    """Something that can be put in at the cursor."""

    @property
    def text(self) -> str:
        """What is put in."""


class Completion(Protocol):
    """What can be put in, and in the place of what."""

    @property
    def start(self) -> int:
        """Index of the first character that it replaces."""

    @property
    def end(self) -> int:
        """Index after the last."""

    @property
    def candidates(self) -> Sequence[Candidate]:
        """The likeliest first."""


class Writing(Container):
    """An editor with its helpers around it."""

    DEFAULT_CSS = """
    Writing {
        width: 1fr; height: 1fr; layers: base over;
        & #place { height: 2; padding: 0 1; background: $surface; }
    }
    """

    def __init__(self, text: str, completes: Callable[[str, int], Completion | None]) -> None:
        """`completes` says what can stand at an index of the text."""
        super().__init__()
        self._text = text
        self._completes = completes
        self._offer: Completion | None = None
        self._sought = ""
        self._from = (0, 0)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield YamlEditor(self._text)
            yield AskLine()
            yield Words(id="place")
        yield Suggestions()

    @property
    def editor(self) -> YamlEditor:
        """The text."""
        return self.query_one(YamlEditor)

    @property
    def place(self) -> Words:
        """Two lines below it: about where the cursor is."""
        return self.query_one("#place", Words)

    def focus_text(self) -> None:
        """To the text; whatever lay over it is gone."""
        self.query_one(AskLine).close()
        self.close_offer()
        self.editor.focus()

    # Completing

    def complete(self) -> None:
        """Offers what can stand at the cursor."""
        self._show_offer(asked=True)

    def close_offer(self) -> None:
        """Offers nothing any more."""
        self._offer = None
        self.editor.steers = frozenset()
        self.query_one(Suggestions).close()

    def _show_offer(self, asked: bool) -> None:
        offer = self._completes(self.editor.kept_text, self.editor.index)
        if offer is None or not offer.candidates:
            self.close_offer()
            if asked:
                self.notify(_("Nothing is known that could stand here."), markup=False)
            return
        if asked and len(offer.candidates) == 1:
            self._put(offer, offer.candidates[0])
            return
        self._offer = offer
        self.editor.steers = STEERING
        column = self.editor.index - offer.start
        cursor = self.editor.cursor_screen_offset - self.region.offset - Offset(column, 0)
        self.query_one(Suggestions).offer(offer.candidates, cursor, self.size)

    def _put(self, offer: Completion, candidate: Candidate) -> None:
        self.close_offer()
        # Put in by the editor itself: Textual lets a message bubble no further than to the widget that caused it, and
        # the screen would not hear that the text has changed.
        self.editor.call_later(self.editor.put, offer.start, offer.end, candidate.text)

    @on(YamlEditor.Asked)
    def _asked(self) -> None:
        self.complete()

    @on(YamlEditor.Typed)
    def _typed(self) -> None:
        if self._offer is not None:
            self._show_offer(asked=False)

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        if self._offer is not None and not self._offer.start <= self.editor.index:
            self.close_offer()

    @on(YamlEditor.Steering)
    def _steered(self, message: YamlEditor.Steering) -> None:
        list_ = self.query_one(Suggestions)
        steps = {"up": -1, "down": 1, "pageup": -6, "pagedown": 6}
        if message.key in steps:
            list_.move(steps[message.key])
        elif message.key == "escape" or self._offer is None:
            self.close_offer()
        else:
            self._put(self._offer, self._offer.candidates[list_.place])

    # Finding

    def find(self) -> None:
        """Asks for words, and shows where they are while they are typed."""
        self._from = self.editor.cursor_location
        self.query_one(AskLine).ask(FIND, _("Find:"), self._sought)

    def find_next(self) -> None:
        """The same words again, further down; from the top at the end."""
        if not self._sought:
            self.find()
        elif not self._show_found(after=True):
            self.notify(_("Not in the text: {words}").format(words=self._sought), markup=False)

    def ask_line(self) -> None:
        """Asks for the number of a line."""
        self.query_one(AskLine).ask(LINE, _("To line:"))

    @on(AskLine.Typed)
    def _sought_typed(self, message: AskLine.Typed) -> None:
        if message.about == FIND:
            self._sought = message.text
            self.editor.move_cursor(self._from)
            if self._sought:
                self._show_found(after=False)

    @on(AskLine.Entered)
    def _entered(self, message: AskLine.Entered) -> None:
        if message.about == LINE:
            self.focus_text()
            if message.text.strip().isdecimal():
                self.editor.go(min(int(message.text), self.editor.document.line_count))
        elif message.text == self._sought and message.text:
            self.focus_text()
            if not self._show_found(after=False):
                self.notify(_("Not in the text: {words}").format(words=self._sought), markup=False)
        else:
            self.focus_text()

    @on(AskLine.Left)
    def _left(self) -> None:
        self.focus_text()

    def _show_found(self, after: bool) -> bool:
        lines = [line.casefold() for line in self.editor.document.lines]
        words = self._sought.casefold()
        row, column = min(self.editor.selection)
        column += after
        for step in range(len(lines) + 1):
            here = (row + step) % len(lines)
            found = lines[here].find(words, column if step == 0 else 0)
            if found >= 0:
                self.editor.go(here + 1, found + 1, found + len(words) + 1)
                return True
        return False
