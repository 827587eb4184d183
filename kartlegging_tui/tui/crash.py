"""When the program itself fails: two lines for the user, a report for those who mend it, and nothing about anybody.

A report holds types of errors, files, lines and versions. It holds no messages and no variables: these could be a name,
a number or an answer.
"""

from __future__ import annotations

import asyncio
import os
import platform
import secrets
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType

import platformdirs

from kartlegging_tui import __version__
from kartlegging_tui.language import _


def folder() -> Path:
    """Where reports are kept."""
    return platformdirs.user_state_path("kartlegging") / "reports"


def scrubbed(error: BaseException) -> str:
    """What happened and where, without a word of what it was about."""
    lines: list[str] = []
    chain: BaseException | None = error
    while chain is not None:
        lines.append(f"{type(chain).__module__}.{type(chain).__qualname__}")
        for frame, number in walk_tb(chain.__traceback__):
            lines.append(f"  {frame.f_code.co_filename}:{number} {frame.f_code.co_name}")
        chain = chain.__cause__ or (None if chain.__suppress_context__ else chain.__context__)
    return "\n".join(lines)


def report(error: BaseException) -> str:
    """Writes a report that only its user can read. Returns its number, also where it could not be written."""
    from importlib.metadata import version

    number = secrets.token_hex(3).upper()
    versions = f"kartlegging {__version__}, textual {version('textual')}, Python {platform.python_version()}"
    text = f"{number} {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{versions}, {platform.system()}\n{scrubbed(error)}\n"
    try:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(folder() / f"{number}.txt", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        pass  # a full disk must not hide what is said to the user
    return number


def last_words(number: str) -> str:
    """What the user is told when the program ends."""
    first = _("Something went wrong (error {number}). What you had answered is saved.").format(number=number)
    return first + "\n" + _("A report without patient data is in {folder}.").format(folder=folder())


def hook_all() -> None:
    """Errors outside the screens, in threads as well, are reported in the same way."""

    def uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        sys.stderr.write(last_words(report(error.with_traceback(traceback))) + "\n")

    def uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            report(arguments.exc_value)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread


def in_loop(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:  # noqa: ARG001  asyncio's signature
    """An error in a task that nobody waited for: reported, and nothing on the screen."""
    error = context.get("exception")
    if isinstance(error, BaseException):
        report(error)
