"""`kartlegging preview`: fills a form without a database."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command, add_look
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "preview", run, _("fill a form without a database"), opens=True)
    parser.add_argument("form", metavar="FORM", help=_("a file, or the id of a shipped form"))
    parser.add_argument("--contact-point", type=int, default=2, metavar="N", help=_("as at this contact point; else 2"))
    parser.add_argument("--age", type=int, default=57, metavar="YEARS", help=_("with a patient of this age; else 57"))
    add_look(parser)


def run(arguments: Namespace) -> int:
    """0, or 1 where the form has errors (they are printed), or 2 where there is no such form."""
    from kartlegging_tui.command_line.forms import form_file
    from kartlegging_tui.definitions.reader import read_questionnaire

    path = form_file(arguments.form)
    if path is None:
        return 2
    reading = read_questionnaire(path)
    if reading.value is None:
        from kartlegging_tui.command_line.drawing import show

        show(reading.findings)
        return 1
    from kartlegging_tui.command_line import environment

    environment.prepare()
    from kartlegging_tui.services.clock import today
    from kartlegging_tui.services.preview import open_preview
    from kartlegging_tui.tui import crash
    from kartlegging_tui.tui.app import run
    from kartlegging_tui.tui.preview_app import PreviewApp

    crash.hook_all()
    filling = open_preview(reading.value, arguments.contact_point, arguments.age, today())
    return run(lambda: PreviewApp(filling, light=arguments.light, keymap=arguments.keymap))
