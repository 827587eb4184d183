"""A text area for YAML as it is drawn: coloured, with line numbers, and with what is wrong marked where it stands.

Made for forms of a thousand questions, where Textual's own area takes 150 ms for a key: only what is on the screen is
coloured, a line that has not changed is not drawn anew, and how high the text is does not have to be counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.cache import LRUCache
from textual.document._document import EditResult, Selection
from textual.document._document_navigator import DocumentNavigator
from textual.document._edit import Edit
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea

from kartlegging_tui.definitions.findings import Finding, Severity
from kartlegging_tui.tui.shielded import shielded, shown, unshielded

INDENT = 2
SIGNS = {Severity.ERROR: "●", Severity.WARNING: "▲"}
"""What stands before the number of a line with an error, and of one with a warning."""
INKS = ("key", "text", "number", "word", "comment", "sign")
_QUERY = """
(boolean_scalar) @word
(null_scalar) @word
[(double_quote_scalar) (single_quote_scalar) (block_scalar) (string_scalar)] @text
[(integer_scalar) (float_scalar)] @number
(comment) @comment
["," "-" ":" ">" "?" "|" "[" "]" "{" "}"] @sign
(block_mapping_pair key: (flow_node) @key)
(flow_mapping (_ key: (flow_node) @key))
"""
LONGEST = 2000
"""Characters of a line. With longer ones nothing is wrapped or coloured: what some other
program has written on one line of 100,000 characters would take seconds a key."""
_AHEAD = 10
"""Lines that are coloured before and after those on the screen."""
_WORD_END = re.compile(r"[^\s,\]}]+|$")


class _Wrapped(WrappedDocument):
    """Knows how high it is."""

    @property
    def height(self) -> int:
        return len(self._offset_to_line_info)


class YamlArea(TextArea):
    """Holds one text, and shows what is wrong with it."""

    COMPONENT_CLASSES = {f"yaml--{ink}" for ink in INKS} | {"yaml--error", "yaml--warning"}
    DEFAULT_CSS = """
    YamlArea, YamlArea:focus {
        border: none; padding: 0; background: $background; background-tint: transparent;
        scrollbar-size-vertical: 1; scrollbar-size-horizontal: 0; overflow-x: hidden; overflow-y: scroll;
        & .yaml--key { color: $primary; }
        & .yaml--text { color: $foreground; }
        & .yaml--number { color: $accent; }
        & .yaml--word { color: $accent; }
        & .yaml--comment { color: $text-muted; text-style: italic; }
        & .yaml--sign { color: $text-muted; }
        & .yaml--error { color: $error; text-style: bold; }
        & .yaml--warning { color: $warning; text-style: bold; }
        & .text-area--cursor { color: $input-cursor-foreground; background: $input-cursor-background; }
        & .text-area--gutter { color: $text-muted; }
        & .text-area--cursor-gutter { color: $foreground; background: $surface; text-style: bold; }
        & .text-area--cursor-line { background: $surface; }
        & .text-area--selection { background: $input-selection-background; color: $foreground; }
        & .text-area--matching-bracket { background: $input-selection-background; }
    }
    """

    def __init__(self, text: str) -> None:
        self._coloured = (0, 0)
        self._marks: dict[int, list[Finding]] = {}
        self._marked: list[int] = []
        self._wrapped_for: tuple[object, ...] = ()
        self._drawn: LRUCache[tuple[object, ...], Strip] = LRUCache(1024)
        super().__init__(
            shielded(text),
            soft_wrap=_wraps(text),
            show_line_numbers=True,
            compact=True,
            tab_behavior="focus",
            language=None,
        )
        self.cursor_blink = False
        self.indent_width = INDENT
        if self.soft_wrap:
            self._speak_yaml()

    def _speak_yaml(self) -> None:
        """Without the library for it there are no colours, and all else works."""
        try:
            import tree_sitter_yaml
            from tree_sitter import Language
        except ImportError:
            return
        self.register_language("yaml", Language(tree_sitter_yaml.language()), _QUERY)
        self.language = "yaml"

    # The text

    @property
    def kept_text(self) -> str:
        """The text as it belongs in the file."""
        return unshielded(self.document.text)

    def show_text(self, text: str) -> None:
        """Puts another text there, as one change that can be undone; the cursor stays on its line."""
        row, column = self.cursor_location
        top = self.scroll_offset
        before, after = self.document.text, shielded(text)
        if before == after:
            return
        start, end, middle = _difference(before, after)
        self.edit(Edit(middle, self._location(before, start), self._location(before, end), False))
        self.move_cursor((row, column))
        self.scroll_to(*top, animate=False, immediate=True)

    def put(self, start: int, end: int, text: str) -> None:
        """Puts a text in the place of another, given by indices; the cursor stands behind it."""
        whole = self.document.text
        result = self.edit(Edit(shielded(text), self._location(whole, start), self._location(whole, end), False))
        self.move_cursor(result.end_location)

    @property
    def index(self) -> int:
        """The index of the character at the cursor."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    @staticmethod
    def _location(text: str, index: int) -> tuple[int, int]:
        before = text[:index]
        return before.count("\n"), index - (before.rfind("\n") + 1)

    def go(self, line: int, column: int = 1, end: int | None = None) -> None:
        """Puts the cursor on a line and a column, from 1, with some lines around it on the screen."""
        start = (line - 1, column - 1)
        self.selection = Selection(start, start) if end is None else Selection((line - 1, end - 1), start)
        self.record_cursor_width()
        self.history.checkpoint()
        self.scroll_cursor_visible(center=True)

    def edit(self, edit: Edit) -> EditResult:
        """Every change goes through here: typed, pasted, completed."""
        edit.text = shielded(edit.text)
        if self.soft_wrap and not _wraps(edit.text):
            self.soft_wrap = False
        return super().edit(edit)

    def load_text(self, text: str) -> None:
        """Begins with another text; nothing before it can be undone."""
        super().load_text(shielded(text))

    # Marking

    def mark(self, findings: Iterable[Finding]) -> None:
        """Marks these, each at its place."""
        marks: dict[int, list[Finding]] = {}
        for finding in findings:
            marks.setdefault(finding.line - 1, []).append(finding)
        if marks != self._marks:
            self._marks, self._marked = marks, sorted(marks)
            self.refresh()

    def next_marked(self, line: int) -> int | None:
        """The next line with a mark after a line (both from 1), from the top again at the end; None without marks."""
        if not self._marked:
            return None
        place = bisect_left(self._marked, line)
        return self._marked[place % len(self._marked)] + 1

    @property
    def gutter_width(self) -> int:
        """Room for the sign before the number."""
        return super().gutter_width + 2

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: nothing in it acts on the terminal, and what is wrong is underlined."""
        self._colour(line_index)
        text = Text(shown(self.document.get_line(line_index)), end="", no_wrap=True)
        for finding in self._marks.get(line_index, ()):
            start, end = extent(finding, text.plain)
            text.stylize("underline", start, end)
        return text

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self.wrapped_document = _Wrapped(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Only where the width is another: wrapping a large form takes a tenth of a second."""
        wrapped_for = self.wrapped_document, self.wrap_width, self.gutter_width
        if wrapped_for == self._wrapped_for:
            self._refresh_size()
        elif self.size.width:
            self._wrapped_for = wrapped_for
            self._drawn.clear()
            super()._rewrap_and_refresh_virtual_size()

    def render_line(self, y: int) -> Strip:
        """A line of the screen; as it was drawn before, where nothing about it has changed."""
        place = y + self.scroll_offset.y
        if place >= self.wrapped_document.height:
            return Strip.blank(self.size.width, self.rich_style)
        line, section = self.wrapped_document._offset_to_line_info[place]
        (top, _), (bottom, _) = sorted(self.selection)
        if top <= line <= bottom or self._matching_bracket_location is not None:
            return self._marked_line(y, line, section)
        self._colour(line)
        key = (
            *(line, section, self.document.get_line(line), tuple(self._highlights.get(line, ()))),
            *(tuple(self.wrapped_document.get_offsets(line)), tuple(self._marks.get(line, ()))),
            *(self.size.width, self.gutter_width, self.has_focus),
            self.scroll_offset.x,
        )
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._drawn[key] = self._marked_line(y, line, section)
        return strip

    def _bare_line(self, line: int) -> Strip:
        """What of a very long line is on the screen, and the cursor in it."""
        left, room = self.scroll_offset.x, max(self.size.width - self.gutter_width, 1)
        text = Text(shown(self.document.get_line(line)[left : left + room]), end="", no_wrap=True)
        row, column = self.cursor_location
        if row == line and self._draw_cursor and left <= column < left + room:
            text.pad_right(1)
            text.stylize(self.get_component_rich_style("text-area--cursor"), column - left, column - left + 1)
        number = Segment(f"{line + 1:>{self.gutter_width - 2}}  ", self.get_component_rich_style("text-area--gutter"))
        strip = Strip([number, *text.render(self.app.console)])
        return strip.adjust_cell_length(self.size.width, self.rich_style).apply_style(self.rich_style)

    def _marked_line(self, y: int, line: int, section: int) -> Strip:
        long = len(self.document.get_line(line)) > LONGEST
        strip = self._bare_line(line) if long else self._render_line(y)
        findings = self._marks.get(line)
        if not findings or section:
            return strip
        severity = min(findings, key=lambda finding: finding.severity is not Severity.ERROR).severity
        gutter, *rest = list(strip)
        style = (gutter.style or Style()) + self.get_component_rich_style(f"yaml--{severity.value}", partial=True)
        sign = Segment(f"{SIGNS[severity]} ", style)
        return Strip([sign, Segment(gutter.text[2:], gutter.style), *rest], strip.cell_length)

    # Colours

    def notify_style_update(self) -> None:
        self._drawn.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Takes the colours from the stylesheet, where the house has them: another theme has others."""
        inks = {ink: self.get_component_rich_style(f"yaml--{ink}", partial=True) for ink in INKS}
        if inks != self._theme.syntax_styles:
            self._theme.syntax_styles = inks
            self._drawn.clear()
        return super().render_lines(crop)

    def _build_highlight_map(self) -> None:
        """Only says that what was coloured is so no longer."""
        self._highlights.clear()
        self._coloured = (0, 0)

    def _colour(self, line: int) -> None:
        first, last = self._coloured
        if self._highlight_query is None or not self.soft_wrap or first <= line < last:
            return
        first, last = max(line - _AHEAD, 0), line + _AHEAD + self.size.height
        self._coloured = (first, last)
        self._highlights.clear()
        captures = self.document.query_syntax_tree(self._highlight_query, (first, 0), (last, 0))
        for ink in INKS[1:] + INKS[:1]:  # what is laid on last is seen: a key is a text too
            for node in captures.get(ink, ()):
                (top, left), (bottom, right) = node.start_point, node.end_point
                for row in range(max(top, first), min(bottom, last) + 1):
                    start, end = left if row == top else 0, right if row == bottom else None
                    self._highlights[row].append((start, end, ink))


def _wraps(text: str) -> bool:
    """False where a line is too long to be wrapped."""
    return len(text) <= LONGEST or max(map(len, text.split("\n"))) <= LONGEST


def extent(finding: Finding, line: str) -> tuple[int, int]:
    """Which characters of its line a finding is about; from its column to the end of the word where it says no more."""
    start = min(finding.column - 1, max(len(line) - 1, 0))
    if finding.end > finding.column:
        return start, finding.end - 1
    match = _WORD_END.match(line, start)
    return start, max(match.end() if match else start, start + 1)


def _difference(before: str, after: str) -> tuple[int, int, str]:
    """What has to be replaced: from where to where, and by what."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    tail = 0
    while tail < min(len(before), len(after)) - start and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    return start, len(before) - tail, after[start : len(after) - tail]
