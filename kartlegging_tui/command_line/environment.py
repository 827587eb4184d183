"""What must be so around the program: a terminal, and an environment that says how things look, and nothing else.

`TEXTUAL_LOG` writes every key to a file, `TEXTUAL_SCREENSHOT` a picture of the patient, `TEXTUAL_PRESS` presses keys.
Textual reads them when it is imported; therefore this comes first.
"""

from __future__ import annotations

import os
import sys

from kartlegging_tui.language import _

LOOKS = frozenset({"TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM"})


def clean() -> None:
    """Takes out every variable of Textual's but those of `LOOKS`."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL") and name not in LOOKS]:
        del os.environ[name]


def has_terminal() -> bool:
    """True if somebody can type and see; else says so. Without keys to wait for, the program would wait for ever."""
    if sys.stdin.isatty() and sys.stderr.isatty():
        return True
    print(_("This needs a terminal."), file=sys.stderr)
    return False
