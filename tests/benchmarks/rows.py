"""What a benchmark prints."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One thing that was timed, in milliseconds, beside the floor or peer of the same run."""

    what: str
    median: float
    p95: float
    beside: float | None = None
    """The median that it is compared with."""

    def __str__(self) -> str:
        ratio = "" if self.beside is None else f"   {self.median / self.beside:8.4f} × the peer"
        return f"{self.what:<58} median {self.median:9.4f} ms   p95 {self.p95:9.4f} ms{ratio}"


def timed(what: str, run: Callable[[int], object], times: int, beside: float | None = None) -> Row:
    """Calls `run` with 0, 1, 2 …, `times` over."""
    taken = []
    for number in range(times):
        start = time.perf_counter()
        run(number)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return Row(what, statistics.median(taken), taken[int(len(taken) * 0.95)], beside)
