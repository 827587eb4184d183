"""A key in the real program, 120×40: until the first byte of what it changes, and until the answer is said to be saved.

Beside it the same key in a bare Textual `Input`, which draws one character, in the same run.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from tests.benchmarks.figures import Figure, Skipped, figure, median, p95
from tests.benchmarks.peers.installed import NotHere, python_command
from tests.benchmarks.stage import SIZE, furnish
from tests.domain.large_forms import large_form
from tests.terminal.driver import Terminal

SIZES = (20, 1_000, 10_000)
TIMES = 60
BEFORE_THE_END = 12
"""Answers in a row: after the last of a form the program says that it was the last, and that is another key."""
FIRST_BYTE = p95(16)
SAVED = p95(50)
STILL, SCROLLED = median(3), median(12)
"""Kilobytes."""
BARE = """
from textual.app import App
from textual.widgets import Input
class Bare(App):
    def compose(self):
        yield Input()
Bare().run()
"""


@dataclass
class Taken:
    """What was measured of a key, in milliseconds and kilobytes."""

    first: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)

    def press(self, terminal: Terminal, key: str, quiet: float = 0.12) -> None:
        pieces = terminal.written_after(key, quiet)
        if not pieces:
            return
        self.first.append(pieces[0][0] * 1000)
        self.saved += [after * 1000 for after, data in pieces if b"Lagret" in data][-1:]
        self.sent.append(sum(len(data) for _after, data in pieces) / 1000)


def run() -> Iterator[Figure | Skipped]:
    if os.name != "posix":
        yield Skipped("keys", "needs a pseudo-terminal")
        return
    bare = _bare()
    yield bare
    yield from _questionary()
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="key-") as folder:
            yield from _form(Path(folder), size, bare)


def _bare() -> Figure:
    taken = Taken()
    with Terminal(size=SIZE, command=[sys.executable, "-c", BARE]) as terminal:
        terminal.settle(1.0)
        for key in islice(cycle("abcdefgh"), TIMES):
            taken.press(terminal, key)
    return figure("a letter in a bare Input: first byte", taken.first)


def _questionary() -> Iterator[Figure | Skipped]:
    """A prompt for each question, which draws itself anew at each key."""
    what = "an option down in a prompt of questionary"
    try:
        command = python_command("questionary_select.py")
    except NotHere as error:
        yield Skipped(what, str(error))
        return
    taken = Taken()
    with Terminal(size=SIZE, command=command) as terminal:
        terminal.settle(1.0)
        for key in islice(cycle(("down", "up")), TIMES):
            taken.press(terminal, key)
    yield figure(f"{what}: first byte", taken.first)
    yield figure(f"{what}: written", taken.sent, None, None, "kB")


def _form(folder: Path, size: int, bare: Figure) -> Iterator[Figure]:
    with furnish(folder, large_form(size)).program() as terminal:
        terminal.wait_for("Ola Nordmann")
        terminal.send("enter")
        terminal.wait_for("Samhandlingspunkt 1")
        terminal.send("enter")
        terminal.wait_for("q0")
        terminal.settle(0.5)
        for what, before, keys, still in (
            ("answer", (), "56", False),  # and it moves on, which scrolls where the page ends
            ("move", (), ("up", "down"), True),
            ("jump a page", (), ("pagedown", "pageup"), False),
            ("change section", (), ("tab",), False),
            ("a letter of a note", ("m",), "abcdefghij ", True),
        ):
            if size == SIZES[0] and what == "change section":
                continue  # it has one section
            yield from _key(terminal, size, what, before, keys, still, bare)


def _key(
    terminal: Terminal, size: int, what: str, before: Sequence[str], keys: Sequence[str], still: bool, bare: Figure
) -> Iterator[Figure]:
    taken = Taken()
    for key in before:
        terminal.press(key)
    for number, key in enumerate(islice(cycle(keys), TIMES)):
        if what.startswith("answer") and number % BEFORE_THE_END == 0:
            terminal.press("home")
        taken.press(terminal, key)
    name = f"{size} questions: {what}"
    yield figure(f"{name}: first byte", taken.first, bare, FIRST_BYTE)
    if taken.saved:
        yield figure(f"{name}: saved, and said", taken.saved, None, SAVED)
    yield figure(f"{name}: written", taken.sent, None, STILL if still else SCROLLED, "kB")
