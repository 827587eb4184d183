"""One process at a time, by a lock that ends with the process that holds it."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kartlegging_tui.records import disk
from kartlegging_tui.records.errors import NotSaved, Reason

PATIENCE = 20.0
"""Seconds; the longest that anybody holds a lock is while the key of a large database is changed."""


class FileLock:
    """A lock on an empty file. The thread that has it may take it again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Inside it, nobody else holds the lock. Raises NotSaved if another keeps it, OSError in a read-only folder."""
        with self._threads:
            if self._depth:
                yield
                return
            disk.create_private(self._path)
            handle = os.open(self._path, os.O_RDWR)
            try:
                _take(handle)
                self._depth = 1
                yield
            finally:
                self._depth = 0
                os.close(handle)


def _take(handle: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _taken(handle):
        if time.monotonic() > deadline:
            raise NotSaved(Reason.LOCKED, "another program is changing the keys")
        time.sleep(0.02)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
