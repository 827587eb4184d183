"""When garbage is collected: not while the program starts, and not ever among what it started with.

Imports make half a million objects that stay until the end. Looking through them for garbage, again and again as they
come, is a fifth of the start; and looking through them later would hold up a key now and then by a tenth of a second.
"""

from __future__ import annotations

import gc


def wait() -> None:
    """From now on nothing is collected; what is not used any more goes at once all the same, but for circles."""
    gc.disable()


def begin() -> None:
    """From now on, circles among what comes after this are collected; what is there now stays.

    Does nothing where nobody has waited: in tests, where one program comes after the other.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
