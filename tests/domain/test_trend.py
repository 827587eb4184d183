"""Better or worse than last time."""

from __future__ import annotations

from typing import Any

import pytest

from kartlegging_tui.domain.answers import Missing
from kartlegging_tui.domain.comparison import asked
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.trend import Difference, Trend, computed_difference, difference, score_difference
from tests.domain.forms import Data, answered, choice, form_of, integer, rows, sheet_of, text, yes_no
from tests.domain.test_comparison import choices, day, decimal, quantity, scale, scored, words

UP, DOWN = {"worse": "higher"}, {"worse": "lower"}
WORSE_UP, WORSE_DOWN = Difference(Trend.WORSE, True), Difference(Trend.WORSE, False)
BETTER_UP, BETTER_DOWN = Difference(Trend.BETTER, True), Difference(Trend.BETTER, False)
UNCHANGED, CHANGED = Difference(Trend.UNCHANGED), Difference(Trend.CHANGED)
SLEEP = {"godt": 3, "middels": 2, "ganske": 2, "dårlig": 0}


def told(then: Data, last: Any, now: Data, answer: Any) -> Difference | None:
    new = asked(Form(form_of(now)), "a")
    assert new is not None
    return difference(asked(Form(form_of(then)), "a"), answered(last), new, answered(answer))


@pytest.mark.parametrize(
    ("question", "last", "answer", "expected"),
    [
        (scale("a", **UP), 4, 7, WORSE_UP),
        (scale("a", **UP), 7, 4, BETTER_DOWN),
        (scale("a", **DOWN), 4, 7, BETTER_UP),
        (scale("a", **DOWN), 7, 4, WORSE_DOWN),
        (scale("a", **UP), 4, 4, UNCHANGED),
        (scale("a"), 4, 7, Difference(Trend.CHANGED, True)),
        (scale("a", **UP, real_change=2), 4, 5, Difference(Trend.ABOUT_THE_SAME, True)),
        (scale("a", **UP, real_change=2), 4, 6, WORSE_UP),
        (decimal("a", **UP, real_change=0.1), 7.2, 7.3, WORSE_UP),
        (integer("a", real_change=5), 4, 6, Difference(Trend.ABOUT_THE_SAME, True)),
        (yes_no("a", **UP), False, True, WORSE_UP),
        (yes_no("a", **DOWN), False, True, BETTER_UP),
        (yes_no("a"), False, True, Difference(Trend.CHANGED, True)),
        (scored("a", SLEEP, **DOWN), "godt", "dårlig", WORSE_DOWN),
        (scored("a", SLEEP, **DOWN), "middels", "ganske", CHANGED),
        (choice("a", "x", "y"), "x", "y", CHANGED),
        (choice("a", "x", "y"), "x", "x", UNCHANGED),
        (choices("a", 1, 2, 3, **UP), (1, 2), (1, 3), WORSE_UP),
        (choices("a", "x", "y"), ("x", "y"), ("y", "x"), UNCHANGED),
        (choices("a", "x", "y"), ("x", "y"), ("x",), CHANGED),
        (quantity("a", "kg"), 70, 72.5, Difference(Trend.CHANGED, True)),
        (scale("a", **UP), Missing.DECLINED, 7, None),
        (scale("a", **UP), 4, Missing.UNKNOWN, None),
        (scale("a", **UP), Missing.DECLINED, Missing.DECLINED, None),
        (scale("a", **UP), 4, None, None),
        (words("a"), "x", "y", None),
        (day("a"), "2026-01-01", "2026-02-01", None),
        (rows("a", integer("b")), (1,), (1, 2), None),
    ],
)
def test_an_answer_beside_last_times(question: Data, last: Any, answer: Any, expected: Difference | None) -> None:
    assert told(question, last, question, answer) == expected


