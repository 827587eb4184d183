"""Names as they are searched for: case, accents and the ways of writing å and ø forgiven."""

from __future__ import annotations

import re
import unicodedata

LETTERS = {"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "þ": "th", "ł": "l", "œ": "o"}
"""Letters that are no letter with a mark, and what they are searched for as."""
_LETTERS = str.maketrans(LETTERS)
SPELLINGS = (("aa", "a"), ("oe", "o"))
"""Åse is also Aase and Bjørg also Bjoerg; that a few other names come to look alike does a search no harm."""
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a name, or of what is typed to find it, without repetition: `Åse-Marie Đorđević` is `ase`, …"""
    return list(dict.fromkeys(_WORD.findall(plain(text))))


def plain(text: str) -> str:
    """Small letters without marks: `Sjøen på Åsen` is `sjoen pa asen`. The same words, of other lengths perhaps."""
    letters = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(character)
    ).translate(_LETTERS)
    for long, short in SPELLINGS:
        letters = letters.replace(long, short)
    return letters
