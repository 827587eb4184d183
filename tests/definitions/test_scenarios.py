"""Scenarios from a file, with all that is wrong with them at its line and column."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest

from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text
from kartlegging_tui.definitions.scenarios import (
    pathway_scenarios_from_source,
    read_scenarios,
    scenarios_from_text,
)
from kartlegging_tui.definitions.yaml_reader import parse
from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.services.pathway_scenarios import run_read_pathway
from kartlegging_tui.services.scenarios import run_read
from tests.definitions.good_files import FORM, HERE, PATHWAY, places, spoiled

GOOD = questionnaire_from_text(FORM, "god.yaml").value
WAY = pathway_from_text(PATHWAY, "forlop.yaml").value
assert GOOD is not None and WAY is not None
FORMS = {"god": GOOD, "mer": GOOD.model_copy(update={"id": "mer"})}

WORD = re.compile(r"[\w/.]+|\[[^\]]*\]|\{[^}]*\}")
ANYTHING = [
    "[]",
    "{}",
    "-1",
    "1.5",
    "true",
    "none",
    "[1, 2]",
    "{a: b}",
    "''",
    "barn.alder",
    "barn/9/alder",
    "a/b",
    "\n",
    "'",
    "-",
    "&a",
    "9999999999999",
]
SCENARIOS = """\
form: god
today: "2026-11-22"
scenarios:
  - name: Sterke ryggsmerter
    source: Eksempel
    age: 57
    contact_point: 2
    previous: {smerte: 3}
    given: {smerte: 9, sted: [rygg], uro: 1, har_barn: ja, barn: [{navn: Ola, alder: 7}, {navn: Eva}]}
    expect:
      visible: [uro, barn.navn, barn/2/alder]
      hidden: [annet]
      scores: {plage: 10}
      bands: {plage: Mye}
      flagged: [plage]
      needs: [lindring, tilsyn, samtale/1]
      urgent: []
      problems: [annet]
  - name: Ikke besvart
    given: {smerte: {missing: declined}}
    expect:
      scores: {plage: none}
      bands: {plage: none}
"""
WAYS = """\
pathway: forlop
scenarios:
  - name: Sterke smerter
    contact_point: 2
    age: 57
    given:
      god: {smerte: 4}
      mer: {smerte: 1}
    expect:
      offered: [god, mer]
      not_offered: [mer]
      problems: [god.har_barn]
