"""Tries all forms and pathways of some files or folders by their scenarios, and says what no scenario tries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kartlegging_tui.definitions.files import (
    BESIDE,
    definition_files,
    in_pathways,
    in_questionnaires,
    in_scenarios,
    in_services,
    scenario_files,
    scenarios_beside,
)
from kartlegging_tui.definitions.findings import Finding, Severity, quote
from kartlegging_tui.definitions.reader import read_pathway, read_questionnaire
from kartlegging_tui.definitions.scenario_subjects import library_of, subject_of
from kartlegging_tui.definitions.yaml_reader import read_source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.language import N_, _
from kartlegging_tui.services.pathway_scenarios import pathway_coverage, run_pathway_scenarios
from kartlegging_tui.services.scenario_rules import Coverage, Hole, RuleKind, Side, coverage
from kartlegging_tui.services.scenarios import ScenarioResult, form_coverage, run_scenarios

_HOLES = {
    (RuleKind.SECTION, Side.TRUE): N_("No scenario expects a question of the section {name} to be shown."),
    (RuleKind.SECTION, Side.FALSE): N_("No scenario expects the section {name} to be hidden because this is false."),
    (RuleKind.QUESTION, Side.TRUE): N_("No scenario expects {name} to be shown."),
    (RuleKind.QUESTION, Side.FALSE): N_("No scenario expects {name} to be hidden because this is false."),
    (RuleKind.URGENT, Side.TRUE): N_("No scenario expects {name} to be urgent."),
    (RuleKind.URGENT, Side.FALSE): N_("No scenario expects {name} not to be urgent because this is false."),
    (RuleKind.NEED, Side.TRUE): N_("No scenario expects the need {name}."),
    (RuleKind.NEED, Side.FALSE): N_("No scenario expects the need {name} not to be raised because this is false."),
    (RuleKind.COMPUTED, Side.SEEN): N_("No scenario expects what {name} is computed to."),
    (RuleKind.SCORE, Side.SEEN): N_("No scenario expects the number of {name} with everything answered."),
    (RuleKind.MISSING, Side.SEEN): N_("No scenario expects what {name} is when answers are missing."),
    (RuleKind.BAND, Side.SEEN): N_("No scenario expects this band of {name}."),
    (RuleKind.OFFER, Side.TRUE): N_("No scenario expects {name} to be offered."),
    (RuleKind.OFFER, Side.FALSE): N_("No scenario expects {name} not to be offered because this is false."),
    (RuleKind.REQUIREMENT, Side.TRUE): N_("No scenario expects this not to stand in the way of signing."),
    (RuleKind.REQUIREMENT, Side.FALSE): N_("No scenario expects this to stand in the way of signing."),
}


@dataclass(frozen=True)
class TriedFile:
    """A form or pathway, tried by its scenarios."""

    id: str
    file: Path
    results: tuple[ScenarioResult, ...]
    coverage: Coverage
    findings: tuple[Finding, ...] = ()
    """The errors of a form or pathway that cannot be used, and so not be tried."""

    @property
    def differences(self) -> list[Finding]:
        """What is otherwise than expected, in order."""
        return sorted({*self.findings, *(finding for result in self.results for finding in result.differences)})

    @property
    def passed(self) -> bool:
        """True if all scenarios came out as expected."""
        return not self.findings and all(result.passed for result in self.results)

    @property
    def unread(self) -> bool:
        """True if a file of its scenarios has errors, so that nobody knows what they try."""
        return any(not result.name for result in self.results)

    def holes(self) -> list[Finding]:
        """What no scenario tries, at its line of the file."""
        if not self.coverage.holes:
            return []
        source = read_source(self.file)
        return sorted(source.finding("not-tried", hole_text(hole), hole.rule.at) for hole in self.coverage.holes)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "id": self.id,
            "file": str(self.file),
            "passed": self.passed,
            "rules": len(self.coverage.rules),
            "tried": self.coverage.tried,
            "errors": [finding.as_dict() for finding in self.findings],
            "scenarios": [
                {
                    "name": result.name,
                    "file": result.path,
                    "line": result.line,
                    "passed": result.passed,
                    "differences": [finding.as_dict() for finding in result.differences],
                }
                for result in self.results
            ],
            "not_tried": [finding.as_dict() for finding in self.holes()],
        }


def hole_text(hole: Hole) -> str:
    """What no scenario tries, in a sentence."""
    return _(_HOLES[hole.rule.kind, hole.side]).format(name=quote(hole.rule.name))


def try_files(given: Iterable[Path]) -> Iterator[TriedFile | Finding]:
    """Every form and pathway that is meant, tried; a finding for a file of scenarios that belongs to none.

    A folder means its forms and pathways, and what its scenarios are about; a file of scenarios means those alone.
    """
    subjects = _Subjects()
    for path in given:
        for file in scenario_files(path):
            subject = subject_of(file, read_source(file))
            if isinstance(subject, Finding):
                yield subject
            else:
                subjects.add(subject, [file])
        if path.is_dir() and path.name not in BESIDE:
            for file in definition_files(path):
                if in_questionnaires(file) or in_pathways(file):
                    subjects.add(file, scenarios_beside(file))
        elif not path.is_dir() and not in_scenarios(path) and not in_services(path):
            subjects.add(path, scenarios_beside(path))
    for subject, scenarios in subjects.all():
        yield try_file(subject, scenarios)


class _Subjects:
    """Forms and pathways with their scenarios; each file once, however it is named."""

    def __init__(self) -> None:
        self._subjects: dict[Path, Path] = {}
        self._scenarios: dict[Path, dict[Path, Path]] = {}

    def add(self, subject: Path, files: Iterable[Path]) -> None:
        found = self._scenarios.setdefault(subject.resolve(), {})
        self._subjects[subject.resolve()] = subject
        for file in files:
            found.setdefault(file.resolve(), file)

    def all(self) -> Iterator[tuple[Path, list[Path]]]:
        for resolved in sorted(self._subjects):
            yield self._subjects[resolved], list(self._scenarios[resolved].values())


def try_file(file: Path, scenarios: Iterable[Path]) -> TriedFile:
    """A form or pathway in a file, tried by the scenarios in other files."""
    if in_pathways(file):
        forms = {form.id: form for form in library_of(file).questionnaires()}
        pathway = read_pathway(file, forms)
        if pathway.value is None:
            return TriedFile(file.stem, file, (), coverage((), ()), _errors(pathway.findings))
        results = run_pathway_scenarios(pathway.value, forms, scenarios)
        return TriedFile(pathway.value.id, file, results, pathway_coverage(pathway.value, results))
    form = read_questionnaire(file)
    return tried(file, form.value, form.findings, run_scenarios(form.value, scenarios) if form.value else ())


def tried(
    file: Path, form: Questionnaire | None, findings: tuple[Finding, ...], results: tuple[ScenarioResult, ...]
) -> TriedFile:
    """What came of the scenarios of a form that was read; None and its findings, where it has errors."""
    if form is None:
        return TriedFile(file.stem, file, (), coverage((), ()), _errors(findings))
    return TriedFile(form.id, file, results, form_coverage(form, results))


def _errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)
