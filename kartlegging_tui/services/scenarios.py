"""Runs the scenarios of forms: what comes of the answers, and whether it is what the author expects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kartlegging_tui.definitions.findings import Finding, Severity
from kartlegging_tui.definitions.scenarios import ReadScenario, ScenariosReading, read_scenarios
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.scenario import Scenario
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.services.scenario_differences import differences
from kartlegging_tui.services.scenario_rules import Coverage, TrialOfForm, Tried, coverage, rules_of_form


@dataclass(frozen=True)
class ScenarioResult:
    """What came of one scenario."""

    path: str
    """The file it stands in."""
    line: int
    """Where it begins, from 1."""
    name: str
    """What its author calls it; "" for a file that cannot be read, whose findings are the differences."""
    differences: tuple[Finding, ...] = ()
    """What is otherwise than expected, each at the line of the expectation."""
    tried: frozenset[Tried] = frozenset()
    """Which rules it tries, and which side of them."""

    @property
    def passed(self) -> bool:
        """True if all is as expected."""
        return not self.differences


def run_scenarios(questionnaire: Questionnaire, scenario_files: Iterable[Path]) -> tuple[ScenarioResult, ...]:
    """What comes of all scenarios in these files, in order. A file with errors is one result, with its findings."""
    return tuple(
        result for file in scenario_files for result in run_read(questionnaire, read_scenarios(file, questionnaire))
    )


def run_read(questionnaire: Questionnaire, reading: ScenariosReading[Scenario]) -> list[ScenarioResult]:
    """What comes of the scenarios of a file that was read."""
    if not reading.good:
        return [unreadable(reading.source.path, reading.findings)]
    form, trial = Form(questionnaire), TrialOfForm(questionnaire)
    return [_run(form, trial, read, reading) for read in reading.scenarios]


def _run(
    form: Form, trial: TrialOfForm, read: ReadScenario[Scenario], reading: ScenariosReading[Scenario]
) -> ScenarioResult:
    filled = read.filled[form.questionnaire.id]
    sheet = Sheet(form, filled.context, filled.answers)
    return ScenarioResult(
        reading.source.path,
        reading.source.span(read.at).line,
        read.scenario.name,
        tuple(sorted(differences(sheet, read, reading.source))),
        frozenset(trial.tried(sheet, read.scenario.expect)),
    )


def unreadable(path: str, findings: Iterable[Finding]) -> ScenarioResult:
    """The result of a file of scenarios with errors."""
    errors = tuple(finding for finding in findings if finding.severity is Severity.ERROR)
    return ScenarioResult(path, errors[0].line, "", errors)


def form_coverage(questionnaire: Questionnaire, results: Iterable[ScenarioResult]) -> Coverage:
    """How much of a form its scenarios try."""
    return coverage(rules_of_form(questionnaire), (tried for result in results for tried in result.tried))
