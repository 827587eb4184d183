"""Reading without the interruptions of Python's garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Nothing is collected inside.

    Reading makes hundreds of thousands of small values that all stay; the collector looks through them again and again
    and finds nothing. That was a third of the time of checking 5,000 questions.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
