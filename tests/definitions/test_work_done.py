"""How much is done for a file: counted, never timed. `python -m tests.benchmarks check` has the times."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from typing import Any

import pytest

from kartlegging_tui.definitions.formatting import format_text
from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.definitions.writer import to_yaml
from kartlegging_tui.definitions.yaml_reader import MAX_BYTES
from kartlegging_tui.domain import expressions, syntax
from tests.domain.large_forms import large_form

TEXTS = {size: to_yaml(large_form(size)) for size in (100, 200, 400, 800)}


def calls(run: Callable[[], object]) -> int:
    """How many functions are called, in Python and in C."""
    count = 0

    def counting(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        run()
    finally:
        sys.setprofile(None)
    return count


def checked(text: str) -> None:
    syntax.parse.cache_clear()
    assert questionnaire_from_text(text, "form.yaml").findings == ()


@pytest.mark.parametrize("work", [checked, format_text], ids=["check", "format"])
def test_twice_as_many_questions_are_twice_the_work(work):
    work(TEXTS[100])
    done = {size: calls(lambda text=text: work(text)) for size, text in TEXTS.items()}
    for size in (100, 200, 400):
        assert done[2 * size] < 2.15 * done[size]


def test_a_question_is_not_gone_through_again_by_every_rule():
    """A rule that looks up a place, or compiles, for every text whether or not it has something to say is seen here."""
    checked(TEXTS[100])
    assert calls(lambda: checked(TEXTS[800])) < 1_050 * 800


def test_a_few_misspelt_keys_do_not_have_the_whole_file_done_again():
    spoilt = TEXTS[800].replace("type: scale", "tpye: scale", 10)
    assert len(questionnaire_from_text(spoilt, "form.yaml").findings) == 10
    assert calls(lambda: questionnaire_from_text(spoilt, "form.yaml")) < 1.15 * calls(lambda: checked(TEXTS[800]))


WRONG = {
    "types": ("type: scale", "type: skala"),
    "ids": ("- id: q", "- id: Q"),
    "names in conditions": ("visible_if: q", "visible_if: qq"),
    "keys": ("type: scale", "type: scale\n        foo: 1"),
    "the same id": ("- id: q", "- id: q1 # "),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_file_that_is_wrong_everywhere_is_not_more_work_than_its_length_asks_for(wrong):
    spoilt = {size: text.replace(*WRONG[wrong]) for size, text in TEXTS.items()}
    assert len(questionnaire_from_text(spoilt[100], "form.yaml").findings) >= 20
    done = {size: calls(lambda text=text: questionnaire_from_text(text, "form.yaml")) for size, text in spoilt.items()}
    for size in (100, 200, 400):
        assert done[2 * size] < 2.15 * done[size]


def test_each_condition_is_parsed_once(monkeypatch):
    parsed = []
    parse = ast.parse
    monkeypatch.setattr(ast, "parse", lambda text, **keys: parsed.append(text) or parse(text, **keys))
    checked(TEXTS[200])
    assert len(parsed) == len(set(parsed)) == 40 + 10 + 10  # every fifth question, a score and a need a section


def test_each_condition_is_compiled_once(monkeypatch):
    compiled = []
    compiler = expressions._Compiler
    monkeypatch.setattr(expressions, "_Compiler", lambda text, scope: compiled.append(text) or compiler(text, scope))
    checked(TEXTS[200])
    assert len(compiled) == len(set(compiled)) == 40 + 10 + 10


def test_five_thousand_questions_are_within_the_limits_of_a_file():
    text = to_yaml(large_form(5_000))
    assert len(text.encode()) < MAX_BYTES
    assert questionnaire_from_text(text, "form.yaml").findings == ()
