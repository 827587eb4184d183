"""`kartlegging retire`: a form is no longer offered. What was answered in it is drawn as before."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.publish import add_who_and_why, with_publishing
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.publishing import Publishing


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "retire", run, _("take a form out of use; what was answered in it stays"))
    add_who_and_why(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where it cannot be retired; 2 where there is no such form."""

    def retire(publishing: Publishing, form: str) -> int:
        version = publishing.retire(form, arguments.why)
        print(_("{name} is retired.").format(name=f"{form} {version}"))
        return 0

    return with_publishing(arguments, retire)
