"""What must be so around the program: a terminal, and an environment that says how things look, and nothing else.

`TEXTUAL_LOG` writes every key to a file, `TEXTUAL_SCREENSHOT` a picture of the patient, `TEXTUAL_PRESS` presses keys.
Textual reads them when it is imported; therefore this comes first.
"""

from __future__ import annotations

import logging
import os
import sys

from kartlegging_tui.command_line.exit_codes import ExitCode, Stop
from kartlegging_tui.language import _

LOOKS = frozenset({"TEXTUAL_ANIMATIONS", "TEXTUAL_COLOR_SYSTEM"})
FRAMES = "250"
"""A second, at most. With Textual's 60, what a key has changed waits up to 17 ms to be drawn."""


def prepare() -> None:
    """Takes out every variable of Textual's but those of `LOOKS`, and silences what other libraries would note down.

    Raises Stop where Python would stay with all that it remembers once the program has ended.
    """
    if sys.flags.inspect:
        raise Stop(
            ExitCode.WRONG_USE, _("Python is told to stay after the program: unset PYTHONINSPECT, leave out -i.")
        )
    logging.disable()  # of asyncio, in its debug mode: which key was pressed, and what a task was given
    for name in [name for name in os.environ if name.startswith("TEXTUAL") and name not in LOOKS]:
        del os.environ[name]
    os.environ["TEXTUAL_FPS"] = FRAMES


def has_terminal() -> bool:
    """True if somebody can type and see; else says so. Without keys to wait for, the program would wait for ever."""
    if sys.stdin.isatty() and sys.stderr.isatty():
        return True
    print(_("This needs a terminal."), file=sys.stderr)
    return False
