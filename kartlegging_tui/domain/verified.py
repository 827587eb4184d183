"""What a check of the logs has found: that all rows are as they were, or the first that is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kartlegging_tui.domain.chain import Head


class Log(StrEnum):
    """What is checked, in this order."""

    ACCESS = "access"
    ANSWERS = "answers"
    PATHWAY = "pathway"
    SIGNATURES = "signatures"
    SEALS = "seals"
    ERASURES = "erasures"
    """What stands in place of what was deleted by decision. The log of access vouches for it, and the next five."""
    REFUSALS = "refusals"
    """Requests for a correction that were refused."""
    ROLES = "roles"
    """Which role somebody was given, and when."""
    EMERGENCIES = "emergencies"
    """Who let themselves in to which patient, and why."""
    CODES = "codes"
    """Registration codes: each that was made, also in place of another."""
    CHANGES = "changes"
    """What was changed about a patient: details, and the units that follow them."""
    FORMS = "forms"
    TRIGGERS = "triggers"


class Fault(StrEnum):
    """What is wrong with a row."""

    CHANGED = "changed"
    """It, or one that was there before it, says something else than when it was written."""
    MISSING = "missing"
    UNCHAINED = "unchained"
    """It has no code, though those before it have."""
    CUT = "cut"
    """It was there when the log was sealed or its head was kept, and is not there any more: nor are those after it."""
    ADDED = "added"
    """Nothing tells that it was written here: somebody has put it in."""
    OTHER = "other"
    """Another stands there than the one that was sealed, or whose head was kept."""


@dataclass(frozen=True)
class Broken:
    """The first row of a log that is not as it was."""

    log: Log
    fault: Fault
    number: int = 0
    """Of the row: in the log of access, of the assessment, of the pathway; of a signature, its id."""
    at: datetime | None = None
    """When the row says that it was written; of one that is gone, when it was sealed."""
    stream_id: int | None = None
    """The assessment or the pathway."""
    patient_id: int | None = None
    contact_point: int | None = None
    name: str = ""
    """The trigger, or the form and its version."""
    kept_head: bool = False
    """It was seen against a head that was kept elsewhere."""


@dataclass(frozen=True)
class Verdict:
    """What was found."""

    rows: Mapping[Log, int]
    """How many were checked."""
    unchained: Mapping[Log, int] = field(default_factory=dict)
    """How many of them are from before logs were chained. The first row after them vouches for them."""
    broken: tuple[Broken, ...] = ()
    """The first of each log."""
    head: Head | None = None
    """Of the log of access, as it is now; None for an empty one."""

    @property
    def sound(self) -> bool:
        """True if everything is as it was."""
        return not self.broken
