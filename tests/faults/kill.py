"""The real program, in a pseudo-terminal, is killed at any moment while somebody types answers.

An answer counts as acknowledged when its value stands on the screen together with "Lagret": that is what a nurse sees.
After each kill the file is read by the services in another process than the one killed; the program is then started
again on it, resumes the talk, and the value on its screen is compared with the last one in the file.
"""

from __future__ import annotations

import re
import shutil
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from kartlegging_tui.domain.answers import read
from kartlegging_tui.records.database import Database
from tests.faults.found import Found
from tests.faults.talks import unsound
from tests.terminal.driver import Terminal
from tests.terminal.test_conversation import to_contact_point_two

QUESTION = "slapphet"
SHOWN = "Slapphet (mangel på krefter)"
DIGITS = "0123456"
"""Values that call for nothing else on the screen. They are typed in turn, so that one is known by its value."""
AHEAD = 4
"""So many answers are typed before the first of them is seen to be saved."""


def run(times: int = 500, key: bytes | None = None) -> Found:
    """`times` kills, in two terminals at once."""
    if key is not None:
        return Found(skipped="the program asks for a password there; see docs/reliability.md")
    found = Found()
    with tempfile.TemporaryDirectory(prefix="kill-") as folder, ThreadPoolExecutor(2) as pool:
        first = Path(folder) / "first"
        first.mkdir()
        begun = begin(first)
        halves = [Path(folder) / name for name in ("left", "right")][: min(2, times)]
        for half in halves:
            shutil.copytree(first, half)
        shares = [times // len(halves) + (place < times % len(halves)) for place in range(len(halves))]
        for part in pool.map(lambda half, share: _kill_often(half, begun, share), halves, shares):
            found.add(part)
    return found


def home(folder: Path) -> dict[str, str]:
    return {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")} | {"KARTLEGGING_LANGUAGE": "nb"}


@dataclass(frozen=True)
class Begun:
    """The talk in which it all happens."""

    patient: str
    assessment: int


def begin(folder: Path) -> Begun:
    """A demo database with a talk in which the first question of the form is answered."""
    with Terminal("demo", env=home(folder)) as terminal:
        patient = to_contact_point_two(terminal)
        terminal.press("o", "esas", "enter")
        terminal.wait_for("Smerte")
        terminal.press("3")
        terminal.wait_for("✓ Lagret")
        terminal.press("ctrl+q")
        while terminal.read(2.0):
            pass
    database = Database.open(_file(folder))
    with database.read() as view:
        pathways = [pathway for each in view.patient_ids() for pathway in view.pathways(each)]
        talks = [view.conversation(point.id) for pathway in pathways for point in view.contact_points(pathway.id)]
        begun = [assessment for talk in talks if talk for assessment in view.assessments(talk.id)]
        newest = max(
            begun,
            key=lambda each: max(
                (event.at for event in view.events(each.id)), default=datetime.min.replace(tzinfo=UTC)
            ),
        )
    database.close()
    return Begun(patient, newest.id)


def _file(folder: Path) -> Path:
    (file,) = folder.rglob("demo*.sqlite3")
    return file


@dataclass
class Typed:
    """What was typed in one run of the program, and how much of it was said to be saved."""

    values: list[str] = field(default_factory=list)
    acknowledged: int = 0

    def see(self, terminal: Terminal) -> None:
        """Counts as acknowledged what stands on the screen with the word that all is saved, and what came before it."""
        if "✓ Lagret" not in terminal.text.splitlines()[0]:
            return
        shown = _value(terminal)
        for place in range(self.acknowledged, len(self.values)):
            if self.values[place] == shown:
                self.acknowledged = place + 1


def _kill_often(folder: Path, begun: Begun, times: int) -> Found:
    found, chance = Found(), Random(f"{folder.name} {times}")
    before = answers(folder, begun, found)
    for number in range(times):
        what = f"{folder.name} {number}"
        typed = _run_and_kill(folder, begun, chance, before[-1] if before else "", found, what)
        found.did["SIGKILLs of the program while somebody typed"] += 1
        after = answers(folder, begun, found)
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


def _run_and_kill(folder: Path, begun: Begun, chance: Random, last: str, found: Found, what: str) -> Typed:
    """One run of the program: it resumes, shows what is in the file, is typed into, and killed."""
    typed = Typed()
    with Terminal("demo", env=home(folder)) as terminal:
        shown = resume(terminal, begun, last)
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


def resume(terminal: Terminal, begun: Begun, last: str) -> str:
    """From the worklist to the question in the talk, whose last answer is this; what the screen shows there."""
    terminal.wait_for("Arbeidsliste", "samtale pågår")
    terminal.press("f", begun.patient)
    terminal.send("enter")
    terminal.wait_for("Samhandlingspunkt 2")
    terminal.send("enter")
    terminal.wait_for(SHOWN)
    if last:  # the cursor stands after the last answer
        terminal.wait_until(lambda: _value(terminal) != "", "an answer to the question")
        terminal.send("up")
    terminal.wait_until(lambda: _line(terminal).startswith("▌"), "the cursor on the question")
    return _value(terminal)


def _line(terminal: Terminal, below: int = 0) -> str:
    """The line with the question, or one below it; empty where it is not on the screen."""
    lines = terminal.text.splitlines()
    place = next((number for number, line in enumerate(lines) if SHOWN in line), len(lines))
    return "".join(lines[place + below : place + below + 1])


def _value(terminal: Terminal) -> str:
    """The value that the screen shows for the question; empty where it shows none."""
    match = re.search(r"\((\d)\)", _line(terminal, 1))
    return match[1] if match else ""


def answers(folder: Path, begun: Begun, found: Found) -> list[str]:
    """The values that the question has had, in order, as the services read them."""
    database = Database.open(_file(folder))
    try:
        with database.read() as view:
            events = view.events(begun.assessment)
        found.wrong += unsound(database)
        return [str(read(event.content).value) for event in events if event.path == QUESTION]
    finally:
        database.close()
