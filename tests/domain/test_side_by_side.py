"""One form over several contact points: answers beside each other, through changes of the form."""

from __future__ import annotations

from typing import Any

import pytest

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.compared import Cell, Mark, Row, RowKind, Standing
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.score_rows import score_rows
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.side_by_side import Filled, merged, question_rows
from kartlegging_tui.domain.trend import Trend
from kartlegging_tui.services.answer_words import answer_words
from tests.domain.forms import answered, choice, form_of, integer, questionnaire, rows, text, yes_no
from tests.domain.test_comparison import quantity, scale, scored, words

Given = dict[str, Any]


def filled(*columns: tuple[Questionnaire, Given] | None, courses: list[object] | None = None) -> Filled:
    """The form, filled like this at each contact point; None where it was not."""
    sheets: list[Sheet | None] = []
    forms: dict[int, Form] = {}
    for column in columns:
        if column is None:
            sheets.append(None)
            continue
        version, given = column
        form = forms.setdefault(id(version), Form(version))
        answers = {path: each if isinstance(each, Answer) else answered(each) for path, each in given.items()}
        sheets.append(Sheet(form, Context(), answers))
    return Filled(sheets, courses or [1] * len(sheets), "nb", answer_words("nb"))


def row_of(made: Filled, key: str) -> Row:
    return next(row for row in [*question_rows(made), *score_rows(made)] if row.key == key and not row.kind.is_heading)


def cells(made: Filled, key: str) -> tuple[Cell, ...]:
    return row_of(made, key).cells


def test_an_answer_stands_beside_the_earlier_ones_with_what_has_become_of_it() -> None:
    form = form_of(scale("smerte", worse="higher", real_change=2))
    first, second, third = cells(filled((form, {"smerte": 4}), (form, {"smerte": 7}), (form, {"smerte": 6})), "smerte")
    assert (first.text, first.trend, first.since) == ("4", None, None)
    assert second.trend is not None and second.trend.trend is Trend.WORSE
    assert (second.by, second.since) == ("+3", 0)
    assert third.trend is not None and third.trend.trend is Trend.ABOUT_THE_SAME
    assert third.by == "\N{MINUS SIGN}1"


def test_why_there_is_no_answer_is_told_apart() -> None:
    form = form_of(
        yes_no("vondt"), integer("smerte", visible_if="vondt"), integer("alder"), rows("barn", words("navn"))
    )
    given: list[Given] = [
        {"vondt": False, "alder": Missing.DECLINED},
        {"vondt": True, "alder": Missing.UNKNOWN},
        {"vondt": True, "smerte": Missing.NOT_RELEVANT, "alder": 3},
    ]
    made = filled(None, *[(form, each) for each in given])
    assert [cell.standing for cell in cells(made, "smerte")] == [
        Standing.NO_FORM,
        Standing.HIDDEN,
        Standing.UNANSWERED,
        Standing.NOT_RELEVANT,
    ]
    assert [cell.standing for cell in cells(made, "alder")][1:] == [Standing.DECLINED, Standing.UNKNOWN, Standing.GIVEN]


def test_a_value_is_compared_with_the_nearest_value_also_over_one_who_declined() -> None:
    form = form_of(scale("smerte", worse="higher"))
    made = filled((form, {"smerte": 4}), (form, {"smerte": Missing.DECLINED}), None, (form, {"smerte": 7}))
    last = cells(made, "smerte")[3]
    assert (last.by, last.since) == ("+3", 0)
    assert cells(made, "smerte")[1].differs


@pytest.mark.parametrize(
    ("then", "now", "mark"),
    [
        (scale("a"), scale("a", text=text("Hvor vondt?")), Mark.REWORDED),
        (choice("a", "x", "y"), choice("a", "x", "y", "z"), Mark.OPTIONS),
        (scale("a"), scale("a", 0, 5), Mark.SCALE),
        (quantity("a", "kg"), quantity("a", "g"), Mark.UNIT),
        (integer("a"), yes_no("a"), Mark.KIND),
        (integer("a"), integer("a", max=90), None),
    ],
)
def test_what_has_changed_in_a_question_is_marked_where_it_changed(then: Given, now: Given, mark: Mark | None) -> None:
    old, new = form_of(then, version="1.0"), form_of(now, version="1.1")
    made = cells(filled((old, {"a": Missing.UNKNOWN}), (new, {"a": Missing.UNKNOWN}), (new, {})), "a")
    assert [cell.mark for cell in made] == [None, mark, None]


