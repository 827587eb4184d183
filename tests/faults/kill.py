"""The real program, in a pseudo-terminal, is killed at any moment while somebody types answers.

An answer counts as acknowledged when its value stands on the screen together with "Lagret": that is what a nurse sees.
After each kill the file is read by the services in another process than the one killed; the program is then started
again on it, resumes the talk, and the value on its screen is compared with the last one in the file. On an encrypted
database somebody logs in first at each start, and whoever reads the file has the password; the kill comes while answers
are typed, as on a plain one.
"""

from __future__ import annotations

import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.found import Found
from tests.faults.program import DIGITS, Program, value
from tests.terminal.driver import Terminal

AHEAD = 4
"""So many answers are typed before the first of them is seen to be saved."""


def run(times: int = 500, key: bytes | None = None) -> Found:
    """`times` kills, in two terminals at once; with a key, on databases that are encrypted with keys of their own."""
    found = Found()
    with tempfile.TemporaryDirectory(prefix="kill-") as folder, ThreadPoolExecutor(2) as pool:
        first = Program.begun(Path(folder) / "first", encrypted=key is not None)
        halves = [first.copy(Path(folder) / name) for name in ("left", "right")[: min(2, times)]]
        shares = [times // len(halves) + (place < times % len(halves)) for place in range(len(halves))]
        for part in pool.map(_kill_often, halves, shares):
            found.add(part)
    return found


@dataclass
class Typed:
    """What was typed in one run of the program, and how much of it was said to be saved."""

    values: list[str] = field(default_factory=list)
    acknowledged: int = 0

    def see(self, terminal: Terminal) -> None:
        """Counts as acknowledged what stands on the screen with the word that all is saved, and what came before it."""
        if "✓ Lagret" not in terminal.text.splitlines()[0]:
            return
        shown = value(terminal)
        for place in range(self.acknowledged, len(self.values)):
            if self.values[place] == shown:
                self.acknowledged = place + 1


def _kill_often(program: Program, times: int) -> Found:
    found, chance = Found(), Random(f"{program.folder.name} {times}")
    before = program.answers(found)
    for number in range(times):
        what = f"{program.folder.name} {number}"
        typed = _run_and_kill(program, chance, before[-1] if before else "", found, what)
        found.did["SIGKILLs of the program while somebody typed"] += 1
        after = program.answers(found)
        new = after[len(before) :]
        found.acknowledged += typed.acknowledged
        found.seen["answers typed"] += len(typed.values)
        if after[: len(before)] != before:
            found.wrong.append(f"{what}: what was there before is otherwise")
        if len(new) < typed.acknowledged:
            found.lost.append(f"{what}: {typed.values[: typed.acknowledged]} were saved, {new} are there")
        if new != typed.values[: len(new)]:
            found.wrong.append(f"{what}: {typed.values} were typed, {new} are there")
        before = after
    return found


def _run_and_kill(program: Program, chance: Random, last: str, found: Found, what: str) -> Typed:
    """One run of the program: it resumes, shows what is in the file, is typed into, and killed."""
    typed = Typed()
    with program.start() as terminal:
        shown = program.resume(terminal, last)
        if last:
            found.seen["starts after which the screen showed the last answer of the file"] += shown == last
            found.wrong += [] if shown == last else [f"{what}: the screen shows {shown!r}, the last answer is {last!r}"]
        end, pause = time.monotonic() + chance.uniform(0.0, 1.5), chance.choice((0.0, 0.02, 0.1))
        turn = DIGITS.index(last) + 1 if last else 0
        while time.monotonic() < end:
            if len(typed.values) - typed.acknowledged < AHEAD:
                typed.values.append(DIGITS[(turn + len(typed.values)) % len(DIGITS)])
                terminal.send(typed.values[-1], "up")
            terminal.read(pause * chance.random() + 0.005)
            typed.see(terminal)
        terminal.kill(signal.SIGKILL)
        while terminal.read(0.05):
            pass
        typed.see(terminal)  # what the screen had got to say before the program was killed
    return typed
