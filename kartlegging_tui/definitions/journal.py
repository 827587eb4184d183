"""What was typed and not saved, so that it is there again after the terminal has died.

One file for each file that is edited, outside the folder of questionnaires. Its first line says what it belongs to,
and the text follows as it stands: whoever finds it can read it without this program.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_HEAD = "# kartlegging: typed and not saved "


@dataclass(frozen=True)
class Unsaved:
    """A text that was typed and not saved."""

    text: str
    base: str
    """SHA-256 of the file that it was typed into."""
    at: datetime
    """When it was last kept."""


class Journal:
    """Where the unsaved text of one file is kept."""

    def __init__(self, folder: Path, edited: Path) -> None:
        self._edited = os.path.realpath(edited)
        name = hashlib.sha256(os.fsencode(self._edited)).hexdigest()[:24]
        self.path = folder / f"{name}.yaml"

    def keep(self, unsaved: Unsaved) -> None:
        """Writes it, whole or not at all, for its user alone. Raises OSError."""
        head = json.dumps({"path": self._edited, "base": unsaved.base, "at": unsaved.at.isoformat()})
        content = f"{_HEAD}{head}\n{unsaved.text}".encode("utf-8", "surrogatepass")
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".unsaved.")  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(self.path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def read(self) -> Unsaved | None:
        """What was left here; None where there is nothing, or nothing that can be read."""
        try:
            head, _newline, text = self.path.read_bytes().decode("utf-8", "surrogatepass").partition("\n")
            about = json.loads(head.removeprefix(_HEAD))
            if about["path"] != self._edited:
                return None
            return Unsaved(text, str(about["base"]), datetime.fromisoformat(about["at"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def drop(self) -> None:
        """It is saved, or thrown away."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
