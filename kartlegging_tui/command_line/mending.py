"""`kartlegging check --fix`: mends what is mechanical, and says what was done."""

from __future__ import annotations

import difflib
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.check import named, summed_up, tell
from kartlegging_tui.command_line.drawing import show
from kartlegging_tui.command_line.safe_terminal import put_out
from kartlegging_tui.definitions.findings import one_line, quote
from kartlegging_tui.language import _, plural

if TYPE_CHECKING:
    from kartlegging_tui.definitions.fixing import Mended, MendedFile


def mend(arguments: Namespace, paths: Sequence[Path], stdin: bool) -> int:
    """0 without errors after mending, 1 with errors or, for a dry run, with something to mend; 2 if nothing is done."""
    from kartlegging_tui.definitions import fixing

    try:
        if stdin:
            return _mend_stdin(arguments)
        mended = fixing.mend(paths)
    except (OSError, UnicodeError) as error:
        print(one_line(str(error)), file=sys.stderr)
        return 2
    if arguments.dry_run:
        _print_changes(mended)
        return max(summed_up(mended.left), int(bool(mended.files)))
    failed = False
    for path, file in mended.files.items():
        try:
            fixing.write(path, file)
        except fixing.NotMended as problem:
            print(f"{one_line(str(path))}: {problem}", file=sys.stderr)
            failed = True
        else:
            _say_done(path, file)
    tell(mended.left, arguments)
    return max(summed_up(mended.left), int(failed))


def _mend_stdin(arguments: Namespace) -> int:
    """What comes in goes out mended, and the findings that are left to the standard error: for editors."""
    from kartlegging_tui.definitions import fixing
    from kartlegging_tui.definitions.check import check
    from kartlegging_tui.definitions.yaml_reader import read_content

    path = arguments.stdin_name or Path("-")
    content = sys.stdin.buffer.read()  # all of it, also what is too large: an editor puts what goes out in its place
    try:
        raw = content.decode("utf-8")
        mended = fixing.mend([path], {path: fixing.as_read(raw)})
    except UnicodeError:
        mended = fixing.Mended({}, check([path], {path: read_content(content, str(path))}))
    file = mended.files.get(path)
    if arguments.dry_run:
        _print_changes(mended)
    else:
        put_out(fixing.as_written(raw, file.after).encode("utf-8") if file else content)
    left = named(mended.left, arguments.stdin_name)
    show(left, sys.stderr, arguments.short)
    return max(summed_up(left), int(arguments.dry_run and file is not None))


def _say_done(path: Path, file: MendedFile) -> None:
    """To the standard error: where the findings go, another program may be listening."""
    count = len(file.done)
    said = plural("{count} place mended.", "{count} places mended.", count).format(count=count)
    print(f"{one_line(str(path))}: {said}", file=sys.stderr)
    for finding in file.done:
        before, after = finding.line_text[finding.column - 1 : finding.end - 1], finding.fix.text if finding.fix else ""
        what = f"{quote(before)} → {quote(after)}" if after else _("{text} deleted").format(text=quote(before))
        print(f"  {finding.line}:{finding.column}: {finding.code}: {what}", file=sys.stderr)


def _print_changes(mended: Mended) -> None:
    """As `diff -u` does."""
    for path, file in mended.files.items():
        name = one_line(str(path))
        for line in difflib.unified_diff(file.before.split("\n"), file.after.split("\n"), name, name, lineterm=""):
            print(line[:1] + one_line(line[1:]))
