"""`kartlegging demo`: the program on synthetic patients, to try it and to train on."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command, add_look
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.desk import Desk

PATIENTS = 60
SEED = 1
ROLES = ("nurse", "coordinator", "admin", "auditor")


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "demo", run, _("open the program on synthetic patients"), opens=True)
    parser.add_argument("--patients", type=int, default=PATIENTS, metavar="N", help=_("how many; 60 if left out"))
    parser.add_argument("--seed", type=int, default=SEED, metavar="S", help=_("other numbers give other patients"))
    parser.add_argument("--as", dest="role", choices=ROLES, default="nurse", help=_("who to be"))
    parser.add_argument("--language", choices=("nb", "nn", "en"), help=_("the language of the program"))
    add_look(parser)


def run(arguments: Namespace) -> int:
    """The exit code of the program: 0, 1 when it failed, 2 without a terminal."""
    return run_demo(arguments, arguments.patients, arguments.seed, arguments.role)


def run_demo(arguments: Namespace, patients: int = PATIENTS, seed: int = SEED, role: str = "nurse") -> int:
    """Opens the program on a demo database, which is built if it is not there; looks and keys are in `arguments`."""
    from kartlegging_tui.command_line import environment
    from kartlegging_tui.tui import collecting

    if not environment.has_terminal():
        return 2
    environment.prepare()
    collecting.wait()
    from kartlegging_tui.tui import crash
    from kartlegging_tui.tui.app import KartleggingApp, run

    def open_desk(progress: Callable[[int, int], None]) -> Desk:
        from kartlegging_tui.domain.people import Role
        from kartlegging_tui.services.desks import open_demo

        return open_demo(patients, seed, Role(role), progress=progress)

    crash.hook_all()
    return run(lambda: KartleggingApp(open_desk, light=arguments.light, keymap=arguments.keymap))
