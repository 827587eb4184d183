"""The names in a YAML text that is being written: its questions, columns, scores, needs and lists of options.

Read leniently, from the lines that carry an id: the text need not be YAML at all just now. For what is complete, and
right, there is the reader.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

_ROOT = re.compile(r"\n([a-z_]+):")
_ID = re.compile(r"""id:[ ]+["']?([^\W\d]\w*)""")  # begins with a literal: a long text is passed over fast
_LIST = re.compile(r"^( +)([^\W\d]\w*):", re.MULTILINE)
_SCALAR = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|[^,{}\n\[\]]+"""
_VALUE = re.compile(rf"\bvalue:[ ]*({_SCALAR})")
_TYPE = re.compile(r"\btype:[ ]*(\w+)")
_OPTIONS = re.compile(r"\boptions:[ ]*(\w+)?")
_TEXT = re.compile(r"(?<![\w])(?:text|title):[ ]*")
_FOLDED = re.compile(r"[|>][-+0-9]*[ ]*\n")


class Names(Enum):
    """What a name is the name of."""

    SECTION = auto()
    QUESTION = auto()
    COLUMN = auto()
    SCORE = auto()
    NEED = auto()
    OPTION_LIST = auto()


@dataclass(eq=False)  # not frozen: there may be thousands, made anew at every key
class Named:
    """Something in the text that has an id."""

    text: str
    """The whole text."""
    id: str
    names: Names
    start: int
    """Where it begins: its first line without the indentation and dash."""
    end: int
    """Where the next one begins."""
    column: int
    """Of its keys."""
    group: str | None = None
    """For a column, the question of rows."""

    @property
    def name(self) -> str:
        """As conditions elsewhere in the form call it."""
        return f"{self.group}.{self.id}" if self.group else self.id

    @property
    def block(self) -> str:
        """Its part of the text."""
        return self.text[self.start : self.end]

    @property
    def type(self) -> str:
        """The type of a question; "" where none is written."""
        match = _TYPE.search(self.text, self.start, self.end)
        if match is not None and not self._is_key(match):
            match = self._key(_TYPE) or match
        return match[1] if match else ""

    def words(self, language: str) -> str:
        """Its text or title, in a language if it has it; "" where there is none."""
        match = self._key(_TEXT)
        return words_at(self.text, match.end(), self.end, language) if match else ""

    def _key(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Where a key of its own stands, not one of an option or a column within it."""
        found = pattern.finditer(self.text, self.start, self.end)
        return next((match for match in found if self._is_key(match)), None)

    def _is_key(self, match: re.Match[str]) -> bool:
        if self.text.startswith("{", self.start):
            return True
        lead = self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        return len(lead) == self.column and not lead.strip(" -")

    def options(self, names: NamesInText, language: str) -> list[tuple[str, str]]:
        """The values that its answers may have, as they are written, and the texts of these."""
        if self.names is Names.OPTION_LIST:
            return _options(self.block, language)
        match = self._key(_OPTIONS)
        if match is None:
            return []
        if match[1]:
            shared = names.find(match[1], Names.OPTION_LIST)
            return shared.options(names, language) if shared else []
        return _options(self.text[match.end() : self.end], language)


