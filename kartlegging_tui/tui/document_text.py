"""A document on the screen: headings, lists and tables as they will stand on paper, wrapped to the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kartlegging_tui.tui.text import literal
from kartlegging_tui.tui.widgets.paper import Block, Line, indented

if TYPE_CHECKING:
    from kartlegging_tui.interchange.document import Block as Part
    from kartlegging_tui.interchange.document import Document

IN = 3


def blocks(document: Document) -> Iterator[Block]:
    """The title, and then its parts with a blank line after each."""
    yield Block((Line(literal(document.title, "bold $primary")), Line()))
    for part in document.blocks:
        lines = tuple(_lines(part))
        if lines:
            yield Block(lines)


def _lines(part: Part) -> Iterator[Line]:
    from kartlegging_tui.interchange.document import Box, Bullets, Facts, Heading, Paragraph, Table

    match part:
        case Heading():
            yield Line(literal(part.text, "bold $primary" if part.level == 2 else "bold"))
            return
        case Paragraph():
            yield from (Line(literal(line)) for line in part.text.splitlines())
        case Bullets():
            for item in part.items:
                first, *rest = item.splitlines() or [""]
                yield indented(literal(first), IN, literal(" ·"))
                yield from (indented(literal(line), IN) for line in rest)
        case Table():
            for what, *others in part.rows:
                yield indented(literal(what, "bold"), IN, literal(" ·"))
                for name, cell in zip(part.header[1:], others, strict=True):
                    yield indented(literal(f"{name}: ", "$text-muted").append(literal(cell)), IN)
        case Facts():
            for name, value in part.pairs:
                yield indented(literal(f"{name}: ", "$text-muted").append(literal(value)), IN)
        case Box():
            yield Line(literal(part.title, "bold"), literal("│ "), literal("│ "))
            yield from (Line(literal(line), literal("│ "), literal("│ ")) for line in part.lines)
    yield Line()
