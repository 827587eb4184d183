"""Files that only their owner may read: what is printed may be about a patient."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_private(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Writes a file with mode 0600, whole or not at all.

    Raises FileExistsError where there is one already and it is not to be replaced, and OSError where nothing can be
    written there. A link is replaced, never what it points to.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if replace:
            Path(temporary).replace(path)
        else:
            _name(Path(temporary), path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _name(temporary: Path, path: Path) -> None:
    """Gives what is written its name, whole at once. Raises FileExistsError where something has it, be it a link."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a memory stick knows one name for a file only
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # nobody else can have taken it
        try:
            temporary.replace(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    else:
        temporary.unlink()
