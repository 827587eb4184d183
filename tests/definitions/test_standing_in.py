"""A mistake in one place keeps nothing from being checked elsewhere, and nothing is said that follows from it."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text
from tests.definitions.good_files import FORM, PATHWAY

ELSEWHERE = ("any(barn.alder < 18)", "any(barn.aldr < 18)")
SHAPES = [
    ('version: "1.0"', "version: 1.0", ["wrong-type"]),
    ("source: Own\n", "", ["missing-key"]),
    ("area: physical", "area: fysisk", ["unknown-value"]),
    ("title: {nb: God, nn: God, en: Good}\n", "", ["missing-key"]),
    ("id: god\n", "id: God\n", ["wrong-value"]),
    ("id: god\n", "", ["missing-key"]),
    ("type: yes_no\n", "type: yesno\n", ["unknown-value"]),
    ("        type: yes_no\n", "", ["missing-key"]),
    ("    title: {nb: Hjemme, nn: Heime, en: At home}\n", "", ["missing-key"]),
    ("  - id: hjemme\n    title", "  - title", ["missing-key"]),
    ("options: svar", "option: svar", ["unknown-key"]),
    ("options: svar", "options: [1, 2]", ["wrong-type", "wrong-type"]),
    ("{value: kne, ", "{", ["missing-key"]),
    ("{value: 1, ", "{valu: 1, ", ["unknown-key"]),
    ("id: smerte\n", "idd: smerte\n", ["unknown-key"]),
    ("id: smerte\n", "id: Smerte\n", ["wrong-value"]),
    ("ends: {low:", "ends: {lav:", ["unknown-key"]),
    ("{to: 3, text: {nb: Lite, nn: Lite, en: Little}}", "{to: 3}", ["missing-key"]),
    ("when: plage >= 4", "whn: plage >= 4", ["unknown-key"]),
    ("max_rows: 20", "max_rows: mange", ["wrong-type"]),
    ("- {nb: Samtale, nn: Samtale, en: Talk}", "- [1]", ["wrong-type"]),
    ("at_most: 2\n", "at_most: 2\n      - har_mer\n", ["wrong-type"]),
]


@pytest.mark.parametrize(("old", "new", "codes"), SHAPES)
def test_what_is_wrong_elsewhere_is_found_in_the_same_round_and_nothing_that_follows(old, new, codes):
    assert FORM.count(old) == 1
    text = FORM.replace(old, new).replace(*ELSEWHERE)
    found = questionnaire_from_text(text, "god.yaml")
    about_name = [finding for finding in found.findings if "`barn.aldr`" in finding.message]
    others = [finding.code for finding in found.findings if finding not in about_name]
    assert (sorted(others), len(about_name)) == (sorted(codes), 1)
    assert found.value is None


def test_a_group_that_is_none_is_not_blamed_on_the_needs_of_its_rows():
    found = questionnaire_from_text(FORM.replace("type: rows", "type: row"), "god.yaml").findings
    assert [finding.code for finding in found] == ["unknown-value"]


def test_the_places_of_what_comes_after_it_stay():
    text = FORM.replace("  - id: lindring\n", "  - idd: lindring\n").replace("each: barn", "each: barna")
    found = questionnaire_from_text(text, "god.yaml").findings
    lines = text.split("\n")
    assert [(finding.code, lines[finding.line - 1].strip()) for finding in found] == [
        ("unknown-key", "- idd: lindring"),
        ("unknown-group", "each: barna"),
    ]


@pytest.mark.parametrize(
    "text", ["", "a: b", "- 1", "sections: 3", "sections: [3]", "id: x\nsections: []", "3", "id: [1]"]
)
def test_what_is_no_form_at_all_is_not_made_one(text):
    found = questionnaire_from_text(text, "god.yaml")
    assert found.value is None and found.findings


def test_a_pathway_is_checked_further_too():
    text = PATHWAY.replace("source: Own\n", "").replace("{opens: 3, closes: 4}", "{opens: 5, closes: 4}")
    assert [finding.code for finding in pathway_from_text(text, "forlop.yaml").findings] == [
        "missing-key",
        "reversed-window",
    ]


def test_a_demand_without_a_question_is_told_of_like_anything_else():
    assert PATHWAY.count("        question: god.") == 1
    lines = [line for line in PATHWAY.split("\n") if not line.startswith("        question: god.")]
    found = pathway_from_text("\n".join(lines), "forlop.yaml").findings
    assert [finding.code for finding in found] == ["missing-key"]
