"""Turns what the drivers and SQLAlchemy raise into the errors of the records, without the values that were written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError

from kartlegging_tui.records.errors import DatabaseFailed, MaybeSaved, NotSaved, Reason, Refused

_REASONS = (
    ("SQLITE_FULL", Reason.DISK_FULL),
    # A quota, a limit on file size and a full network disk arrive as a failed write: the same banner, the same advice.
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
    ("25006", Reason.READONLY),  # a replica, or a server that was told to take nothing
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


def reason_of(error: BaseException | None) -> Reason:
    """Why the driver failed."""
    if hasattr(error, "sqlstate"):
        code = getattr(error, "sqlstate", None) or "08"  # none where the driver itself found no connection
        return next((reason for prefix, reason in _SQLSTATES if code.startswith(prefix)), Reason.OTHER)
    name = getattr(error, "sqlite_errorname", "")
    return next((reason for prefix, reason in _REASONS if name.startswith(prefix)), Reason.OTHER)


@contextmanager
def failing_as(kind: type[DatabaseFailed]) -> Iterator[None]:
    """Inside it, a failure of the database is raised as `kind`, and a broken rule as `Refused`."""
    try:
        yield
    except IntegrityError as error:
        raise Refused(str(error.orig)) from None
    except DBAPIError as error:
        raise kind(reason_of(error.orig), str(error.orig)) from None
    except sqlite3.Error as error:
        raise kind(reason_of(error), str(error)) from None


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