"""


def findings(text: str) -> list[tuple[str, int, int]]:
    return places(scenarios_from_text(text, "god.yaml", GOOD).findings)


def test_a_scenario_is_read_with_its_answers_and_what_stands_beside_them() -> None:
    reading = scenarios_from_text(SCENARIOS, "god.yaml", GOOD)
    assert reading.findings == ()
    first, second = reading.scenarios
    filled = first.filled["god"]
    assert (filled.context.age, filled.context.contact_point) == (57, 2)
    assert filled.context.today == date(2026, 11, 22)
    assert filled.context.previous == {"smerte": Answer(value=3)}
    assert filled.answers["barn/1/alder"] == Answer(value=7)
    assert second.filled["god"].answers == {"smerte": Answer(missing=Missing.DECLINED)}


def test_the_day_of_a_scenario_counts_before_that_of_its_file() -> None:
    text = SCENARIOS.replace("  - name: Ikke besvart", '  - name: Ikke besvart\n    today: "2027-01-31"')
    first, second = scenarios_from_text(text, "god.yaml", GOOD).scenarios
    days = [scenario.filled["god"].context.today for scenario in (first, second)]
    assert days == [date(2026, 11, 22), date(2027, 1, 31)]


def test_without_a_day_no_date_is_compared_with_today() -> None:
    text = SCENARIOS.replace('today: "2026-11-22"\n', "")
    assert scenarios_from_text(text, "god.yaml", GOOD).scenarios[0].filled["god"].context.today is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("form: god", f"form: {HERE}annen", "other-form"),
        ("source: Eksempel", f"{HERE}kilde: Eksempel", "unknown-key"),
        ("contact_point: 2", f"contact_point: {HERE}0", "out-of-range"),
        ("age: 57", f"age: {HERE}ung", "wrong-type"),
        ('today: "2026-11-22"', f'today: {HERE}"22.11.2026"', "not-a-date"),
        ("previous: {smerte: 3}", f"previous: {{{HERE}smrte: 3}}", "unknown-name"),
        ("smerte: 9,", f"smerte: {HERE}mye,", "wrong-type"),
        ("sted: [rygg]", f"sted: [{HERE}ryg]", "unknown-option"),
        ("alder: 7", f"{HERE}aldr: 7", "unknown-name"),
        ("visible: [uro,", f"visible: [{HERE}urro,", "unknown-name"),
        ("barn/2/alder]", f"{HERE}barn/3/alder]", "unknown-name"),
        ("hidden: [annet]", f"hidden: {HERE}annet", "wrong-type"),
        ("scores: {plage: 10}", f"scores: {{{HERE}plager: 10}}", "unknown-name"),
        ("scores: {plage: 10}", f"scores: {{plage: {HERE}mye}}", "wrong-value"),
        ("scores: {plage: 10}", f"scores: {{plage: {HERE}[6, 3]}}", "wrong-value"),
        ("bands: {plage: Mye}", f"bands: {{plage: {HERE}Masse}}", "unknown-value"),
        ("bands: {plage: Mye}", f"bands: {{plage: {HERE}e}}", "unknown-value"),
        ("flagged: [plage]", f"flagged: [{HERE}smerte]", "unknown-name"),
        ("needs: [lindring,", f"needs: [{HERE}lindringg,", "unknown-name"),
        ("samtale/1]", f"{HERE}samtale]", "unknown-name"),
        ("urgent: []", f"urgent: [{HERE}smerte]", "unknown-name"),
        ("problems: [annet]", f"problems: [{HERE}barn.alder]", "unknown-name"),
        ("name: Ikke besvart", f"name: {HERE}Sterke ryggsmerter", "duplicate-id"),
        ("given: {smerte: {missing: declined}}", f"{HERE}given:", "empty-value"),
        ("      scores: {plage: none}\n", f"      {HERE}score: {{plage: none}}\n", "unknown-key"),
    ],
)
def test_a_mistake_is_found_at_its_place(old: str, new: str, code: str) -> None:
    text, (line, column) = spoiled(SCENARIOS, old, new)
    assert findings(text) == [(code, line, column)]


def test_a_scenario_that_expects_nothing_tests_nothing() -> None:
    text, (line, column) = spoiled(
        SCENARIOS, "    expect:\n      scores: {plage: none}\n      bands: {plage: none}\n", f"    {HERE}expect: {{}}\n"
    )
    assert findings(text) == [("empty-value", line, column)]


@pytest.mark.parametrize(
    "line", ["form: god\n", "    expect:\n      scores: {plage: none}\n      bands: {plage: none}\n"]
)
def test_what_is_missing_is_said_once(line: str) -> None:
    assert [code for code, _line, _column in findings(SCENARIOS.replace(line, ""))] == ["missing-key"]


def test_a_column_or_need_of_rows_asks_for_the_row() -> None:
    text = SCENARIOS.replace("problems: [annet]", "problems: [barn.alder]").replace("samtale/1]", "samtale]")
    messages = [finding.message for finding in scenarios_from_text(text, "god.yaml", GOOD).findings]
    assert "samtale/1" in messages[0] and "barn/1/alder" in messages[1]


def test_a_misspelt_name_gets_the_near_one() -> None:
    text = SCENARIOS.replace("scores: {plage: 10}", "scores: {plagen: 10}")
    (finding,) = scenarios_from_text(text, "god.yaml", GOOD).findings
    assert "`plage`" in finding.message


def test_the_file_is_named_after_the_form() -> None:
    (finding,) = scenarios_from_text(SCENARIOS, "andre.yaml", GOOD).findings
    assert (finding.code, finding.severity.value) == ("file-name", "warning")


@pytest.mark.parametrize(
    "text", ["", "form: god\n", "form: god\nscenarios: []\n", "form: god\nscenarios: [1]\n", "[1, 2]", "form: {\n"]
)
def test_a_file_that_is_no_list_of_scenarios_is_a_finding(text: str) -> None:
    reading = scenarios_from_text(text, "god.yaml", GOOD)
    assert not reading.good and reading.scenarios == ()


@pytest.mark.parametrize("seed", range(20))
def test_a_spoiled_file_gives_findings_and_never_raises(seed: int) -> None:
    """Anything in the place of anything, lines gone: what can still be read is run."""
    chance = random.Random(seed)
    for text in (SCENARIOS, WAYS) * 10:
        for _time in range(chance.choice((1, 2, 3))):
            word = chance.choice(list(WORD.finditer(text)))
            text = text[: word.start()] + chance.choice(ANYTHING) + text[word.end() :]
        lines = text.split("\n")
        del lines[chance.randrange(len(lines)) :: chance.randrange(5, 50)]
        for spoilt in (text, "\n".join(lines)):
            form = scenarios_from_text(spoilt, "god.yaml", GOOD)
            pathway = pathway_scenarios_from_source(parse(spoilt, "forlop.yaml"), WAY, FORMS)
            assert run_read(GOOD, form) and list(run_read_pathway(WAY, FORMS, pathway))


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    assert not read_scenarios(tmp_path / "god.yaml", GOOD).good


def test_the_scenario_of_a_pathway_is_read_with_the_answers_of_several_forms() -> None:
    reading = pathway_scenarios_from_source(parse(WAYS, "forlop.yaml"), WAY, FORMS)
    assert reading.findings == ()
    (scenario,) = reading.scenarios
    assert {form: dict(filled.answers) for form, filled in scenario.filled.items()} == {
        "god": {"smerte": Answer(value=4)},
        "mer": {"smerte": Answer(value=1)},
    }


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("pathway: forlop", f"pathway: {HERE}annet", "other-form"),
        ("contact_point: 2", f"contact_point: {HERE}4", "unknown-value"),
        ("god: {smerte: 4}", f"{HERE}godt: {{smerte: 4}}", "unknown-form"),
        ("god: {smerte: 4}", f"god: {{{HERE}smrte: 4}}", "unknown-name"),
        ("offered: [god, mer]", f"offered: [god, {HERE}mere]", "form-not-offered"),
        ("not_offered: [mer]", f"not_offered: [{HERE}mere]", "form-not-offered"),
        ("problems: [god.har_barn]", f"problems: [{HERE}god.barn]", "unknown-name"),
    ],
)
def test_a_mistake_in_the_scenario_of_a_pathway_is_found_at_its_place(old: str, new: str, code: str) -> None:
    if old.startswith("offered"):
        text, (line, column) = spoiled(
            WAYS.replace("not_offered: [mer]", "not_offered: []"), f"      {old}", f"      {new}"
        )
    else:
        text, (line, column) = spoiled(WAYS, old, new)
    found = places(pathway_scenarios_from_source(parse(text, "forlop.yaml"), WAY, FORMS).findings)
    assert (code, line, column) in found


def test_the_check_of_a_folder_reads_its_scenarios_too(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "god.yaml").write_text(FORM)
    file = tmp_path / "scenarios" / "god.yaml"
    file.write_text(SCENARIOS)
    assert check([tmp_path]) == []
    file.write_text(SCENARIOS.replace("scores: {plage: 10}", "scores: {plagen: 10}"))
    assert [finding.code for finding in check([tmp_path])] == ["unknown-name"]
    assert [finding.code for finding in check([file])] == ["unknown-name"]
    assert [finding.code for finding in check([file.parent])] == ["unknown-name"]


def test_scenarios_of_a_form_that_is_nowhere_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    file = tmp_path / "scenarios" / "psh9.yaml"
    file.write_text("form: psh9\nscenarios: []\n")
    (finding,) = check([file])
    assert finding.code == "unknown-form" and "`phq9`" in finding.message


def test_scenarios_of_a_pathway_that_is_nowhere_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    file = tmp_path / "scenarios" / "pakkeforlop.yaml"
    file.write_text("pathway: pakkeforlop\nscenarios: []\n")
    (finding,) = check([file])
    assert finding.code == "unknown-pathway" and "`pakkeforlop_hjem`" in finding.message


def test_a_slip_in_the_name_of_the_form_does_not_hide_the_rest(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "god.yaml").write_text(FORM)
    file = tmp_path / "scenarios" / "god.yaml"
    file.write_text("form: godd\nscenarios:\n  - name: A\n    answers: {smerrte: 3}\n    expect: {needs: []}\n")
    found = [(finding.line, finding.code) for finding in check([tmp_path]) if finding.path == str(file)]
    assert found == [(1, "unknown-form"), (4, "unknown-key"), (4, "unknown-name")]
