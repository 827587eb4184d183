"""`kartlegging evaluate`: what a form makes of answers, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kartlegging_tui.cli import main

FORM = """
id: eksempel
version: "1.0"
area: psychosocial
title: {nb: Eksempel, nn: Døme, en: Example}
source: test
licence: MIT
option_lists:
  grad:
    - {value: 0, text: {nb: Ingen, nn: Ingen, en: None}}
    - {value: 1, text: {nb: Mye, nn: Mykje, en: Much}}
sections:
  - id: sovn
    title: {nb: Søvn, nn: Søvn, en: Sleep}
    questions:
      - {id: innledning, type: info, text: {nb: Nå, nn: No, en: Now}}
      - {id: en, type: choice, options: grad, required: true, text: {nb: En, nn: Ein, en: One}}
      - id: to
        type: choice
        options: grad
        visible_if: en >= 1
        text: {nb: To, nn: To, en: Two}
        urgent: {when: to == 1, text: {nb: Ring, nn: Ring, en: Call}}
  - id: familie
    title: {nb: Familie, nn: Familie, en: Family}
    visible_if: en >= 1
    questions:
      - id: barn
        type: rows
        text: {nb: Barn, nn: Barn, en: Children}
        row:
          - {id: alder, type: integer, max: 99, text: {nb: Alder, nn: Alder, en: Age}}
          - {id: skole, type: text, visible_if: alder >= 6, text: {nb: Skole, nn: Skule, en: School}}
      - {id: sist, type: integer, visible_if: contact_point == 2, text: {nb: Sist, nn: Sist, en: Last}}
scores:
  - id: plage
    title: {nb: Plage, nn: Plage, en: Trouble}
    value: sum(en, to)
    missing: interval
    bands:
      - {to: 0, text: {nb: Ingen plager, nn: Ingen plager, en: No trouble}}
      - {from: 1, text: {nb: Plager, nn: Plager, en: Trouble}, flag: true}
needs:
  - {id: hjelp, when: plage >= 1, title: {nb: Hjelp, nn: Hjelp, en: Help}, priority: high}
  - {id: skolestart, each: barn, when: "alder in (5, 6)", title: {nb: Skolestart, nn: Skulestart, en: Starting school}}
