"""Goes on reading a file that is not YAML in some places: each is told, and the rest is read without it.

The text is taken apart by its indentation, down to the smallest entries that the parser cannot read by themselves; so
a quotation mark that is never closed swallows its own line, and not all that comes after it. What cannot be read is
exchanged for what stands in for it, line by line: every other line stays where it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import yaml

from kartlegging_tui.definitions.syntax import NO_COLON, NO_DASH, NOT_IN_LINE, TABS, syntax_message
from kartlegging_tui.language import _

MAX_ERRORS = 20
"""Places that are told; a file with more has one cause for them all, or is no form."""
MAX_COST = 10
"""How many times over a text is parsed at most; a file with a few errors in it takes four or five."""
MAX_LEVELS = 40
"""Entries inside one another; the reader stops at fewer."""
_SMALL = 50_000
"""What may be parsed in any case, in characters; so that a short text is not given up early."""

_KEY = re.compile(r"""(?:"[^"]*"|'[^']*'|[^\s"'\[\]{}#&*!|>%@`,-](?:(?! #).)*?) *:(?=\s|$)""")
_DASH = re.compile(r"-(?: +|$)")
_WORD = re.compile(r"""([^\W\d]\w*)(?=\s|$)""")
_NOTHING = re.compile(r"\s*(?:#.*)?$")
_WORDS = re.compile(r"\w+")
_TAB = re.compile(r"( *)\t\s*")
_HEAD = re.compile(r"(?:%.*\n|#.*\n|\s*\n)*---\s*\n")


class Broken(NamedTuple):
    """A place that cannot be read."""

    line: int
    """From 1."""
    column: int
    """From 1."""
    message: str
    open_end: bool = False
    """True where it was noticed at the end that something is not closed."""


class _Entry(NamedTuple):
    """Some lines that belong together: an item of a list, a key with its value, or several side by side."""

    first: int
    """Index of its first line."""
    end: int
    """Index after its last one."""
    skip: int = 0
    """How many characters of the first line belong to what is around it."""
    level: int = 0


_Way = tuple[Broken | None, Callable[[], None]]
"""Something that may help; and what to say if it does, where that is more than the parser says."""


class _Enough(Exception):
    """It would take too long to go on, or nobody would read what comes."""


@dataclass
class ReadOn:
    """A text that can be read, in the place of one that cannot."""

    text: str
    """As many lines as the other."""
    broken: list[Broken]
    changed: set[int]
    """Lines, from 1, that are others than in the file."""
    emptied: set[int]
    """Those of them of which something is gone: the others begin elsewhere, or have got a colon."""


def read_on(text: str, loader: Any) -> ReadOn:
    """What stands in for a text that is not YAML; it may still be none, where too much of it is broken."""
    return _Mender(text, loader).read_on()


