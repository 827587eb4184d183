"""Files that only their owner may read: what is printed may be about a patient."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


def write_private(path: Path, content: bytes, *, replace: bool = False) -> None:
    """Writes a file with mode 0600, whole or not at all.

    Raises FileExistsError where there is one already and it is not to be replaced, and OSError where nothing can be
    written there. A link is replaced, never what it points to.
    """
    with private_stream(path, replace=replace) as stream:
        stream.write(content)


@contextmanager
def private_stream(path: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """A file with mode 0600 that is written part by part: it has its name when all of it is there, and else is gone.

    Raises as `write_private` does; FileExistsError at the end.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")  # mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
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