"""

Evaluate = Callable[..., tuple[int, str, str]]


@pytest.fixture
def evaluate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Evaluate:
    """Runs the command on the form and these answers; the exit code, and what it wrote."""
    form = tmp_path / "eksempel.yaml"
    form.write_text(FORM, encoding="utf-8")

    def run(answers: str, *options: str, form: str = str(form)) -> tuple[int, str, str]:
        file = tmp_path / "svar.yaml"
        file.write_text(answers, encoding="utf-8")
        code = main(["evaluate", form, str(file), *options])
        written = capsys.readouterr()
        return code, written.out, written.err

    return run


def as_json(evaluate: Evaluate, answers: str, *options: str) -> dict[str, Any]:
    code, out, _err = evaluate(answers, "--json", *options)
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_everything_that_follows_from_the_answers_is_in_the_json(evaluate: Evaluate) -> None:
    answers = "en: 1\nto: 1\nbarn: [{alder: 7}, {alder: 120}, {alder: 3}]\n"
    found = as_json(evaluate, answers, "--language", "en")
    hidden = found.pop("hidden")
    assert found == {
        "visible": ["innledning", "en", "to", "barn"],
        "rows": {"barn": [["alder", "skole"], ["alder", "skole"], ["alder"]]},
        "scores": {
            "plage": {
                "value": 2,
                "band": "Trouble",
                "complete": True,
                "flag": True,
                "missing": [],
                "explanation": "sum(en, to): en 1, to 1",
            }
        },
        "needs": [{"id": "hjelp", "priority": "high", "title": "Help"}],
        "urgent": ["to"],
        "problems": [{"question": "barn/2/alder", "message": "Higher than 99. If it is right, explain it in a note."}],
    }
    assert set(hidden) == {"sist"}
    assert hidden["sist"] == "Shown only if: contact_point == 2 (contact_point: not answered)"


def test_while_an_answer_is_missing_the_score_is_a_range(evaluate: Evaluate) -> None:
    score = as_json(evaluate, "en: 1")["scores"]["plage"]
    assert score == {
        "value": None,
        "band": "Plager",
        "complete": False,
        "flag": True,
        "missing": ["to"],
        "interval": [1, 2],
        "explanation": "sum(en, to): en 1, to ikke besvart",
    }


def test_a_need_of_a_row_says_which(evaluate: Evaluate) -> None:
    answers = "en: 1\nbarn: [{alder: 7}, {alder: 6}, {alder: 5}]\n"
    assert as_json(evaluate, answers, "--language", "en")["needs"][1:] == [
        {"id": "skolestart", "priority": "medium", "title": "Starting school: 6", "row": 2},
        {"id": "skolestart", "priority": "medium", "title": "Starting school: 5", "row": 3},
    ]
    assert "skolestart [medium]: Starting school: 6" in evaluate(answers, "--language", "en")[1]


def test_what_is_hidden_says_whose_condition_it_is_and_what_is_known(evaluate: Evaluate) -> None:
    hidden = as_json(evaluate, "en: {missing: declined}", "--language", "en")["hidden"]
    assert hidden["to"] == "Shown only if: en >= 1 (en: Does not want to answer)"
    assert hidden["barn"] == "Its section is shown only if: en >= 1 (en: Does not want to answer)"
    assert as_json(evaluate, "en: 0", "--language", "en")["hidden"]["to"] == "Shown only if: en >= 1 (en: None)"


def test_the_context_of_the_answers_counts(evaluate: Evaluate) -> None:
    assert "sist" in as_json(evaluate, "en: 1\ncontext: {contact_point: 2}")["visible"]


def test_texts_follow_the_language(evaluate: Evaluate) -> None:
    assert as_json(evaluate, "en: 1\nto: 1", "--language", "nn")["scores"]["plage"]["band"] == "Plager"
    assert as_json(evaluate, "en: 0\nto: 0", "--language", "en")["needs"] == []


def test_the_summary_names_what_matters(evaluate: Evaluate) -> None:
    code, out, _err = evaluate("to: 1\n", "--language", "en")
    assert code == 0
    assert "en: Must be answered" in out
    assert "plage: 0–2" in out
    assert "to: Shown only if: en >= 1 (en: not answered)" in out
    assert out.splitlines()[-1] == "2 of 5 are shown."


def test_errors_in_the_answers_are_findings_and_exit_1(evaluate: Evaluate) -> None:
    code, out, _err = evaluate("en: 3\nt: 1\n")
    assert code == 1
    told = [line for line in out.splitlines() if "svar.yaml:" in line]
    assert [line.split("svar.yaml:")[1].split(": ")[0] for line in told] == ["1:5", "2:1"]
    code, out, _err = evaluate("en: 3\nt: 1\n", "--json")
    assert code == 1
    findings = json.loads(out)["findings"]
    assert [(finding["line"], finding["code"]) for finding in findings] == [(1, "unknown-option"), (2, "unknown-name")]


def test_errors_in_the_form_are_findings_and_exit_1(evaluate: Evaluate, tmp_path: Path) -> None:
    broken = tmp_path / "feil.yaml"
    broken.write_text("id: feil\n", encoding="utf-8")
    code, out, _err = evaluate("{}", form=str(broken))
    assert code == 1
    assert "feil.yaml:1:1: error[missing-key]" in out


def test_a_shipped_form_is_found_by_its_id(evaluate: Evaluate) -> None:
    code, out, _err = evaluate("audit_c_1: 0", "--json", form="audit_c")
    assert code == 0
    assert json.loads(out)["scores"]["audit_c"]["value"] == 0


def test_a_form_or_answers_that_are_not_there_exit_2(
    evaluate: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _out, err = evaluate("{}", form="finnes_ikke")
    assert code == 2
    assert "finnes_ikke" in err
    assert main(["evaluate", "audit_c", str(tmp_path / "borte.yaml")]) == 2
    assert "borte.yaml" in capsys.readouterr().err
