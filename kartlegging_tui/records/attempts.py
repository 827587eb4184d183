"""Wrong passwords and recovery keys that were tried on a file: kept beside the slots until somebody opens it.

The log of access lies in the file that they did not open.
"""

from __future__ import annotations

from typing import Literal
from uuid import uuid4

from pydantic import AwareDatetime, Field

from kartlegging_tui.records.key_slots import Part

MOST = 200
"""Kept at a time; of those before them, how many there were."""
_WORKSTATION = 200


class Attempt(Part):
    """One that failed, or that was broken off while it was tried."""

    id: str = Field(pattern="^[0-9a-f]{32}$")
    """So that none is told twice, if the power goes before it is taken out here."""
    at: AwareDatetime
    way: Literal["password", "recovery"]
    user: str = Field(max_length=200)
    """The user name, where there is such a user; else empty: somebody may have typed a password there."""
    workstation: str = Field(max_length=_WORKSTATION)
    dropped: int = Field(default=0, ge=0)
    """How many there were before it that are not kept any more."""


def attempt(at: AwareDatetime, way: Literal["password", "recovery"], user: str, workstation: str) -> Attempt:
    """One that is about to be tried."""
    return Attempt(id=uuid4().hex, at=at, way=way, user=user, workstation=workstation[:_WORKSTATION])


def added(kept: tuple[Attempt, ...], new: Attempt) -> tuple[Attempt, ...]:
    """The newest `MOST` of them; the oldest tells how many went before it."""
    whole = [*kept, new]
    while len(whole) > MOST:
        gone = whole.pop(0)
        whole[0] = whole[0].model_copy(update={"dropped": whole[0].dropped + gone.dropped + 1})
    return tuple(whole)


def without(kept: tuple[Attempt, ...], ids: set[str]) -> tuple[Attempt, ...]:
    """Those that are not told yet."""
    return tuple(each for each in kept if each.id not in ids)
