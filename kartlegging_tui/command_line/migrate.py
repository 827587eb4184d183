"""`kartlegging migrate`: the database on a server, made or brought up to date by whoever runs it."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.exit_codes import ExitCode
from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import DATABASE_VARIABLE
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "migrate", run, _("make or update the database on a PostgreSQL server"))
    where = os.environ.get(DATABASE_VARIABLE)
    told = _("postgresql://OWNER@SERVER/NAME, as the role that owns the database")
    parser.add_argument("--database", default=where, metavar="URL", help=told)
    parser.add_argument("--organisation", metavar="NAME", help=_("let a municipality in: its number, such as 0301"))
    parser.add_argument("--role", metavar="ROLE", help=_("the role with which that municipality logs in to the server"))


def run(arguments: Namespace) -> int:
    """0; 1 where it cannot be done; 2 for wrong use; 3 where the database is newer than the program."""
    from kartlegging_tui.records.database import is_server
    from kartlegging_tui.records.errors import NewerSchema, RecordsError
    from kartlegging_tui.services.server_words import in_words

    if not is_server(arguments.database or ""):
        print(_("Give the address of a server: a file is updated when it is opened."), file=sys.stderr)
        return ExitCode.WRONG_USE
    if bool(arguments.organisation) != bool(arguments.role):
        print(_("--organisation and --role go together."), file=sys.stderr)
        return ExitCode.WRONG_USE
    try:
        _migrate(arguments)
    except NewerSchema as error:
        print(error, file=sys.stderr)
        return ExitCode.NEWER_DATABASE
    except RecordsError as error:
        print(in_words(error) or error, file=sys.stderr)
        return ExitCode.FINDINGS
    return ExitCode.GOOD


def _migrate(arguments: Namespace) -> None:
    from kartlegging_tui.records.postgres_migrating import add_organisation, migrate

    done = migrate(arguments.database)
    if done.before == done.after:
        print(_("The database is up to date: schema {number}.").format(number=done.after))
    else:
        print(_("The database is made or updated: schema {number}.").format(number=done.after))
    if arguments.organisation:
        made = add_organisation(arguments.database, arguments.organisation, arguments.role)
        values = {"role": arguments.role, "organisation": arguments.organisation}
        print(_("{role} works on the records of {organisation}, and sees no others.").format(**values))
        if made:
            told = _("The role is new and has no password: give it one in psql with \\password {role}.")
            print(told.format(**values))