def test_new_and_retired_questions_are_marked_and_stand_in_their_place() -> None:
    old = form_of(integer("a"), integer("gammel"), integer("b"), version="1.0")
    new = form_of(integer("b"), integer("ny"), integer("a"), version="1.1")
    made = filled((old, {"a": 1, "gammel": 2}), (new, {"a": 1, "ny": 3}))
    assert [row.key for row in question_rows(made)][1:] == ["b", "ny", "a", "gammel"]
    assert row_of(made, "ny").marks == (Mark.NEW,)
    gone = cells(made, "gammel")[1]
    assert (gone.standing, gone.mark) == (Standing.NOT_IN_FORM, Mark.RETIRED)
    assert cells(made, "ny")[0].standing is Standing.NOT_IN_FORM


def test_a_question_that_comes_back_is_not_new() -> None:
    with_it, without = form_of(integer("a"), integer("x")), form_of(integer("x"), version="1.1")
    again = form_of(integer("a"), integer("x"), version="1.2")
    made = filled((with_it, {"a": 1}), (without, {"x": 1}), (again, {"a": 4}))
    assert [cell.mark for cell in cells(made, "a")] == [None, Mark.RETIRED, None]
    assert cells(made, "a")[2].by == "+3"


def test_nothing_is_new_where_the_form_is_filled_for_the_first_time() -> None:
    form = form_of(integer("a"))
    assert [cell.mark for cell in cells(filled(None, (form, {"a": 1})), "a")] == [None, None]


def test_an_option_that_is_gone_keeps_its_words_and_is_never_better_or_worse() -> None:
    old = form_of(scored("sovn", {"godt": 0, "ille": 3}, worse="higher"), version="1.0")
    new = form_of(scored("sovn", {"godt": 0, "sånn": 1}, worse="higher"), version="1.1")
    first, second = cells(filled((old, {"sovn": "ille"}), (new, {"sovn": "godt"})), "sovn")
    assert (first.text, second.text) == ("ille", "godt")
    assert second.trend is not None and second.trend.trend is Trend.CHANGED
    assert second.by == ""


def test_what_measures_otherwise_differs_without_being_compared() -> None:
    kilos, grams = form_of(quantity("vekt", "kg")), form_of(quantity("vekt", "g"), version="1.1")
    second = cells(filled((kilos, {"vekt": 70}), (grams, {"vekt": 70000})), "vekt")[1]
    assert (second.trend, second.by, second.differs) == (None, "", True)


def test_free_text_that_is_another_has_changed() -> None:
    form = form_of(words("hva"))
    same = row_of(filled((form, {"hva": "jobben"}), (form, {"hva": "jobben"})), "hva")
    other = row_of(filled((form, {"hva": "jobben"}), (form, {"hva": "huset"})), "hva")
    assert (same.changed, other.changed) == (False, True)


def test_entries_of_a_group_belong_together_by_number_and_carry_their_names() -> None:
    form = form_of(rows("barn", words("navn"), integer("alder"), row_title=text("Barn")))
    first: Given = {"barn": (1, 2), "barn/1/navn": "Ola", "barn/1/alder": 7, "barn/2/navn": "Kari", "barn/2/alder": 9}
    second: Given = {"barn": (2, 3), "barn/2/navn": "Kari", "barn/2/alder": 10, "barn/3/alder": 0}
    made = filled((form, first), (form, second))
    entries = [row for row in question_rows(made) if row.kind is RowKind.ENTRY]
    assert [row.text for row in entries] == ["Ola", "Kari", "Barn 2"]
    assert [[cell.standing for cell in row.cells] for row in entries] == [
        [Standing.GIVEN, Standing.NO_ROW],
        [Standing.GIVEN, Standing.GIVEN],
        [Standing.NO_ROW, Standing.GIVEN],
    ]
    assert [row.changed for row in entries] == [True, False, True]
    assert cells(made, "barn")[1].text == "Kari, Barn 2"
    assert [cell.by for cell in cells(made, "1/barn/2/alder")] == ["", "+1"]
    assert cells(made, "1/barn/1/alder")[1].standing is Standing.NO_ROW


