"""Bare `kartlegging`: the program on the configured database."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.demo import run_demo
from kartlegging_tui.command_line.parsers import add_look
from kartlegging_tui.command_line.records import add_database

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk


def add_arguments(parser: ArgumentParser) -> None:
    """What `kartlegging` takes when no command is named."""
    add_database(parser)
    add_look(parser, default=None)
    parser.set_defaults(run=run, opens=True, command="")


def run(arguments: Namespace) -> int:
    """The exit code of the program: 0, 1 when it failed, 2 without a terminal."""
    if arguments.demo:
        return run_demo(arguments)
    from kartlegging_tui.command_line import environment
    from kartlegging_tui.tui import collecting

    if not environment.has_terminal():
        return 2
    environment.prepare()
    collecting.wait()
    from kartlegging_tui.tui import crash
    from kartlegging_tui.tui.app import KartleggingApp, run
    from kartlegging_tui.tui.entrance import Entrance

    def open_desk(progress: Callable[[int, int], None]) -> Desk:
        import getpass

        from kartlegging_tui.services.desks import open_database

        return open_database(arguments.database, getpass.getuser(), progress)

    def made() -> KartleggingApp:
        look = {"light": arguments.light, "keymap": arguments.keymap}
        entrance = Entrance(arguments.database, arguments.user)
        return KartleggingApp(open_desk, entrance=entrance, lock_after=arguments.lock_after, **look)

    crash.hook_all()
    return run(made)
