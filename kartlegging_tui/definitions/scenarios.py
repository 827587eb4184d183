"""Reads scenarios from their files, with everything that is wrong with them at its place.

What is expected is looked up in the form or pathway, so that a misspelt name is found here and not by a scenario that
fails for a reason nobody sees.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from kartlegging_tui.definitions.answers_file import answers_at
from kartlegging_tui.definitions.expected import expected_of_form, expected_of_pathway
from kartlegging_tui.definitions.findings import Finding, has_errors, quote
from kartlegging_tui.definitions.near import Near
from kartlegging_tui.definitions.reader import read_as
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.definitions.yaml_reader import parse, read_source
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.answers import Path as AnswerPath
from kartlegging_tui.domain.dates import parse_date
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.scenario import (
    FormScenarios,
    PathwayScenario,
    PathwayScenarios,
    Scenario,
    Situation,
)
from kartlegging_tui.domain.sheet import Context
from kartlegging_tui.language import _

Kind = TypeVar("Kind", bound=Situation)
Answers = Mapping[AnswerPath, Answer]
Forms = Mapping[str, Questionnaire]


@dataclass(frozen=True)
class FilledForm:
    """The answers to one form in a scenario, and what it knows beside them."""

    answers: Answers
    context: Context


@dataclass(frozen=True)
class ReadScenario(Generic[Kind]):
    """A scenario with its answers read."""

    at: At
    """Where it stands in the file."""
    scenario: Kind
    filled: Mapping[str, FilledForm]
    """By form; a form's scenario has the one."""


@dataclass(frozen=True)
class ScenariosReading(Generic[Kind]):
    """What came of reading a file of scenarios."""

    source: Source
    scenarios: tuple[ReadScenario[Kind], ...] = ()
    """In the order of the file; with errors, those that could be read."""
    findings: tuple[Finding, ...] = field(default=())

    @property
    def good(self) -> bool:
        """True if the scenarios can be run."""
        return not has_errors(self.findings)


def about(source: Source) -> tuple[str | None, str | None]:
    """The form, or the pathway, that a file of scenarios says it is about."""
    data = source.data if isinstance(source.data, dict) else {}
    form, pathway = data.get("form"), data.get("pathway")
    return form if isinstance(form, str) else None, pathway if isinstance(pathway, str) else None


def read_scenarios(path: Path, form: Questionnaire) -> ScenariosReading[Scenario]:
    """The scenarios of a form in a file. Never raises for what is in the file, or for there being none."""
    return scenarios_from_source(read_source(path), form)


def scenarios_from_text(text: str, path: str | Path, form: Questionnaire) -> ScenariosReading[Scenario]:
    """The scenarios of a form in a text; `path` is what the findings call it."""
    return scenarios_from_source(parse(text, str(path)), form)


def scenarios_from_source(source: Source, form: Questionnaire) -> ScenariosReading[Scenario]:
    """The scenarios of a form in what was read."""
    reader = _Reader[Scenario](source)

    def lint(file: FormScenarios, _source: Source) -> Collection[Finding]:
        reader.head("form", file.form, form.id, file.today)
        for at, scenario in reader.each(file.scenarios):
            given = reader.answers((*at, "given"), form)
            previous = reader.answers((*at, "previous"), form)
            context = Context(scenario.contact_point, scenario.age, previous, reader.today(at, scenario))
            reader.found.append(ReadScenario(at, scenario, {form.id: FilledForm(given, context)}))
            reader.findings += expected_of_form(source, at, scenario.expect, form)
        return reader.findings

    reading = read_as(source, FormScenarios, lint)
    return ScenariosReading(source, tuple(reader.found), reading.findings)


def read_pathway_scenarios(path: Path, pathway: PathwayDefinition, forms: Forms) -> ScenariosReading[PathwayScenario]:
    """The scenarios of a pathway in a file; `forms` are those that it may offer, by id."""
    return pathway_scenarios_from_source(read_source(path), pathway, forms)


