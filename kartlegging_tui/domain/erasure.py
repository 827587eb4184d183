"""Deleting from the record: a decision that somebody answers for, carried out once, with a tombstone that stays.

Source: helsepersonelloven § 43 (deletion: stricter than correcting, decided by whoever is responsible for the record)
and § 44 (what was written into the wrong person's record). The sections are known from the Directorate's comments;
which grounds hold in a case is for whoever decides, never for the program.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.people import Person


class Ground(StrEnum):
    """Why something is deleted."""

    MISLEADING = "misleading"
    """Wrong or misleading, and felt as a burden by whom it is about (§ 43, no. 1)."""
    NOT_NEEDED = "not_needed"
    """Plainly not needed for the patient's health care (§ 43, no. 2)."""
    WRONG_PERSON = "wrong_person"
    """It is about somebody else than the patient (§ 44)."""
    DRAFT = "draft"
    """Never signed, and given up by whoever wrote it: no part of the record yet."""


class Decision(Person):
    """Who decided that something is deleted, when, why, and where the decision is kept."""

    decided_by: str
    decided_on: date
    ground: Ground
    words: str
    """The ground in words, without what is deleted."""
    reference: str
    """A case number."""

    def written_ground(self) -> str:
        """The ground as it is kept: its word, and the words after it."""
        return f"{self.ground.value}: {self.words}"


class Ended(NamedTuple):
    """Rows of a log that were deleted: where they ended, so that its chain goes on behind them."""

    stream: str
    id: int
    first: int
    last: int
    mac: str
    """Of the last of them, in hex; empty where it had none."""


class Erasure(Person):
    """What stands in place of what was deleted."""

    id: int
    patient_id: int
    conversation_id: int | None
    """None for everything about the patient."""
    decided_by: str
    decided_on: date
    ground: str
    reference: str
    removed: str
    """How much, and where the logs ended (`Removed`), as JSON."""
    author: str
    at: datetime

    @property
    def counts(self) -> dict[str, int]:
        """How many of what were deleted."""
        counts: dict[str, int] = json.loads(self.removed).get("counts", {})
        return counts


def removed_json(counts: Mapping[str, int], logs: Iterable[Ended], last: Mapping[str, int]) -> str:
    """How much was deleted, where the logs ended, and the highest numbers that were used and are not given again."""
    whole = {"counts": dict(counts), "logs": [each._asdict() for each in logs], "last": dict(last)}
    return json.dumps(whole, separators=(",", ":"))


def came_out_of(contact_point: int, events: Iterable[Event]) -> set[Path]:
    """The paths of a plan that hold what a conversation brought up: needs, urgent answers, ranking, actions.

    Not what the patient has agreed to for others, what was sent on, who is responsible or what became of contact
    points: that says who was told and what was done, and stands in the record whatever was said.
    """
    found: set[Path] = set()
    for event in events:
        kind, _, rest = event.path.partition("/")
        if kind in ("need", "urgent", "order") and rest.partition("/")[0] == str(contact_point):
            found.add(event.path)
        if kind == "action" and json.loads(event.content).get("contact_point") == contact_point:
            found.add(event.path)
    return found


def stretches(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """The first and the last of each run of numbers that follow one another: [2, 3, 4, 7] is (2, 4) and (7, 7)."""
    runs = groupby(enumerate(sorted(numbers)), lambda each: each[1] - each[0])
    found = [[number for _, number in run] for _, run in runs]
    return [(run[0], run[-1]) for run in found]
