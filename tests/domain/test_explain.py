"""Why a question is hidden, and what a score is made of."""

from __future__ import annotations

import pytest

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.explain import Cause, Joined, Reading, Unseen, explain_score, why_hidden
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.unknowns import Bounds
from tests.domain.forms import form_of, integer, questionnaire, rows, sheet_of, yes_no


def test_what_is_shown_needs_no_explanation() -> None:
    sheet = sheet_of(form_of(yes_no("a"), integer("b", visible_if="a"), rows("c", integer("d"))), a=True, c=(1,))
    assert [why_hidden(sheet, path) for path in ("a", "b", "c", "c/1/d", "c/9/d")] == [None] * 5


def test_a_path_that_is_not_in_the_form_is_refused() -> None:
    with pytest.raises(KeyError):
        why_hidden(sheet_of(form_of(integer("a"))), "b")


def test_a_condition_is_taken_apart_to_the_names_it_reads() -> None:
    form = form_of(
        yes_no("a"), integer("b"), integer("c", visible_if="a"), integer("x", visible_if="a and (b >= 4 or not c > 1)")
    )
    explanation = why_hidden(sheet_of(form, a=False, b=7), "x")
    assert explanation is not None
    assert (explanation.cause, explanation.name) == (Cause.QUESTION, "x")
    condition = explanation.condition
    assert (condition.text, condition.truth, condition.joined) == ("a and (b >= 4 or not c > 1)", False, Joined.AND)
    first, either = condition.parts
    assert (first.text, first.truth, first.readings) == ("a", False, (Reading("a", False, 0),))
    assert (either.text, either.truth, either.joined) == ("b >= 4 or not c > 1", True, Joined.OR)
    assert either.parts[1].joined is Joined.NOT
    assert [(leaf.text, leaf.truth) for leaf in condition.leaves()] == [("a", False), ("b >= 4", True), ("c > 1", None)]
    assert list(condition.leaves())[2].readings == (Reading("c", None, None, Unseen.HIDDEN),)


@pytest.mark.parametrize(
    ("answer", "unseen"),
    [
        (Answer(), Unseen.UNANSWERED),
        (Answer(missing=Missing.DECLINED), Unseen.DECLINED),
        (Answer(missing=Missing.UNKNOWN), Unseen.UNKNOWN),
        (Answer(missing=Missing.NOT_RELEVANT), Unseen.NOT_RELEVANT),
    ],
)
def test_a_name_without_a_value_says_why(answer: Answer, unseen: Unseen) -> None:
    sheet = sheet_of(form_of(integer("a"), integer("x", visible_if="a > 1")))
    sheet.set("a", answer)
    explanation = why_hidden(sheet, "x")
    assert explanation is not None
    assert explanation.condition.readings == (Reading("a", None, None, unseen),)


def test_the_section_or_the_group_can_be_the_cause() -> None:
    group = rows("g", integer("k", visible_if="k0 > 1"), integer("k0"), visible_if="b > 1")
    form = questionnaire(
        [
            {"id": "en", "questions": [integer("a"), integer("b")]},
            {"id": "to", "visible_if": "a > 1", "questions": [group]},
        ]
    )
    sheet = sheet_of(form, g=(1, 2), g__1__k0=0)

    def cause(path: str) -> tuple[Cause, str, str]:
        explanation = why_hidden(sheet, path)
        assert explanation is not None
        return explanation.cause, explanation.name, explanation.condition.text

    assert cause("g") == cause("g/1/k") == (Cause.SECTION, "to", "a > 1")
    sheet.set("a", Answer(value=2))
    assert cause("g") == (Cause.QUESTION, "g", "b > 1")
    assert cause("g/1/k") == (Cause.GROUP, "g", "b > 1")
    sheet.set("b", Answer(value=2))
    assert cause("g/1/k") == (Cause.QUESTION, "k", "k0 > 1")
    explanation = why_hidden(sheet, "g/1/k")
    assert explanation is not None
    assert (explanation.condition.truth, explanation.condition.readings) == (False, (Reading("g/1/k0", 0, 0),))
    other = why_hidden(sheet, "g/2/k")
    assert other is not None
    assert other.condition.readings == (Reading("g/2/k0", None, None, Unseen.UNANSWERED),)


def test_rows_scores_context_and_last_time_are_read_too() -> None:
    condition = "any(barn.alder < 18) and count(barn) > 2 and poeng > 9 and age > previous(a)"
    form = form_of(
        integer("a", min=0, max=3),
        rows("barn", integer("alder")),
        integer("x", visible_if=condition),
        scores=[{"id": "poeng", "value": "a + 1", "missing": "interval"}],
    )
    sheet = sheet_of(form, Context(age=57, previous={"a": Answer(value=2)}), barn=(1, 4), barn__4__alder=7)
    explanation = why_hidden(sheet, "x")
    assert explanation is not None
    assert [part.truth for part in explanation.condition.parts] == [True, False, False, True]
    assert [part.readings for part in explanation.condition.parts] == [
        (Reading("barn/1/alder", None, None, Unseen.UNANSWERED), Reading("barn/4/alder", 7, 7)),
        (Reading("barn", (1, 4), None),),
        (Reading("poeng", Bounds(1, 4), Bounds(1, 4)),),
        (Reading("age", 57, 57), Reading("a", 2, 2, previous=True)),
    ]


def test_rows_that_are_not_known_are_read_as_the_group() -> None:
    form = form_of(rows("barn", integer("alder")), integer("x", visible_if="any(barn.alder < 18)"))
    explanation = why_hidden(sheet_of(form), "x")
    assert explanation is not None
    assert explanation.condition.readings == (Reading("barn", None, None, Unseen.UNANSWERED),)


def test_a_score_is_its_parts_with_their_points_or_why_they_are_missing() -> None:
    form = form_of(
        {"id": "a", "type": "choice", "options": [{"value": "lav", "score": 1}, {"value": "høy", "score": 9}]},
        integer("b", visible_if='a == "høy" and c > 1', score_if_hidden=0),
        integer("c", min=0, max=3),
        scores=[{"id": "poeng", "value": "sum(a, b, c) * 2", "missing": "interval"}],
    )
    sheet: Sheet = sheet_of(form, a="lav", c=Missing.DECLINED)
    explanation = explain_score(sheet, "poeng")
    assert explanation.score.value == "sum(a, b, c) * 2"
    assert (explanation.result.bounds, explanation.result.missing) == ((2, 8), ("c",))
    assert explanation.parts == (
        Reading("a", "lav", 1),
        Reading("b", None, 0, Unseen.HIDDEN),
        Reading("c", None, None, Unseen.DECLINED),
    )
