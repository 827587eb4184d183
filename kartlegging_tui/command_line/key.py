"""`kartlegging key`: the key of an encrypted database, and the recovery key that opens it when passwords are lost."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "key", run, _("the key of an encrypted database, and its recovery key"))
    actions = parser.add_subparsers(dest="action", required=True, metavar=_("ACTION"))
    for name, summary in (
        ("recovery", _("make a new recovery key; the one before no longer works")),
        ("rotate", _("encrypt the database anew: whoever kept an old key gets no further")),
        ("unlock", _("a new password for a user, with the recovery key")),
    ):
        add_database(actions.add_parser(name, help=summary, description=summary))


def run(arguments: Namespace) -> int:
    """0; 1 where it cannot be done. Raises Stop."""
    from kartlegging_tui.records.errors import RecordsError
    from kartlegging_tui.services.desk import NotAllowed
    from kartlegging_tui.services.doors import NoKey

    try:
        if arguments.action == "unlock":
            return _unlock(arguments)
        return _with_desk(arguments)
    except NotAllowed:
        print(_("The demo has no key."), file=sys.stderr)
        return 1
    except NoKey:
        told = _("A database on a server has no key here: whoever keeps its users gives new passwords.")
        print(told, file=sys.stderr)
        return 1
    except RecordsError as error:
        print(error, file=sys.stderr)
        return 1


def _with_desk(arguments: Namespace) -> int:
    from kartlegging_tui.command_line.records import open_desk

    desk = open_desk(arguments)
    try:
        if arguments.action == "recovery":
            show_recovery_key(desk.new_recovery_key())
        else:
            desk.rotate_key()
            print(_("The database has a new key. Passwords and the recovery key are as they were."))
            print(_("Backups made before still have the old key."))
    finally:
        desk.close()
    return 0


def _unlock(arguments: Namespace) -> int:
    """A password file has the recovery key on its first line, the new password on its second."""
    from kartlegging_tui.command_line.asking import ask_new_password, ask_password, ask_user_name, stopping
    from kartlegging_tui.command_line.exit_codes import ExitCode, Stop
    from kartlegging_tui.command_line.records import require_users
    from kartlegging_tui.records.errors import WrongPassword
    from kartlegging_tui.services.login import log_in_with_recovery
    from kartlegging_tui.services.login_words import in_words

    with stopping():
        require_users(arguments)
        user_name = ask_user_name(arguments)
        recovery_key = ask_password(arguments, _("Recovery key: "))
        new = ask_new_password(arguments, 1)
        try:
            log_in_with_recovery(arguments.database, recovery_key, user_name, new).close()
        except WrongPassword as error:
            wrong = _("Wrong user name or recovery key.")
            said = wrong if type(error) is WrongPassword else in_words(error)
            raise Stop(ExitCode.WRONG_RECOVERY_KEY, said or wrong) from None
    print(_("The password is changed."))
    return 0


def show_recovery_key(recovery_key: str) -> None:
    """The key on the output, what to do with it on the other stream."""
    print(recovery_key)
    about = _("Write it down, and put it in an envelope somewhere else than by the machine. It is shown this once.")
    print(about, file=sys.stderr)
