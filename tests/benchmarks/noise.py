"""How noisy the machine is while one measures: a fixed piece of work, timed again and again."""

from __future__ import annotations

import os
import platform

from tests.benchmarks.figures import Figure, timed

TIMES = 40


def noise() -> Figure:
    """On a quiet machine the slow ones take little longer than the median; else p95 figures are upper bounds."""
    return timed("a loop of 100,000 steps, nothing else", lambda _: sum(range(100_000)), TIMES)


def machine() -> str:
    """In a line: cores, load, versions."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, load {load:.1f}, {system}"
