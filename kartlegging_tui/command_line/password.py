"""`kartlegging password`: another password for oneself."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "password", run, _("change your own password"))
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; raises Stop. A password file has the old one on its first line, the new one on its second."""
    from kartlegging_tui.command_line.asking import ask_new_password, ask_password, ask_user_name, stopping
    from kartlegging_tui.command_line.records import require_users
    from kartlegging_tui.services.login import change_password

    with stopping():
        require_users(arguments)
        user_name = ask_user_name(arguments)
        old = ask_password(arguments, _("Password: "))
        change_password(arguments.database, user_name, old, ask_new_password(arguments, 1))
    print(_("The password is changed."))
    return 0