def test_an_entry_of_one_pathway_is_no_entry_of_another() -> None:
    form = form_of(rows("barn", words("navn")))
    given: Given = {"barn": (1,), "barn/1/navn": "Ola"}
    other: Given = {"barn": (1,), "barn/1/navn": "Kari"}
    made = filled((form, given), (form, other), courses=["first", "second"])
    entries = [row for row in question_rows(made) if row.kind is RowKind.ENTRY]
    assert [row.text for row in entries] == ["Ola", "Kari"]
    assert [cell.standing for cell in entries[0].cells] == [Standing.GIVEN, Standing.NO_ROW]


def test_a_computed_value_and_a_score_move_with_their_answers() -> None:
    total = {"id": "dobbel", "type": "computed", "value": "smerte * 2", "worse": "higher"}
    bands = [{"from": 0, "to": 5, "text": text("lite")}, {"from": 6, "to": 20, "text": text("mye"), "flag": True}]
    score = {"id": "sum", "value": "smerte * 2", "worse": "higher", "bands": bands}
    form = form_of(scale("smerte"), total, scores=[score])
    made = filled((form, {"smerte": 2}), (form, {}), (form, {"smerte": 4}))
    for key in ("dobbel", "sum"):
        first, none, last = cells(made, key)
        assert (first.text, none.standing, last.text) == ("4", Standing.INCOMPLETE, "8")
        assert (last.by, last.since) == ("+4", 0)
    assert [cell.flagged for cell in cells(made, "sum")] == [False, False, True]
    assert cells(made, "sum")[2].band == "mye"
    measure = row_of(made, "sum").measure
    assert measure is not None and (measure.low, measure.high) == (0, 20)


def test_a_score_that_is_counted_in_another_way_is_marked_and_not_compared() -> None:
    def version(number: str, formula: str) -> Questionnaire:
        return form_of(scale("a"), version=number, scores=[{"id": "sum", "value": formula, "worse": "higher"}])

    second = cells(filled((version("1.0", "a"), {"a": 2}), (version("1.1", "a * 2"), {"a": 2})), "sum")[1]
    assert (second.mark, second.trend, second.differs) == (Mark.FORMULA, None, True)


def test_without_bands_the_formula_says_between_what_a_score_lies() -> None:
    form = form_of(scale("a"), scale("b", 0, 5), scores=[{"id": "sum", "value": "sum(a, b)"}])
    measure = row_of(filled((form, {"a": 2, "b": 1})), "sum").measure
    assert measure is not None and (measure.low, measure.high) == (0, 15)


def test_urgent_answers_are_flagged_and_confidential_questions_known() -> None:
    urgent = integer("smerte", urgent={"when": "smerte > 7", "text": text("Ring")})
    form = form_of(urgent, integer("alene", confidential=True))
    made = filled((form, {"smerte": 8, "alene": 1}), (form, {"smerte": 3}))
    assert [cell.flagged for cell in cells(made, "smerte")] == [True, False]
    assert (row_of(made, "smerte").confidential, row_of(made, "alene").confidential) == (False, True)


def test_questions_stand_under_the_sections_of_the_newest_version() -> None:
    old = questionnaire([{"id": "x", "questions": [integer("a")]}, {"id": "y", "questions": [integer("b")]}])
    new = questionnaire([{"id": "y", "questions": [integer("b"), integer("a")]}], version="1.1")
    assert [row.key for row in question_rows(filled((old, {"a": 1}), (new, {"a": 1})))] == ["y", "b", "a"]


def test_what_only_older_lists_have_comes_after_what_stood_before_it() -> None:
    assert merged([["b", "c"], ["a", "b", "x", "c", "y"]]) == ["a", "b", "x", "c", "y"]
