"""The recovery key as it is shown, written on paper and typed again: seven groups of four letters and digits."""

from __future__ import annotations

import hashlib
import secrets

from kartlegging_tui.records.errors import Mistyped

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are read as something else."""

_SECRET = 26  # 130 bits
_CHECK = 2
_GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new() -> str:
    """A random key, in groups."""
    return in_groups("".join(secrets.choice(ALPHABET) for _ in range(_SECRET)))


def in_groups(secret: str) -> str:
    """The key as it is shown: the secret, its two check characters, in groups of four."""
    whole = secret + _check(secret)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def secret_in(typed: str) -> str:
    """The secret of a key that somebody typed: capitals or not, spaces or hyphens or none, o for 0, i or l for 1.

    Raises Mistyped where a character is missing, too much, or another than was shown.
    """
    letters = "".join(letter for letter in typed.upper() if not letter.isspace() and letter not in "-–—.").translate(
        _READ_AS
    )
    secret, check = letters[:_SECRET], letters[_SECRET:]
    if len(letters) != _SECRET + _CHECK or not set(letters) <= set(ALPHABET) or check != _check(secret):
        raise Mistyped("the recovery key is mistyped")
    return secret


def _check(secret: str) -> str:
    number = int.from_bytes(hashlib.sha256(b"kartlegging recovery key " + secret.encode()).digest()[:2])
    return ALPHABET[number >> 5 & 31] + ALPHABET[number & 31]
