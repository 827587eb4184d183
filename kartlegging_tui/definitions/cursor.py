"""Where the cursor stands in a YAML text that is being written, and so is usually broken just there.

Read from the lines and their indentation, never by the parser: what is broken elsewhere, or half written here, is in
nobody's way. Only lines on the way up from the cursor are looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from kartlegging_tui.definitions.braces import COMMENT, Braces, keys_behind, plain
from kartlegging_tui.definitions.source import At

_LINE = re.compile(r"(?P<indent> *)(?P<dash>-(?: +|$))?(?P<rest>.*)", re.DOTALL)
_KEY = re.compile(r"""(?P<key>[^\W\d]\w*|"[^"\n]*"|'[^'\n]*') *:(?=\s|$)[ \t]*""")
_BLOCK = re.compile(r"[|>][-+0-9]* *(?:#.*)?$")
_LOOK_DOWN = 200
"""Lines below the cursor in which the other keys of its map are looked for."""


@dataclass(frozen=True)
class Cursor:
    """The place of the cursor, in terms of the data."""

    at: At
    """The map or list that is being written; an item of a list is always its item 0."""
    data: Any
    """As much of the data as leads there, with the plain values beside it: what `model_keys` needs."""
    key: str | None
    """The key whose value is being written; None where a key or an item is."""
    start: int
    """Index in the text at which the value begins, or the word that is to be a key."""
    index: int
    """Index of the cursor."""
    in_flow: bool = False
    """Between braces or brackets."""
    in_list: bool = False
    """In the place of a list's item: a dash is wanted first."""

    @property
    def beside(self) -> dict[str, Any]:
        """The map that is being written, as far as it is known."""
        there = self.data
        for step in self.at:
            there = there[step]
        return there if isinstance(there, dict) else {}


class _Line(NamedTuple):
    indent: int
    dash: bool
    column: int
    """Where the content begins, after a dash."""
    key: str | None
    value: int
    """The column of the value behind the key; of the content where there is no key."""


def cursor_at(text: str, index: int) -> Cursor | None:
    """Where the cursor stands; None in a comment and behind a value that is closed."""
    before = text[:index]
    lines = before.split("\n")
    start = index - len(lines[-1])
    own = _read(lines[-1])
    host = _open_value(lines, own)
    if host is not None:
        number, line = host
        value = sum(len(passed) + 1 for passed in lines[:number]) + line.value
        return _in_value(text, lines[: number + 1], line, value, index)
    if own.key is not None:
        return _in_value(text, lines, own, start + own.value, index)
    content = lines[-1][own.column :]
    if COMMENT.search(lines[-1]) is not None:
        return None
    if content[:1] in ("{", "[", '"', "'"):
        return _in_value(text, lines, own, start + own.column, index)
    climbed = _Climb(lines[:-1], text, index, own)
    return Cursor(climbed.at, climbed.data, None, start + own.column, index, in_list=climbed.in_list)


def _read(line: str) -> _Line:
    match = _LINE.match(line)
    assert match is not None
    indent, dash, column = len(match["indent"]), match["dash"] is not None, match.start("rest")
    key = _KEY.match(line, column)
    if key is None:
        return _Line(indent, dash, column, None, column)
    return _Line(indent, dash, column, key["key"].strip("\"'"), key.end())


def _open_value(lines: list[str], own: _Line) -> tuple[int, _Line] | None:
    """The line above whose value goes on to the cursor: a block of text, an open brace, a text over several lines."""
    if not own.indent:
        return None
    too_far = (" " * own.indent, " " * (own.indent - 2) + "- ") if own.indent > 1 else (" " * own.indent,)
    for number in range(len(lines) - 2, -1, -1):
        line = lines[number]
        if line.startswith(too_far) or not (stripped := line.lstrip(" ")) or stripped[0] == "#":
            continue
        read = _read(line)
        if (read.key is None and not read.dash) or read.column >= own.indent:
            continue
        value = line[read.value :].strip()
        if _BLOCK.match(value):
            return number, read
        if value[:1] in ("{", "["):
            rest = "\n".join([line[read.value :], *lines[number + 1 :]])
            return (number, read) if Braces(rest).depth else None
        is_text = read.key is not None and bool(value) and value[0] != "#"
        return (number, read) if is_text and own.key is None and not own.dash else None
    return None


