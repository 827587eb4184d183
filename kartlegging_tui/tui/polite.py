"""Long work in a thread beside a screen that somebody types on."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

POLITE = 0.0005
"""Seconds after which Python's threads take turns while something long is worked out. Usually it is ten times as many:
the screen wakes up twenty times for a key, and each time it waits for its turn."""


@contextmanager
def letting_others_in(much: bool) -> Iterator[None]:
    """While this lasts, the screen gets its turn soon.

    Where `much` is made, it is not searched for garbage: looking through all objects of a form of a thousand questions
    stops everything for 120 ms (measured), several times for each reading. `tidy_up` makes it findable again.
    """
    before = sys.getswitchinterval()
    sys.setswitchinterval(POLITE)
    if much:
        gc.collect(1)
        gc.disable()
    try:
        yield
    finally:
        sys.setswitchinterval(before)
        if much:
            gc.freeze()
            gc.enable()


def tidy_up() -> None:
    """What was made is searched for garbage like everything else."""
    gc.unfreeze()
