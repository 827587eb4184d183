"""Names as they are searched for: case, accents and the ways of writing å and ø forgiven."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "þ": "th", "ł": "l", "œ": "o"})
_SPELLINGS = (("aa", "a"), ("oe", "o"))
"""Åse is also Aase and Bjørg also Bjoerg; that a few other names come to look alike does a search no harm."""
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a name, or of what is typed to find it, without repetition: `Åse-Marie Đorđević` is `ase`, …"""
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(character)
    ).translate(_LETTERS)
    for long, short in _SPELLINGS:
        plain = plain.replace(long, short)
    return list(dict.fromkeys(_WORD.findall(plain)))
