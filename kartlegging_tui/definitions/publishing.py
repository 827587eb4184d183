"""Adding to the archive of published versions: a copy of the file, and a line of the history.

Nothing is ever changed or taken away. Each file is whole at any moment: it is written beside, forced to the disk, and
put in place of the old one. The copy comes before the line that vouches for it, so that what was interrupted can be
done again.
"""

from __future__ import annotations

import json
from pathlib import Path

from kartlegging_tui.definitions.published import HISTORY
from kartlegging_tui.definitions.text_file import put_in_place
from kartlegging_tui.domain.publication import Publication
from kartlegging_tui.domain.texts import safe_text

_HEAD = """\
# Who published what, when and why. The program adds to this file; nothing in it is ever changed or taken away.
"""


class CopyInTheWay(Exception):
    """There is a copy already that says something else, which the history does not know."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file))
        self.file = file


def add_copy(file: Path, content: bytes) -> None:
    """Keeps the bytes of a form's file. Raises OSError, and CopyInTheWay where there is another copy."""
    if file.exists():
        if file.read_bytes() != content:
            raise CopyInTheWay(file)
        return
    file.parent.mkdir(exist_ok=True)
    put_in_place(file, content)


def append(folder: Path, line: Publication) -> None:
    """Adds a line to the history of an archive. Raises OSError."""
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
