"""`kartlegging backup`: a copy of the records that is known to open, made while the program is in use."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database, require_desk
from kartlegging_tui.language import _, plural

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "backup", run, _("copy the records to a safe place, and see that the copy opens"))
    parser.add_argument(
        "target", nargs="?", type=Path, metavar="TARGET", help=_("a folder or a new file; else `backups` beside it")
    )
    parser.add_argument(
        "--keep", type=int, metavar="N", help=_("how many stay in the folder; and one a month for a year")
    )
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where no sound copy was made; 2 where it cannot go there."""
    from kartlegging_tui.records.errors import RecordsError
    from kartlegging_tui.services import backups, clock, server_words
    from kartlegging_tui.services.verifying import head_words

    keep = backups.KEEP if arguments.keep is None else arguments.keep
    if keep < 1:
        print(_("At least one has to stay."), file=sys.stderr)
        return 2
    desk = require_desk(arguments)
    try:
        head = desk.seal("backup")
        made = backups.make(desk.database, clock.now, arguments.target, keep, str(head))
    except FileExistsError as error:
        print(_("{file} exists already.").format(file=error.args[0]), file=sys.stderr)
        return 2
    except RecordsError as error:
        print(_("No backup was made.") + f" {server_words.in_words(error) or error}", file=sys.stderr)
        return 1
    finally:
        desk.close()
    print(_("Backed up, opened and read: {file}").format(file=made.path))
    patients, answers = made.note.rows["patient"], made.note.rows["answer_event"]
    print(
        plural("{number} patient", "{number} patients", patients).format(number=patients)
        + ", "
        + plural("{number} answer", "{number} answers", answers).format(number=answers)
    )
    if made.removed:
        removed = len(made.removed)
        print(
            plural("{number} older one was removed.", "{number} older ones were removed.", removed).format(
                number=removed
            )
        )
    if backups.is_encrypted(made.path):
        print(
            _("It opens with the passwords of today; so keep the key file beside it, {file}.").format(
                file=f"{made.path.name}.keys.json"
            )
        )
    print(head_words(head))
    if made.on_same_disk:
        print(_("It lies on the same disk as the database. Copy it to another, or it is lost with it."))
    return 0
