"""A form through versions that call things otherwise: whatever is renamed, everything else stays what it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.lineage import Lineage, renames
from kartlegging_tui.domain.names import SAME, Names
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Choice, Rows
from kartlegging_tui.domain.renamed import named_beside
from kartlegging_tui.domain.renamed_conditions import renamed_condition
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.said import Indexed, indexed
from kartlegging_tui.domain.scope import scope_of
from kartlegging_tui.domain.score_rows import score_rows
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.side_by_side import Filled, question_rows
from kartlegging_tui.services.answer_words import answer_words
from tests.domain.forms import choice, form_of, integer, rows, yes_no
from tests.domain.random_forms import forms, random_answers
from tests.domain.renamings import choices_of, with_former


def version(number: str, *questions: Any, **keys: Any) -> Questionnaire:
    return form_of(*questions, version=number, **keys)


# Names


OLD = version("1.0", choice("sivil", "gift", "alene"), rows("barn", integer("aar"), choice("skole", "ja", "nei")))
NEW = version(
    "1.1",
    {
        "id": "samliv",
        "formerly": "sivil",
        "type": "choice",
        "options": [{"value": "par", "formerly": ["gift"]}, {"value": "alene"}],
    },
    rows("born", {**integer("fodt"), "formerly": "aar"}, choice("skole", "ja", "nei"), formerly=["unger", "barn"]),
)


def test_questions_columns_and_values_get_the_names_of_the_newest_version() -> None:
    names = Lineage([NEW, OLD]).names(OLD)
    assert [names.path(path) for path in ("sivil", "barn", "barn/2/aar", "barn/1/skole")] == [
        "samliv",
        "born",
        "born/2/fodt",
        "born/1/skole",
    ]
    assert names.answer("sivil", Answer(value="gift", note="i fjor")) == Answer(value="par", note="i fjor")
    assert names.answer("sivil", Answer(value="alene")) == Answer(value="alene")
    assert [names.back.path(path) for path in ("samliv", "born/2/fodt")] == ["sivil", "barn/2/aar"]
    assert Lineage([NEW, OLD]).names(NEW).alike


def test_of_a_form_that_says_nothing_nothing_is_made() -> None:
    lineage = Lineage([OLD, version("1.1", yes_no("annet"))])
    assert lineage.names(OLD) is SAME
    assert lineage.today(OLD) is OLD
    assert (renames(OLD), renames(NEW)) == (False, True)


def test_a_chain_holds_where_each_version_tells_its_own_step() -> None:
    first, second = version("1.0", yes_no("a")), version("1.1", yes_no("b", formerly="a"))
    third, fourth = version("1.9", yes_no("c", formerly="b")), version("1.10", yes_no("c", formerly="b"))
    lineage = Lineage([fourth, first, third, second])
    assert [lineage.names(each).path(path) for each, path in ((first, "a"), (second, "b"), (third, "c"))] == ["c"] * 3
    assert lineage.between(second, first).path("b") == "a"
    assert lineage.ever(fourth, "c") == ("c", "a", "b")
    assert lineage.aliases() == {"a": "c", "b": "c"}


def test_the_last_version_may_tell_all_steps() -> None:
    first, last = version("1.0", yes_no("a")), version("2.0", yes_no("c", formerly=["a", "b"]))
    assert Lineage([first, last]).names(first).path("a") == "c"
    assert Lineage([first, last]).names(version("1.5", yes_no("b"))).path("b") == "c"


def test_an_id_may_come_back() -> None:
    first, second = version("1.0", yes_no("a")), version("1.1", yes_no("b", formerly="a"))
    third = version("1.2", yes_no("a", formerly="b"))
    lineage = Lineage([first, second, third])
    assert (lineage.names(first).path("a"), lineage.names(second).path("b")) == ("a", "a")


def test_an_id_that_means_something_else_now_takes_nothing_over() -> None:
    first = version("1.0", yes_no("a"), yes_no("b"))
    assert Lineage([first, version("1.1", yes_no("b", formerly="a"))]).names(first).alike
    reused = version("1.1", yes_no("c", formerly="a"), integer("a"))
    names = Lineage([first, reused]).between(reused, first)
    assert names.path("c") == "a"
    assert names.path("a") not in ("a", "b")


def test_what_came_from_elsewhere_says_only_what_its_own_answers_are_called() -> None:
    ours = [version("1.0", yes_no("a")), version("3.0", yes_no("a"))]
    theirs = [version("2.0", yes_no("b", formerly="a")), version("4.0", yes_no("d", formerly=["a", "b"]))]
    lineage = Lineage(ours, theirs)
    assert lineage.names(ours[0]).path("a") == "a"
    assert lineage.names(theirs[1]).path("d") == "a"
    assert lineage.between(ours[0], theirs[1]).path("a") == "d"


def test_values_stay_all_texts_or_all_numbers() -> None:
    then = version("1.0", choice("a", "lite", "mye"))
    half = {"id": "a", "type": "choice", "options": [{"value": 1, "formerly": "lite"}, {"value": 3}]}
    whole = {
        "id": "a",
        "type": "choice",
        "options": [{"value": 1, "formerly": "lite"}, {"value": 2, "formerly": "mye"}],
    }
    assert Lineage([then, version("1.1", half)]).names(then).alike
    assert Lineage([then, version("1.1", whole)]).names(then).value("a", "mye") == 2


def test_values_that_a_condition_weighs_stay_as_they_were() -> None:
    now = version(
        "1.1", {"id": "a", "type": "choice", "options": [{"value": 10, "formerly": 0}, {"value": 20, "formerly": 1}]}
    )
    alone, weighed = (
        version("1.0", choice("a", 0, 1), yes_no("b", visible_if=text)) for text in ("a == 1 or a in (0, 1)", "a >= 1")
    )
    assert Lineage([alone, now]).names(alone).value("a", 1) == 20
    assert Lineage([weighed, now]).names(weighed).alike
    assert named_beside(version("1.0", choice("a", "x"), choice("b", "x"), yes_no("c", visible_if="a == b"))) == {
        "a",
        "b",
    }
    assert named_beside(version("1.0", choice("a", "x"), yes_no("c", visible_if="a != previous(a)"))) == set()


NAMES = Names(
    ids={"sivil": "samliv", "barn": "born"}, columns={"barn": {"aar": "fodt"}}, values={"sivil": {"gift": "par"}}
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sivil == 'gift'", "samliv == 'par'"),
        ('"gift" != sivil and æøå == "gift"', '"par" != samliv and æøå == "gift"'),
        ('sivil in ("gift","alene")', 'samliv in ("par","alene")'),
        ('previous(sivil) == "gift"', 'previous(samliv) == "par"'),
        ("any(barn.aar < 18 and aar > 2)", "any(born.fodt < 18 and fodt > 2)"),
        ("count(barn)  >= 1", "count(born)  >= 1"),
        ("aar > 1", "fodt > 1"),
        ("declined(sivil) or age > 3", "declined(samliv) or age > 3"),
    ],
)
def test_a_condition_keeps_its_words_but_for_the_names(text: str, wanted: str) -> None:
    scope = scope_of(OLD)
    assert renamed_condition(text, scope.within("barn") if text == "aar > 1" else scope, NAMES) == wanted


# Whatever the form


@st.composite
def renamings(draw: st.DrawFn, form: Questionnaire) -> Names:
    """Some things of a form are called otherwise, and some options have other values."""

    def some(ids: list[str]) -> dict[str, str]:
        return {each: f"z_{each}" for each in ids if draw(st.booleans())}

    values: dict[str, dict[Any, Any]] = {}
    beside = named_beside(form)
    for name, item in choices_of(form):
        if name not in beside and draw(st.booleans()):
            values[name] = {
                option.value: f"z_{option.value}" if isinstance(option.value, str) else option.value + 100
                for option in form.options(item)
            }
    groups = [item for item in form.items() if isinstance(item, Rows)]
    columns = {group.id: found for group in groups if (found := some([column.id for column in group.row]))}
    ids = some([item.id for item in form.items()] + [score.id for score in form.scores])
    return Names(ids, columns, values, some([need.id for need in form.needs]))


def answer_to(draw: st.DrawFn, item: Any) -> Answer:
    """Also nonsense, but no truth for an option: Python takes it for the number 1."""
    answer = draw(random_answers(item))
    return Answer() if isinstance(item, Choice) and isinstance(answer.value, bool) else answer


def filled(draw: st.DrawFn, form: Form, previous: dict[str, Answer]) -> tuple[Sheet, dict[str, Answer]]:
    answers: dict[str, Answer] = {}
    for item in form.items.values():
        if item.type in ("info", "computed") or draw(st.integers(0, 3)) == 0:
            continue
        if isinstance(item, Rows):
            answers[item.id] = Answer(value=(1, 3))
            for column in item.row:
                if column.type != "computed":
                    answers |= {f"{item.id}/{row}/{column.id}": answer_to(draw, column) for row in (1, 3)}
        else:
            answers[item.id] = answer_to(draw, item)
    return Sheet(form, Context(2, 40, previous), answers), answers


def outcome(sheet: Sheet, names: Names) -> dict[str, Any]:
    """All that follows from the answers, by the names that `names` gives."""
    return {
        "shown": [names.path(path) for path in sheet.visible()],
        "scores": {names.name(score): result.amount for score, result in sheet.scores.items()},
        "needs": [names.need(found.key) for found in sheet.needs()],
        "urgent": [names.path(path) for path in sheet.urgent()],
    }


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_an_old_version_under_the_names_of_today_comes_to_the_same(data: st.DataObject) -> None:
    old = data.draw(forms())
    names = data.draw(renamings(old))
    new = with_former(old, names)
    lineage = Lineage([old, new])
    found = lineage.names(old)
    draw = data.draw
    before = {
        item.id: draw(random_answers(item)) for item in old.items() if item.type not in ("info", "computed", "rows")
    }
    sheet, answers = filled(draw, Form(old), before)
    today = Sheet(Form(lineage.today(old)), Context(2, 40, found.answers(before)), found.answers(answers))
    assert outcome(today, SAME) == outcome(sheet, found)
    assert (dict(found.ids), dict(found.needs)) == (dict(names.ids), dict(names.needs))
    assert by_row(indexed(today)) == by_row(indexed(sheet, found))


def by_row(told: Indexed) -> tuple[Any, ...]:
    values = sorted(told.values, key=lambda each: (each.name, each.line, each.word, each.amount or 0))
    return values, sorted(need.known_as for need in told.needs), sorted(told.ruled_out)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_renamed_versions_are_compared_as_if_nothing_had_been_renamed(data: st.DataObject) -> None:
    old = data.draw(forms())
    titled = tuple(score.model_copy(update={"title": old.title}) for score in old.scores)
    old = old.model_copy(update={"scores": titled})
    names = data.draw(renamings(old))
    new = with_former(old, names)
    lineage = Lineage([old, new])
    first, answers_then = filled(data.draw, Form(old), {})
    same = Form(old.model_copy(update={"version": "1.1"}))
    second, answers_now = filled(data.draw, same, {})
    words = answer_words("nb")
    plain = Filled([first, second], ["p", "p"], "nb", words)
    found = lineage.names(old)
    then = Sheet(Form(lineage.today(old)), Context(2, 40), found.answers(answers_then))
    now = Sheet(Form(new), Context(2, 40), found.answers(answers_now))
    followed = Filled([then, now], ["p", "p"], "nb", words)

    def key(row_key: str) -> str:
        course, _, path = row_key.partition("/")
        if course != "p":
            return found.name(row_key)
        group, row, *column = path.split("/")
        return f"p/{found.path(path)}" if column else f"p/{found.name(group)}/{row}"

    assert [replace(row, key=key(row.key)) for row in question_rows(plain)] == list(question_rows(followed))
    assert [replace(row, key=key(row.key)) for row in score_rows(plain)] == list(score_rows(followed))
