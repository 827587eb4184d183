"""`kartlegging check`: everything that is wrong with questionnaires and pathways, at once."""

from __future__ import annotations

import json
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
    parser = add_command(commands, "check", run, _("check questionnaires and pathways; all findings at once"))
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help=_("files or folders; else the shipped forms")
    )
    parser.add_argument("--json", action="store_true", help=_("findings as JSON"))


def run(arguments: Namespace) -> int:
    """0 without errors, 1 with errors, 2 where a path does not exist. Warnings are shown and are no errors."""
    from kartlegging_tui.definitions.check import check
    from kartlegging_tui.definitions.findings import Severity, has_errors, one_line
    from kartlegging_tui.definitions.library import shipped_folder

    paths: list[Path] = arguments.paths or [shipped_folder()]
    absent = [path for path in paths if not os.path.lexists(path)]
    for path in absent:
        print(_("There is no file or folder {path}.").format(path=one_line(str(path))), file=sys.stderr)
    if absent:
        return 2
    findings = check(paths)
    if arguments.json:
        print(json.dumps([finding.as_dict() for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            print(finding)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    summary = _("{errors}, {warnings}.").format(
        errors=plural("{count} error", "{count} errors", errors).format(count=errors),
        warnings=plural("{count} warning", "{count} warnings", warnings).format(count=warnings),
    )
    print(summary, file=sys.stderr)
    return 1 if has_errors(findings) else 0
