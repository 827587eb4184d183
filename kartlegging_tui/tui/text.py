"""The only door by which text from people and files reaches the screen: never as markup."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from kartlegging_tui.domain.safe import is_unsafe, safe_text


def literal(text: str, style: str = "") -> Content:
    """`text` as it stands, brackets and all, with what a terminal could act on replaced."""
    content = Content(safe_text(text))
    return content.stylize(style) if style else content


class SafeLines(LineFilter):
    """The last gate before the terminal: takes out what it could act on, should a text have missed `literal`.

    What is taken out has no width on the screen, so that the line keeps its length.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [Segment(_harmless(segment.text), segment.style, segment.control) for segment in segments]


def _harmless(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(" " if character in "\n\t" else character for character in text if not is_unsafe(character))
