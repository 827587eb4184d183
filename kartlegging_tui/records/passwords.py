"""Passwords of accounts on a server: kept as Argon2id hashes. Those of a file open a slot of its key file instead."""

from __future__ import annotations

import os
import unicodedata

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from kartlegging_tui.records.deriving import ALONE
from kartlegging_tui.records.key_slots import STANDARD, Kdf


def hashed(password: str, kdf: Kdf = STANDARD) -> str:
    """What is kept of a password: a PHC string, with what it takes to check it."""
    with ALONE:
        return _argon2id(os.urandom(16), kdf).derive_phc_encoded(_bytes(password))


def fits(password: str, kept: str) -> bool:
    """Whether it is the password that was kept."""
    try:
        with ALONE:
            Argon2id.verify_phc_encoded(_bytes(password), kept)
    except InvalidKey:
        return False
    return True


def try_nothing(password: str, kdf: Kdf = STANDARD) -> None:
    """Takes as long as `fits`: nobody learns from the clock who is a user."""
    with ALONE:
        _argon2id(bytes(16), kdf).derive(_bytes(password))


def _argon2id(salt: bytes, kdf: Kdf) -> Argon2id:
    return Argon2id(salt=salt, length=32, iterations=kdf.t, lanes=kdf.p, memory_cost=kdf.m)


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
