"""A program under `strace`: one of its system calls goes wrong, or all of them are written down."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "unlink", "openat")
"""What SQLite asks of the system when it writes; one build syncs with `fdatasync`, another with `fsync`."""
KINDS = ("signal=SIGKILL", "error=EIO", "error=ENOSPC")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and at which of the calls of a thread."""

    call: str
    kind: str
    nth: int

    def __str__(self) -> str:
        return f"{self.call} number {self.nth}: {self.kind}"


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended."""

    code: int
    """Its exit code; -9 where it was killed."""
    told: str
    """What it wrote to its standard output."""
    complaint: str
    """What it wrote to its standard error."""
    calls: str
    """What strace wrote, a line for each call."""

    @property
    def undisturbed(self) -> bool:
        """True if nothing went wrong: the program made fewer calls."""
        return "INJECTED" not in self.calls and self.code != -9


def why_not() -> str:
    """Why strace cannot be used here; empty where it can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "there is no strace here"
    tried = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, text=True)
    return "" if tried.returncode == 0 else f"strace may not trace here: {tried.stderr.strip()}"


def run(
    python: Sequence[str], fault: Fault | None = None, files: Sequence[Path] = (), calls: str = "", *more: str
) -> Ended:
    """Runs Python with these words, and a fault at the calls on these files (none: on all), or with calls noted."""
    with tempfile.TemporaryDirectory(prefix="strace-") as folder:
        log = Path(folder) / "log"
        words = ["strace", "-f", "-qq", "-o", str(log), *more, "-e", f"trace={fault.call if fault else calls}"]
        words += [word for file in files for word in ("-P", str(file))]
        if fault is not None:
            words += ["-e", f"inject={fault.call}:{fault.kind}:when={fault.nth}"]
        quiet = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        ended = subprocess.run([*words, sys.executable, *python], capture_output=True, text=True, cwd=ROOT, env=quiet)
        code = -9 if ended.returncode in (-9, 137) else ended.returncode
        return Ended(code, ended.stdout, ended.stderr, log.read_text())


def companions(path: Path) -> list[Path]:
    """A database and what SQLite keeps beside it."""
    return [path.with_name(path.name + end) for end in ("", "-wal", "-shm")]
