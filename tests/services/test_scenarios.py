"""Scenarios are run: what differs is said at the line of the expectation, and what nobody tries is said too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text
from kartlegging_tui.definitions.scenarios import read_scenarios
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.services.pathway_scenarios import pathway_coverage, run_pathway_scenarios
from kartlegging_tui.services.scenario_from import scenario_from
from kartlegging_tui.services.scenario_rules import Coverage
from kartlegging_tui.services.scenarios import form_coverage, run_scenarios
from tests.definitions.good_files import FORM, PATHWAY
from tests.domain.forms import choice, form_of, integer, rows, yes_no

SCORES = [
    {"id": "sum2", "value": "sum(a, b)", "missing": "interval", "bands": [
        {"from": 0, "to": 2, "text": "Lite"}, {"from": 3, "to": 6, "text": "Mye", "flag": True}]},
]  # fmt: skip
NEEDS = [
    {"id": "hjelp", "when": "sum2 >= 3", "title": "Hjelp"},
    {"id": "barnet", "each": "barn", "when": "alder < 18", "title": "Barnet"},
]
NAME = {"id": "navn", "type": "text"}
SCHOOL = {"id": "skole", "type": "text", "visible_if": "alder >= 6"}
URGENT = {"when": "a == 3", "text": "Nå"}
LITTLE: Questionnaire = form_of(
    choice("a", 0, 1, 2, 3, urgent=URGENT, required=True),
    choice("b", 0, 1, 2, 3),
    yes_no("har_barn"),
    rows("barn", NAME, integer("alder"), SCHOOL, visible_if="har_barn"),
    {"id": "dobbelt", "type": "computed", "value": "a * 2", "visible_if": "a >= 1"},
    scores=SCORES,
    needs=NEEDS,
)  # fmt: skip


def children(*ages: int) -> dict[str, Any]:
    """The answers of someone with children of these ages."""
    return {"har_barn": "ja", "barn": [{"alder": age} for age in ages]}


def run(tmp_path: Path, *scenarios: dict[str, Any], form: Questionnaire = LITTLE) -> list[str]:
    """`line: message` of all that differs; a scenario is written as JSON on one line each."""
    file = tmp_path / f"{form.id}.yaml"
    lines = [json.dumps({"name": f"nr {number}", **each}) for number, each in enumerate(scenarios, 1)]
    file.write_text(f"form: {form.id}\nscenarios:\n" + "".join(f"  - {line}\n" for line in lines))
    results = run_scenarios(form, [file])
    return [f"{found.line}: {found.message}" for result in results for found in result.differences]


def tried(tmp_path: Path, *scenarios: dict[str, Any]) -> Coverage:
    run(tmp_path, *scenarios)
    return form_coverage(LITTLE, run_scenarios(LITTLE, [tmp_path / "form.yaml"]))


def holes(found: Coverage) -> set[tuple[str, str, str]]:
    return {(hole.rule.kind.value, hole.rule.name, hole.side.value) for hole in found.holes}


def test_what_comes_as_expected_passes(tmp_path: Path) -> None:
    expect = {
        "visible": ["dobbelt", "barn", "barn/2/skole"],
        "hidden": ["barn/1/skole"],
        "computed": {"dobbelt": 6},
        "scores": {"sum2": 5},
        "bands": {"sum2": "My"},
        "flagged": ["sum2"],
        "needs": ["barnet/2", "barnet/1", "hjelp"],
        "urgent": ["a"],
        "problems": [],
    }
    given = {"a": 3, "b": 2, "har_barn": "ja", "barn": [{"alder": 3}, {"alder": 7}]}
    assert run(tmp_path, {"given": given, "expect": expect}) == []


@pytest.mark.parametrize(
    ("given", "expect", "words"),
    [
        ({"a": 1, "b": 1}, {"scores": {"sum2": 3}}, ["`sum2` = 3", "2", "a 1, b 1"]),
        ({"a": 1}, {"scores": {"sum2": 1}}, ["[1, 4]"]),
        ({"a": 1}, {"scores": {"sum2": [1, 3]}}, ["[1, 3]", "[1, 4]"]),
        ({"a": 1, "b": 1}, {"scores": {"sum2": "none"}}, ["none"]),
        ({"a": 1, "b": 1}, {"bands": {"sum2": "Mye"}}, ["`Mye`", "`Lite`", "2"]),
        ({"a": 1}, {"bands": {"sum2": "Lite"}}, ["`Lite`", "[1, 4]"]),
        ({"a": 1, "b": 1}, {"bands": {"sum2": "none"}}, ["`Lite`"]),
        ({"a": 1, "b": 1}, {"flagged": ["sum2"]}, ["`sum2`", "2 (`Lite`)"]),
        ({"a": 2, "b": 1}, {"flagged": []}, ["`sum2`", "3 (`Mye`)"]),
        ({"a": 1, "b": 1}, {"needs": ["hjelp"]}, ["`hjelp`", "sum2 >= 3 (sum2: 2)"]),
        ({"a": 2, "b": 1}, {"needs": []}, ["`hjelp`", "sum2 >= 3 (sum2: 3)"]),
        ({"a": 2}, {"urgent": ["a"]}, ["`a`", "a == 3 (a: 2)"]),
        ({"a": 3}, {"urgent": []}, ["`a`", "a == 3 (a: 3)"]),
        ({}, {"problems": []}, ["`a`", "Må besvares"]),
        ({"a": 0}, {"problems": ["a"]}, ["`a`"]),
        ({"a": 0}, {"visible": ["dobbelt"]}, ["`dobbelt`", "a >= 1 (a: 0)"]),
        ({"a": 1}, {"hidden": ["dobbelt"]}, ["`dobbelt`", "a >= 1 (a: 1)"]),
        ({"a": 1}, {"hidden": ["b"]}, ["`b`"]),
        ({"a": 1}, {"computed": {"dobbelt": 3}}, ["`dobbelt` = 3", "2", "a * 2"]),
        ({"a": 0}, {"computed": {"dobbelt": 0}}, ["none", "a >= 1"]),
        ({"har_barn": "nei"}, {"visible": ["barn.skole"]}, ["`barn.skole`"]),
        (children(7, 5), {"visible": ["barn.skole"]}, ["`barn/2/skole`", "alder: 5"]),
        (children(5, 7), {"hidden": ["barn.skole"]}, ["`barn/2/skole`", "alder: 7", "har_barn"]),
        ({"har_barn": "nei", "barn": [{"alder": 5}]}, {"needs": ["barnet/1"]}, ["`barnet/1`", "har_barn"]),
        (children(18), {"needs": ["barnet/1"]}, ["`barnet/1`", "alder < 18", "18"]),
    ],
)  # fmt: skip
def test_a_difference_says_what_was_expected_what_it_is_and_why(
    tmp_path: Path, given: dict[str, Any], expect: dict[str, Any], words: list[str]
) -> None:
    (found,) = run(tmp_path, {"given": given, "expect": expect})
    assert found.startswith("3: `nr 1`: ")
    for word in words:
        assert word in found


def test_a_difference_stands_at_the_line_of_its_expectation(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text(
        "form: form\nscenarios:\n  - name: x\n    given: {a: 2, b: 2}\n    expect:\n"
        "      scores:\n        sum2: 5\n      needs:\n        - hjelp\n        - barnet/1\n"
    )
    (result,) = run_scenarios(LITTLE, [tmp_path / "form.yaml"])
    assert [(found.line, found.column, found.code) for found in result.differences] == [(10, 11, "unknown-name")]
    text = (tmp_path / "form.yaml").read_text().replace("        - barnet/1\n", "      urgent: [a]\n")
    (tmp_path / "form.yaml").write_text(text)
    (result,) = run_scenarios(LITTLE, [tmp_path / "form.yaml"])
    assert [(found.line, found.column, found.code) for found in result.differences] == [
        (7, 15, "scenario-failed"),
        (10, 16, "scenario-failed"),
    ]


def test_what_is_not_expected_is_not_looked_at(tmp_path: Path) -> None:
    assert run(tmp_path, {"given": {"a": 3, "b": 3}, "expect": {"visible": ["b"]}}) == []


def test_the_last_contact_point_age_and_number_are_seen_by_the_conditions(tmp_path: Path) -> None:
    form = form_of(
        integer("vekt"),
        yes_no("eldre", visible_if="age >= 70 and contact_point == 2"),
        needs=[{"id": "ned", "when": "vekt < previous(vekt)", "title": "Ned"}],
    )
    expect = {"visible": ["eldre"], "needs": ["ned"]}
    scenario = {"age": 70, "contact_point": 2, "previous": {"vekt": 80}, "given": {"vekt": 79}, "expect": expect}
    assert run(tmp_path, scenario, form=form) == []
    assert len(run(tmp_path, {**scenario, "age": 69, "previous": {"vekt": 79}}, form=form)) == 2


def test_a_date_after_the_day_of_the_scenario_stands_in_the_way(tmp_path: Path) -> None:
    form = form_of({"id": "dag", "type": "date", "future": False})
    scenario = {"given": {"dag": "2026-11-23"}, "expect": {"problems": ["dag"]}}
    assert run(tmp_path, {**scenario, "today": "2026-11-22"}, form=form) == []
    assert len(run(tmp_path, scenario, form=form)) == 1


def test_a_file_that_cannot_be_read_is_one_failed_result(tmp_path: Path) -> None:
    (result,) = run_scenarios(LITTLE, [tmp_path / "form.yaml"])
    assert (result.passed, result.name) == (False, "")


# ---- coverage ------------------------------------------------------------------------------------------------------

ALL = {
    ("question", "barn", "true"), ("question", "barn", "false"),
    ("question", "barn.skole", "true"), ("question", "barn.skole", "false"),
    ("question", "dobbelt", "true"), ("question", "dobbelt", "false"), ("computed", "dobbelt", "seen"),
    ("urgent", "a", "true"), ("urgent", "a", "false"),
    ("score", "sum2", "seen"), ("missing", "sum2", "seen"), ("band", "sum2", "seen"),
    ("need", "hjelp", "true"), ("need", "hjelp", "false"),
    ("need", "barnet", "true"), ("need", "barnet", "false"),
}  # fmt: skip


def test_without_scenarios_every_rule_is_a_hole() -> None:
    found = form_coverage(LITTLE, ())
    assert holes(found) == ALL and found.tried == 0
    assert len(found.rules) == 11  # the score has two bands


def test_a_scenario_tries_only_what_it_expects_something_of(tmp_path: Path) -> None:
    assert holes(tried(tmp_path, {"given": {"a": 3, "b": 3}, "expect": {"visible": ["b"]}})) == ALL


@pytest.mark.parametrize(
    ("given", "expect", "filled"),
    [
        ({"har_barn": "ja"}, {"visible": ["barn"]}, {("question", "barn", "true")}),
        ({"har_barn": "nei"}, {"hidden": ["barn"]}, {("question", "barn", "false")}),
        ({}, {"hidden": ["barn"]}, set()),
        (children(6), {"visible": ["barn.skole"]}, {("question", "barn", "true"), ("question", "barn.skole", "true")}),
        (children(5), {"hidden": ["barn/1/skole"]}, {("question", "barn.skole", "false")}),
        ({"har_barn": "nei", "barn": [{"alder": 5}]}, {"hidden": ["barn/1/skole"]}, {("question", "barn", "false")}),
        ({"a": 3}, {"urgent": ["a"]}, {("urgent", "a", "true")}),
        ({"a": 2}, {"urgent": []}, {("urgent", "a", "false")}),
        ({}, {"urgent": []}, set()),
        ({"a": 2}, {"computed": {"dobbelt": 4}}, {("computed", "dobbelt", "seen")}),
        ({"a": 2, "b": 1}, {"scores": {"sum2": 3}}, {("score", "sum2", "seen")}),
        ({"a": 2}, {"scores": {"sum2": [2, 5]}}, {("missing", "sum2", "seen")}),
        ({"a": 2, "b": 1}, {"needs": ["hjelp"]}, {("need", "hjelp", "true")}),
        ({"a": 1, "b": 1}, {"needs": []}, {("need", "hjelp", "false")}),
        (children(17, 18), {"needs": ["barnet/1"]}, {("need", "barnet", "true"), ("need", "barnet", "false")}),
    ],
)  # fmt: skip
def test_what_a_scenario_expects_fills_its_hole_and_no_other(
    tmp_path: Path, given: dict[str, Any], expect: dict[str, Any], filled: set[tuple[str, str, str]]
) -> None:
    assert run(tmp_path, {"given": given, "expect": expect}) == []
    assert ALL - holes(tried(tmp_path, {"given": given, "expect": expect})) == filled


def test_each_band_is_a_rule_of_its_own(tmp_path: Path) -> None:
    low = {"given": {"a": 1, "b": 1}, "expect": {"bands": {"sum2": "Lite"}}}
    high = {"given": {"a": 2, "b": 1}, "expect": {"bands": {"sum2": "Mye"}}}
    assert tried(tmp_path, low).tried == 1
    assert tried(tmp_path, low, high).tried == 2


def test_what_is_never_plainly_false_is_tried_when_something_it_asks_for_says_no(tmp_path: Path) -> None:
    form = form_of(
        yes_no("tanker"),
        yes_no("plan", visible_if="tanker"),
        needs=[{"id": "trygg", "when": "tanker or plan", "title": "Trygg"}],
    )
    scenario = {"given": {"tanker": False}, "expect": {"needs": [], "hidden": ["plan"]}}
    assert run(tmp_path, scenario, form=form) == []
    found = form_coverage(form, run_scenarios(form, [tmp_path / "form.yaml"]))
    assert holes(found) == {("need", "trygg", "true"), ("question", "plan", "true")}


# ---- pathways ------------------------------------------------------------------------------------------------------

GOOD = questionnaire_from_text(FORM, "god.yaml").value
WAY = pathway_from_text(PATHWAY, "forlop.yaml").value
assert GOOD is not None and WAY is not None
FORMS = {"god": GOOD, "mer": GOOD.model_copy(update={"id": "mer"})}


def run_pathway(tmp_path: Path, *scenarios: dict[str, Any]) -> tuple[list[str], set[tuple[str, str, str]]]:
    file = tmp_path / "forlop.yaml"
    lines = [json.dumps({"name": f"nr {number}", **each}) for number, each in enumerate(scenarios, 1)]
    file.write_text("pathway: forlop\nscenarios:\n" + "".join(f"  - {line}\n" for line in lines))
    results = run_pathway_scenarios(WAY, FORMS, [file])
    differences = [f"{found.line}: {found.message}" for result in results for found in result.differences]
    return differences, holes(pathway_coverage(WAY, results))


def test_a_pathway_offers_and_requires_what_is_expected(tmp_path: Path) -> None:
    strong = {"god": {"smerte": 4, "har_barn": False}}
    weak = {"god": {"smerte": 3}}
    differences, left = run_pathway(
        tmp_path,
        {"contact_point": 2, "given": strong, "expect": {"offered": ["god", "mer"], "problems": []}},
        {"contact_point": 2, "given": weak, "expect": {"not_offered": ["mer"], "problems": ["god.har_barn"]}},
    )
    assert (differences, left) == ([], set())


def test_a_form_that_is_not_offered_and_an_answer_that_is_missing_are_said_with_their_condition(tmp_path: Path) -> None:
    expect = {"offered": ["mer"], "not_offered": ["god"], "problems": []}
    differences, left = run_pathway(tmp_path, {"contact_point": 2, "given": {"god": {"smerte": 3}}, "expect": expect})
    offered, not_offered, problem = differences
    assert "`mer`" in offered and "god.smerte >= 4" in offered
    assert "`god`" in not_offered
    assert "`god.har_barn`" in problem and "asked(god.har_barn)" in problem
    assert ("offer", "mer", "true") in left and ("requirement", "god.har_barn", "true") in left


def test_a_form_with_answers_is_offered_whatever_its_condition(tmp_path: Path) -> None:
    given = {"god": {"smerte": 3}, "mer": {"smerte": 1}}
    differences, left = run_pathway(tmp_path, {"contact_point": 2, "given": given, "expect": {"offered": ["mer"]}})
    assert differences == [] and ("offer", "mer", "true") in left


# ---- from what is filled -------------------------------------------------------------------------------------------


def test_what_is_filled_is_kept_as_a_scenario_that_passes_and_tries_all_it_shows(tmp_path: Path) -> None:
    answers = {
        "a": Answer(value=3),
        "b": Answer(value=1),
        "har_barn": Answer(value=True),
        "barn": Answer(value=(2, 5)),
        "barn/2/alder": Answer(value=7),
        "barn/5/alder": Answer(value=19),
    }
    sheet = Sheet(Form(LITTLE), Context(contact_point=2, age=40, previous={"a": Answer(value=1)}), answers)
    file = tmp_path / "form.yaml"
    file.write_text(scenario_from(sheet, "Prøvd: slik skal det være"))
    (read,) = read_scenarios(file, LITTLE).scenarios
    assert read.scenario.expect.needs == ("hjelp", "barnet/1")
    assert read.scenario.expect.visible == ("barn", "barn/1/skole", "barn/2/skole", "dobbelt")
    assert (read.scenario.age, read.scenario.contact_point, read.scenario.previous) == (40, 2, {"a": 1})
    (result,) = run_scenarios(LITTLE, [file])
    assert result.passed and len(result.tried) >= 7