class _Mender:
    """Takes a text apart, and puts stand-ins where it cannot be read."""

    def __init__(self, text: str, loader: Any) -> None:
        self.loader = loader
        self.original = text.split("\n")
        self.lines = list(self.original)
        self.broken: list[Broken] = []
        self.left = MAX_COST * len(text) + _SMALL
        head = _HEAD.match(text)
        self.first = head[0].count("\n") if head else 0

    def read_on(self) -> ReadOn:
        whole = _Entry(self.first, len(self.lines))
        try:
            self.mend_tabs()
            while (problem := self.problem(whole)) is not None:
                before = list(self.lines)
                self.mend(whole, problem)
                if self.lines == before:
                    break
        except _Enough:
            pass
        pairs = list(enumerate(zip(self.lines, self.original, strict=True), 1))
        changed = {number for number, (line, before) in pairs if line != before}
        emptied = {
            number for number, (line, before) in pairs if len(_WORDS.findall(line)) < len(_WORDS.findall(before))
        }
        return ReadOn("\n".join(self.lines), self.broken, changed, emptied)

    # The parser

    def problem(self, entry: _Entry) -> Broken | None:
        """What keeps an entry from being read by itself."""
        text = "\n".join([self.line(entry, entry.first), *self.lines[entry.first + 1 : entry.end]])
        self.left -= len(text)
        if self.left < 0:
            raise _Enough
        try:
            for _event in yaml.parse(text, Loader=self.loader):
                pass
        except yaml.MarkedYAMLError as error:
            mark, message = syntax_message(error, text, above=entry.first)
            if mark is None:
                return Broken(entry.first + 1, 1, message)
            line, column = entry.first + mark.line, mark.column
            open_end = "expected ',' or" in (error.problem or "") or "end of stream" in (error.problem or "")
            if not text[mark.index :].strip():  # noticed at the end: what is missing is missing where it ends
                said = (number for number in range(entry.first, min(line + 1, entry.end)) if self.says(number))
                line = max(said, default=entry.first)
                column = len(self.lines[line].rstrip()) if "expected ',' or" in (error.problem or "") else column
            return Broken(line + 1, column + 1, message, open_end)
        except (yaml.YAMLError, UnicodeError, ValueError):
            return Broken(entry.first + 1, 1, _("This is not YAML."))
        return None

    def line(self, entry: _Entry, number: int) -> str:
        """A line of an entry, without what belongs to what is around it."""
        line = self.lines[number]
        return " " * entry.skip + line[entry.skip :] if number == entry.first else line

    def says(self, number: int) -> bool:
        """True for a line that is not empty, nor a comment."""
        return _NOTHING.match(self.lines[number]) is None

    def mend_tabs(self) -> None:
        """Lines that are indented with tabs get the indentation of those around them."""
        above = dash = key = 0
        behind_key = False
        for number, line in enumerate(self.lines):
            words = line.lstrip(" \t")
            if _NOTHING.match(line):
                continue
            tab = _TAB.match(line)
            if tab and len(tab[1]) <= above and self.lines[number - 1].rstrip()[-1:] not in tuple("{[,"):
                if not (_DASH.match(words) or _KEY.match(words)):
                    continue
                self.tell(Broken(number + 1, line.index("\t") + 1, _(TABS)))
                column = key + 2 if behind_key else dash if _DASH.match(words) else key
                self.put(number, " " * column + words)
            above = key = len(self.lines[number]) - len(words)
            while first := _DASH.match(words):
                dash, key, words = key, key + first.end(), words[first.end() :]
            found = _KEY.match(words)
            behind_key = found is not None and _NOTHING.match(words, found.end()) is not None

    # Taking apart

    def mend(self, entry: _Entry, problem: Broken) -> None:
        """Makes an entry readable that is not; tells what keeps it from being read."""
        parts = self.parts(entry)
        if entry.level > MAX_LEVELS or not parts:
            self.mend_one(entry, problem)
        elif len(parts) > 1:
            if self.dash_moved(parts):
                return
            aligned = self.align(parts)
            if not self.mend_each(parts) and not aligned:
                self.mend_order(entry, parts, problem)
        elif (inside := self.inside(parts[0])) is not None:
            # what stands behind a single dash or key is what the parser has read: it says the same about it
            if not self.mend_each([inside]):
                self.mend_one(entry, problem)
        else:
            self.mend_one(parts[0], problem)

    def align(self, parts: list[_Entry]) -> bool:
        """Moves what does not begin where the others do; True where something was moved."""
        columns = Counter(self.column(part) for part in parts)
        column = max(columns, key=lambda each: (columns[each], each % 2 == 0))
        before = list(self.lines)
        for part in parts:
            by = column - self.column(part)
            told = Broken(part.first + 1, self.column(part) + 1, _(NOT_IN_LINE).format(column=column + 1))
            for moved in (part._replace(end=part.first + 1), part) if by else ():
                lines = self.lines[part.first : part.end]
                self.shift(moved, by)
                if self.column(part) == column and (moved == part or self.problem(part) is None):
                    self.tell(told)
                    break
                self.lines[part.first : part.end] = lines
        return self.lines != before

    def dash_moved(self, parts: list[_Entry]) -> bool:
        """Moves a dash to the left where all that should stand under the words behind it begins one column before."""
        first, line = parts[0], self.lines[parts[0].first]
        columns = {self.column(part) for part in parts[1:]}
        by = self.column(first) - max(columns)
        if len(columns) > 1 or by <= 0 or not line.startswith(" " * by) or line[: first.skip].strip() != "-":
            return False
        if line[: first.skip].endswith("  "):  # there is room behind the dash
            return False
        start = line.index("-")
        self.tell(Broken(first.first + 1, start + 1, _(NOT_IN_LINE).format(column=start + 1 - by)))
        self.put(first.first, line[by:])
        return True

    def mend_each(self, entries: list[_Entry]) -> bool:
        """True where one of them could not be read."""
        found = False
        for entry in entries:
            if (problem := self.problem(entry)) is not None:
                found = True
                self.mend(entry, problem)
        return found

    def parts(self, entry: _Entry) -> list[_Entry]:
        """The entries side by side that an entry consists of."""
        starts: list[int] = []
        column = behind = 0  # where the first begins, and what stands behind its dash
        for number in range(entry.first, entry.end):
            line = self.line(entry, number)
            words = line.lstrip(" ")
            if _NOTHING.match(line):
                continue
            indent = len(line) - len(words)
            dash = _DASH.match(words)
            if not starts:
                starts.append(number)
                column = self.margin(entry, indent)
                behind = indent + dash.end() if dash else 0
            elif (indent <= column and words[0] not in "}]\t") or (dash and indent < behind):
                in_key = not behind and indent == column and dash
                if not in_key and not self.goes_on(entry, starts[-1], number, words):
                    starts.append(number)
        ends = [*starts[1:], entry.end]
        return [
            _Entry(start, end, entry.skip if start == entry.first else 0, entry.level + 1)
            for start, end in zip(starts, ends, strict=True)
        ]

    def margin(self, entry: _Entry, first: int) -> int:
        """Where entries side by side begin: where the first does, unless that alone begins too far to the right."""
        if entry.skip:
            return first
        lines = (self.lines[number] for number in range(entry.first, entry.end) if self.says(number))
        columns = Counter(len(line) - len(line.lstrip(" ")) for line in lines)
        least = min(columns)
        return least if columns[least] > 1 else first

    def goes_on(self, entry: _Entry, start: int, number: int, words: str) -> bool:
        """True for the rest of a text between quotation marks, which YAML lets begin further to the left."""
        if _KEY.match(words) or _DASH.match(words):
            return False
        above = self.problem(_Entry(start, number, entry.skip if start == entry.first else 0))
        return above is not None and above.open_end

    def inside(self, entry: _Entry) -> _Entry | None:
        """What stands behind the dash, or under the key, with which an entry begins; None where there is no more."""
        line = self.line(entry, entry.first)
        indent = len(line) - len(line.lstrip(" "))
        if dash := _DASH.match(line, indent):
            if not _NOTHING.match(line, dash.end()):
                return entry._replace(skip=dash.end(), level=entry.level + 1)
        elif not ((key := _KEY.match(line, indent)) and _NOTHING.match(line, key.end())):
            return None
        below = _Entry(entry.first + 1, entry.end, 0, entry.level + 1)
        return below if any(self.says(number) for number in range(below.first, below.end)) else None

    # Stand-ins

    def mend_one(self, entry: _Entry, problem: Broken) -> None:
        """An entry that cannot be taken apart any more: the least is exchanged with which it can be read."""
        self.mend_by(entry, problem, self.ways_of_one(entry, problem))

    def mend_order(self, entry: _Entry, parts: list[_Entry], problem: Broken) -> None:
        """Entries that can be read, but not beside one another."""
        self.mend_by(entry, problem, self.ways_of_order(parts, problem))

    def mend_by(self, entry: _Entry, problem: Broken, ways: Iterator[_Way]) -> None:
        """Takes the first way by which reading gets further, and goes on from there; leaves out all where none does."""
        for told, way in ways if entry.level <= MAX_LEVELS else ():
            before = self.lines[entry.first : entry.end]
            way()
            if self.lines[entry.first : entry.end] == before:
                continue
            left = self.problem(entry)
            if left is None or left.line > problem.line:
                self.tell(told or problem)
                if left is not None:
                    self.mend(entry._replace(level=entry.level + 1), left)
                return
            self.lines[entry.first : entry.end] = before
        self.tell(problem)
        self.leave_out(entry)

    def tell(self, problem: Broken) -> None:
        if len(self.broken) >= MAX_ERRORS:
            raise _Enough
        if all(problem.line != other.line for other in self.broken):
            self.broken.append(problem)

    def ways_of_one(self, entry: _Entry, problem: Broken) -> Iterator[_Way]:
        number = problem.line - 1
        yield from self.with_colon(entry)
        line = self.line(entry, entry.first)
        if number == entry.first and (key := _KEY.match(line, self.column(entry))):  # what stands below may be right
            kept = self.lines[number][: key.end()]
            yield None, lambda: self.put(number, kept)
        if number > entry.first:  # begins too far to the right; or does not belong here at all
            rest = _Entry(number, entry.end)
            yield None, lambda: self.shift(rest, self.column(entry) - self.column(rest))
            yield None, lambda: self.blank(rest)

    def ways_of_order(self, parts: list[_Entry], problem: Broken) -> Iterator[_Way]:
        """The line that was told of, or the one above, lacks its colon or dash; else it goes."""
        dashes = sum(self.begins(part, _DASH) for part in parts)
        place = max(number for number, part in enumerate(parts) if part.first < problem.line or number == 0)
        suspects = [parts[place], *parts[max(place - 1, 0) : place]]
        for part in suspects:
            yield from self.with_colon(part)
            if dashes * 2 >= len(parts) and not self.begins(part, _DASH):
                line, start = self.line(part, part.first), self.column(part)
                told = Broken(part.first + 1, start + 1, _(NO_DASH))
                with_dash = f"{line[:start]}- {line[start:]}"
                yield told, lambda number=part.first, line=with_dash: self.put(number, line)  # type: ignore[misc]
        for part in suspects:
            yield None, lambda part=part: self.blank(part)  # type: ignore[misc]

    def with_colon(self, entry: _Entry) -> Iterator[_Way]:
        """A key that lacks its colon gets one."""
        line, column = self.line(entry, entry.first), self.column(entry)
        if (word := _WORD.match(line, column)) and not _KEY.match(line, column):
            told = Broken(entry.first + 1, word.end() + 1, _(NO_COLON))
            end = word.end()
            yield told, lambda: self.put(entry.first, self.lines[entry.first][:end] + ":" + line[end:])

    def begins(self, entry: _Entry, sign: re.Pattern[str]) -> bool:
        return sign.match(self.line(entry, entry.first), self.column(entry)) is not None

    def column(self, entry: _Entry) -> int:
        line = self.line(entry, entry.first)
        return len(line) - len(line.lstrip(" "))

    def put(self, number: int, line: str) -> None:
        self.lines[number] = line

    def shift(self, entry: _Entry, by: int) -> None:
        """Moves the lines of an entry to the right, or to the left where there is nothing but spaces."""
        for number in range(entry.first, entry.end):
            line, start = self.lines[number], entry.skip if number == entry.first else 0
            if by < 0 and start and not line[start + by - 1 : start].isspace():
                return
            cut = start + by if by < 0 and start else start
            if by < 0 and line[cut : cut - by].strip(" "):
                continue
            self.lines[number] = line[:cut] + " " * by + line[cut + max(-by, 0) :]

    def blank(self, entry: _Entry) -> None:
        """Takes the lines of an entry away; what is around it stays."""
        self.lines[entry.first] = self.lines[entry.first][: entry.skip].rstrip()
        self.lines[entry.first + 1 : entry.end] = [""] * (entry.end - entry.first - 1)

    def leave_out(self, entry: _Entry) -> None:
        """Takes all of an entry away but the dash or the key that it begins with."""
        line = self.line(entry, entry.first)
        start = self.column(entry)
        begins = _DASH.match(line, start) or _KEY.match(line, start)
        self.blank(entry._replace(skip=begins.end() if begins else entry.skip))
