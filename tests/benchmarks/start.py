"""From the start of the process to the first paint, and to the worklist with patients, in a pseudo-terminal."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence

from tests.benchmarks.figures import Figure, Skipped, figure, in_turn, ratio
from tests.terminal.driver import PATIENCE, PROGRAM, Terminal

TIMES = 12
SIZE = (120, 40)
ALTERNATE = b"\x1b[?1049h"
BARE = """
from textual.app import App
from textual.widgets import Label
class Bare(App):
    def compose(self):
        yield Label("Ferdig")
Bare().run()
"""


def run() -> Iterator[Figure | Skipped]:
    if os.name != "posix":
        yield Skipped("start", "needs a pseudo-terminal")
        return
    with tempfile.TemporaryDirectory(prefix="start-") as home:
        env = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), home) | {"KARTLEGGING_LANGUAGE": "nb"}
        ours, bare = (PROGRAM, "demo"), (sys.executable, "-c", BARE)
        until(ours, env, b"forfalt")  # builds the demo
        ways = {
            "bare": lambda: until(bare, env, b"Ferdig"),
            "paint": lambda: until(ours, env, "Åpner".encode()),
            "worklist": lambda: until(ours, env, b"forfalt"),
        }
        taken = in_turn(ways, TIMES)
    floor = figure("a bare Textual app: to its label", taken["bare"])
    yield floor
    yield figure("to the first paint", taken["paint"], floor, ratio(1.3))
    yield figure("to the worklist with patients", taken["worklist"], floor, ratio(2.5))


def until(command: Sequence[str], env: dict[str, str], words: bytes) -> float:
    """Milliseconds until the program has written these words on its screen. Raises TimeoutError if it never does."""
    start = time.perf_counter()
    with Terminal(size=SIZE, env=env, command=command) as terminal:
        while terminal.take(PATIENCE):
            _before, entered, painted = bytes(terminal.raw).partition(ALTERNATE)
            if entered and words in painted:
                return (time.perf_counter() - start) * 1000
    raise TimeoutError(f"{words.decode()} never came from {' '.join(command)}")
