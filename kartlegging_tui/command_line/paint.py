"""The colours of findings on a terminal."""

from __future__ import annotations

from typing import NamedTuple


class Paint(NamedTuple):
    """What a terminal is told around a part."""

    error: str = ""
    warning: str = ""
    place: str = ""
    frame: str = ""
    help: str = ""
    end: str = ""


PLAIN = Paint()
PAINTED = Paint("\x1b[1;31m", "\x1b[1;33m", "\x1b[1m", "\x1b[34m", "\x1b[36m", "\x1b[0m")
PAINT = frozenset(PAINTED)
"""All that this program tells a terminal where it prints."""
