"""What a condition is evaluated with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kartlegging_tui.domain.unknowns import Amount


@dataclass(slots=True)
class Env:
    """The values that a condition is evaluated with. Hidden and unanswered names are absent, hence unknown."""

    values: dict[str, Any] = field(default_factory=dict)
    """By name: what comparisons see."""
    points: dict[str, Amount] = field(default_factory=dict)
    """By name: what arithmetic sees."""
    rows: dict[str, list[Env]] = field(default_factory=dict)
    """By group: its rows. An unanswered group is absent."""
    form: Env | None = None
    """For a row: the form it belongs to."""
    previous: Env | None = None
    """The last contact point's answers."""
    fill: bool = False
    """Missing parts of a `sum` or `mean` count as the mean of the others (a score's rule, never a condition's)."""


Evaluate = Callable[[Env], Any]
"""A compiled condition or formula: truth, amount or value from an environment; None is unknown."""
