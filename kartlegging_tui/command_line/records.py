"""The database that a command works on, and who works with it."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.exit_codes import ExitCode, Stop
from kartlegging_tui.language import N_, _

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk

SET_UP_FIRST = N_("Nobody has set this database up. Run `kartlegging` once, or `kartlegging users set-up`.")
DATABASE_VARIABLE = "KARTLEGGING_DATABASE"


def add_database(parser: ArgumentParser) -> None:
    """`--database URL`, `--demo`, and who logs in."""
    where = os.environ.get(DATABASE_VARIABLE)
    parser.add_argument("--database", default=where, metavar="URL", help=_("the database; else the usual file"))
    parser.add_argument("--demo", action="store_true", help=_("the demo database"))
    add_login(parser)


def add_login(parser: ArgumentParser) -> None:
    """`--user NAME` and `--password-file FILE`. A password never stands on the command line, where others see it."""
    parser.add_argument("--user", metavar="NAME", help=_("who logs in; else you are asked"))
    help_file = _("read the password from the first line of a file; - is standard input")
    parser.add_argument("--password-file", metavar="FILE", help=help_file)


def open_desk(arguments: Namespace) -> Desk:
    """The desk of whoever logs in, or of the demo's nurse, or other `role`, for the command that was given.

    Raises Stop where they do not get in or may not give this command, and RecordsError.
    """
    from kartlegging_tui.services.rights import COMMANDS

    desk = _demo(arguments) if arguments.demo else _logged_in(arguments)
    if desk.may(COMMANDS.get(getattr(arguments, "command", ""))):
        return desk
    try:
        desk.denied("command", command=arguments.command)
    finally:
        desk.close()
    raise Stop(ExitCode.NOT_ALLOWED, _("Your role does not let you do this."))


def require_desk(arguments: Namespace) -> Desk:
    """As `open_desk`, for commands that are nothing without the records. Raises Stop, also where they do not open."""
    from kartlegging_tui.records.errors import RecordsError
    from kartlegging_tui.services import server_words

    try:
        return open_desk(arguments)
    except RecordsError as error:
        raise Stop(ExitCode.FINDINGS, server_words.in_words(error) or str(error)) from None


@contextmanager
def desk_for(arguments: Namespace) -> Iterator[Desk]:
    """As `require_desk`, while a command needs it. Raises Stop, also where the records or the role stand in the way."""
    from kartlegging_tui.records.errors import RecordsError
    from kartlegging_tui.services.desk import NotAllowed

    desk = require_desk(arguments)
    try:
        yield desk
    except (NotAllowed, RecordsError) as error:
        raise Stop(ExitCode.FINDINGS, str(error)) from None
    finally:
        desk.close()


def _demo(arguments: Namespace) -> Desk:
    from kartlegging_tui.domain.people import Role
    from kartlegging_tui.services.desks import open_demo

    return open_demo(role=Role(getattr(arguments, "role", Role.NURSE)))


def _logged_in(arguments: Namespace) -> Desk:
    import getpass

    from kartlegging_tui.command_line.asking import ask_password, ask_user_name, stopping
    from kartlegging_tui.services.desks import open_database
    from kartlegging_tui.services.doors import Need
    from kartlegging_tui.services.login import log_in, what_is_needed

    where = arguments.database
    with stopping():
        match what_is_needed(where):
            case Need.NOTHING:
                return open_database(where, getpass.getuser())
            case Need.SET_UP | Need.ENCRYPT:
                raise Stop(ExitCode.SET_UP_FIRST, _(SET_UP_FIRST))
        user_name = ask_user_name(arguments)
        return log_in(where, user_name, ask_password(arguments, _("Password: ")))


def require_users(arguments: Namespace) -> None:
    """For commands about one's own password. Raises Stop where nobody logs in, or nobody has set the database up."""
    from kartlegging_tui.services.doors import Need
    from kartlegging_tui.services.login import what_is_needed

    need = Need.NOTHING if arguments.demo else what_is_needed(arguments.database)
    if need is Need.NOTHING:
        raise Stop(ExitCode.WRONG_USE, _("The demo has no users: nobody logs in."))
    if need in (Need.SET_UP, Need.ENCRYPT):
        raise Stop(ExitCode.SET_UP_FIRST, _(SET_UP_FIRST))
