"""Runs the scenarios of pathways: which forms answers to several of them lead to, and what is missing for signing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kartlegging_tui.definitions.findings import Finding, quote
from kartlegging_tui.definitions.scenarios import ReadScenario, ScenariosReading, read_pathway_scenarios
from kartlegging_tui.domain.env import Env
from kartlegging_tui.domain.offers import Offers
from kartlegging_tui.domain.pathway import PathwayDefinition, PlannedContactPoint
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.scenario import PathwayScenario
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.unknowns import Truth
from kartlegging_tui.language import _
from kartlegging_tui.services.ready_forms import form_of
from kartlegging_tui.services.scenario_differences import failure, unlike
from kartlegging_tui.services.scenario_rules import Coverage, RuleKind, RuleToTry, Side, Tried, coverage
from kartlegging_tui.services.scenarios import ScenarioResult, unreadable


def run_pathway_scenarios(
    pathway: PathwayDefinition, forms: Mapping[str, Questionnaire], scenario_files: Iterable[Path]
) -> tuple[ScenarioResult, ...]:
    """What comes of all scenarios in these files, in order; `forms` are those that the pathway may offer, by id."""
    readings = (read_pathway_scenarios(file, pathway, forms) for file in scenario_files)
    return tuple(result for reading in readings for result in run_read_pathway(pathway, forms, reading))


def run_read_pathway(
    pathway: PathwayDefinition, forms: Mapping[str, Questionnaire], reading: ScenariosReading[PathwayScenario]
) -> Iterator[ScenarioResult]:
    """What comes of the scenarios of a file that was read."""
    yield from _Runner(pathway, forms).run(reading)


def rules_of_pathway(pathway: PathwayDefinition) -> Iterator[RuleToTry]:
    """The rules of a pathway, in the order of its file."""
    for number, point in enumerate(pathway.contact_points):
        for place, offer in enumerate(point.offers):
            if offer.offer_if is not None:
                yield RuleToTry(("contact_points", number, "offers", place, "offer_if"), RuleKind.OFFER, offer.form)
        for place, requirement in enumerate(point.required):
            at = ("contact_points", number, "required", place, "that")
            yield RuleToTry(at, RuleKind.REQUIREMENT, requirement.question)


def pathway_coverage(pathway: PathwayDefinition, results: Iterable[ScenarioResult]) -> Coverage:
    """How much of a pathway its scenarios try."""
    return coverage(rules_of_pathway(pathway), (tried for result in results for tried in result.tried))


class _Runner:
    """A pathway and its forms, made ready once for all scenarios."""

    def __init__(self, pathway: PathwayDefinition, forms: Mapping[str, Questionnaire]) -> None:
        self.pathway = pathway
        offered = dict.fromkeys(offer.form for point in pathway.contact_points for offer in point.offers)
        self.forms = {name: form_of(forms[name]) for name in offered if name in forms}

    def run(self, reading: ScenariosReading[PathwayScenario]) -> Iterator[ScenarioResult]:
        if not reading.good:
            yield unreadable(reading.source.path, reading.findings)
            return
        for read in reading.scenarios:
            trial = _Trial(self, read)
            yield ScenarioResult(
                reading.source.path,
                reading.source.span(read.at).line,
                read.scenario.name,
                tuple(sorted(trial.differences(reading))),
                frozenset(trial.tried()),
            )


class _Trial:
    """One conversation of a pathway."""

    def __init__(self, runner: _Runner, read: ReadScenario[PathwayScenario]) -> None:
        self.pathway, self.read, self.expect = runner.pathway, read, read.scenario.expect
        number = read.scenario.contact_point
        self.point: PlannedContactPoint = self.pathway.contact_point(number)
        forms = {offer.form: runner.forms[offer.form] for offer in self.point.offers if offer.form in runner.forms}
        self.sheets = {name: self._sheet(name, form) for name, form in forms.items()}
        self.offers = Offers(self.point, [form.questionnaire for form in forms.values()], number)

    def _sheet(self, name: str, form: Form) -> Sheet:
        filled = self.read.filled.get(name)
        if filled is None:
            return Sheet(form, Context(self.read.scenario.contact_point, self.read.scenario.age))
        return Sheet(form, filled.context, filled.answers)

    @property
    def envs(self) -> dict[str, Env]:
        """What conditions see of the answers."""
        return {name: sheet.env for name, sheet in self.sheets.items()}

    def truth(self, form: str) -> Truth:
        """Whether a form is offered by its condition."""
        return self.offers.offers(form, self.envs, self.read.scenario.age)

    def is_offered(self, form: str) -> bool:
        """As in a conversation: what has answers is never taken away."""
        return form in self.sheets and (bool(self.sheets[form].answers) or self.truth(form) is True)

    def requires(self) -> list[Truth]:
        """Whether each thing that is required is so."""
        return [truth for _requirement, truth in self.offers.requires(self.envs, self.read.scenario.age)]

    def differences(self, reading: ScenariosReading[PathwayScenario]) -> Iterator[Finding]:
        at, source, scenario = (*self.read.at, "expect"), reading.source, self.read.scenario.name
        conditions = {offer.form: offer.offer_if or "" for offer in self.point.offers}
        for place, form in enumerate(self.expect.offered):
            if not self.is_offered(form):
                message = _("Expected {form} to be offered, but it is not: {condition}.")
                message = message.format(form=quote(form), condition=conditions[form])
                yield failure(source, scenario, message, (*at, "offered", place))
        for place, form in enumerate(self.expect.not_offered):
            if self.is_offered(form):
                message = _("Expected {form} not to be offered, but it is: {condition}.")
                why = (
                    _("it has answers")
                    if self.truth(form) is not True
                    else conditions[form] or _("it has no condition")
                )
                yield failure(
                    source, scenario, message.format(form=quote(form), condition=why), (*at, "not_offered", place)
                )
        unmet = {
            requirement.question: requirement.that
            for requirement, truth in self.offers.requires(self.envs, self.read.scenario.age)
            if truth is not True
        }
        for name, place_of, expected in unlike((*at, "problems"), self.expect.problems, unmet):
            message = _("{name} stands in the way of signing, and that was not expected: {why}")
            if expected:
                message = _("Expected {name} to stand in the way of signing, but it does not.")
            message = message.format(name=quote(name), why=unmet.get(name, ""))
            yield failure(source, scenario, message, place_of, key=not expected)

    def tried(self) -> Iterator[Tried]:
        """Which rules the scenario tries."""
        number = self.pathway.contact_points.index(self.point)
        for place, offer in enumerate(self.point.offers):
            at = ("contact_points", number, "offers", place, "offer_if")
            if offer.form in self.expect.offered and self.truth(offer.form) is True:
                yield at, Side.TRUE
            if offer.form in self.expect.not_offered and self.truth(offer.form) is False:
                yield at, Side.FALSE
        if self.expect.problems is not None:
            for place, truth in enumerate(self.requires()):
                yield ("contact_points", number, "required", place, "that"), Side.TRUE if truth else Side.FALSE
