"""`kartlegging check`: everything that is wrong with questionnaires and pathways, at once."""

from __future__ import annotations

import argparse
import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _, plural

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.definitions.findings import Finding

STDIN = "-"


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "check", run, _("check questionnaires and pathways; all findings at once"))
    paths = _("files or folders, or - for what comes in; else your own folder and the shipped forms")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=paths)
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help=_("findings as JSON"))
    shape.add_argument("--short", action="store_true", help=_("one line for each finding"))
    parser.add_argument("--fix", action="store_true", help=_("mend what is mechanical, and write the files"))
    parser.add_argument("--dry-run", action="store_true", help=_("with --fix: show what would change, write nothing"))
    parser.add_argument("--stdin-name", type=Path, metavar="FILE", help=_("what the file is called that comes in"))
    explain = _("explain a code; without CODE, list them all")
    parser.add_argument("--explain", nargs="?", const="", metavar="CODE", help=explain)
    parser.set_defaults(wrong_use=parser.error)


def run(arguments: Namespace) -> int:
    """0 without errors, 1 with errors, 2 where a path does not exist. Warnings are shown and are no errors."""
    if arguments.explain is not None:
        from kartlegging_tui.command_line.explaining import explain

        return explain(arguments.explain)
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.definitions.library import library

    paths: list[Path] = arguments.paths or list(library().folders)
    stdin = paths == [Path(STDIN)]
    _refuse_wrong_use(arguments, stdin)
    absent = [path for path in paths if not stdin and not os.path.lexists(path)]
    for path in absent:
        print(_("There is no file or folder {path}.").format(path=one_line(str(path))), file=sys.stderr)
    if absent:
        return 2
    if arguments.fix:
        from kartlegging_tui.command_line.mending import mend

        return mend(arguments, paths, stdin)
    from kartlegging_tui.definitions.check import check

    findings = _of_stdin(arguments.stdin_name) if stdin else check(paths)
    tell(findings, arguments)
    return summed_up(findings)


def _refuse_wrong_use(arguments: Namespace, stdin: bool) -> None:
    """Leaves with exit code 2 where arguments do not go together."""
    if arguments.dry_run and not arguments.fix:
        arguments.wrong_use(_("--dry-run goes with --fix."))
    if arguments.stdin_name is not None and not stdin:
        arguments.wrong_use(_("--stdin-name goes with - alone."))
    if Path(STDIN) in arguments.paths and not stdin:
        arguments.wrong_use(_("What comes in is checked alone."))


def _of_stdin(name: Path | None) -> list[Finding]:
    """The findings in what comes in; it is read as the named file would be, wherever that is."""
    from kartlegging_tui.definitions.check import check
    from kartlegging_tui.definitions.yaml_reader import MAX_BYTES, read_content

    path = name or Path(STDIN)
    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    return named(check([path], {path: read_content(content, str(path))}), name)


def named(findings: Sequence[Finding], name: Path | None) -> list[Finding]:
    """Without what is said about the name of a file that has none."""
    return [finding for finding in findings if name is not None or finding.code != "file-name"]


def tell(findings: Sequence[Finding], arguments: argparse.Namespace) -> None:
    """Prints the findings as they are wanted."""
    if arguments.json:
        print(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=2))
        return
    from kartlegging_tui.command_line.drawing import show

    show(findings, short=arguments.short)


def summed_up(findings: Sequence[Finding]) -> int:
    """Says on the standard error how many there are; the exit code."""
    from kartlegging_tui.definitions.findings import Severity

    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    fixable = sum(finding.fix is not None for finding in findings)
    summary = _("{errors}, {warnings}.").format(
        errors=plural("{count} error", "{count} errors", errors).format(count=errors),
        warnings=plural("{count} warning", "{count} warnings", warnings).format(count=warnings),
    )
    if fixable:
        of_them = plural("{count} of them is mended by `--fix`.", "{count} of them are mended by `--fix`.", fixable)
        summary += " " + of_them.format(count=fixable)
    if findings:
        summary += " " + _("`kartlegging check --explain CODE` explains a code.")
    print(summary, file=sys.stderr)
    return 1 if errors else 0
