"""What is mechanical has a fix; putting it in gives the good twin, and what a human must decide has none."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.definitions.source import Source
from tests.definitions.good_files import FORM, spoiled


def underlined(text: str) -> list[str]:
    """What the findings are about, as it stands in the file."""
    found = questionnaire_from_text(text, "god.yaml").findings
    return [finding.line_text[finding.column - 1 : finding.end - 1] for finding in found]


@pytest.mark.parametrize(
    ("old", "new", "stretch"),
    [
        ("when: plage >= 4", "when: ¤plagg >= 4", "plagg"),
        ('"rygg" in sted', '¤"hals" in sted', '"hals"'),
        ('"rygg" in sted', "¤smerte + 1", "smerte + 1"),
        ("at_most: 2", "¤atmost: 2", "atmost"),
        ("{nb: Uro, nn: Uro, en: Worry}", "¤{nb: Uro, nn: Uro}", "{nb: Uro, nn: Uro}"),
        ("- id: har_barn\n        type: yes_no", "- ¤id: har_barn", "id: har_barn"),
        ("when: plage >= 4", "when: >-\n      smerte > 1\n      and ¤hest", "hest"),
        ("status: active", "status: ¤'aktive'", "'aktive'"),
        ("visible_if: har_barn", "¤visible_if:", "visible_if"),
        ("version: \"1.0\"", "version: ¤1.0  # first", "1.0"),
        ("id: annet\n", "id: ¤yrke\n", "yrke"),
        ("max_rows: 20", "max_rows: ¤&x 20", "&"),
    ],
)  # fmt: skip
def test_what_is_meant_is_underlined_and_no_more(old, new, stretch):
    text, _place = spoiled(FORM, old, new)
    assert underlined(text)[0] == stretch


MECHANICAL = [
    ("when: plage >= 4", "when: plgae >= 4"),
    ("when: plage >= 4", "when: 'plgae >= 4'"),
    ('"rygg" in sted', '"ryggg" in sted'),
    ("sum(smerte, uro)", "smu(smerte, uro)"),
    ("flag: true", "flagg: true"),
    ("options: svar", "options: svare"),
    ("each: barn", "each: barrn"),
    ("status: active", "status: activ"),
    ('version: "1.0"', "version: 1.0"),
    ("flag: true", "flag: yes"),
    ("flag: true", "flag: Ja"),
    ("flag: true", 'flag: "true"'),
    ("max: 120", 'max: "120"'),
    ("when: plage >= 4", "when: plage >= 4 && har_barn"),
    ("when: plage >= 4", "when: plage = 4"),
    ("nb: Uro,", "nb: Uro, kanskje,"),
    ("nb: Uro,", "nb: Uro, kanskje, så,"),
    ("{value: nei,", "{exclusive: true, value: nei,"),
    ("{value: nei, text: {nb: Nei,", "{value: nei, exclusive: true, text: {nb: Nei,"),
    ("nb: God,", "nb: Go\u200bd,"),
    ("title: {nb: God", "title: {\u202enb: God"),
]


def mended(text: str) -> str:
    """The text with the first fix put in."""
    fix = next(finding.fix for finding in questionnaire_from_text(text, "god.yaml").findings if finding.fix)
    return text[: fix.start] + fix.text + text[fix.end :]


@pytest.mark.parametrize(("old", "new"), MECHANICAL)
def test_what_is_mechanical_has_a_fix_that_leaves_one_finding_less(old, new):
    text = FORM.replace(old, new)
    before = len(questionnaire_from_text(text, "god.yaml").findings)
    assert len(questionnaire_from_text(mended(text), "god.yaml").findings) < before


def test_a_key_on_a_line_of_its_own_goes_with_its_line():
    option = '          - {value: nei, text: {nb: Nei, nn: Nei, en: "No"}}\n'
    block = '          - value: nei\n            exclusive: true\n            text: {nb: Nei, nn: Nei, en: "No"}\n'
    assert mended(FORM.replace(option, block)) == FORM.replace(
        option, block.replace("            exclusive: true\n", "")
    )


HUMAN = [
    ("when: plage >= 4", "when: klage >= 4"),
    ("status: active", "status: aktiv_nå"),
    ("flag: true", "flag: kanskje"),
    ("id: annet\n", "id: yrke\n"),
    ("title: {nb: God, nn: God, en: Good}", "title: Tittel\ntitl: {nb: God, nn: God, en: Good}"),
    ("status: active", "status: act\rive"),
    ("when: plage >= 4", 'when: "har_barn == \\"ryggg\\""'),
]


@pytest.mark.parametrize(("old", "new"), HUMAN)
def test_what_a_human_must_decide_has_no_fix(old, new):
    found = questionnaire_from_text(FORM.replace(old, new), "god.yaml").findings
    assert found and all(finding.fix is None for finding in found)


def test_an_id_used_twice_leads_to_the_first():
    (finding,) = questionnaire_from_text(FORM.replace("id: annet\n", "id: yrke\n"), "god.yaml").findings
    assert [(other.line, other.line_text.strip()) for other in finding.related] == [(36, "- id: yrke")]


def test_the_suggestion_is_told_alone_for_programs():
    (finding,) = questionnaire_from_text(FORM.replace("when: plage", "when: plagg"), "god.yaml").findings
    told = finding.as_dict()
    assert (told["suggestion"], told["fixable"], told["column"], told["end_column"]) == ("plage", True, 11, 16)


def test_a_finding_at_the_end_of_the_file_has_a_stretch_within_its_line():
    finding = Source("f", "a: b").finding_at((9, 9), "syntax", "x", length=5)
    assert (finding.line, finding.column, finding.end) == (1, 5, 6)
