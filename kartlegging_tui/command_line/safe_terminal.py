"""The last gate before a terminal: whatever a command prints there, the terminal acts on nothing of it.

A file, a pipe, and the screens with a gate of their own (`tui/text.py`) get what was written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import TextIO, cast

from kartlegging_tui.command_line.paint import PAINT
from kartlegging_tui.domain.safe import is_unsafe

_PAINT = re.compile("(" + "|".join(re.escape(each) for each in PAINT) + ")")


def guard() -> None:
    """From now on, what is printed on a terminal goes through the gate."""
    if not isinstance(sys.stdout, SafeTerminal) and sys.stdout.isatty():
        sys.stdout = cast(TextIO, SafeTerminal(sys.stdout))
    if not isinstance(sys.stderr, SafeTerminal) and sys.stderr.isatty():
        sys.stderr = cast(TextIO, SafeTerminal(sys.stderr))


def harmless(text: str) -> str:
    """The text with what a terminal could act on written as JSON escapes it, so that JSON stays what it means.

    The colours of this program's own findings stay.
    """
    if text.replace("\n", "").isprintable():
        return text
    return "".join(each if each in PAINT else _escaped(each) for each in _PAINT.split(text))


def put_out(content: bytes) -> None:
    """Writes UTF-8 just as it is; where it goes to a terminal, harmless."""
    sys.stdout.flush()
    if sys.stdout.isatty():
        sys.stdout.write(content.decode("utf-8", "backslashreplace"))
    else:
        sys.stdout.buffer.write(content)


def _escaped(text: str) -> str:
    return "".join(_escape(character) if is_unsafe(character) else character for character in text)


def _escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[place : place + 2].hex()}" for place in range(0, len(units), 2))


class SafeTerminal:
    """A stream to a terminal. In everything but writing, the stream that it stands before."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Writes it, harmless."""
        self._stream.write(harmless(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Writes them one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)
