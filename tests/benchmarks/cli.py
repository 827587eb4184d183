"""Commands that draw no screen, as whole processes, beside a Python that does nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence

from kartlegging_tui.definitions.library import shipped_folder
from tests.benchmarks.figures import Figure, figure, in_turn, milliseconds, ratio
from tests.terminal.driver import PROGRAM

TIMES = 20


def run() -> Iterator[Figure]:
    ways = {
        "nothing": (sys.executable, "-c", "pass"),
        "help": (PROGRAM, "--help"),
        "check": (PROGRAM, "check", str(shipped_folder())),
    }
    taken = in_turn({what: lambda words=words: _whole(words) for what, words in ways.items()}, TIMES)  # type: ignore[misc]
    floor = figure("python -c pass", taken["nothing"])
    yield floor
    yield figure("kartlegging --help", taken["help"], floor, ratio(3))
    yield figure("kartlegging check, the shipped forms", taken["check"], floor)


def _whole(words: Sequence[str]) -> float:
    return milliseconds(lambda: subprocess.run(words, capture_output=True, check=True))
