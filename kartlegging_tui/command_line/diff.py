"""`kartlegging diff`: what is different between two versions of a form; for people, for git, and before a merge."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.records.database import Database
    from kartlegging_tui.services.comparing import Compared
    from kartlegging_tui.services.versions import Side

_FROM_GIT = (7, 9)
"""git gives an external diff: path, old file, its hash and mode, new file, its hash and mode; two more of a rename."""
_GIT_VARIABLE = "GIT_DIFF_PATH_COUNTER"


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "diff", run, _("what is different between two versions of a form"))
    help_sides = _(
        "two of: file, folder, FORM@VERSION, FORM; or one form: its latest published version against its file"
    )
    parser.add_argument("sides", nargs="+", metavar="FORM", help=help_sides)
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    help_check = _("exit code 1 where the old side is in use and the new one may not follow it: for a merge check")
    parser.add_argument("--check", action="store_true", help=help_check)
    help_original = _("of a variant: what has changed in its original, and what is different in the variant")
    parser.add_argument("--original", action="store_true", help=help_original)
    add_accept_loss(parser)
    add_counting(parser)


def add_accept_loss(parser: ArgumentParser) -> None:
    """`--accept-loss ID`, as often as needed."""
    help_accept = _("an id that is gone and whose answers may be lost from view; can be given several times")
    parser.add_argument("--accept-loss", action="append", default=[], metavar="ID", help=help_accept)


def add_counting(parser: ArgumentParser) -> None:
    """`--database URL` and `--demo`. No database is opened unless one of them is said."""
    help_database = _("count in this database what it means for stored answers")
    parser.add_argument("--database", dest="named_database", metavar="URL", help=help_database)
    parser.add_argument("--demo", action="store_true", help=_("the demo database"))


def run(arguments: Namespace) -> int:
    """0; with --check 1 where something is not allowed; 2 for wrong use, or a file with errors. To git always 0."""
    named: list[str] = arguments.sides
    if len(named) in _FROM_GIT or (_GIT_VARIABLE in os.environ and len(named) == 1):
        from kartlegging_tui.command_line.diff_for_git import for_git

        return for_git(named)
    if arguments.original and len(named) == 1:
        from kartlegging_tui.command_line.diff_original import against_original

        return against_original(named[0], arguments.json, form_lines)
    if len(named) > 2 or arguments.original:
        print(_("Name two things to compare, or one form."), file=sys.stderr)
        return 2
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.services.comparing import archive_refused, compared
    from kartlegging_tui.services.versions import NotThere

    try:
        old, new = _sides(named)
    except NotThere as error:
        print(one_line(str(error)), file=sys.stderr)
        return 2
    broken = {**old.broken, **new.broken}
    for findings in broken.values():
        for finding in findings:
            print(finding, file=sys.stderr)
    with database(arguments) as counted_in:
        found = compared(old, new, counted_in, arguments.check, arguments.accept_loss)
    refused = arguments.check and archive_refused(old, new)
    if arguments.json:
        report = {"forms": [each.as_dict() for each in found], "broken": list(broken), "archive_refused": refused}
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        for line in _lines(found, bool(broken)):
            print(safe(line))
    if refused:
        print(_("Versions that are published on the old side are not there, unchanged, on the new one."))
    if broken:
        return 2
    return 1 if refused or any(each.refusals for each in found) else 0


def safe(line: str) -> str:
    """A line as it may be printed: what a file says must not drive the terminal."""
    from kartlegging_tui.domain.safe import safe_text

    return safe_text(line)


@contextmanager
def database(arguments: Namespace) -> Iterator[Database | None]:
    """The database that is named, for counting; None where none is."""
    if not arguments.named_database and not arguments.demo:
        yield None
        return
    from kartlegging_tui.command_line.records import open_desk

    arguments.database = arguments.named_database
    desk = open_desk(arguments)
    try:
        yield desk.database
    finally:
        desk.close()


def _sides(named: list[str]) -> tuple[Side, Side]:
    """Raises NotThere."""
    from kartlegging_tui.definitions.library import library
    from kartlegging_tui.services.versions import published_side, side

    forms = library()
    if len(named) == 2:
        return side(named[0], forms), side(named[1], forms)
    new, path = side(named[0], forms), Path(named[0])
    return published_side(path if path.is_file() else forms.questionnaire_files[named[0].partition("@")[0]]), new


def _lines(found: list[Compared], broken: bool) -> Iterator[str]:
    for number, each in enumerate(found):
        if number:
            yield ""
        yield from form_lines(each)
    if not found and not broken:
        yield _("No difference.")


def form_lines(each: Compared) -> Iterator[str]:
    """What is different in one form, and why it may not be so."""
    from kartlegging_tui.services.difference_words import lines, told
    from kartlegging_tui.services.refusal_words import refusal_words

    if each.old is None or each.new is None:
        form = each.new or each.old
        assert form is not None
        message = _("{form} {version} is new.") if each.old is None else _("{form} {version} is gone.")
        yield message.format(form=form.id, version=form.version)
    else:
        yield f"{each.form} {each.old.version} → {each.new.version}"
    yield from lines(told(each.changes, each.touches, each.counts))
    for refusal in each.refusals:
        yield f"✗ {refusal_words(refusal)}"
