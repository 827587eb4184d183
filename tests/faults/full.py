"""The real program on a file system that is full: it says so, keeps what is typed, and saves it when there is room.

As root, the file system is a small one in memory, filled by another file; else it is the limit on the size of files.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.found import Found
from tests.faults.program import DIGITS, Program
from tests.terminal.driver import Terminal

MEBIBYTES = 24
"""Of the file system: the demo database, its log, and what fills the rest."""
TYPED = 5
"""Answers typed while it is full."""


def run(times: int = 20, key: bytes | None = None) -> Found:
    """`times` full disks, one after the other; with a key, a database that is encrypted with a key of its own."""
    found = Found()
    if sys.platform == "win32":
        return Found(skipped="there is no pseudo-terminal here")
    with tempfile.TemporaryDirectory(prefix="full-") as folder:
        first = Program.begun(Path(folder) / "first", encrypted=key is not None)
        for number in range(times):
            with _small(Path(folder) / "small") as (place, by_size):
                found.add(_one(first.copy(place), by_size, f"disk {number}"))
    return found


@contextmanager
def _small(folder: Path) -> Iterator[tuple[Path, bool]]:
    """A folder of its own file system, where that is allowed; else any folder."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEBIBYTES}m", "tmpfs", str(folder)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    try:
        yield folder, mounted
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)


def _one(program: Program, by_size: bool, what: str) -> Found:
    found = Found()
    before = program.answers(found)
    with program.start() as terminal:
        program.resume(terminal, before[-1] if before else "")
        fill = _fill if by_size else _limit
        found.did["file systems filled" if by_size else "limits on the size of files"] += 1
        make_room = fill(program.folder, terminal)
        typed = [DIGITS[number % len(DIGITS)] for number in range(TYPED)]
        for value in typed:
            terminal.press(value, "up")
        terminal.wait_for("IKKE LAGRET", "disken er full")
        found.seen["times it was said on the screen that nothing is saved, and why"] += 1
        if "✓ Lagret" in terminal.text:
            found.wrong.append(f"{what}: the screen says that all is saved")
        make_room()
        terminal.wait_for("✓ Lagret", absent="IKKE LAGRET")
        found.acknowledged += len(typed)
        terminal.press("ctrl+q")
        while terminal.read(1.0):
            pass
    after = program.answers(found)
    if after[len(before) :] != typed:
        found.lost.append(f"{what}: {typed} were typed, {after[len(before) :]} are there")
    return found


def _fill(folder: Path, terminal: Terminal) -> Callable[[], None]:
    """Fills the file system to the last byte; gives back what makes room again."""
    filler = folder / "other-program"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                pass
        except OSError:
            pass
    return filler.unlink


def _limit(folder: Path, terminal: Terminal) -> Callable[[], None]:
    """Lets no file of the program grow; gives back what lifts it."""
    soft, hard = resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (1, hard))
    return lambda: resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (soft, hard)) and None