def pathway_scenarios_from_source(
    source: Source, pathway: PathwayDefinition, forms: Forms
) -> ScenariosReading[PathwayScenario]:
    """The scenarios of a pathway in what was read; `forms` are those that it may offer, by id."""
    reader = _Reader[PathwayScenario](source)

    def lint(file: PathwayScenarios, _source: Source) -> Collection[Finding]:
        reader.head("pathway", file.pathway, pathway.id, file.today)
        for at, scenario in reader.each(file.scenarios):
            today, number = reader.today(at, scenario), scenario.contact_point
            given = reader.of_forms((*at, "given"), forms)
            previous = reader.of_forms((*at, "previous"), forms)
            filled = {
                form: FilledForm(given.get(form, {}), Context(number, scenario.age, previous.get(form, {}), today))
                for form in {**given, **previous}
            }
            reader.found.append(ReadScenario(at, scenario, filled))
            reader.findings += expected_of_pathway(source, at, scenario, pathway)
        return reader.findings

    reading = read_as(source, PathwayScenarios, lint)
    return ScenariosReading(source, tuple(reader.found), reading.findings)


class _Reader(Generic[Kind]):
    """What the scenarios of forms and of pathways have in common."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[ReadScenario[Kind]] = []
        self.findings: list[Finding] = []
        self._today: date | None = None

    def head(self, key: str, named: str, wanted: str, today: str | None) -> None:
        """Checks what stands before the scenarios."""
        if (key,) not in self.source.keys:  # what is not there is filled in, so that the rest can be checked
            return
        if named != wanted:
            message = _("These scenarios are read for {wanted}, but they are about {named}.")
            message = message.format(wanted=quote(wanted), named=quote(named))
            self.report("other-form", message, (key,))
        elif Path(self.source.path).stem != named:
            message = _("The file should be called {name}.").format(name=quote(f"{named}.yaml"))
            self.report("file-name", message, (key,))
        self._today = self._date(today, ("today",))

    def each(self, scenarios: tuple[Kind, ...]) -> list[tuple[At, Kind]]:
        """The scenarios with their places; two with the same name are found."""
        lines: dict[str, int] = {}
        written: list[tuple[At, Kind]] = [
            (("scenarios", number), scenario)
            for number, scenario in enumerate(scenarios)
            if isinstance(self.source.value(("scenarios", number)), dict)
        ]
        for scenario_at, scenario in written:
            at: At = (*scenario_at, "name")
            if at not in self.source.keys:
                continue
            if scenario.name in lines:
                message = _("The scenario on line {line} has this name already.").format(line=lines[scenario.name])
                self.report("duplicate-id", message, at)
            lines.setdefault(scenario.name, self.source.span(at).line)
            if self.source.value((*scenario_at, "expect")) == {}:
                self.report("empty-value", _("This may not be empty."), (*scenario_at, "expect"), key=True)
        return written

    def today(self, at: At, scenario: Situation) -> date | None:
        """The day of a conversation."""
        return self._today if scenario.today is None else self._date(scenario.today, (*at, "today"))

    def answers(self, at: At, form: Questionnaire) -> dict[AnswerPath, Answer]:
        """The answers at a place; none where nothing is written."""
        if self.source.value(at) is None:
            return {}
        found, findings = answers_at(self.source, at, form)
        self.findings += findings
        return found

    def of_forms(self, at: At, forms: Forms) -> dict[str, dict[AnswerPath, Answer]]:
        """The answers at a place, by form."""
        written: Any = self.source.value(at)
        found: dict[str, dict[AnswerPath, Answer]] = {}
        for name in written if isinstance(written, dict) else ():
            if name in forms:
                found[name] = self.answers((*at, name), forms[name])
            else:
                message = _("There is no form called {form}.").format(form=quote(name))
                finding = self.source.finding("unknown-form", message, (*at, name), key=True, near=Near(name, forms))
                self.findings.append(finding)
        return found

    def _date(self, text: str | None, at: At) -> date | None:
        known = parse_date(text) if text is not None else None
        if text is not None and (known is None or not known.is_day):
            message = _("{value} is not a date. Write it as {example}.")
            self.report("not-a-date", message.format(value=quote(text), example=quote("2026-05-17")), at)
        return known.earliest if known is not None and known.is_day else None

    def report(self, code: str, message: str, at: At, *, key: bool = False) -> None:
        self.findings.append(self.source.finding(code, message, at, key=key))
