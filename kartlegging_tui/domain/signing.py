"""Signing: what is signed, in what state that leaves a conversation, and the hash that proves it untouched."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from kartlegging_tui.domain.people import Person


class SigningKind(StrEnum):
    """What was done.

    Source: helsepersonelloven § 42: a record is corrected by a dated new entry, never by deletion or overwriting.
    """

    SIGNED = "signed"
    CORRECTING = "correcting"
    """A correction was begun."""
    GIVEN_UP = "given_up"
    """The correction was given up, with nothing changed."""


class Signing(Person):
    """One thing done about the signing of a conversation. Appended, never changed."""

    id: int
    conversation_id: int
    version: int
    """Of the conversation: 1 when it is signed first, one more with each correction."""
    kind: SigningKind
    author: str
    at: datetime
    reason: str
    """Why it is corrected; empty for the first signature."""
    hash: str
    """`chained` of what was signed; empty where nothing was."""


class SigningState(StrEnum):
    """Whether a conversation can be changed."""

    DRAFT = "draft"
    SIGNED = "signed"
    CORRECTING = "correcting"

    @property
    def is_open(self) -> bool:
        """True if answers can be given and changed."""
        return self is not SigningState.SIGNED


def state_of(signings: Sequence[Signing]) -> SigningState:
    """The state that all signings of a conversation, in order, have led to."""
    if not signings:
        return SigningState.DRAFT
    return SigningState.CORRECTING if signings[-1].kind is SigningKind.CORRECTING else SigningState.SIGNED


def chained(previous: str, document: str) -> str:
    """SHA-256, in hex, of a signed document and of the hash of the one signed before it in the same database."""
    return hashlib.sha256(f"{previous}\n{document}".encode()).hexdigest()
