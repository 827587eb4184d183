"""`kartlegging test`: runs the scenarios of forms and pathways, and says which rules none of them tries."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _, plural

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.definitions.findings import Finding
    from kartlegging_tui.services.scenario_trials import TriedFile


def add_parser(commands: Commands) -> None:
    parser = add_command(
        commands, "test", run, _("run the scenarios; what differs, and which rules none of them tries")
    )
    help_paths = _("folders, forms, pathways or files of scenarios; else your own folder and the shipped forms")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=help_paths)
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.add_argument("--short", action="store_true", help=_("one line for each finding"))
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--no-coverage", action="store_true", help=_("do not list the rules that no scenario tries"))
    help_required = _("exit code 1 also where a rule is not tried")
    either.add_argument("--coverage-required", action="store_true", help=help_required)


def run(arguments: Namespace) -> int:
    """0 where all is as expected, 1 where it is not (with --coverage-required: all tried as well), 2 without a file."""
    from kartlegging_tui.definitions.findings import Finding, one_line
    from kartlegging_tui.definitions.library import library
    from kartlegging_tui.services.scenario_trials import try_files

    paths: list[Path] = arguments.paths or list(library().folders)
    absent = [path for path in paths if not path.exists()]
    for path in absent:
        print(_("There is no file or folder {path}.").format(path=one_line(str(path))), file=sys.stderr)
    if absent:
        return 2
    outcome = list(try_files(paths))
    if not outcome:
        print(_("There is nothing to try here. `kartlegging new` begins a form."), file=sys.stderr)
        return 2
    findings = [each for each in outcome if isinstance(each, Finding)]
    tried = [each for each in outcome if not isinstance(each, Finding)]
    if arguments.json:
        report = {"errors": [each.as_dict() for each in findings], "files": [each.as_dict() for each in tried]}
        print(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _print(findings, tried, arguments)
    failed = bool(findings) or any(not each.passed for each in tried)
    holes = arguments.coverage_required and any(each.coverage.holes for each in tried)
    return 1 if failed or holes else 0


def _print(findings: list[Finding], tried: list[TriedFile], arguments: Namespace) -> None:
    from kartlegging_tui.command_line.drawing import show

    show([*findings, *(finding for each in tried for finding in each.differences)], short=arguments.short)
    if not arguments.no_coverage:
        # a form without scenarios has its one line below; a hundred more would say no more
        named = [each for each in tried if each.results or arguments.coverage_required or len(tried) == 1]
        named = [each for each in named if not each.unread]  # what is wrong with the scenarios would drown
        show([hole for each in named for hole in each.holes()], short=True)
    for each in tried:
        print(_summary(each, arguments.no_coverage))


def _summary(tried: TriedFile, without_coverage: bool) -> str:
    """`phq9: 12 scenarios, 14 of 14 rules`."""
    if tried.findings:
        return _("{id}: has errors; `kartlegging check` tells more").format(id=tried.id)
    if not tried.coverage.rules and not tried.results:
        return _("{id}: no rules").format(id=tried.id)
    scenarios = plural("{count} scenario", "{count} scenarios", len(tried.results)).format(count=len(tried.results))
    failed = sum(not result.passed for result in tried.results)
    said = f"{tried.id}: {scenarios}"
    if failed:
        said += ", " + plural("{count} failed", "{count} failed", failed).format(count=failed)
    if not without_coverage:
        rules = len(tried.coverage.rules)
        said += ", " + _("{tried} of {rules} rules").format(tried=tried.coverage.tried, rules=rules)
    return said
