"""Answers from a file, with all that is wrong with them at its line and column."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kartlegging_tui.definitions.answers_file import AnswersReading, answers_from_text, read_answers
from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.questionnaire import Questionnaire
from tests.domain.forms import choice, form_of, integer, rows, yes_no

ANNET = {"value": "annet", "other": True}
FORM: Questionnaire = form_of(
    {"id": "info", "type": "info"},
    yes_no("har_barn"),
    rows("barn", {"id": "navn", "type": "text"}, integer("alder")),
    choice("nivaa", 0, 1, 2),
    {"id": "sted", "type": "choices", "options": [{"value": "rygg"}, {"value": "kne"}, ANNET]},
    {"id": "hvor", "type": "choice", "options": [{"value": "rygg"}, ANNET]},
    {"id": "vekt", "type": "quantity", "unit": "kg", "max": 300},
    {"id": "smerte", "type": "scale"},
    {"id": "tekst", "type": "text"},
    {"id": "dato", "type": "date"},
    {"id": "bmi", "type": "computed", "value": "vekt / 2"},
)


def read(text: str) -> AnswersReading:
    return answers_from_text(text, "svar.yaml", FORM, date(2026, 5, 17))


def found(text: str) -> list[tuple[int, int, str]]:
    return [(finding.line, finding.column, finding.code) for finding in read(text).findings]


@pytest.mark.parametrize(
    ("written", "path", "answer"),
    [
        ("har_barn: true", "har_barn", Answer(value=True)),
        ("har_barn: nei", "har_barn", Answer(value=False)),
        ("har_barn: Ja", "har_barn", Answer(value=True)),
        ("har_barn: no", "har_barn", Answer(value=False)),
        ("nivaa: 1", "nivaa", Answer(value=1)),
        ("sted: [rygg, kne]", "sted", Answer(value=("rygg", "kne"))),
        ("sted: [rygg, {annet: tåa}]", "sted", Answer(value=("rygg", "annet"), other="tåa")),
        ("hvor: {annet: tåa}", "hvor", Answer(value="annet", other="tåa")),
        ("hvor: annet", "hvor", Answer(value="annet")),
        ("vekt: 72.5", "vekt", Answer(value=72.5)),
        ("vekt: 900", "vekt", Answer(value=900)),
        ("smerte: 7", "smerte", Answer(value=7)),
        ("smerte: {missing: declined}", "smerte", Answer(missing=Missing.DECLINED)),
        ("smerte: {missing: not_relevant}", "smerte", Answer(missing=Missing.NOT_RELEVANT)),
        ("barn: {missing: unknown}", "barn", Answer(missing=Missing.UNKNOWN)),
        ("tekst: Sover dårlig", "tekst", Answer(value="Sover dårlig")),
        ("dato: 2026-05-17", "dato", Answer(value="2026-05-17")),
        ('dato: "~2026"', "dato", Answer(value="~2026")),
        ("barn: []", "barn", Answer(value=())),
    ],
)
def test_an_answer_is_read_as_it_is_written(written: str, path: str, answer: Answer) -> None:
    reading = read(written)
    assert reading.findings == ()
    assert reading.answers == {path: answer}
    assert type(reading.answers[path].value) is type(answer.value)


def test_rows_are_numbered_from_one() -> None:
    reading = read("barn:\n  - {navn: Ada, alder: 7}\n  - alder: {missing: unknown}\n")
    assert reading.answers == {
        "barn": Answer(value=(1, 2)),
        "barn/1/navn": Answer(value="Ada"),
        "barn/1/alder": Answer(value=7),
        "barn/2/alder": Answer(missing=Missing.UNKNOWN),
    }


def test_the_context_stands_beside_the_answers() -> None:
    reading = read("context: {contact_point: 2, age: 57, previous: {smerte: 3, barn: [{navn: Ada}]}}")
    assert reading.answers == {}
    context = reading.context
    assert (context.contact_point, context.age, context.today) == (2, 57, date(2026, 5, 17))
    assert context.previous == {
        "smerte": Answer(value=3),
        "barn": Answer(value=(1,)),
        "barn/1/navn": Answer(value="Ada"),
    }


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("smrte: 7", [(1, 1, "unknown-name")]),
        ("info: 7", [(1, 1, "not-a-question")]),
        ("bmi: 7", [(1, 1, "not-a-question")]),
        ("smerte:", [(1, 1, "empty-value")]),
        ('smerte: "7"', [(1, 9, "wrong-type")]),
        ("smerte: 7.5", [(1, 9, "wrong-type")]),
        ("smerte: true", [(1, 9, "wrong-type")]),
        ("smerte: [7]", [(1, 9, "wrong-type")]),
        ("har_barn: kanskje", [(1, 11, "wrong-type")]),
        ("har_barn: 1", [(1, 11, "wrong-type")]),
        ("nivaa: 3", [(1, 8, "unknown-option")]),
        ('nivaa: "1"', [(1, 8, "unknown-option")]),
        ("nivaa: true", [(1, 8, "unknown-option")]),
        ("sted: rygg", [(1, 7, "wrong-type")]),
        ("sted: [rygg, kna]", [(1, 14, "unknown-option")]),
        ("hvor: {rygg: her}", [(1, 8, "words-not-wanted")]),
        ("hvor: {nakke: her}", [(1, 8, "unknown-option")]),
        ("hvor: {annet: [1]}", [(1, 15, "wrong-type")]),
        ("tekst: 5", [(1, 8, "wrong-type")]),
        ("dato: 2026", [(1, 7, "wrong-type")]),
        ("dato: 17.5.2026", [(1, 7, "not-a-date")]),
        ("smerte: {missing: nei}", [(1, 19, "unknown-value")]),
        ("smerte: {missing: declined, why: x}", [(1, 29, "unknown-key")]),
        ("barn: 2", [(1, 7, "wrong-type")]),
        ("barn: [2]", [(1, 8, "wrong-type")]),
        ("barn:\n  - {navn: Ada, alder: sju}", [(2, 24, "wrong-type")]),
        ("barn:\n  - {nvn: Ada}", [(2, 6, "unknown-name")]),
        ("context: {age: x, previos: {}}", [(1, 16, "wrong-type"), (1, 19, "unknown-key")]),
        ("context: 3", [(1, 10, "wrong-type")]),
        ("context: {previous: {smerte: x}}", [(1, 30, "wrong-type")]),
        ("- 1", [(1, 1, "wrong-type")]),
        ("smerte: 7\nsmerte: 8", [(2, 1, "duplicate-key")]),
        ("smerte: x\nvekt: y\nsmrte: 1", [(1, 9, "wrong-type"), (2, 7, "wrong-type"), (3, 1, "unknown-name")]),
    ],
)
def test_what_is_wrong_is_found_at_its_place(written: str, places: list[tuple[int, int, str]]) -> None:
    assert found(written) == places
    assert not read(written).good


def test_a_name_that_is_nearly_right_is_suggested() -> None:
    (finding,) = read("smrte: 7").findings
    assert "`smerte`" in finding.message
    (finding,) = read("sted: [kna]").findings
    assert "`kne`" in finding.message


def test_a_number_in_quotation_marks_is_told_so() -> None:
    (finding,) = read('nivaa: "1"').findings
    assert "quotation marks" in finding.message


def test_the_right_answers_are_read_beside_the_wrong() -> None:
    reading = read("smerte: x\nvekt: 72\n")
    assert reading.answers == {"vekt": Answer(value=72)}


@pytest.mark.parametrize("indent", [None, 2, "\t"])
def test_json_is_read_as_well(tmp_path: Path, indent: Any) -> None:
    file = tmp_path / "svar.json"
    answers = {"har_barn": True, "barn": [{"navn": "Åse", "alder": 7}], "context": {"age": 57}}
    file.write_text(json.dumps(answers, indent=indent), encoding="utf-8")
    reading = read_answers(file, FORM)
    assert reading.findings == ()
    assert reading.answers["barn/1/navn"] == Answer(value="Åse")
    assert reading.context.age == 57


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    reading = read_answers(tmp_path / "borte.yaml", FORM)
    assert [finding.code for finding in reading.findings] == ["unreadable"]
    assert not reading.good
