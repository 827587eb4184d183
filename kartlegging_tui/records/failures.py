"""Turns what the drivers and SQLAlchemy raise into the errors of the records, without the values that were written."""

from __future__ import annotations

import errno
import math
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from kartlegging_tui.records.driver import sqlite3
from kartlegging_tui.records.errors import DatabaseFailed, MaybeSaved, NotSaved, Reason, Refused, Unreadable

_REASONS = (
    ("SQLITE_FULL", Reason.DISK_FULL),
    # A quota and a limit on file size arrive as a failed write: the same banner, the same advice.
    ("SQLITE_IOERR_WRITE", Reason.DISK_FULL),
    ("SQLITE_IOERR", Reason.IO),
    ("SQLITE_CANTOPEN", Reason.IO),
    ("SQLITE_BUSY", Reason.LOCKED),
    ("SQLITE_LOCKED", Reason.LOCKED),
    ("SQLITE_READONLY", Reason.READONLY),
    ("SQLITE_PERM", Reason.READONLY),
    ("SQLITE_CORRUPT", Reason.CORRUPT),
    ("SQLITE_NOTADB", Reason.CORRUPT),
)
_SQLSTATES = (  # of PostgreSQL: https://www.postgresql.org/docs/current/errcodes-appendix.html
    ("53100", Reason.DISK_FULL),
    ("25006", Reason.READONLY),  # a server that was told to take nothing
    ("0A000", Reason.READONLY),  # a replica: "cannot set transaction read-write mode during recovery"
    ("55P03", Reason.LOCKED),
    ("57014", Reason.LOCKED),  # it took too long, and was stopped
    ("40", Reason.LOCKED),
    ("25P0", Reason.LOCKED),  # the unit of work slept
    ("08", Reason.UNREACHABLE),
    ("57P", Reason.UNREACHABLE),
    ("53", Reason.UNREACHABLE),  # too many connections, no memory
    ("58", Reason.IO),
    ("XX00", Reason.CORRUPT),
)

_PROBE = 256 * 1024
"""Bytes: more than one save writes."""


def reason_of(error: BaseException | None) -> Reason:
    """Why the driver failed."""
    if hasattr(error, "sqlstate"):
        code = getattr(error, "sqlstate", None) or _found_by_driver(error)
        return next((reason for prefix, reason in _SQLSTATES if code.startswith(prefix)), Reason.OTHER)
    name = getattr(error, "sqlite_errorname", "")
    return next((reason for prefix, reason in _REASONS if name.startswith(prefix)), Reason.OTHER)


def _found_by_driver(error: BaseException | None) -> str:
    """The code for what psycopg itself has found out: mostly that there is no connection any more."""
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return "08" if kinds & {"OperationalError", "InterfaceError"} else ""


def _said(error: BaseException | None) -> str:
    """What the driver said, without the lines that PostgreSQL adds: in them stands the row, with all that is in it."""
    return str(error).partition("\n")[0]


@contextmanager
def failing_as(kind: type[DatabaseFailed], where: Path | None = None) -> Iterator[None]:
    """Inside it, a failure of the database is raised as `kind`, and a broken rule as `Refused`.

    sqlcipher3 calls every failed write an I/O error; `where` says whose disk is asked whether it is only full.
    """
    try:
        try:
            yield
        except IntegrityError as error:
            raise Refused(_said(error.orig)) from None
        except DBAPIError as error:
            raise _failure(kind, error.orig) from None
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise _failure(kind, error) from None
    except DatabaseFailed as error:
        if error.reason is Reason.IO and where is not None and not may_grow(where):
            raise type(error)(Reason.DISK_FULL, error.detail) from None
        raise


def _failure(kind: type[DatabaseFailed], error: BaseException | None) -> DatabaseFailed:
    """A text that is none is quoted by the driver, whatever it says about whom; here only its column is."""
    said = _said(error)
    undecoded = re.match(r"Could not decode to UTF-8 column '(\w*)", said)
    if undecoded or isinstance(error, UnicodeDecodeError):
        return Unreadable(f"a text in the column {undecoded[1]}" if undecoded else "a text")
    return kind(reason_of(error), said)


def may_grow(database: Path) -> bool:
    """Whether something more can be written beside and into the database: by trying, as nothing else knows quotas."""
    try:
        with tempfile.TemporaryFile(dir=database.parent) as probe:
            probe.write(bytes(_PROBE))
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return all(
        _size(file) + _PROBE <= _largest_file() for file in (database, database.with_name(f"{database.name}-wal"))
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _largest_file() -> float:
    if sys.platform == "win32":
        return math.inf
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_FSIZE)
    return math.inf if limit == resource.RLIM_INFINITY else limit


@contextmanager
def committing() -> Iterator[None]:
    """Around a commit: if the disk or the server fails there, only reading back tells what is saved."""
    try:
        with failing_as(NotSaved):
            yield
    except NotSaved as error:
        if error.reason in (Reason.IO, Reason.UNREACHABLE):
            raise MaybeSaved(error.reason, error.detail) from None
        raise
