"""Adding to the archive of published versions: a copy of the file, and a line of the history.

Nothing is ever changed or taken away. Each file is whole at any moment: it is written beside, forced to the disk, and
put in place of the old one. The copy comes before the line that vouches for it, so that what was interrupted can be
done again. One at a time adds to an archive, also where a folder is shared between machines.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from kartlegging_tui.definitions.published import HISTORY
from kartlegging_tui.definitions.text_file import put_in_place, share
from kartlegging_tui.domain.publication import Publication
from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.language import _

LOCK = ".publishing"
"""The file that lies in an archive while somebody adds to it."""
PATIENCE = 10.0
"""Seconds after which somebody who does not get done is taken to be dead: it takes a tenth of one."""
_PAUSE = 0.02
"""Seconds between two looks."""
_HEAD = """\
# Who published what, when and why. The program adds to this file; nothing in it is ever changed or taken away.
"""


class CopyInTheWay(Exception):
    """There is a copy already that says something else, which the history does not know."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file))
        self.file = file


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else adds to this archive meanwhile. Raises OSError, also where others do without end.

    A file that only one can make, since a lock of the system does not reach across every shared folder. It is told
    from another one's by what stands in it and not by its time: the clocks of two machines differ. Who was killed
    leaves it behind; it is taken away when it has been the same for as long as `PATIENCE`.
    """
    if not folder.exists():
        folder.mkdir(exist_ok=True)
        share(folder)
    file, mine = folder / LOCK, uuid4().hex.encode()
    _wait_for(file, mine)
    try:
        yield
    finally:
        with suppress(OSError):
            if file.read_bytes() == mine:
                file.unlink()


def _wait_for(file: Path, mine: bytes) -> None:
    seen, since = None, time.monotonic()
    end = since + 6 * PATIENCE
    while time.monotonic() <= end:
        try:
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "wb") as lock:
                lock.write(mine)
            share(file)
            return
        with suppress(FileNotFoundError):
            now = file.read_bytes()
            if now != seen:
                seen, since = now, time.monotonic()
            elif time.monotonic() - since >= PATIENCE:
                file.unlink()
                continue
        time.sleep(_PAUSE)
    raise TimeoutError(0, _("somebody else is publishing in this folder"), str(file))


def add_copy(file: Path, content: bytes) -> None:
    """Keeps the bytes of a form's file. Raises OSError, and CopyInTheWay where there is another copy."""
    if file.exists():
        if file.read_bytes() != content:
            raise CopyInTheWay(file)
        return
    file.parent.mkdir(exist_ok=True)
    put_in_place(file, content)


def append(folder: Path, line: Publication) -> None:
    """Adds a line to the history of an archive; `alone`, or another's line may be lost. Raises OSError."""
    file = folder / HISTORY
    before = file.read_bytes() if file.exists() else _HEAD.encode()
    if not before.endswith(b"\n"):
        before += b"\n"
    folder.mkdir(exist_ok=True)
    put_in_place(file, before + written(line).encode())


def written(line: Publication) -> str:
    """A line of the history as it stands in the file."""
    values = line.model_dump(mode="json")
    words = {"version": _quoted(line.version), "at": _quoted(line.at.strftime("%Y-%m-%dT%H:%M:%SZ"))}
    words |= {name: _quoted(safe_text(values[name])) for name in ("by", "why")}
    pairs = [f"{name}: {words.get(name, value)}" for name, value in values.items()]
    return "- " + "\n  ".join(pairs) + "\n"


def _quoted(text: str) -> str:
    """In double quotation marks: YAML reads what JSON writes."""
    return json.dumps(text, ensure_ascii=False)
