"""What a line of the form is made of: pieces of text, each with what it is, and text wrapped to a width."""

from __future__ import annotations

from enum import StrEnum

from rich.cells import cell_len, chop_cells

from kartlegging_tui.domain.safe import safe_text


class Ink(StrEnum):
    """What a span is, for its colour."""

    TEXT = "text"
    MUTED = "muted"
    KEY = "key"
    CHOSEN = "chosen"
    MARK = "mark"
    LAST = "last"
    WORSE = "worse"
    BETTER = "better"
    NOTE = "note"
    URGENT = "urgent"
    BOX = "box"
    HEADING = "heading"


Span = tuple[str, Ink]
Line = tuple[Span, ...]


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken at spaces where there are any."""
    width = max(width, 8)
    lines: list[str] = []
    for paragraph in safe_text(text).expandtabs(4).split("\n"):
        if cell_len(paragraph) <= width:
            lines.append(paragraph)
            continue
        line, room = "", width
        for word in paragraph.split(" "):
            length = cell_len(word)
            if length > room - bool(line) and line:
                lines.append(line)
                line, room = "", width
            while length > width:
                head, *rest = chop_cells(word, width)
                lines.append(head)
                word = "".join(rest)
                length = cell_len(word)
            line = f"{line} {word}" if line else word
            room = width - cell_len(line)
        lines.append(line)
    return lines
