"""The database that a command works on."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

DATABASE_VARIABLE = "KARTLEGGING_DATABASE"


def add_database(parser: ArgumentParser) -> None:
    """`--database URL` and `--demo`."""
    where = os.environ.get(DATABASE_VARIABLE)
    parser.add_argument("--database", default=where, metavar="URL", help=_("the database; else the usual file"))
    parser.add_argument("--demo", action="store_true", help=_("the demo database"))


def open_desk(arguments: Namespace) -> Desk:
    """The desk of whoever is logged in, or of the demo's nurse, or other `role`. Raises RecordsError."""
    import getpass

    from kartlegging_tui.domain.people import Role
    from kartlegging_tui.services.desk import open_database, open_demo

    role = Role(getattr(arguments, "role", Role.NURSE))
    return open_demo(role=role) if arguments.demo else open_database(arguments.database, getpass.getuser())
