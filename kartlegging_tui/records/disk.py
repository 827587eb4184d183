"""Files that only their owner reads, and that a power cut leaves whole: as they were, or as they should be."""

from __future__ import annotations

import os
from pathlib import Path

_NO_LINKS = getattr(os, "O_NOFOLLOW", 0)


def create_private(path: Path) -> None:
    """An empty file of mode 0600 in a folder of mode 0700; a file that is there already stays. Raises OSError.

    A link is not followed: what it points to may be in a folder that others write to.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR | _NO_LINKS, 0o600))


def read_private(path: Path, at_most: int) -> bytes:
    """What the file holds. Raises OSError: also for a link, and for a file larger than `at_most` bytes."""
    with os.fdopen(os.open(path, os.O_RDONLY | _NO_LINKS), "rb") as stream:
        content = stream.read(at_most + 1)
    if len(content) > at_most:
        raise OSError(f"larger than {at_most} bytes")
    return content


def replace_private(path: Path, content: bytes) -> None:
    """Makes the file hold `content`: after a power cut all of it is there, or what was there before. Raises OSError."""
    written = path.with_name(f"{path.name}.{os.getpid()}.new")
    written.unlink(missing_ok=True)  # left by a process of the same number that was killed
    try:
        handle = os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _NO_LINKS, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    sync(path.parent)


def is_protected(path: Path) -> bool:
    """Whether the file is not to be written: by its mode, also for those who could all the same, or by its disk."""
    return not path.stat().st_mode & 0o222 or not os.access(path, os.W_OK)


def sync(path: Path) -> None:
    """Has the file, or what is in the folder, on the disk before it returns. Raises OSError."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot sync a folder
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
