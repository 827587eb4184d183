"""What stands between braces and brackets that are still open at the cursor."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

COMMENT = re.compile(r"(?:^|\s)#")
"""Where a comment begins."""
_SCALAR = re.compile(r""""(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|(?:[^,\[\]{}:\n]|:(?=\S))+""", re.DOTALL)
_SIGNS = "{}[],:"
_BEHIND = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|[{}\[\]]|([^\W\d]\w*):\s+([\w.]*)""")


def plain(value: str) -> str:
    """A short value as it is meant, without quotation marks and comment."""
    if value[:1] in ('"', "'"):
        return value.strip("\"'")
    return COMMENT.split(value, maxsplit=1)[0].strip()


@dataclass
class Frame:
    """A brace or a bracket that is open."""

    is_list: bool
    data: Any
    key: str | None = None

    @property
    def step(self) -> str | int:
        return 0 if self.is_list or self.key is None else self.key

    def put(self, value: Any) -> None:
        if self.is_list:
            self.data[:] = [value]
        elif self.key is not None:
            self.data[self.key] = value


@dataclass
class Braces:
    """What stands between braces and brackets, up to the cursor."""

    text: str
    frames: list[Frame] = field(default_factory=list)
    start: int = 0
    """Where the word or value begins that the cursor stands in."""

    def __post_init__(self) -> None:
        self._read()

    @property
    def depth(self) -> int:
        """How many braces and brackets are open."""
        return len(self.frames)

    def _read(self) -> None:
        text, place, word = self.text, 0, ""
        while place < len(text):
            sign = text[place]
            if sign not in _SIGNS and not sign.isspace():
                word = self._scalar(place)
                place += len(word)
                continue
            place += 1
            if sign.isspace():
                self.start = self.start if word else place
                continue
            if self._sign(sign, word):
                return
            word, self.start = "", place

    def _scalar(self, place: int) -> str:
        match = _SCALAR.match(self.text, place)
        assert match is not None
        self.start = place
        if self.frames and self.frames[-1].key is not None:
            self.frames[-1].put(plain(match[0].strip()))
        return match[0]

    def _sign(self, sign: str, word: str) -> bool:
        """Goes through a sign; True where it closes the whole."""
        if sign in "{[":
            self.frames.append(Frame(sign == "[", [None] if sign == "[" else {}))
        elif sign in "}]":
            closed = self.frames.pop()
            if not self.frames:
                return True
            self.frames[-1].put(closed.data)
        elif sign == ",":
            self.frames[-1].key = None
        elif word and not self.frames[-1].is_list:
            self.frames[-1].key = plain(word.strip())
            self.frames[-1].data.setdefault(self.frames[-1].key, None)
        return False


def keys_behind(rest: str) -> dict[str, str]:
    """The keys that a map between braces goes on with, on the same line."""
    found: dict[str, str] = {}
    depth = 0
    for part in _BEHIND.finditer(rest):
        if part[1]:
            if not depth:
                found.setdefault(part[1], part[2])
        elif part[0] in "{[":
            depth += 1
        elif part[0] in "}]":
            depth -= 1
            if depth < 0:
                break
    return found
