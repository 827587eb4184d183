"""Last time's question beside the one of now, also in a newer version of the form."""

from __future__ import annotations

from typing import Any

import pytest

from kartlegging_tui.domain.answers import EMPTY, Answer, Missing, Path
from kartlegging_tui.domain.comparison import Misfit, QuestionChange, asked, misfit, question_change
from kartlegging_tui.domain.rules import Form
from tests.domain.forms import Data, choice, form_of, integer, rows, text, yes_no


def scale(name: str, low: int = 0, high: int = 10, **keys: Any) -> Data:
    return {"id": name, "type": "scale", "min": low, "max": high, **keys}


def decimal(name: str, **keys: Any) -> Data:
    return {"id": name, "type": "decimal", **keys}


def quantity(name: str, unit: str) -> Data:
    return {"id": name, "type": "quantity", "unit": unit}


def choices(name: str, *values: int | str, **keys: Any) -> Data:
    return {**choice(name, *values, **keys), "type": "choices"}


def words(name: str, **keys: Any) -> Data:
    return {"id": name, "type": "text", **keys}


def day(name: str, **keys: Any) -> Data:
    return {"id": name, "type": "date", **keys}


def scored(name: str, points: dict[str, int], **keys: Any) -> Data:
    options = [{"value": value, "score": score} for value, score in points.items()]
    return {"id": name, "type": "choice", "options": options, **keys}


def change(then: Data, now: Data, language: str = "nb", path: Path = "a") -> QuestionChange:
    new = asked(Form(form_of(now)), path)
    assert new is not None
    return question_change(asked(Form(form_of(then)), path), new, language)


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        (integer("a"), integer("a"), QuestionChange.SAME),
        (integer("a", min=0, max=5), integer("a", max=9), QuestionChange.SAME),
        (integer("a"), decimal("a"), QuestionChange.SAME),
        (integer("a"), integer("a", text=text("annet")), QuestionChange.REWORDED),
        (integer("a"), integer("a", text=text("a", "noko", "other")), QuestionChange.SAME),
        (integer("b"), integer("a"), QuestionChange.NEW),
        (choice("a", "x", "y"), choice("a", "y", "x"), QuestionChange.SAME),
        (choice("a", "x", "y"), choice("a", "x", "y", "z"), QuestionChange.OPTIONS),
        (scored("a", {"x": 0, "y": 1}), scored("a", {"x": 0, "y": 2}), QuestionChange.OPTIONS),
        (
            choice("a", "x"),
            {"id": "a", "type": "choice", "options": [{"value": "x", "text": text("X")}]},
            QuestionChange.REWORDED,
        ),
        (scale("a"), scale("a", high=5), QuestionChange.SCALE),
        (scale("a"), scale("a", descending=True), QuestionChange.SAME),
        (scale("a"), scale("a", ends={"low": text("ingen"), "high": text("high")}), QuestionChange.REWORDED),
        (quantity("a", "kg"), quantity("a", "g"), QuestionChange.UNIT),
        (quantity("a", "kg"), decimal("a"), QuestionChange.KIND),
        (yes_no("a"), choice("a", "x", "y"), QuestionChange.KIND),
        (yes_no("a"), yes_no("a", required=True, hint=text("hint")), QuestionChange.SAME),
        (
            {"id": "a", "type": "computed", "value": "1 + 2"},
            {"id": "a", "type": "computed", "value": "1+2"},
            QuestionChange.SAME,
        ),
        (
            {"id": "a", "type": "computed", "value": "1 + 2"},
            {"id": "a", "type": "computed", "value": "1 + 3"},
            QuestionChange.FORMULA,
        ),
    ],
)
def test_what_has_changed_in_a_question(then: Data, now: Data, expected: QuestionChange) -> None:
    assert change(then, now) is expected


def test_a_question_is_reworded_only_in_the_languages_whose_words_have_changed() -> None:
    then, now = integer("a", text=text("a", "a", "a")), integer("a", text=text("a", "noko anna", "a"))
    assert change(then, now, "nb") is QuestionChange.SAME
    assert change(then, now, "nn") is QuestionChange.REWORDED


def test_the_columns_of_a_group_are_compared_by_their_ids() -> None:
    then, now = rows("a", integer("alder")), rows("a", yes_no("skole"), integer("alder", text=text("Hvor gammel?")))
    assert change(then, now, path="a/2/alder") is QuestionChange.REWORDED
    assert change(then, now, path="a/2/skole") is QuestionChange.NEW
    assert change(then, now, path="a") is QuestionChange.SAME


def test_options_of_a_shared_list_are_followed_to_the_list() -> None:
    question = {"id": "a", "type": "choice", "options": "liste"}
    then, now = (
        Form(form_of(question, option_lists={"liste": [{"value": value, "text": text("x")} for value in values]}))
        for values in ([0, 1], [0, 1, 2])
    )
    new = asked(now, "a")
    assert new is not None
    assert question_change(asked(then, "a"), new, "nb") is QuestionChange.OPTIONS


@pytest.mark.parametrize(
    ("then", "now", "last", "expected"),
    [
        (integer("a"), integer("a", text=text("annet")), Answer(value=4), None),
        (integer("a"), integer("a", max=3), Answer(value=4), None),
        (integer("a"), decimal("a"), Answer(value=4), None),
        (decimal("a"), integer("a"), Answer(value=4.5), Misfit.KIND),
        (integer("b"), integer("a"), EMPTY, Misfit.NOT_ASKED),
        (integer("a"), integer("a"), EMPTY, Misfit.NOT_ANSWERED),
        (integer("a"), integer("a"), Answer(note="bare en merknad"), Misfit.NOT_ANSWERED),
        (integer("a"), yes_no("a"), Answer(missing=Missing.DECLINED), None),
        (integer("a"), yes_no("a"), Answer(value=1), Misfit.KIND),
        (words("a"), choice("a", "x"), Answer(value="x"), Misfit.KIND),
        (words("a"), day("a"), Answer(value="2026-05-17"), Misfit.KIND),
        (choice("a", "x"), choices("a", "x"), Answer(value="x"), Misfit.KIND),
        (choice("a", "x", "y"), choice("a", "x", "z"), Answer(value="x"), None),
        (choice("a", "x", "y"), choice("a", "x", "z"), Answer(value="y"), Misfit.OPTION_GONE),
        (choices("a", "x", "y"), choices("a", "x", "z"), Answer(value=("x", "y")), Misfit.OPTION_GONE),
        (choices("a", "x", "y"), choices("a", "x", "y", at_most=1), Answer(value=("x", "y")), Misfit.TOO_MANY),
        (scale("a"), scale("a", high=5), Answer(value=4), Misfit.SCALE),
        (quantity("a", "kg"), quantity("a", "g"), Answer(value=70), Misfit.UNIT),
        (day("a", partial=True), day("a"), Answer(value="2024"), Misfit.DAY_WANTED),
        (day("a", partial=True), day("a"), Answer(value="2024-05-17"), None),
        (rows("a", integer("b")), rows("a", integer("b")), Answer(value=(1, 2)), None),
        (
            {"id": "a", "type": "computed", "value": "1"},
            {"id": "a", "type": "computed", "value": "1"},
            EMPTY,
            Misfit.NOT_ANSWERED,
        ),
    ],
)
def test_last_times_answer_is_confirmed_only_where_it_fits(
    then: Data, now: Data, last: Answer, expected: Misfit | None
) -> None:
    new = asked(Form(form_of(now)), "a")
    assert new is not None
    assert misfit(asked(Form(form_of(then)), "a"), new, last) is expected
