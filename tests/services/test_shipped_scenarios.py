"""The shipped forms and pathways do what their scenarios expect, and these try every rule and notice every change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from kartlegging_tui.definitions.files import scenarios_beside
from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.definitions.scenarios import (
    ReadScenario,
    ScenariosReading,
    read_pathway_scenarios,
    read_scenarios,
)
from kartlegging_tui.definitions.source import At
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.scenario import Scenario
from kartlegging_tui.domain.sheet import Sheet
from kartlegging_tui.domain.syntax import ConditionError
from kartlegging_tui.services.pathway_scenarios import rules_of_pathway, run_read_pathway
from kartlegging_tui.services.scenario_differences import differences
from kartlegging_tui.services.scenario_rules import rules_of_form
from kartlegging_tui.services.scenario_trials import TriedFile, try_file
from kartlegging_tui.services.scenarios import run_read
from tests.services.mutants import Mutant, border_mutants, limit_mutants, mutants

LIBRARY = shipped()
FORMS = [name for name in LIBRARY.questionnaire_files if list(rules_of_form(LIBRARY.questionnaire(name)))]
PATHWAYS = list(LIBRARY.pathway_files)
FILES = {**LIBRARY.questionnaire_files, **LIBRARY.pathway_files}


SAME = {
    # a multiple of 4 that is above 28 is above 29 too
    "who5": {
        "svaert_lav_trivsel: who5 <= 29",
        "lav_trivsel: 29 < who5 <= 50",
        "lav_trivsel: 28 < who5 <= 49",
        "lav_trivsel: 28 < who5 <= 51",
    },
    # a plan is asked about only after thoughts, and 3 of two answers is 2 of one of them
    "psykososial": {
        "akutt_trygghet: selvmordstanker or not trygg_i_natt",
        "nedstemt: interesse >= 2 or nedstemt >= 2",
        "nedstemt: phq2 >= 4 or interesse >= 2 or nedstemt >= 2",
    },
    # the index has one decimal
    "fysisk": {"lav_kmi: bmi < 18.49 or (age >= 70 and bmi < 22)"},
}
"""By form: what is spoiled, and makes no difference whatever is answered."""


def tried(name: str) -> TriedFile:
    return try_file(FILES[name], scenarios_beside(FILES[name]))


@pytest.mark.parametrize("name", [*FORMS, *PATHWAYS])
def test_what_is_shipped_does_what_its_scenarios_expect_and_every_rule_is_tried(name: str) -> None:
    found = tried(name)
    assert found.differences == []
    assert found.holes() == []


def test_every_file_of_scenarios_belongs_to_a_form_or_pathway_that_is_shipped() -> None:
    folder = FILES["phq9"].parent / "scenarios"
    assert {file.stem for file in folder.iterdir()} == {*FORMS, *PATHWAYS}


def test_every_file_of_scenarios_tells_editors_where_its_schema_is() -> None:
    for name in [*FORMS, *PATHWAYS]:
        (file,) = scenarios_beside(FILES[name])
        assert file.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=../schema/scenario.json\n")


class Noticing:
    """The scenarios of a form, those first that try the rule that was spoiled."""

    def __init__(self, name: str) -> None:
        self.form = LIBRARY.questionnaire(name)
        (file,) = scenarios_beside(FILES[name])
        self.reading: ScenariosReading[Scenario] = read_scenarios(file, self.form)
        self.trying: Mapping[At, list[ReadScenario[Scenario]]] = defaultdict(list)
        for result, read in zip(run_read(self.form, self.reading), self.reading.scenarios, strict=True):
            for at, _side in result.tried:
                self.trying[at].append(read)

    def survivors(self, spoiled: Iterator[Mutant]) -> list[str]:
        """Those that no scenario notices."""
        return [what for what, at, form in spoiled if not self.notice(at, form)]

    def notice(self, at: At, spoiled: Questionnaire) -> bool:
        try:
            form = Form(spoiled)
        except ConditionError:  # the check refuses it
            return True
        filled = self.form.id
        for read in [*self.trying[at], *self.reading.scenarios]:
            sheet = Sheet(form, read.filled[filled].context, read.filled[filled].answers)
            if any(differences(sheet, read, self.reading.source)):
                return True
        return False


@pytest.mark.parametrize("name", FORMS)
def test_a_rule_turned_round_is_noticed(name: str) -> None:
    """Each condition negated, each formula one more, each rule for missing answers taken away."""
    noticing = Noticing(name)
    assert noticing.survivors(mutants(noticing.form, list(rules_of_form(noticing.form)))) == []


@pytest.mark.parametrize("name", FORMS)
def test_a_border_that_is_moved_and_a_flag_that_is_turned_are_noticed(name: str) -> None:
    noticing = Noticing(name)
    assert noticing.survivors(border_mutants(noticing.form)) == []


@pytest.mark.parametrize("name", FORMS)
def test_a_limit_that_is_moved_and_a_part_that_is_left_out_are_noticed(name: str) -> None:
    """But for what makes no difference, whatever is answered: it is listed, with its reason."""
    noticing = Noticing(name)
    spoiled = limit_mutants(noticing.form, list(rules_of_form(noticing.form)))
    assert set(noticing.survivors(spoiled)) == SAME.get(name, set())


@pytest.mark.parametrize("name", PATHWAYS)
def test_a_condition_of_a_pathway_turned_round_or_moved_is_noticed(name: str) -> None:
    pathway = LIBRARY.pathway(name)
    forms = {form.id: form for form in LIBRARY.questionnaires()}
    (file,) = scenarios_beside(FILES[name])
    reading = read_pathway_scenarios(file, pathway, forms)

    def noticed(at: At, spoiled: PathwayDefinition) -> bool:
        number = pathway.contact_points[int(at[1])].number
        here = tuple(read for read in reading.scenarios if read.scenario.contact_point == number)
        results = run_read_pathway(spoiled, forms, replace(reading, scenarios=here))
        return any(not result.passed for result in results)

    rules = list(rules_of_pathway(pathway))
    spoiled = [*mutants(pathway, rules), *limit_mutants(pathway, rules)]
    assert [what for what, at, each in spoiled if not noticed(at, each)] == []
