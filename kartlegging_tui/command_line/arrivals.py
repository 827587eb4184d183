"""`kartlegging import`: what other places have exported, as far as the inbox."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database, desk_for
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.services.desk import Desk


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "import", run, _("let what another place has exported wait in the inbox"))
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=_("made by kartlegging export"))
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where something is wrong with a file, or the records cannot be written; 2 where a file cannot be read.

    Of each file all patients are let in or none; the other files are not held up by it.
    """
    from kartlegging_tui.services.desk import NotAllowed

    contents: list[tuple[Path, bytes]] = []
    for file in arguments.files:
        try:
            contents.append((file, _contents(file)))
        except OSError as error:
            print(f"{file}: {error.strerror}", file=sys.stderr)
            return 2
    with desk_for(arguments) as desk:
        try:
            return max(_receive(desk, file, data) for file, data in contents)
        except NotAllowed as error:
            print(error, file=sys.stderr)
            return 2


def _contents(file: Path) -> bytes:
    """No more than is needed to tell that it is too much. Raises OSError."""
    from kartlegging_tui.domain.export_file import LARGEST

    with file.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _receive(desk: Desk, file: Path, data: bytes) -> int:
    from kartlegging_tui.domain.export_file import NotAnExport
    from kartlegging_tui.services.arrival_words import problem_words, received_words

    try:
        received = desk.inbox.receive(data)
    except NotAnExport as error:
        for problem in error.problems:
            print(f"{file}: {problem_words(problem)}", file=sys.stderr)
        print(_("{file}: nothing is taken in.").format(file=file), file=sys.stderr)
        return 1
    for text in received_words(received):
        print(f"{file}: {text}")
    return 0
