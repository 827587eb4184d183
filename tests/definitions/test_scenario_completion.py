"""What is offered while scenarios are being written. `¤` is the cursor."""

from __future__ import annotations

import random

import pytest

from kartlegging_tui.definitions.completion import complete, describe
from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.definitions.reader import questionnaire_from_text, read_questionnaire
from tests.definitions.good_files import FORM, HERE

FORMS = {"god": questionnaire_from_text(FORM, "god.yaml").questionnaire}
OF_FORM = "form: god\nscenarios:\n  - name: a\n    "
OF_PATHWAY = "pathway: forlop\nscenarios:\n  - name: a\n    contact_point: 1\n    "


def offered(written: str, head: str = OF_FORM) -> list[str]:
    """What is put in, in order."""
    text = head + written
    return [one.text for one in complete(text.replace(HERE, ""), text.index(HERE), FORMS).candidates]


def test_answers_are_named_after_the_questions_of_the_form():
    assert offered(f"given:\n      sm{HERE}\n    expect: {{}}\n") == ["smerte: "]
    assert offered(f"given: {{smerte: 4, sm{HERE}}}") == []
    assert offered(f"previous:\n      sm{HERE}: 4") == ["smerte"]
    assert "har_barn: " in offered(f"given:\n      smerte: 4\n      {HERE}\n")


def test_what_is_put_in_has_the_words_of_the_question_beside_it():
    text = OF_FORM + "given: {smerte: 4}\n"
    assert describe(text, text.index("smerte"), FORMS, "en") == "Pain"


def test_the_values_of_an_answer_are_those_of_its_options():
    assert offered(f"given:\n      har_barn: {HERE}") == ["true", "false"]
    assert "rygg" in offered(f"given:\n      sted: [kne, {HERE}]")
    assert "rygg" in offered(f"given:\n      sted:\n        - r{HERE}")


def test_the_columns_of_a_row_are_offered_in_the_row():
    assert "alder: " in offered(f"given:\n      barn:\n        - {HERE}")
    assert "alder: " in offered(f"given:\n      barn: [{{al{HERE}}}]")


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("visible", "barn.alder"),
        ("hidden", "smerte"),
        ("needs", "tilsyn"),
        ("flagged", "plage"),
        ("problems", "smerte"),
    ],
)
def test_what_is_expected_is_named_after_the_form(what, name):
    assert name in offered(f"expect:\n      {what}: [{HERE}]")
    assert name in offered(f"expect:\n      {what}:\n        - {HERE}")
    assert f"- {name}" in offered(f"expect:\n      {what}:\n        {HERE}")


def test_scores_and_bands_are_keys_and_a_band_is_offered_by_its_text():
    assert "plage: " in offered(f"expect:\n      scores: {{{HERE}}}")
    bands = offered(f"expect:\n      bands:\n        plage: {HERE}")
    assert bands[-1] == "none" and len(bands) > 2
    assert offered(f"expect:\n      scores:\n        plage: {HERE}") == ["none"]


def test_a_band_is_in_quotation_marks_where_yaml_would_read_something_else():
    form = FORM.replace("nb: Lite,", 'nb: "No",').replace("nb: Noe,", 'nb: "Noe: mye, lite",')
    text = OF_FORM + "expect:\n      bands:\n        plage: "
    forms = {"god": questionnaire_from_text(form, "god.yaml").questionnaire}
    offered = [one.text for one in complete(text, len(text), forms, "nb").candidates]
    assert offered == ['"No"', '"Noe: mye, lite"', "Mye", "none"]


def test_a_scenario_of_a_pathway_names_forms_and_then_their_questions():
    assert offered(f"given:\n      {HERE}", OF_PATHWAY) == ["god: "]
    assert offered(f"given:\n      god:\n        sm{HERE}", OF_PATHWAY) == ["smerte: "]
    assert offered(f"given: {{god: {{har_barn: {HERE}}}}}", OF_PATHWAY) == ["true", "false"]
    assert offered(f"expect:\n      offered: [{HERE}]", OF_PATHWAY) == ["god"]
    assert "god.smerte" in offered(f"expect:\n      problems: [god.sm{HERE}]", OF_PATHWAY)


def test_the_keys_of_a_scenario_are_offered_as_those_of_other_files():
    assert {"given:", "expect:", "age:"} <= {key.strip() for key in offered(f"{HERE}")}


def test_in_a_file_about_a_form_that_is_not_there_nothing_is_made_up():
    assert offered(f"given:\n      {HERE}", OF_FORM.replace("god", "finnes_ikke")) == []


@pytest.mark.parametrize(
    "path", sorted((shipped().folders[0] / "scenarios").glob("*.yaml")), ids=lambda path: path.stem
)
def test_there_is_help_in_every_shipped_file_and_nothing_is_raised(path):
    text = path.read_text(encoding="utf-8")
    file = shipped().questionnaire_files.get(path.stem)
    forms = {path.stem: read_questionnaire(file).draft} if file else {}
    chance = random.Random(path.stem)
    for index in chance.sample(range(len(text)), 60):
        complete(text, index, forms)
        complete(text[:index], index, forms)
        describe(text, index, forms)