@pytest.mark.parametrize(
    ("then", "last", "now", "answer", "expected"),
    [
        (scale("a", **UP, text=text("Vondt?")), 4, scale("a", **UP), 7, WORSE_UP),
        (scale("a", **UP), 4, scale("a", high=20, **UP), 7, None),
        (scale("a", **UP), 4, integer("a", **UP), 7, None),
        (integer("a", **UP), 4, decimal("a", **UP), 7.5, WORSE_UP),
        (quantity("a", "kg"), 70, quantity("a", "g"), 70000, None),
        (integer("b"), None, integer("a"), 7, None),
        (scored("a", {"x": 0, "y": 1}, **UP), "x", scored("a", {"x": 0, "y": 3}, **UP), "y", CHANGED),
        (scored("a", {"x": 0, "y": 1}, **UP), "y", scored("a", {"x": 0, "y": 3}, **UP), "y", UNCHANGED),
        (scored("a", {"x": 0, "y": 1}, **UP), "x", scored("a", {"y": 1, "z": 2}, **UP), "z", CHANGED),
        (scale("a"), 4, scale("a", **UP), 7, WORSE_UP),
        (scale("a", **DOWN), 4, scale("a", **UP), 7, Difference(Trend.CHANGED, True)),
    ],
)
def test_answers_to_two_versions_are_compared_only_where_they_measure_the_same(
    then: Data, last: Any, now: Data, answer: Any, expected: Difference | None
) -> None:
    assert told(then, last, now, answer) == expected


def test_a_value_that_does_not_fit_its_own_question_is_not_compared() -> None:
    assert told(integer("a", **UP), "mye", integer("a", **UP), 7) is None


def scores(then: Data, last: Data, now: Data, answers: Data) -> Difference | None:
    """Two forms by their questions and the score `s`, each with its answers."""
    before = sheet_of(form_of(*then["questions"], scores=[{"id": "s", **then["score"]}]), **last)
    after = sheet_of(form_of(*now["questions"], scores=[{"id": "s", **now["score"]}]), **answers)
    return score_difference(before.form, before.scores["s"], after.form, after.scores["s"], "s")


PARTS = [scored("a", {"x": 0, "y": 1}), scored("b", {"x": 0, "y": 1})]
SUM = {"value": "sum(a, b)", "worse": "higher"}


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (SUM, SUM, WORSE_UP),
        (SUM, {**SUM, "real_change": 2}, Difference(Trend.ABOUT_THE_SAME, True)),
        (SUM, {**SUM, "worse": "lower"}, Difference(Trend.CHANGED, True)),
        (SUM, {"value": "sum(a, b)"}, Difference(Trend.CHANGED, True)),
        (SUM, {**SUM, "value": "sum( a,b )"}, WORSE_UP),
        (SUM, {**SUM, "value": "sum(a, b) * 2"}, None),
    ],
)
def test_a_score_beside_last_times(then: Data, now: Data, expected: Difference | None) -> None:
    result = scores(
        {"questions": PARTS, "score": then},
        {"a": "x", "b": "y"},
        {"questions": PARTS, "score": now},
        {"a": "y", "b": "y"},
    )
    assert result == expected


def test_a_score_of_answers_that_count_differently_now_is_not_compared() -> None:
    other = [PARTS[0], scored("b", {"x": 0, "y": 2})]
    given = {"a": "x", "b": "y"}
    assert scores({"questions": PARTS, "score": SUM}, given, {"questions": other, "score": SUM}, given) is None


def test_a_score_made_of_scores_is_followed_to_the_questions() -> None:
    def form(points: int) -> Form:
        total = [{"id": "s", "value": "del_a * 2", "worse": "higher"}, {"id": "del_a", "value": "sum(a)"}]
        return Form(form_of(scored("a", {"x": 0, "y": points}), scores=total))

    then, now = sheet_of(form(1).questionnaire, a="x"), sheet_of(form(1).questionnaire, a="y")
    assert score_difference(then.form, then.scores["s"], now.form, now.scores["s"], "s") == WORSE_UP
    other = sheet_of(form(3).questionnaire, a="y")
    assert score_difference(then.form, then.scores["s"], other.form, other.scores["s"], "s") is None


def test_a_score_that_cannot_be_told_is_not_compared() -> None:
    form = {"questions": PARTS, "score": SUM}
    assert scores(form, {"a": "x"}, form, {"a": "y", "b": "y"}) is None
    assert scores(form, {"a": "x", "b": "x"}, form, {"a": "y"}) is None


def test_a_computed_value_beside_last_times_also_in_a_row() -> None:
    double = {"id": "dobbel", "type": "computed", "value": "a * 2", "worse": "higher"}
    form = Form(form_of(integer("a"), double, rows("g", integer("b"), {**double, "id": "c", "value": "b * 2"})))
    assert computed_difference(form, 4, form, 6, "dobbel") == WORSE_UP
    assert computed_difference(form, 4, form, None, "dobbel") is None
    assert computed_difference(form, 4, form, 2, "g/1/c") == BETTER_DOWN
    other = Form(form_of(integer("a"), {**double, "value": "a * 3"}))
    assert computed_difference(form, 4, other, 6, "dobbel") is None
