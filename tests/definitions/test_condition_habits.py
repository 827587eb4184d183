"""What people write in conditions, and what they are told to write instead."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.reader import questionnaire_from_text

FORM = """\
id: prove
version: "1.0"
area: physical
title: Prøve
source: Egen
licence: MIT
sections:
  - id: plager
    title: Plager
    questions:
      - {id: smerte, type: scale, text: Smerte, ends: {low: Ingen, high: Verst}}
      - {id: vondt, type: yes_no, text: Vondt}
      - {id: sted, type: choice, text: Hvor, options: [{value: rygg, text: Rygg}, {value: ja, text: Ja}]}
      - {id: flere, type: choices, text: Hvor ellers, options: [{value: hode, text: H}, {value: kne, text: K}]}
      - id: mer
        type: text
        text: Mer
        visible_if: >-
          CONDITION
"""


@pytest.mark.parametrize(
    ("condition", "instead"),
    [
        ("smerte = 4", "=="),
        ("smerte => 4", ">="),
        ("smerte ≥ 4", ">="),
        ("smerte <> 4", "!="),
        ("smerte >= 4 && vondt", "and"),
        ("smerte >= 4 AND vondt", "and"),
        ("smerte >= 4 || vondt", "or"),
        ("!vondt", "not"),
        ("smerte er lik 4", "=="),
        ("smerte er større enn 4", ">"),
        ("smerte er større enn eller lik 4", ">="),
        ("smerte mellom 4 og 6", "4 <= smerte <= 6"),
        ("smerte > 4 eller vondt", "or"),
        ("${smerte} > 4", "smerte"),
        ("[smerte] > 4", "smerte"),
        ("smerte > 3,5", "3.5"),
        ("selected(flere, 'hode')", '"hode" in flere'),
        ("sted == Rygg", '"rygg"'),
        ("sted == ja", '"ja"'),
        ("vondt == ja", "true"),
        ('vondt == "ja"', "vondt"),
        ('vondt == "nei"', "not vondt"),
        ('smerte > "4"', "4"),
        ("sted == “rygg”", '"'),
        ("alder > 18", "age"),
    ],
)
def test_it_is_told_what_to_write(condition: str, instead: str) -> None:
    (finding,) = questionnaire_from_text(FORM.replace("CONDITION", condition), "prove.yaml").findings
    assert f"`{instead}`" in finding.message


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("(smerte > 4", "parenthesis"),
        ("smerte > 4 and", "after `and`"),
        ("sted == 1", "`rygg`, `ja`"),
    ],
)
def test_it_is_told_what_is_the_matter(condition: str, said: str) -> None:
    (finding,) = questionnaire_from_text(FORM.replace("CONDITION", condition), "prove.yaml").findings
    assert said in finding.message


@pytest.mark.parametrize("condition", ["alder > 18", "vondt == ja", "sted == Rygg"])
def test_what_could_be_a_forgotten_question_is_not_written_without_asking(condition: str) -> None:
    (finding,) = questionnaire_from_text(FORM.replace("CONDITION", condition), "prove.yaml").findings
    assert finding.fix is None