def _in_value(text: str, lines: list[str], line: _Line, value: int, index: int) -> Cursor | None:
    """The cursor in the value that begins at `value`, on the last of the lines or below it."""
    climbed = _Climb(lines[:-1], text, index, line)
    at, data = climbed.at, climbed.data
    written = text[value:index]
    if written[:1] not in ("{", "["):
        if line.key is None:
            return None
        header = _BLOCK.match(written.partition("\n")[0])
        if header is not None and "\n" in written:
            value += written.index("\n") + 1
        elif COMMENT.search(written) is not None and written[:1] not in ('"', "'"):
            return None
        return Cursor(at, data, line.key, value, index)
    flow = Braces(written)
    if not flow.depth:
        return None
    innermost = flow.frames[-1]
    if not innermost.is_list:
        for key, known in keys_behind(text[index:].partition("\n")[0]).items():
            innermost.data.setdefault(key, known)
    if line.key is not None:
        at = (*at, line.key)
    for outer, inner in pairwise(flow.frames):
        outer.put(inner.data)
    root = _with(data, at, flow.frames[0].data)
    steps = [frame.step for frame in flow.frames[:-1]]
    return Cursor((*at, *steps), root, innermost.key, value + flow.start, index, True, innermost.is_list)


def _with(data: Any, at: At, node: Any) -> Any:
    """The data with `node` at a place."""
    if not at:
        return node
    there = data
    for step in at[:-1]:
        there = there[step]
    there[at[-1]] = node
    return data


class _Climb:
    """The way from a line up to the root, by indentation."""

    def __init__(self, above: list[str], text: str, index: int, own: _Line) -> None:
        self.in_list = False
        self._steps: list[str | int] = []
        self._below = text[index:].split("\n", _LOOK_DOWN + 1)[1 : _LOOK_DOWN + 1]
        self._column = own.column
        self._map: dict[str, Any] = self._keys_below(own.column)
        self._node: Any = self._map
        self._listed = False
        """True while the key that holds a list is looked for."""
        if own.dash:
            self._item(own.indent)
        passed_over = self._passed_over()
        for line in reversed(above):
            if line.startswith(passed_over) or not (stripped := line.lstrip(" ")) or stripped[0] == "#":
                continue
            self._pass(_read(line), line)
            passed_over = self._passed_over()
        self.at: At = tuple(reversed(self._steps))
        self.data = self._node

    def _passed_over(self) -> tuple[str, ...]:
        """How lines begin that have nothing to say: deeper ones, and the other items of the list."""
        deeper = " " * (self._column + 1)
        return (deeper, " " * self._column + "- ") if self._listed else (deeper,)

    def _pass(self, read: _Line, line: str) -> None:
        value = line[read.value :].strip()
        if self._listed:
            if read.key is not None and not (read.dash and read.indent == self._column):
                self._parent(read)
        elif read.column == self._column:
            if read.key is not None:
                self._map.setdefault(read.key, plain(value))
            if read.dash:
                self._item(read.indent)
        elif read.column < self._column:
            if read.key is not None and (not value or value[0] == "#"):
                self._parent(read)
            elif read.dash and not value and read.key is None:
                self._item(read.indent)
        elif read.dash and read.indent == self._column and not self._steps and not self._map:
            self._item(read.indent)  # the cursor stands under the dash of another item
            self.in_list = True

    def _item(self, column: int) -> None:
        self._steps.append(0)
        self._node, self._column, self._listed = [self._node], column, True

    def _parent(self, read: _Line) -> None:
        assert read.key is not None
        if self.in_list and len(self._steps) == 1 and read.column == self._column and not read.dash:
            self._steps.clear()  # a list may stand right under its key: the cursor is where the next key goes
            self.in_list, self._listed = False, False
            self._map[read.key] = None
            self._node = self._map
            return
        self._steps.append(read.key)
        self._map = self._keys_below(read.column)
        self._map[read.key] = self._node
        self._node, self._column, self._listed = self._map, read.column, False
        if read.dash:
            self._item(read.indent)

    def _keys_below(self, column: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for line in self._below:
            stripped = line.lstrip(" ")
            indent = len(line) - len(stripped)
            if not stripped or stripped[0] == "#" or indent > column:
                continue
            if indent < column or stripped[:2] == "- ":
                break
            read = _read(line)
            if read.key is not None:
                found.setdefault(read.key, plain(line[read.value :].strip()))
        return found
