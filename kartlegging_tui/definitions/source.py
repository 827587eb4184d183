"""A file as it was read: its data, and the place in the text where each part of the data stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from kartlegging_tui.definitions.codes import severity_of
from kartlegging_tui.definitions.findings import Finding, Fix, Related
from kartlegging_tui.definitions.mending import replaced
from kartlegging_tui.definitions.near import Near

At = tuple[str | int, ...]
"""Where something stands in the data: the keys and indices that lead to it."""

_BLOCK_HEADER = re.compile(r"[|>][^\n]*\n?")
_UNITS = {
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|\n\s*|.)|[^\\]", re.DOTALL),
    "'": re.compile(r"''|.", re.DOTALL),
}
_CHARACTER = re.compile(r".", re.DOTALL)
_WHITE_ESCAPES = frozenset("tnrvfNLP_ \n\t")


class Span(NamedTuple):
    """A stretch of the text."""

    start: int
    """Index of its first character."""
    end: int
    """Index after its last one; `start` for a list or map on lines of its own, whose end has no sign."""
    line: int
    """From 1."""
    column: int
    """From 1."""
    style: str
    """Of a scalar: "" for plain, or its quotation mark, `|` or `>`."""


@dataclass
class Source:
    """What was read from one file, with findings about how it is written."""

    path: str
    text: str = ""
    data: Any = None
    """Plain data; None where the file cannot be read as YAML."""
    readable: bool = False
    values: dict[At, Span] = field(default_factory=dict)
    """Where the value at a place of the data stands."""
    keys: dict[At, Span] = field(default_factory=dict)
    """Where the key that leads to it stands."""
    empty: set[At] = field(default_factory=set)
    """Where nothing is written: what is None in the data."""
    spoiled: set[At] = field(default_factory=set)
    """Values that a finding has been made about already; what follows from them is not worth another."""
    stand_ins: set[At] = field(default_factory=set)
    """Where something stands in for what is wrong or missing; what is said about it is of no interest."""
    left_out: set[int] = field(default_factory=set)
    """Lines, from 1, that are no YAML: the rest was read without them, to be checked and never used."""
    around: set[At] = field(default_factory=set)
    """Maps and lists in which something was left out; what is said about them as a whole may not be so."""
    findings: list[Finding] = field(default_factory=list)

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def forget_lines(self) -> None:
        """To be called where the text was changed."""
        self.__dict__.pop("lines", None)
        self.__dict__.pop("_line_starts", None)

    def position(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, of a character of the text."""
        line = bisect_right(self._line_starts, index)
        return line, index - self._line_starts[line - 1] + 1

    def index(self, line: int, column: int) -> int:
        """The index of a character in the text; on a line that ends before, that of its end."""
        return self._line_starts[line - 1] + min(column - 1, len(self.lines[line - 1]))

    def span(self, at: At, *, key: bool = False) -> Span:
        """Where the value (or the key) stands; what is around it where it is not in the file."""
        if key and at in self.keys:
            return self.keys[at]
        while at and at not in self.values:
            at = at[:-1]
        return self.values.get(at, Span(0, 0, 1, 1, ""))

    def finding(
        self,
        code: str,
        message: str,
        at: At,
        *,
        key: bool = False,
        offset: int | None = None,
        length: int = 1,
        near: Near | None = None,
        suggestion: str = "",
        fix: Fix | None = None,
        related: Iterable[Related] = (),
    ) -> Finding:
        """A finding at a value, at its key, or at `length` characters from `offset` of the text that the value is.

        With `near`, the message says which of the words was probably meant; and where that is certain, and the word
        stands there as it is, `--fix` writes it. `suggestion` and `fix` say it where it is known otherwise.
        """
        span = self.span(at, key=key)
        start, end = span.start, span.end if key else self._first_part(at, span)
        value = self.value(at)
        if not isinstance(value, str):
            offset = None  # something else stands there, or nothing: the finding is about the whole
        if offset is not None:
            start = index_within(self.text, span, value, offset)
            end = max(index_within(self.text, span, value, offset + length - 1), start) + 1
        if near is not None:
            message += near.question
            suggestion = suggestion or near.suggestion
            fix = fix or replaced(self.text, start, end, near.word, near.clear)
        place = self.position(start) if offset is not None else (span.line, span.column)
        length = self._visible_end(start, end) - start
        found = self.finding_at(place, code, message, length=length)
        return replace(found, suggestion=suggestion, fix=fix, related=tuple(related), at=at)

    def related(self, at: At, message: str, *, key: bool = False) -> Related:
        """A value (or its key) as another place of a finding, with a few words about what is there."""
        span = self.span(at, key=key)
        end = span.column + self._visible_end(span.start, span.end if key else self._first_part(at, span)) - span.start
        return Related(span.line, span.column, end, message, self.lines[span.line - 1])

    def _first_part(self, at: At, span: Span) -> int:
        """Where a value ends; of a list or map on lines of its own, its first part."""
        while at and at not in self.values:
            at = at[:-1]
        data = self.value(at)
        if span.end > span.start or not isinstance(data, dict | list) or not data:
            return span.end
        first = (*at, next(iter(data)) if isinstance(data, dict) else 0)
        key, value = self.keys.get(first, span), self.values.get(first, span)
        return value.end if value.line == span.line and value.end > value.start else key.end

    def _visible_end(self, start: int, end: int) -> int:
        """Where a stretch ends that is to be underlined: on its first line, before trailing white space."""
        line_end = self.text.find("\n", start, end)
        return start + max(len(self.text[start : end if line_end == -1 else line_end].rstrip()), 1)

    def value(self, at: At) -> Any:
        """The data at a place; None where there is nothing."""
        data = self.data
        for step in at:
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):
                return None
        return data

    def finding_at(
        self,
        place: tuple[int, int],
        code: str,
        message: str,
        *,
        length: int = 1,
        fix: Fix | None = None,
    ) -> Finding:
        """A finding at a line and column, about so many characters of that line."""
        line, column = place
        if line > len(self.lines):  # the parser notices the end of the file on a line of its own
            line, column = len(self.lines), len(self.lines[-1]) + 1
        text = self.lines[line - 1]
        end = max(min(column + length, len(text) + 1), column + 1)
        return Finding(self.path, line, column, severity_of(code), code, message, text, end, fix=fix)


def index_within(text: str, span: Span, value: str, offset: int) -> int:
    """Where in `text` the character `offset` of a scalar's value stands, however the scalar is written."""
    visible = visible_indices(text, span)
    before = sum(not character.isspace() for character in value[:offset])
    return visible[before] if before < len(visible) else span.end


def visible_indices(text: str, span: Span) -> list[int]:
    """Where in `text` each visible character of a scalar's value stands.

    Quoting, folding and indentation change only white space and escapes, so the visible characters of the value
    follow those of the text one by one.
    """
    start = span.start
    if span.style in ("|", ">"):
        header = _BLOCK_HEADER.match(text, start)
        start = header.end() if header else start
    elif span.style:
        start += 1
    units = _UNITS.get(span.style, _CHARACTER).finditer(text, start, span.end)
    return [unit.start() for unit in units if not _is_white(unit.group())]


def _is_white(unit: str) -> bool:
    """True for white space, and for an escape that stands for it."""
    if not unit.startswith("\\") or len(unit) == 1:
        return unit.isspace()
    if unit[1] in "xuU":
        return chr(int(unit[2:], 16)).isspace()
    return unit[1] in _WHITE_ESCAPES
