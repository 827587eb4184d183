"""A document as plain text: to paste into another program, to read aloud, to print on anything."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from kartlegging_tui.interchange.document import (
    Blanks,
    Block,
    Box,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Question,
    Row,
    Scale,
    Table,
    Tick,
    Ticks,
    WriteIn,
)

WIDTH = 80
_LINE = "_" * 60
_SHORT_LINE = "_" * 20


def plain(document: Document) -> str:
    """The document in lines of at most 80 characters. A table is told row by row, since columns need a fixed font."""
    lines = [*_wrapped(document.title), "=" * min(len(document.title), WIDTH)]
    for block in document.blocks:
        lines += ["", *_block(block)]
    if document.footer:
        lines += ["", *_wrapped(document.footer)]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    """`text` on lines; its own line ends stay."""
    later = " " * len(first) if rest is None else rest
    lines: list[str] = []
    for part in text.splitlines() or [""]:
        lines += wrap(part, WIDTH, initial_indent=later if lines else first, subsequent_indent=later) or [
            first.rstrip()
        ]
    return lines


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from _wrapped(block.text)
            yield ("-" if block.level == 2 else ".") * min(len(block.text), WIDTH)
        case Paragraph():
            yield from _wrapped(block.text)
        case Bullets():
            for item in block.items:
                yield from _wrapped(item, "- ")
        case Table():
            for row in block.rows:
                cells = [f"{name}: {cell}" for name, cell in zip(block.header[1:], row[1:], strict=True) if cell]
                yield from _wrapped(row[0], "- ")
                for cell in cells:
                    yield from _wrapped(cell, "    ")
        case Facts():
            for name, value in block.pairs:
                yield from _wrapped(f"{name}: {value}", "", "    ")
        case Box():
            yield from _wrapped(block.title, "| ", "| ")
            for line in block.lines:
                yield from _wrapped(line, "|   ", "|   ")
        case Blanks():
            for label in block.labels:
                yield from _wrapped(f"{label}: {_SHORT_LINE}")
        case Question():
            yield from _question(block)
        case Row():
            yield from _wrapped(f"{block.title} ({block.code})")
            for question in block.questions:
                yield ""
                yield from _question(question)


def _question(question: Question) -> Iterator[str]:
    if question.when:
        yield from _wrapped(question.when)
    number = f"{question.number}. " if question.number else ""
    yield from _wrapped(question.text + (f" ({question.code})" if question.code else ""), number)
    if question.instruction:
        yield from _wrapped(question.instruction, "   ")
    match question.answer:
        case Ticks(ticks=ticks):
            for tick in ticks:
                yield from _tick(tick)
        case Scale(numbers=numbers, first=first, last=last):
            yield from _wrapped("   ".join(numbers), "   ")
            for number, words in ((numbers[0], first), (numbers[-1], last)):
                yield from _wrapped(f"{number}: {words}", "   ")
        case WriteIn(lines=lines, unit=unit, short=short):
            for _ in range(lines):
                yield from _wrapped(f"{_SHORT_LINE if short else _LINE} {unit}", "   ")


def _tick(tick: Tick) -> Iterator[str]:
    yield from _wrapped(tick.text + (f" ({tick.code})" if tick.code else ""), "   [ ] ")
    if tick.write:
        yield f"       {_LINE}"
