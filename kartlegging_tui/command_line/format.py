"""`kartlegging format`: the layout of questionnaires put in order; what they say stays as it is."""

from __future__ import annotations

import difflib
import hashlib
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _, plural

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands


def add_parser(commands: Commands) -> None:
    summary = _("put the layout of questionnaires in order: indentation, empty lines, line ends")
    parser = add_command(commands, "format", run, summary)
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=_("files or folders; else your own folder"))
    parser.add_argument("--check", action="store_true", help=_("change nothing; exit code 1 if something would change"))
    parser.add_argument("--diff", action="store_true", help=_("change nothing; show what would change"))


def run(arguments: Namespace) -> int:
    """0; 1 where a file cannot be read or written, or with `--check` would change; 2 where there is nothing."""
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.definitions.library import FOLDER_VARIABLE

    own = os.environ.get(FOLDER_VARIABLE)
    paths: list[Path] = arguments.paths or ([Path(own)] if own else [])
    if not paths:
        print(_("Name a file or a folder."), file=sys.stderr)
        return 2
    absent = [path for path in paths if not os.path.lexists(path)]
    for path in absent:
        print(_("There is no file or folder {path}.").format(path=one_line(str(path))), file=sys.stderr)
    if absent:
        return 2
    writes = not (arguments.check or arguments.diff)
    results = [_formatted(file, writes, arguments.diff) for path in paths for file in _files(path)]
    changed = sum(result is True for result in results)
    say = (
        plural("{count} file put in order.", "{count} files put in order.", changed)
        if writes
        else plural("{count} file would change.", "{count} files would change.", changed)
    )
    print(say.format(count=changed), file=sys.stderr)
    return 1 if None in results or (arguments.check and changed) else 0


def _files(path: Path) -> list[Path]:
    """The files of a path; copies of published versions are never touched."""
    from kartlegging_tui.definitions.files import definition_files, is_folder, scenario_files

    return [*definition_files(path), *scenario_files(path)] if is_folder(path) else [path]


def _formatted(path: Path, writes: bool, shows: bool) -> bool | None:
    """True if the file was not in order, None where it cannot be put in order; that is said."""
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.definitions.formatting import format_source
    from kartlegging_tui.definitions.published import in_published
    from kartlegging_tui.definitions.text_file import NotRead, NotWritten, TextFile, read_text, write_text
    from kartlegging_tui.definitions.yaml_reader import read_source

    shown = one_line(str(path))
    if in_published(path):
        print(_("{path} is published, and is never changed.").format(path=shown), file=sys.stderr)
        return None
    result = format_source(read_source(path))
    for finding in result.findings:
        print(finding)
    if result.text is None:
        return None
    try:
        before = read_text(path)
        if before.digest == hashlib.sha256(result.text.encode()).hexdigest():
            return False
        if writes:
            write_text(path, result.text, TextFile(""))
    except (NotRead, NotWritten) as error:
        print(f"{shown}: {error}", file=sys.stderr)
        return None
    print(shown)
    if shows:
        lines = difflib.unified_diff(before.text.split("\n"), result.text.split("\n"), shown, shown, lineterm="")
        print("\n".join(map(one_line, lines)) or _("Only line ends and marks at the beginning change."))
    return True
