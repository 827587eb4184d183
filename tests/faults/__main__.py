"""`python -m tests.faults [NAME…] [--times N] [--encrypted]`: does harm to the records, and looks for what was said.

Without a name, all of them. Exit code 1 where an acknowledged answer was lost, or something wrong was found.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from importlib import import_module

from tests.faults.found import Found

NAMES = ("kill", "syscalls", "power", "full", "writers", "starts", "flips", "migration")
KEY = bytes(range(32))
"""Opens the trials' own databases, and nothing else."""


def main(words: list[str]) -> int:
    parser = ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--times", type=int, help="how often; each has a number of its own otherwise")
    parser.add_argument("--encrypted", action="store_true", help="the same on an encrypted database")
    given = parser.parse_args(words)
    if not set(given.names) <= set(NAMES):
        parser.error(f"there are {', '.join(NAMES)}")
    sound = True
    for name in given.names or NAMES:
        began = time.monotonic()
        run = import_module(f"tests.faults.{name}").run
        often = {"times": given.times} if given.times else {}
        found: Found = run(**often, key=KEY if given.encrypted else None)
        print(
            f"{name}{' (encrypted)' if given.encrypted else ''}, {time.monotonic() - began:.0f} s\n{found}", flush=True
        )
        sound = sound and found.sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
