"""The layout of a file put in order: indentation, empty lines, white space at the ends of lines. Nothing else.

The lines are moved, not written anew: what an author chose (which texts stand in braces, where a line is broken, which
quotation marks, all comments) stays as it is. A library that writes YAML anew would break and join lines of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import tokens

from kartlegging_tui.definitions.findings import Finding
from kartlegging_tui.definitions.source import Source
from kartlegging_tui.definitions.yaml_reader import LOADER, parse

STEP = 2
"""How far one level is indented, and a list below its key."""
_HEADER = re.compile(r"[|>](?:([1-9])([+-]?)|([+-]?)([1-9])?)")
_DASH = re.compile(r"-( +)(?=[^\s#])")


@dataclass(frozen=True)
class Formatted:
    """What came of formatting."""

    text: str | None
    """The text in order; None where it cannot be read."""
    findings: tuple[Finding, ...] = ()
    """Why it cannot."""


def format_text(text: str, path: str = "") -> Formatted:
    """The text in the layout of the shipped forms; `path` is what findings call it.

    What it says, and every comment, is as it was. A text that the reader does not take as it stands is not touched.
    """
    return format_source(parse(text, path))


def format_source(source: Source) -> Formatted:
    """The text that was read, in the layout of the shipped forms."""
    if source.findings or not source.readable:
        return Formatted(None, tuple(source.findings))
    formatted = _Layout(source.text).formatted()
    again = parse(formatted, source.path)
    if again.findings or again.data != source.data:  # what nobody writes, such as `? key`, is better left alone
        formatted = source.text
    return Formatted(formatted)


@dataclass
class _Block:
    """A list or a map over several lines, while its lines are looked at."""

    old: int
    """The column where its keys or dashes stand, from 0."""
    new: int
    """Where they go."""
    is_list: bool = False
    unindented: bool = False
    """A list whose dashes stand below the first letter of their key; the parser does not say where it ends."""


@dataclass
class _Line:
    """What decides about a line."""

    old: int
    new: int
    open: list[tuple[int, int]] = field(default_factory=list)
    """Old and new columns of the blocks that it stands in."""


class _Layout:
    """Finds out where each line belongs, token by token, and then moves the lines."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.blocks: list[_Block] = []
        self.first: dict[int, _Line] = {}
        """By number of line, from 0: the line, where something begins on it."""
        self.shifted: dict[int, int] = {}
        """Lines that move with the line on which their brackets open, by so many columns."""
        self.kept: dict[int, str] = {}
        """Lines whose white space is part of a text: what becomes of them."""
        self.continued: dict[int, int] = {}
        """Further lines of a text that is written over several: the column where each goes."""
        self.brackets: list[int] = []
        """The lines on which brackets are open."""

    def formatted(self) -> str:
        for token in yaml.scan("\n".join(self.lines), Loader=LOADER):
            self.take(token)
        return self.put_together()

    def take(self, token: Any) -> None:
        kind = type(token)
        line, column = token.start_mark.line, token.start_mark.column
        if kind in (tokens.BlockMappingStartToken, tokens.BlockSequenceStartToken):
            is_list = kind is tokens.BlockSequenceStartToken
            self.blocks.append(_Block(column, self.inside(), is_list))
            return
        if kind is tokens.BlockEndToken:
            self.end_unindented()
            self.blocks.pop()
            return
        if kind in (tokens.StreamStartToken, tokens.StreamEndToken):
            return
        if not self.brackets:
            self.place(kind, line, column)
        if kind in (tokens.FlowMappingStartToken, tokens.FlowSequenceStartToken):
            self.brackets.append(line)
        elif kind in (tokens.FlowMappingEndToken, tokens.FlowSequenceEndToken):
            opened = self.brackets.pop()
            if not self.brackets:
                self.shift(opened, line)
        elif kind is tokens.ScalarToken:
            self.scalar(token)

    def place(self, kind: type, line: int, column: int) -> None:
        """Where the line goes, if this is what it begins with."""
        if kind is tokens.BlockEntryToken and self.blocks and not self.blocks[-1].is_list:
            self.blocks.append(_Block(column, self.inside(), is_list=True, unindented=True))
        if kind is tokens.KeyToken:
            self.end_unindented()
        if line not in self.first:
            begins_part = kind in (tokens.KeyToken, tokens.ValueToken, tokens.BlockEntryToken)
            own = self.blocks[-1].new if self.blocks else 0
            new = own if begins_part or not self.blocks else self.inside()
            if kind in (tokens.DocumentStartToken, tokens.DocumentEndToken, tokens.DirectiveToken):
                new = 0
            self.first[line] = _Line(column, new)
        self.first[line].open = [(block.old, block.new) for block in self.blocks]

    def inside(self) -> int:
        """The column of what stands inside the innermost block."""
        return self.blocks[-1].new + STEP if self.blocks else 0

    def end_unindented(self) -> None:
        if self.blocks and self.blocks[-1].unindented:
            self.blocks.pop()

    def shift(self, opened: int, closed: int) -> None:
        begins = self.first.get(opened)
        for line in range(opened + 1, closed + 1):
            self.shifted[line] = begins.new - begins.old if begins else 0

    def scalar(self, token: Any) -> None:
        start, end = token.start_mark.line, token.end_mark.line
        if token.style in ("|", ">"):
            self.block_text(start, self.lines[start][token.start_mark.column :])
            return
        for line in range(start + 1, end + 1):
            self.continued[line] = self.inside()

    def block_text(self, start: int, header: str) -> None:
        """The lines of a `|` or `>` text: all that is indented below its header."""
        match = _HEADER.match(header)
        digit = match and (match.group(1) or match.group(4))
        keeps_end = match is not None and "+" in match.group()
        parent = self.blocks[-1].old if self.blocks else -1
        if digit:
            old, new = max(parent, 0) + int(digit), (self.blocks[-1].new if self.blocks else 0) + int(digit)
        else:
            written = (number for number in range(start + 1, len(self.lines)) if self.lines[number].strip(" "))
            old, new = _indentation(self.lines[next(written, start)]), self.inside()
        if old <= parent:  # the text is empty
            return
        last = start
        for number in range(start + 1, len(self.lines)):
            line = self.lines[number]
            if line.strip(" ") and _indentation(line) < old:
                break
            if line.strip(" ") or keeps_end or len(line) > old:
                last = number
        for number in range(start + 1, last + 1):
            words = self.lines[number][old:]
            self.kept[number] = " " * new + words if words else ""

    def put_together(self) -> str:
        after = self.next_beginnings()
        made: list[str] = []
        before = _Line(0, 0)
        for number, line in enumerate(self.lines):
            before = self.first.get(number, before)
            if number in self.kept:
                made.append(self.kept[number])
            elif number in self.continued:
                words = _without_end(line).lstrip(" \t")
                made.append(" " * self.continued[number] + words if words else "")
            elif line.strip():
                words = _without_end(line).lstrip(" \t")
                made.append(" " * self.column(number, before, after[number]) + words)
            elif made and made[-1]:
                made.append("")
            if number in self.first and number not in self.kept:
                made[-1] = _tight(made[-1])
        if len(self.lines) - 1 not in self.kept:
            while made and not made[-1]:
                made.pop()
            made.append("")
        return "\n".join(made)

    def next_beginnings(self) -> list[_Line | None]:
        """For each line, the first at or after it on which something begins."""
        found: list[_Line | None] = []
        after = None
        for number in reversed(range(len(self.lines))):
            after = self.first.get(number, after)
            found.append(after)
        return found[::-1]

    def column(self, number: int, before: _Line, after: _Line | None) -> int:
        """Where a line goes that is no further line of a text."""
        old = _indentation(self.lines[number])
        if number in self.shifted:
            return max(0, old + self.shifted[number])
        if number in self.first:
            return self.first[number].new
        return _comment_column(old, before, after)


def _comment_column(old: int, before: _Line, after: _Line | None) -> int:
    """A comment goes with the line after it, or with the block before it that it is indented like."""
    if after is not None and after.old == old:
        return after.new
    return max((new for column, new in before.open if column <= old), default=0)


def _tight(line: str) -> str:
    """One space after each dash that begins the line: the keys behind it stand below one another."""
    start = _indentation(line)
    while match := _DASH.match(line, start):
        line = f"{line[: start + 1]} {line[match.end() :]}"
        start += STEP
    return line


def _without_end(line: str) -> str:
    """The line without white space at its end; but `\\ ` is a space that somebody wants."""
    stripped = line.rstrip(" \t")
    return line if stripped.endswith("\\") else stripped


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
