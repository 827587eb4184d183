"""How hard a text is to read."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONG = 6
"""Letters; a word with more is long."""
_WORD = re.compile(r"\w+(?:(?:[-'’./]|(?<=\d),(?=\d))\w+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)|\n\s*\n")


@dataclass(frozen=True)
class Readability:
    """What a text is like to read."""

    words: int
    lix: float
    """Words a sentence, and the share of long words in per cent, added up.

    Below 25 very easy, 35–44 medium, 45–54 hard, from 55 very hard. Source: Björnsson, C.-H. (1968), Läsbarhet,
    Stockholm: Liber; made for Swedish, and used for Norwegian. It counts, and understands nothing: short words can be
    hard. One sentence says little, since a single long word weighs much in it; so it is for some fifteen words or more.
    """


def readability(text: str) -> Readability:
    """Of a text, its sentences ending in a full stop, `!`, `?` or `:`. A text without words has a LIX of 0."""
    words = _WORD.findall(text)
    if not words:
        return Readability(0, 0.0)
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(text))
    long = sum(len(word) > _LONG for word in words)
    return Readability(len(words), len(words) / sentences + 100 * long / len(words))
