"""One mistake never hides another: everything is told in one round, and nothing that only follows from a mistake."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text

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
      - id: smerte
        type: scale
        text: Smerte
        ends: {low: Ingen, high: Verst}
      - id: sted
        type: choice
        text: Hvor
        options: steder
        visible_if: smerte >= 4
      - id: barn
        type: rows
        text: Barn
        row:
          - {id: alder, type: integer, text: Alder}
  - id: annet
    title: Annet
    questions:
      - {id: mer, type: text, text: Mer, visible_if: ukjent_navn == 1}
      - {id: mindre, type: text, text: Mindre, visible_if: any(barn.alder < 18) and sted == "rygg"}
option_lists:
  steder:
    - {value: rygg, text: Rygg}
    - {value: kne, text: Kne}
scores:
  - {id: plage, value: smerte + 1}
needs:
  - {id: lindring, when: plage >= 5, title: Lindring}
  - {id: tilsyn, each: barn, when: alder < 18, title: Tilsyn}
"""
WRONG = [
    ("unknown-value", "type: scale", "type: skala"),
    ("missing-key", "        type: scale\n", ""),
    ("missing-key", "        ends: {low: Ingen, high: Verst}\n", ""),
    ("missing-key", "ends: {low: Ingen, high: Verst}", "ends: {low: Ingen}"),
    ("wrong-type", "ends: {low: Ingen, high: Verst}", "ends: 3"),
    ("unknown-key", "{low: Ingen, high: Verst}\n", "{low: Ingen, high: Verst}\n        enden: 3\n"),
    ("unknown-value", "type: choice", "type: valg"),
    ("missing-key", "        options: steder\n", ""),
    ("unknown-value", "type: rows", "type: rader"),
    ("empty-value", "        row:\n          - {id: alder, type: integer, text: Alder}\n", "        row: []\n"),
    ("missing-key", "{id: alder, type: integer,", "{id: alder,"),
    ("wrong-type", 'version: "1.0"', "version: 1.0"),
    ("missing-key", 'version: "1.0"\n', ""),
    ("missing-key", "source: Egen\n", ""),
    ("unknown-value", "area: physical", "area: kropp"),
    ("missing-key", "  - id: annet\n    title: Annet\n", "  - id: annet\n"),
    ("missing-key", "    - {value: kne, text: Kne}", "    - {value: kne}"),
    ("missing-key", "    - {value: kne, text: Kne}", "    - {text: Kne}"),
    ("wrong-type", "    - {value: kne, text: Kne}", "    - kne"),
    ("missing-key", "  - {id: plage, value: smerte + 1}", "  - {id: plage}"),
    ("missing-key", "{id: lindring, when: plage >= 5,", "{id: lindring,"),
    ("wrong-type", "      - {id: mindre, type: text, ", "      - bare tekst\n      - {id: mindre, type: text, "),
    ("empty-value", "title: Prøve\n", "title:\n"),
]  # fmt: skip


def found(text: str) -> list[str]:
    return [finding.code for finding in questionnaire_from_text(text, "prove.yaml").findings]


@pytest.mark.parametrize(("code", "good", "bad"), WRONG)
def test_what_is_wrong_in_one_place_does_not_hide_what_is_wrong_in_another(code: str, good: str, bad: str) -> None:
    assert found(FORM) == ["unknown-name"]
    assert FORM.count(good) == 1
    assert sorted(found(FORM.replace(good, bad))) == sorted([code, "unknown-name"])


def test_many_mistakes_are_all_told_each_once() -> None:
    text = FORM
    for _code, good, bad in (WRONG[0], WRONG[6], WRONG[11], WRONG[14], WRONG[15], WRONG[19], WRONG[20]):
        text = text.replace(good, bad)
    codes = sorted(code for code, *_ in (WRONG[0], WRONG[6], WRONG[11], WRONG[14], WRONG[15], WRONG[19], WRONG[20]))
    assert sorted(found(text)) == sorted([*codes, "unknown-name"])


def test_in_a_pathway_as_well() -> None:
    text = """\
id: forlop
version: "1.0"
title: Forløp
source: Egen
contact_points:
  - number: 1
    held_by: sykehus
    window: {opens: 2, closes: 1}
    offers:
      - {form: prove}
"""
    codes = [finding.code for finding in pathway_from_text(text, "forlop.yaml").findings]
    assert sorted(codes) == ["missing-key", "reversed-window", "unknown-value"]


def test_a_form_with_stand_ins_is_never_used() -> None:
    reading = questionnaire_from_text(FORM.replace("type: scale", "type: skala"), "prove.yaml")
    assert reading.value is None