class NamesInText:
    """All names of a text, in its order."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.roots = [(match.start(), match[1]) for match in _ROOT.finditer("\n" + text)]
        """The keys at the root, and where they stand."""
        self.all = tuple(sorted(_named(text, self.roots), key=lambda named: named.start))

    @cached_property
    def _by_name(self) -> dict[tuple[str, Names], Named]:
        return {(named.name, named.names): named for named in reversed(self.all)}

    def find(self, name: str, *names: Names) -> Named | None:
        """What has a name, of the given sorts; columns are called `group.column`."""
        return next((found for sort in names if (found := self._by_name.get((name, sort)))), None)

    def of(self, *names: Names) -> list[Named]:
        """All of the given sorts."""
        return [named for named in self.all if named.names in names]

    def at(self, index: int, *names: Names) -> Named | None:
        """The one, of the given sorts, in whose part of the text a place lies."""
        return next((named for named in self.all if named.names in names and named.start <= index < named.end), None)


def _named(text: str, roots: list[tuple[int, str]]) -> Iterator[Named]:
    starts = [start for start, _key in roots]
    ends = [*starts[1:], len(text)]
    open_: list[tuple[str, Names, int, int, str | None]] = []
    root = -1
    group: str | None = None
    for match in _ID.finditer(text):
        place = bisect_right(starts, match.start()) - 1
        if place < 0:
            continue
        if place != root:
            yield from _closed(text, open_, ends[root] if root >= 0 else 0, -1)
            root, group = place, None
        line = text.rfind("\n", 0, match.start()) + 1
        column = _column(text[line : match.start()])
        if column is None:
            continue
        yield from _closed(text, open_, line + column, column)
        names = _sort(roots[root][1], len(open_))
        if names is None:
            continue
        if names is Names.QUESTION:
            group = match[1]
        open_.append((match[1], names, line + column, column, group if names is Names.COLUMN else None))
    yield from _closed(text, open_, ends[root] if root >= 0 else 0, -1)
    for place, (start, key) in enumerate(roots):
        if key == "option_lists":
            yield from _lists(text, start, ends[place])


def _column(lead: str) -> int | None:
    """Where the map begins whose key `id` stands after `lead` on its line; None where that is no key."""
    if not lead.strip(" -"):
        return len(lead)
    brace = lead.rfind("{")
    between = lead[brace + 1 :].strip()
    return brace if brace >= 0 and "}" not in between and between[-1:] in ("", ",") else None


def _closed(text: str, open_: list[tuple[str, Names, int, int, str | None]], end: int, column: int) -> Iterator[Named]:
    """Those that end where something begins at this column."""
    while open_ and open_[-1][3] >= column:
        identifier, names, start, own, group = open_.pop()
        yield Named(text, identifier, names, start, end, own, group)


def _sort(root: str, depth: int) -> Names | None:
    if root == "sections":
        return (Names.SECTION, Names.QUESTION, Names.COLUMN)[min(depth, 2)]
    return {"scores": Names.SCORE, "needs": Names.NEED}.get(root)


def _lists(text: str, start: int, end: int) -> Iterator[Named]:
    found = list(_LIST.finditer(text, text.find("\n", start) + 1 or end, end))
    column = min((len(match[1]) for match in found), default=0)
    own = [match for match in found if len(match[1]) == column]
    for match, until in zip(own, [*(match.start() for match in own[1:]), end], strict=True):
        yield Named(text, match[2], Names.OPTION_LIST, match.start(2), until, column)


def _options(block: str, language: str) -> list[tuple[str, str]]:
    found = list(_VALUE.finditer(block))
    options = []
    for match, end in zip(found, [*(after.start() for after in found[1:]), len(block)], strict=True):
        text = _TEXT.search(block, match.end(), end)
        options.append((match[1].strip(), words_at(block, text.end(), end, language) if text else ""))
    return options


def words_at(block: str, start: int, end: int, language: str) -> str:
    """The text that stands at a place, on one line: in this language, or in the first that it has."""
    rest = block[start:end]
    if rest[:1] == "{" or not rest.partition("\n")[0].strip():
        head = rest.partition("}")[0] if rest[:1] == "{" else rest
        for pattern in (rf"\b{re.escape(language)}:[ ]*", r"\b(?:nb|nn|en):[ ]*"):
            match = re.search(pattern, head)
            if match is not None:
                return words_at(rest, match.end(), len(rest), language)
        return ""
    folded = _FOLDED.match(rest)
    if folded is not None:
        lines = rest[folded.end() :].split("\n")
        indent = len(lines[0]) - len(lines[0].lstrip())
        taken = []
        for line in lines:
            if line.strip() and len(line) - len(line.lstrip()) < indent:
                break
            taken.append(line.strip())
        return " ".join(filter(None, taken))
    ends = r""""((?:[^"\\\n]|\\.)*)"|'((?:[^'\n]|'')*)'|""" + (
        r"([^,}\n]+)" if _in_braces(block, start) else r"([^\n]+)"
    )
    scalar = re.match(ends, rest)
    return next((part for part in scalar.groups() if part is not None), "").strip() if scalar else ""


def _in_braces(block: str, place: int) -> bool:
    line = block.rfind("\n", 0, place) + 1
    return block.count("{", line, place) > block.count("}", line, place)
