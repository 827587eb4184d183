"""A document as Markdown: to put on a web page or in a wiki, with its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kartlegging_tui.interchange.document import Block, Box, Bullets, Document, Facts, Heading, Paragraph, Table

_SIGNS = re.compile(r"([\\`*_\[\]<>|#~])")
_NUMBERED = re.compile(r"^(\s*)([0-9]+)([.)])(?=\s)|^(\s*)([-+])(?=\s)")


def markdown(document: Document) -> str:
    """The document with its headings, lists and tables. What its texts hold comes out as text, never as markup.

    Raises TypeError for a form, which is to be written on by hand.
    """
    lines = [f"# {_inline(document.title)}"]
    for block in document.blocks:
        lines += ["", *_block(block)]
    return "\n".join(lines) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_inline(block.text)}"
        case Paragraph():
            yield "  \n".join(_line(line) for line in block.text.splitlines())
        case Bullets():
            yield from (f"- {_inline(item)}" for item in block.items)
        case Table():
            yield _row(block.header)
            yield _row(["---"] * len(block.header), ready=True)
            yield from (_row(row) for row in block.rows)
        case Facts():
            yield from (f"- **{_inline(name)}:** {_inline(value)}" for name, value in block.pairs)
        case Box():
            yield f"> **{_inline(block.title)}**"
            yield from (f">\n> {_inline(line)}" for line in block.lines)
        case _:
            raise TypeError(type(block))


def _row(cells: Sequence[str], ready: bool = False) -> str:
    return "| " + " | ".join(cell if ready else _inline(cell) for cell in cells) + " |"


def _inline(text: str) -> str:
    """On one line."""
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _line(text: str) -> str:
    """At the start of a line, where `1.` or `-` would begin a list."""
    return _NUMBERED.sub(lambda match: match[0][:-1] + "\\" + match[0][-1], _inline(text))
