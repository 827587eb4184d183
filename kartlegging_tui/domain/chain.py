"""Logs whose rows hang together: each row's code is made of the row and of the code before it.

A row that is changed, taken out or put in does not fit the codes that come after it. What a chain cannot show is that
its newest rows were cut off; for that its head is kept elsewhere (`Head`), or in another chain (a seal).

Source of the method: RFC 2104 (HMAC) with SHA-256; a code cut to 16 bytes is as RFC 2104 § 5 allows.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

BEGINNING = b""
"""What stands in place of a code before the first row."""

Value = str | int | None
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Stream(StrEnum):
    """The kinds of chains."""

    ACCESS = "access"
    """One, of the whole database."""
    ANSWERS = "answers"
    """One for each assessment."""
    PATHWAY = "pathway"
    """One for each pathway: what is agreed there."""
    SIGNING = "signing"
    """Of a conversation. Signatures are chained by their documents (`domain/signing.py`); this is for seals, and for
    what the log of access vouches for."""
    ERASURES = "erasures"
    """No chain of their own, and so the next ones: the log of access vouches for each row."""
    REFUSALS = "refusals"
    ROLES = "roles"
    EMERGENCIES = "emergencies"
    CODES = "codes"
    CHANGES = "changes"


_LENGTHS = {Stream.ACCESS: 32}
_LENGTH = 16
"""Bytes of a code. Answers are many, and forging one needs 2^64 tries even so."""


def code(key: bytes, stream: Stream, stream_id: int, before: bytes, row: Iterable[Value]) -> bytes:
    """The code of a row. Its chain is part of it, so that no row fits into another chain.

    The row is written as a JSON array, without spaces, in UTF-8: unambiguous, and the same in any language.
    """
    written = _written([stream.value, stream_id, *row]).encode("utf-8", "surrogatepass")
    return hmac.digest(key, before + written, "sha256")[: _LENGTHS.get(stream, _LENGTH)]


@dataclass(frozen=True)
class Head:
    """The newest row of the log of access, short enough to be read aloud and kept on paper: `1234 7F3A-09C2-…`.

    It vouches for every row up to there, and for what was sealed by them.
    """

    number: int
    code: str
    """The first 80 bits, in hexadecimal, in groups of four."""

    @classmethod
    def of(cls, number: int, mac: bytes) -> Head:
        """The head of a chain whose newest row is this."""
        digits = mac[:10].hex().upper()
        return cls(number, "-".join(digits[place : place + 4] for place in range(0, len(digits), 4)))

    @classmethod
    def read(cls, text: str) -> Head:
        """A head as somebody has kept it, with or without the words around it. Raises ValueError."""
        found = _HEAD.search(text)
        if found is None:
            raise ValueError("not the head of a log")
        digits = re.sub(r"[^0-9A-F]", "", found["code"].upper())
        return cls.of(int(found["number"]), bytes.fromhex(digits))

    def __str__(self) -> str:
        return f"{self.number} {self.code}"


_HEAD = re.compile(r"(?<![0-9A-Za-z-])(?P<number>[0-9]{1,15})\s+(?P<code>(?:[0-9A-Fa-f]{4}[- ]?){4}[0-9A-Fa-f]{4})\b")
