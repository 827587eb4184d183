"""`kartlegging restore`: a backup is looked through, and put in the place of the records."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.command_line.records import add_database
from kartlegging_tui.language import _, plural

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "restore", run, _("put a backup back, or only see that it can be"))
    parser.add_argument("backup", type=Path, metavar="BACKUP", help=_("the file that `kartlegging backup` made"))
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--check", action="store_true", help=_("only read it to its end; nothing is changed"))
    either.add_argument(
        "--keep-old", action="store_true", help=_("there are records in the place already: rename those first")
    )
    parser.add_argument("--recovery", action="store_true", help=_("open it with the recovery key"))
    add_database(parser)


def run(arguments: Namespace) -> int:
    """0; 1 where the backup is not sound or cannot be put there; 2 where it is not there, or the place is taken."""
    from kartlegging_tui.records.errors import Damaged, NotSaved, RecordsError
    from kartlegging_tui.services import backups, clock

    source: Path = arguments.backup
    if not source.is_file():
        print(_("There is no file {path}.").format(path=source), file=sys.stderr)
        return 2
    try:
        key = _key(source, arguments) if backups.is_encrypted(source) else None
        found = backups.check(source, key)
        patients, answers = found.rows["patient"], found.rows["answer_event"]
        print(
            _("Read to its end, and sound: {file}").format(file=source)
            + "\n"
            + plural("{number} patient", "{number} patients", patients).format(number=patients)
            + ", "
            + plural("{number} answer", "{number} answers", answers).format(number=answers)
        )
        if arguments.check:
            return 0
        where = backups.place_of(arguments.database, arguments.demo)
        old = backups.restore(source, where, key, clock.now() if arguments.keep_old else None)
    except FileExistsError as error:
        text = _("There are records already: {file}. With --keep-old they are renamed first, and nothing is lost.")
        print(text.format(file=error.args[0]), file=sys.stderr)
        return 2
    except Damaged as error:
        print(_("This backup is damaged, and nothing was put back. {why}").format(why=error), file=sys.stderr)
        return 1
    except NotSaved as error:
        print(_("Nothing was put back.") + f" {error}", file=sys.stderr)
        return 1
    except RecordsError as error:
        print(error, file=sys.stderr)
        return 1
    print(_("Put back: {file}").format(file=where))
    if old is not None:
        print(_("What was there is now {file}").format(file=old))
    return 0


def _key(source: Path, arguments: Namespace) -> bytes:
    """The key of an encrypted backup, for a password or the recovery key of the day it was made. Raises Stop."""
    from kartlegging_tui.command_line.asking import ask, ask_password, ask_user_name, stopping
    from kartlegging_tui.services import backups, clock

    with stopping():
        if arguments.recovery:
            return backups.unlock_with_recovery(source, ask(_("Recovery key: ")), clock.now())
        user_name = ask_user_name(arguments)
        return backups.unlock(source, user_name, ask_password(arguments, _("Password when it was made: ")), clock.now())
