"""`kartlegging evaluate`: what a form makes of answers, without a screen and without a database."""

from __future__ import annotations

import json
import os
import sys
from argparse import SUPPRESS, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kartlegging_tui.command_line.parsers import add_command
from kartlegging_tui.language import _, current

if TYPE_CHECKING:
    from kartlegging_tui.command_line.parsers import Commands
    from kartlegging_tui.definitions.findings import Finding
    from kartlegging_tui.services.evaluate import Evaluation


def add_parser(commands: Commands) -> None:
    parser = add_command(commands, "evaluate", run, _("what a form makes of answers: questions, scores, needs"))
    parser.add_argument("form", metavar="FORM", help=_("a file, or the id of a shipped form"))
    parser.add_argument("answers", type=Path, metavar="ANSWERS", help=_("a YAML or JSON file with answers"))
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help=_("as JSON"))
    shape.add_argument("--scenario", metavar="NAME", help=_("as a scenario of this name, that expects what comes now"))
    languages = ("nb", "nn", "en")
    parser.add_argument("--language", choices=languages, default=SUPPRESS, help=_("the language of the program"))


def run(arguments: Namespace) -> int:
    """0, or 1 where form or answers have errors (they are printed), or 2 where a file does not exist."""
    from kartlegging_tui.command_line.forms import form_file
    from kartlegging_tui.definitions.answers_file import read_answers
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.definitions.reader import read_questionnaire
    from kartlegging_tui.domain.rules import Form
    from kartlegging_tui.domain.sheet import Sheet
    from kartlegging_tui.services.clock import today
    from kartlegging_tui.services.evaluate import evaluate

    form = form_file(arguments.form)
    if form is None:
        return 2
    if not os.path.lexists(arguments.answers):
        path = one_line(str(arguments.answers))
        print(_("There is no file or folder {path}.").format(path=path), file=sys.stderr)
        return 2
    reading = read_questionnaire(form)
    if reading.value is None:
        return _refused(reading.findings, arguments)
    answers = read_answers(arguments.answers, reading.value, today())
    if not answers.good:
        return _refused(answers.findings, arguments)
    sheet = Sheet(Form(reading.value), answers.context, answers.answers)
    if arguments.scenario is not None:
        from kartlegging_tui.services.scenario_from import scenario_from

        print(scenario_from(sheet, arguments.scenario), end="")
        return 0
    language = current()
    evaluation = evaluate(sheet, language)
    if arguments.json:
        print(json.dumps(evaluation.as_dict(language), ensure_ascii=False, indent=2))
    else:
        _print(evaluation, language)
    return 0


def _refused(findings: tuple[Finding, ...], arguments: Namespace) -> int:
    if arguments.json:
        listed = {"findings": [finding.as_dict() for finding in findings]}
        print(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        from kartlegging_tui.command_line.drawing import show

        # a scenario is led into a file of scenarios, where what is wrong has no place
        show(findings, sys.stdout if arguments.scenario is None else sys.stderr)
    return 1


def _print(evaluation: Evaluation, language: str) -> None:
    from kartlegging_tui.definitions.findings import one_line
    from kartlegging_tui.services.wording import score_text

    def heading(title: str, lines: list[str]) -> None:
        if lines:
            print(title)
            for line in lines:
                print(f"  {one_line(line)}")

    scores = []
    for name, result in evaluation.scores.items():
        said = score_text(result, language) or _("cannot be told yet")
        band = f" – {result.band.text.to(language)}" if result.band else ""
        missing = _("missing: {names}").format(names=", ".join(result.missing)) if result.missing else ""
        scores.append(f"{name}: {said}{band}" + (f" ({missing})" if missing else ""))
    heading(_("Urgent:"), evaluation.urgent)
    heading(_("Needs:"), [f"{need.id} [{need.priority}]: {need.title}" for need in evaluation.needs])
    heading(_("Scores:"), scores)
    heading(_("In the way of signing:"), [f"{path}: {message}" for path, message in evaluation.problems])
    heading(_("Hidden:"), [f"{name}: {why}" for name, why in evaluation.hidden.items()])
    print(
        _("{shown} of {all} are shown.").format(
            shown=len(evaluation.visible), all=len(evaluation.visible) + len(evaluation.hidden)
        )
    )
