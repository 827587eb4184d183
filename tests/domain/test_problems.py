"""What stands in the way of signing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.problems import SheetProblem, SheetProblemCode, problems
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Context, Sheet
from tests.domain.forms import Data, choice, form_of, integer, rows, yes_no

Code = SheetProblemCode
CHOICES = {
    "type": "choices",
    "options": [
        {"value": "a"},
        {"value": "b"},
        {"value": "ingen", "exclusive": True},
        {"value": "annet", "other": True},
    ],
}


def found(question: Data, answer: Answer | None) -> list[tuple[Code, Any]]:
    form = Form(form_of({"id": "q", **question}))
    sheet = Sheet(form, Context(today=date(2026, 5, 17)), {} if answer is None else {"q": answer})
    return [(problem.code, next(iter(problem.details.values()), None)) for problem in problems(sheet)]


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        (integer("q"), None, []),
        (integer("q", required=True), None, [(Code.UNANSWERED, None)]),
        (integer("q", required=True), 0, []),
        (yes_no("q", required=True), False, []),
        ({"type": "text", "required": True}, "", [(Code.UNANSWERED, None)]),
        ({**CHOICES, "required": True}, (), [(Code.UNANSWERED, None)]),
        (integer("q", min=1, max=3), 0, [(Code.TOO_LOW, 1)]),
        (integer("q", min=1, max=3), 1, []),
        (integer("q", min=1, max=3), 3, []),
        (integer("q", min=1, max=3), 4, [(Code.TOO_HIGH, 3)]),
        ({"type": "scale"}, 11, [(Code.TOO_HIGH, 10)]),
        ({"type": "decimal", "min": 0.5}, 0.25, [(Code.TOO_LOW, 0.5)]),
        (integer("q"), "mye", [(Code.WRONG_KIND, None)]),
        (integer("q"), 2.5, [(Code.WRONG_KIND, None)]),
        (integer("q"), 2.0, []),
        (integer("q"), True, [(Code.WRONG_KIND, None)]),
        ({"type": "decimal"}, float("nan"), [(Code.WRONG_KIND, None)]),
        (yes_no("q"), 1, [(Code.WRONG_KIND, None)]),
        ({"type": "text"}, 1, [(Code.WRONG_KIND, None)]),
        (choice("q", 1, 2), True, [(Code.WRONG_KIND, None)]),
        (choice("q", 1, 2), (1,), [(Code.WRONG_KIND, None)]),
        (choice("q", 1, 2), 3, [(Code.UNKNOWN_OPTION, 3)]),
        (CHOICES, "a", [(Code.WRONG_KIND, None)]),
        (CHOICES, ("a", "b"), []),
        (CHOICES, ("a", "c"), [(Code.UNKNOWN_OPTION, "c")]),
        (CHOICES, ("a", "a"), [(Code.OPTION_TWICE, "a")]),
        (CHOICES, ("a", "ingen"), [(Code.NOT_WITH_OTHERS, "ingen")]),
        (CHOICES, ("ingen",), []),
        (CHOICES, ("annet",), [(Code.OTHER_WITHOUT_WORDS, "annet")]),
        ({**CHOICES, "at_most": 1}, ("a", "b"), [(Code.TOO_MANY_CHOSEN, 1)]),
        ({**CHOICES, "at_most": 2}, ("a", "b"), []),
        ({"type": "text", "max_length": 3}, "abcd", [(Code.TOO_LONG, 3)]),
        ({"type": "text", "max_length": 3}, "abc", []),
        ({"type": "date"}, "17.5.2026", [(Code.NOT_A_DATE, None)]),
        ({"type": "date"}, "2026-05", [(Code.NOT_A_DAY, None)]),
        ({"type": "date"}, "~2026-05-17", [(Code.NOT_A_DAY, None)]),
        ({"type": "date", "partial": True}, "~2026-05", []),
        ({"type": "date", "future": False}, "2026-05-18", [(Code.IN_FUTURE, None)]),
        ({"type": "date", "future": False}, "2026-05-17", []),
        ({"type": "date", "future": False, "partial": True}, "2026", []),
        ({"type": "date", "future": False, "partial": True}, "2027", [(Code.IN_FUTURE, None)]),
        ({"type": "date"}, "2099-01-01", []),
        (rows("q", yes_no("k"), required=True), None, [(Code.UNANSWERED, None)]),
        (rows("q", yes_no("k"), required=True), (), []),
        (rows("q", yes_no("k"), min_rows=2), None, [(Code.TOO_FEW_ROWS, 2)]),
        (rows("q", yes_no("k"), min_rows=2), (1,), [(Code.TOO_FEW_ROWS, 2)]),
        (rows("q", yes_no("k"), min_rows=2), (1, 4), []),
        (rows("q", yes_no("k"), max_rows=1), (1, 4), [(Code.TOO_MANY_ROWS, 1)]),
        (rows("q", yes_no("k")), ("en",), [(Code.WRONG_KIND, None)]),
    ],
)
def test_a_problem_is_named_with_its_limit(question: Data, value: Any, expected: list[tuple[Code, Any]]) -> None:
    assert found(question, None if value is None else Answer(value=value)) == expected


@pytest.mark.parametrize("missing", Missing)
@pytest.mark.parametrize("question", [integer("q", required=True), rows("q", yes_no("k"), required=True, min_rows=1)])
def test_a_reason_for_having_no_answer_is_an_answer(missing: Missing, question: Data) -> None:
    assert found(question, Answer(missing=missing)) == []


def test_words_behind_other_are_enough() -> None:
    assert found(CHOICES, Answer(value=("annet",), other="tåa")) == []
    assert found(CHOICES, Answer(value=("annet",), other=" ")) == [(Code.OTHER_WITHOUT_WORDS, "annet")]


def test_required_columns_are_asked_in_every_row_in_the_form_s_order() -> None:
    group = rows("barn", {"id": "navn", "type": "text", "required": True}, integer("alder", max=17))
    sheet = Sheet(Form(form_of(integer("forst", required=True), group, integer("sist", required=True))))
    sheet.set("barn", Answer(value=(1, 3)))
    sheet.set("barn/3/alder", Answer(value=40))
    assert problems(sheet) == [
        SheetProblem("forst", Code.UNANSWERED),
        SheetProblem("barn/1/navn", Code.UNANSWERED),
        SheetProblem("barn/3/navn", Code.UNANSWERED),
        SheetProblem("barn/3/alder", Code.TOO_HIGH, {"limit": 17}),
        SheetProblem("sist", Code.UNANSWERED),
    ]


def test_what_is_hidden_is_no_problem() -> None:
    sheet = Sheet(Form(form_of(yes_no("vis"), integer("q", required=True, max=1, visible_if="vis"))))
    assert problems(sheet) == []
    sheet.set("q", Answer(value=9))
    assert problems(sheet) == []
    sheet.set("vis", Answer(value=True))
    assert [problem.code for problem in problems(sheet)] == [Code.TOO_HIGH]


def test_an_unlikely_number_that_a_note_explains_does_not_stand_in_the_way_and_a_scale_has_no_such_numbers() -> None:
    explained = Answer(value=310, note="veid på sykehuset")
    form = form_of(integer("vekt", max=250), {"id": "smerte", "type": "scale"})
    assert problems(Sheet(Form(form), None, {"vekt": explained})) == []
    assert [each.code for each in problems(Sheet(Form(form), None, {"vekt": Answer(value=310)}))] == [Code.TOO_HIGH]
    beyond = Sheet(Form(form), None, {"smerte": Answer(value=11, note="sier elleve")})
    assert [each.code for each in problems(beyond)] == [Code.TOO_HIGH]
