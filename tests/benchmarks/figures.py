"""What a benchmark finds: figures, each beside the floor or the peer of the same run and the budget it should keep."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Of(StrEnum):
    """What of a figure a budget limits."""

    RATIO = "ratio"
    MEDIAN = "median"
    P95 = "p95"


@dataclass(frozen=True)
class Budget:
    """The most that is allowed. Asked for in the issue or the design; nothing fails when it is not kept."""

    of: Of
    most: float


def ratio(most: float) -> Budget:
    return Budget(Of.RATIO, most)


def p95(most: float) -> Budget:
    return Budget(Of.P95, most)


def median(most: float) -> Budget:
    return Budget(Of.MEDIAN, most)


@dataclass(frozen=True)
class Figure:
    """One thing that was measured, often."""

    what: str
    median: float
    p95: float
    runs: int
    unit: str = "ms"
    beside: Figure | None = None
    """The floor or the peer, measured in the same run."""
    budget: Budget | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the median of the peer; below 1 is ahead of it."""
        return self.median / self.beside.median if self.beside and self.beside.median else None

    @property
    def kept(self) -> bool | None:
        """Whether the budget is kept; None without one."""
        if self.budget is None:
            return None
        found = {Of.RATIO: self.ratio, Of.MEDIAN: self.median, Of.P95: self.p95}[self.budget.of]
        return None if found is None else found <= self.budget.most

    def data(self) -> dict[str, object]:
        """For JSON."""
        beside = {"what": self.beside.what, "median": self.beside.median} if self.beside else None
        return {**asdict(self), "beside": beside, "ratio": self.ratio, "kept": self.kept}

    def __str__(self) -> str:
        peer = f"{_short(self.ratio)} × {self.beside.what}" if self.ratio is not None and self.beside else ""
        words = f"{self.what:<62} {_short(self.median):>8} {_short(self.p95):>8} {self.unit:<4} {peer}"
        if self.budget is None:
            return words.rstrip()
        limit = f"{self.budget.of} ≤ {_short(self.budget.most)}"
        verdict = {True: "kept", False: "NOT KEPT", None: "not known"}[self.kept]
        return f"{words:<80}  [{limit}: {verdict}]"


@dataclass(frozen=True)
class Skipped:
    """Something that could not be measured here, and why."""

    what: str
    why: str

    def data(self) -> dict[str, object]:
        return {"what": self.what, "skipped": self.why}

    def __str__(self) -> str:
        return f"{self.what:<62} skipped: {self.why}"


def figure(
    what: str,
    taken: Sequence[float],
    beside: Figure | None = None,
    budget: Budget | None = None,
    unit: str = "ms",
) -> Figure:
    """Of so many measurements."""
    ordered = sorted(taken)
    return Figure(
        what, statistics.median(ordered), ordered[int(len(ordered) * 0.95)], len(ordered), unit, beside, budget
    )


def timed(
    what: str,
    run: Callable[[int], object],
    times: int,
    beside: Figure | None = None,
    budget: Budget | None = None,
) -> Figure:
    """Calls `run` with 0, 1, 2 …, `times` over."""
    return figure(what, [milliseconds(lambda number=number: run(number)) for number in range(times)], beside, budget)


def in_turn(ways: Mapping[str, Callable[[], float]], times: int) -> dict[str, list[float]]:
    """Each way measured so often, in a random order: what else the machine does slows each of them as much."""
    taken: dict[str, list[float]] = {what: [] for what in ways}
    for _ in range(times):
        for what in random.sample(list(ways), len(ways)):
            taken[what].append(ways[what]())
    return taken


def milliseconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def _short(number: float | None) -> str:
    """Three digits that count."""
    if number is None:
        return ""
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:.3g}"
