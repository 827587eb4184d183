"""The condition language: what is true, false or unknown, and what is wrong with a condition, to the character."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kartlegging_tui.domain.always import Always, always
from kartlegging_tui.domain.answers import Missing
from kartlegging_tui.domain.env import value_and_points
from kartlegging_tui.domain.expressions import check, compile_condition, compile_formula
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Info, Rows
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.scope import Kind, scope_of
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.syntax import MAX_LENGTH, ConditionError, Problem, ProblemCode
from kartlegging_tui.domain.unknowns import Bounds
from tests.domain.forms import answered, answers, choice, form_of, integer, rows, yes_no
from tests.domain.random_forms import Names, random_answers
from tests.domain.random_forms import condition as random_condition

FORM: Questionnaire = form_of(
    integer("x", min=0, max=10),
    integer("y", min=0, max=10),
    integer("fri"),
    yes_no("b"),
    {
        "id": "c",
        "type": "choice",
        "options": [{"value": "lav", "score": 1}, {"value": "mid", "score": 5}, {"value": "ukjent"}],
    },
    choice("n", 0, 1, 2),
    {"id": "p", "type": "choice", "options": [{"value": 1, "score": 10}, {"value": 2, "score": 20}]},
    {"id": "s", "type": "choices", "options": [{"value": "rygg"}, {"value": "kne"}, {"value": "hals"}]},
    {"id": "t", "type": "text"},
    {"id": "d", "type": "date", "partial": True},
    rows("barn", integer("alder"), yes_no("syk"), {"id": "navn", "type": "text"}),
    integer("barn_sum"),
    scores=[{"id": "poeng", "value": "sum(x, y)", "missing": "interval"}],
)
SCOPE = scope_of(FORM)


def truth(condition: str, **given: Any) -> bool | None:
    previous = answers({name[7:]: value for name, value in given.items() if name.startswith("before_")})
    context = Context(given.pop("contact_point", None), given.pop("age", None), previous)
    paths = {name.replace("__", "/"): value for name, value in given.items() if not name.startswith("before_")}
    sheet = Sheet(Form(FORM), context, answers(paths))
    return compile_condition(condition, sheet.form.scope).truth(sheet.env)


CHILDREN = {"barn": (1, 2), "barn__1__alder": 7, "barn__2__alder": 20, "barn__1__syk": True}


@pytest.mark.parametrize(
    ("condition", "given", "expected"),
    [
        ("x >= 4", {"x": 4}, True),
        ("x >= 4", {"x": 3}, False),
        ("x >= 4", {}, None),
        ("x >= 4", {"x": Missing.DECLINED}, None),
        ("x >= 4", {"x": 12}, True),
        ("x >= 4", {"x": "mye"}, None),
        ("x == 4", {"x": 4}, True),
        ("x != 4", {"x": 4}, False),
        ("x != 4", {}, None),
        ("x == -3", {"x": -3}, True),
        ("1 <= x <= 3", {"x": 3}, True),
        ("1 <= x <= 3", {"x": 4}, False),
        ("1 <= x < y", {"x": 0}, False),
        ("1 <= x < y", {"x": 3}, None),
        ("x < y", {"x": 3, "y": 4}, True),
        ("x in (1, 2, 3)", {"x": 2}, True),
        ("x in (1, 2, 3)", {"x": 4}, False),
        ("x in (1, 2, 3)", {}, None),
        ("x not in (1, 2, 3)", {"x": 4}, True),
        ("b", {"b": True}, True),
        ("b", {"b": False}, False),
        ("b", {}, None),
        ("not b", {"b": False}, True),
        ("not b", {}, None),
        ("b == true", {"b": True}, True),
        ("true", {}, True),
        ("false", {}, False),
        # Kleene's logic, all nine of each
        *[
            (f"b {word} x > 0", {"b": b, "x": x}, expected)
            for word, table in (
                ("and", {(1, 1): True, (1, 0): False, (0, 1): False, (0, 0): False}),
                ("or", {(1, 1): True, (1, 0): True, (0, 1): True, (0, 0): False}),
            )
            for (b_true, x), expected in table.items()
            for b in (bool(b_true),)
        ],
        ("b and x > 0", {"b": False}, False),
        ("b and x > 0", {"x": 0}, False),
        ("b and x > 0", {"b": True}, None),
        ("b and x > 0", {"x": 1}, None),
        ("b and x > 0", {}, None),
        ("b or x > 0", {"b": True}, True),
        ("b or x > 0", {"x": 1}, True),
        ("b or x > 0", {"b": False}, None),
        ("b or x > 0", {"x": 0}, None),
        ("b or x > 0", {}, None),
        # a choice is its value in comparisons, its score in arithmetic
        ('c == "lav"', {"c": "lav"}, True),
        ('c != "lav"', {"c": "ukjent"}, True),
        ('c in ("lav", "mid")', {"c": "mid"}, True),
        ("n >= 1", {"n": 2}, True),
        ("p == 1", {"p": 1}, True),
        ("p + 0 == 10", {"p": 1}, True),
        ("sum(p, n) == 22", {"p": 2, "n": 2}, True),
        ("p > 2", {"p": 2}, False),
        ("b + b == 2", {"b": True}, True),
        # several options
        ('"rygg" in s', {"s": ("rygg", "kne")}, True),
        ('"rygg" in s', {"s": ("kne",)}, False),
        ('"rygg" not in s', {"s": ("kne",)}, True),
        ('"rygg" not in s', {}, None),
        ('"rygg" not in s', {"s": ()}, None),
        ("count(s) >= 2", {"s": ("rygg", "kne")}, True),
        ("count(s) >= 2", {}, None),
        # text
        ('t == "ja"', {"t": "ja"}, True),
        ("answered(t)", {"t": "ja"}, True),
        ("answered(t)", {}, False),
        ("answered(t)", {"t": ""}, False),
        ("answered(x)", {"x": Missing.UNKNOWN}, False),
        ("not answered(x)", {}, True),
        ("asked(x)", {}, False),
        ("asked(x)", {"x": 3}, True),
        ("asked(x)", {"x": Missing.DECLINED}, True),
        ("asked(x)", {"x": Missing.NOT_RELEVANT}, True),
        ("asked(x)", {"x": "tull"}, False),
        ("declined(x)", {"x": Missing.DECLINED}, True),
        ("declined(x)", {"x": Missing.UNKNOWN}, False),
        ("declined(x)", {}, False),
        ("unknown(x)", {"x": Missing.UNKNOWN}, True),
        ("unknown(x)", {}, False),
        ("not_relevant(x)", {"x": Missing.NOT_RELEVANT}, True),
        ("count(declined(x), declined(y)) == 1", {"y": Missing.DECLINED}, True),
        ("asked(barn) and not answered(barn)", {"barn": Missing.UNKNOWN}, True),
        ("asked(barn) or declined(barn)", {}, False),
        # arithmetic
        ("x + y * 2 == 7", {"x": 1, "y": 3}, True),
        ("x - y < 0", {"x": 1, "y": 3}, True),
        ("x / y > 1", {"x": 1, "y": 0}, None),
        ("-x == -3", {"x": 3}, True),
        ("sum(x, y) > 3", {"x": 4}, None),
        ("mean(x, y) == 2.5", {"x": 2, "y": 3}, True),
        # as much as can be known
        ("max(x, y) >= 7", {"x": 7}, True),
        ("max(x, y) >= 7", {"x": 6}, None),
        ("max(x, y) < 7", {"x": 7}, False),
        ("min(x, y) <= 2", {"x": 2}, True),
        ("min(x, y) > 2", {"x": 2}, False),
        ("min(x, y) <= 2", {"x": 3}, None),
        ("count(x > 1, y > 1, b) >= 2", {"x": 2, "y": 2}, True),
        ("count(x > 1, y > 1, b) >= 2", {"x": 2}, None),
        ("count(x > 1, y > 1, b) >= 2", {"x": 0, "y": 0}, False),
        ("count(x > 1, y > 1) == 2", {"x": 2}, None),
        ("count(x > 1, y > 1) != 2", {"x": 0}, True),
        ("poeng >= 7", {"x": 8}, True),
        ("poeng >= 7", {"x": 4}, None),
        ("poeng <= 18", {"x": 4}, True),
        ("poeng <= 10", {"x": 4}, None),
        ("poeng <= 3", {"x": 4}, False),
        ("poeng < 14", {"x": 4}, None),
        ("poeng < 4", {"x": 4}, False),
        ("poeng > 13", {"x": 4}, None),
        ("poeng > 14", {"x": 4}, False),
        ("poeng == 15", {"x": 4}, False),
        ("poeng == 5", {"x": 4}, None),
        ("poeng != 15", {"x": 4}, True),
        ("poeng == 4", {"x": 4}, None),
        # dates: a written month or year is all of its days
        ('d >= "2026-05-17"', {"d": "2026-05-17"}, True),
        ('d > "2026-05-17"', {"d": "2026-05-17"}, False),
        ('d == "2026-05-17"', {"d": "2026-05-17"}, True),
        ('d >= "2026"', {"d": "2026-05-17"}, True),
        ('d > "2026"', {"d": "2026-05-17"}, False),
        ('d == "2026"', {"d": "2026-05-17"}, True),
        ('d != "2026"', {"d": "2025-12-31"}, True),
        ('d <= "2026-05"', {"d": "2026-05-31"}, True),
        ('d < "2026-05"', {"d": "2026-05"}, False),
        ('"2026" <= d', {"d": "2026-05"}, True),
        ('"2026" < d', {"d": "2026-05"}, False),
        ('d >= "2026-05-17"', {"d": "2026"}, None),
        ('d >= "2026-05-17"', {"d": "~2027"}, True),
        ('d >= "2026-05-17"', {"d": "igår"}, None),
        # last time, and the context
        ("previous(x) >= 4", {"before_x": 5}, True),
        ("previous(x) >= 4", {"x": 5}, None),
        ("x > previous(x)", {"x": 5, "before_x": 4}, True),
        ('"rygg" in previous(s)', {"before_s": ("rygg",)}, True),
        ("previous(b)", {"before_b": Missing.DECLINED}, None),
        ("age >= 18", {"age": 57}, True),
        ("age >= 18", {}, None),
        ("contact_point == 2", {"contact_point": 2}, True),
        # rows
        ("any(barn.alder < 18)", CHILDREN, True),
        ("all(barn.alder < 18)", CHILDREN, False),
        ("all(barn.syk)", CHILDREN, None),
        ("any(not barn.syk)", CHILDREN, None),
        ("any(alder < 18)", {}, ProblemCode.UNKNOWN_NAME),
        ("any(barn.alder < 18)", {"barn": ()}, False),
        ("all(barn.alder < 18)", {"barn": ()}, True),
        ("any(barn.alder < 18)", {}, None),
        ("any(barn.alder < 18)", {"barn": Missing.UNKNOWN}, None),
        ("any(barn.alder < 18 and barn.syk)", CHILDREN, True),
        ("any(barn.alder > x)", CHILDREN | {"x": 10}, True),
        ("count(barn) == 2", CHILDREN, True),
        ("count(barn) == 0", {"barn": ()}, True),
        ("count(barn) == 0", {}, None),
        ("count(barn.alder < 18) == 1", CHILDREN, True),
        ("count(barn.syk) == 1", CHILDREN, None),
        ("sum(barn.alder) == 27", CHILDREN, True),
        ("sum(barn.alder) == 0", {"barn": ()}, True),
        ("sum(barn.alder, x) == 30", CHILDREN | {"x": 3}, True),
        ("mean(barn.alder) > 13", CHILDREN, True),
        ("mean(barn.alder) > 13", {"barn": ()}, None),
        ("max(barn.alder) == 20", CHILDREN, True),
        ("all(answered(barn.navn))", CHILDREN, False),
        ("answered(barn)", CHILDREN, True),
        ("any(declined(barn.navn))", CHILDREN, False),
        ("any(declined(barn.navn))", CHILDREN | {"barn__2__navn": Missing.DECLINED}, True),
        ("all(asked(barn.navn))", CHILDREN | {"barn__2__navn": Missing.DECLINED}, False),
    ],
)
def test_a_condition_is_true_false_or_unknown(condition: str, given: dict[str, Any], expected: Any) -> None:
    if isinstance(expected, ProblemCode):
        with pytest.raises(ConditionError):
            truth(condition, **given)
    else:
        assert truth(condition, **given) is expected


def test_what_an_amount_knows_is_a_range() -> None:
    sheet = Sheet(Form(FORM), None, answers({"x": 4}))
    assert compile_formula("poeng", SCOPE).evaluate(sheet.env) == Bounds(4, 14)
    assert compile_formula("poeng * 2 - 1", SCOPE).evaluate(sheet.env) == Bounds(7, 27)
    assert compile_formula("100 / (poeng + 1)", SCOPE).evaluate(sheet.env) == Bounds(100 / 15, 20)
    assert compile_formula("max(x, y)", SCOPE).evaluate(sheet.env) == Bounds(4, float("inf"))


@pytest.mark.parametrize(
    ("condition", "code", "part"),
    [
        ("x >=", ProblemCode.SYNTAX, None),
        ("x = 4", ProblemCode.SYNTAX, None),
        ("(x > 4", ProblemCode.SYNTAX, None),
        ("x > " + "1 + " * 600 + "1", ProblemCode.TOO_LONG, None),
        ("(" * 60 + "x" + " + 1)" * 60 + " > 3", ProblemCode.TOO_LONG, None),
        ("lambda: 1", ProblemCode.NOT_ALLOWED, "lambda: 1"),
        ("b and x % 2 == 1", ProblemCode.NOT_ALLOWED, "x % 2"),
        ("b and x is 2", ProblemCode.NOT_ALLOWED, "x is 2"),
        ("x == None", ProblemCode.NOT_ALLOWED, "None"),
        ("any([b for b in s])", ProblemCode.NOT_ALLOWED, "[b for b in s]"),
        ("sum(x, start=3) > 1", ProblemCode.NOT_ALLOWED, "sum(x, start=3)"),
        ("x.y.z > 1", ProblemCode.NOT_ALLOWED, "x.y.z"),
        ('f"{x}" == t', ProblemCode.NOT_ALLOWED, 'f"{x}"'),
        ("b and smrte > 4", ProblemCode.UNKNOWN_NAME, "smrte"),
        ("b and smrte in (1, 2, 3)", ProblemCode.UNKNOWN_NAME, "smrte"),
        ("any(barn.hoyde > 4)", ProblemCode.UNKNOWN_NAME, "barn.hoyde"),
        ("previous(smrte) > 4", ProblemCode.UNKNOWN_NAME, "smrte"),
        ("b and len(s) > 4", ProblemCode.UNKNOWN_FUNCTION, "len"),
        ('b and c == "hoy"', ProblemCode.UNKNOWN_OPTION, '"hoy"'),
        ('"hoy" == c', ProblemCode.UNKNOWN_OPTION, '"hoy"'),
        ("n == 7", ProblemCode.UNKNOWN_OPTION, "7"),
        ('c in ("lav", "hoy")', ProblemCode.UNKNOWN_OPTION, '"hoy"'),
        ('"nakke" in s', ProblemCode.UNKNOWN_OPTION, '"nakke"'),
        ("sum() > 1", ProblemCode.WRONG_ARGUMENTS, "sum()"),
        ("answered(x, y)", ProblemCode.WRONG_ARGUMENTS, "answered(x, y)"),
        ("answered(3)", ProblemCode.WRONG_ARGUMENTS, "3"),
        ("asked(poeng)", ProblemCode.WRONG_ARGUMENTS, "poeng"),
        ("declined(age)", ProblemCode.WRONG_ARGUMENTS, "age"),
        ("unknown(x + 1)", ProblemCode.WRONG_ARGUMENTS, "x + 1"),
        ("declined(hest)", ProblemCode.UNKNOWN_NAME, "hest"),
        ("previous(poeng) > 3", ProblemCode.WRONG_ARGUMENTS, "poeng"),
        ("previous(age) > 3", ProblemCode.WRONG_ARGUMENTS, "age"),
        ("count(previous(barn)) > 3", ProblemCode.WRONG_ARGUMENTS, "barn"),
        ("b and x == t", ProblemCode.UNLIKE, "x == t"),
        ('x > "3"', ProblemCode.UNLIKE, 'x > "3"'),
        ('t > "a"', ProblemCode.UNLIKE, 't > "a"'),
        ("d > 2026", ProblemCode.UNLIKE, "2026"),
        ('d > "17.5.2026"', ProblemCode.UNLIKE, '"17.5.2026"'),
        ('"rygg" in x', ProblemCode.UNLIKE, "x"),
        ("s == 3", ProblemCode.UNLIKE, "s == 3"),
        ("x", ProblemCode.NOT_A_TRUTH, "x"),
        ("b and x", ProblemCode.NOT_A_TRUTH, "x"),
        ("count(x) > 1", ProblemCode.NOT_A_TRUTH, "x"),
        ("t + 1 > 3", ProblemCode.NOT_A_NUMBER, "t"),
        ("sum(barn.navn) > 1", ProblemCode.NOT_A_NUMBER, "barn.navn"),
        ("sum(x, c) > 1", ProblemCode.NO_SCORE, "c"),
        ("b and barn.alder > 3", ProblemCode.COLUMN_ALONE, "barn.alder"),
        ("x > 4 and x < 3", ProblemCode.NEVER_TRUE, "x > 4 and x < 3"),
        ("x > 10", ProblemCode.NEVER_TRUE, "x > 10"),
        ('c == "lav" and c == "mid"', ProblemCode.NEVER_TRUE, 'c == "lav" and c == "mid"'),
        ("b and not b", ProblemCode.NEVER_TRUE, "b and not b"),
        ("sum(x, y) > 20", ProblemCode.NEVER_TRUE, "sum(x, y) > 20"),
        ("count(s) > 3", ProblemCode.NEVER_TRUE, "count(s) > 3"),
        ("count(x > 1, y > 1) > 2", ProblemCode.NEVER_TRUE, "count(x > 1, y > 1) > 2"),
        ('æ == "ø" and smrte', ProblemCode.UNKNOWN_NAME, "æ"),
        ('t == "æøå" and smrte', ProblemCode.UNKNOWN_NAME, "smrte"),
        ('  t == "æ"\n  and smrte', ProblemCode.UNKNOWN_NAME, "smrte"),
    ],
)
def test_a_problem_is_found_at_its_place(condition: str, code: ProblemCode, part: str | None) -> None:
    problem = check(condition, SCOPE, Kind.TRUTH)[0]
    assert problem.code is code
    assert 0 <= problem.start < problem.end <= max(len(condition), 1)
    if part is not None:
        assert condition[problem.start : problem.end] == part


@pytest.mark.parametrize(
    "condition", ["smrte in (1, 2, 3)", "1 < smrte < 3", "previous(smrte) > 3", "count(smrte) > 1"]
)
def test_one_mistake_is_reported_once(condition: str) -> None:
    assert [problem.code for problem in check(condition, SCOPE, Kind.TRUTH)] == [ProblemCode.UNKNOWN_NAME]


def test_all_mistakes_are_reported_at_once() -> None:
    problems = check('a > 1 and c == "x" and len(s) > 1 and t', SCOPE, Kind.TRUTH)
    assert [problem.code for problem in problems] == [
        ProblemCode.UNKNOWN_NAME,
        ProblemCode.UNKNOWN_OPTION,
        ProblemCode.UNKNOWN_FUNCTION,
        ProblemCode.NOT_A_TRUTH,
    ]


def test_a_condition_at_the_limit_is_read_and_one_beyond_is_not() -> None:
    at_limit = "b" + " " * (MAX_LENGTH - 1)
    assert check(at_limit, SCOPE, Kind.TRUTH) == ()
    assert check(at_limit + " ", SCOPE, Kind.TRUTH) == (
        Problem(ProblemCode.TOO_LONG, 0, MAX_LENGTH + 1, {"limit": str(MAX_LENGTH)}),
    )


@pytest.mark.parametrize(
    "condition",
    [
        "x == -3 or fri == -3",
        "fri == -3",
        "-fri == 3",
        "p == 1 and x > 3",
        "sum(p, x) > 25",
        "count(s) == 2",
        "3 < x and x < y and y < fri and fri < 7",
        "x == count(b, y > 3)",
        "max(n, fri) == 1",
        "c == t",
        "p == 1 and sum(x, y, fri) > 100 and answered(d)",
        "x + y > 3 and p == 2",
        "asked(x) and not answered(x)",
        "declined(c) or unknown(t)",
        "declined(d)",
        "x > 3 and not declined(x)",
        "any(declined(barn.alder))",
    ],
)
def test_what_can_be_true_is_not_called_never_true(condition: str) -> None:
    assert check(condition, SCOPE, Kind.TRUTH) == ()


@pytest.mark.parametrize(
    "condition", ["answered(x) and declined(x)", "declined(c) and unknown(c)", "x > 3 and unknown(x)"]
)
def test_a_question_with_a_value_has_no_reason_for_having_none(condition: str) -> None:
    assert [problem.code for problem in check(condition, SCOPE, Kind.TRUTH)] == [ProblemCode.NEVER_TRUE]


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        ("alder > 18", True),
        ("alder > 120", False),
        ("alder > 18 and syk and x > 10", False),
        ("alder > x and x > 9", True),
        ("3 < alder and alder < 5", True),
        ("3 < alder and alder < 4", False),
        ("3 < alder and alder < x and x < 5", False),
        ("alder >= max(barn.alder)", True),
        ("declined(navn) and answered(navn)", False),
    ],
)
def test_what_can_never_be_true_in_a_row_is_told(condition: str, possible: bool) -> None:
    group = rows("barn", integer("alder", min=0, max=120), yes_no("syk"), {"id": "navn", "type": "text"})
    scope = scope_of(form_of(integer("x", min=0, max=10), group)).within("barn")
    assert [problem.code for problem in check(condition, scope, Kind.TRUTH)] == (
        [] if possible else [ProblemCode.NEVER_TRUE]
    )


def _names() -> Names:
    names = Names()
    names.kinds = {
        "x": "integer",
        "y": "integer",
        "fri": "open",
        "b": "yes_no",
        "n": "level",
        "s": "choices",
        "t": "text",
    }
    return names


LITTLE: Questionnaire = form_of(
    integer("x", min=-3, max=10),
    integer("y", min=-3, max=10),
    integer("fri"),
    yes_no("b"),
    {"id": "n", "type": "choice", "options": [{"value": 0}, {"value": 1, "score": 10}, {"value": 2, "score": -3}]},
    {
        "id": "s",
        "type": "choices",
        "options": [{"value": "a", "score": 1}, {"value": "b", "score": 2}, {"value": "x", "score": -1}],
    },
    {"id": "t", "type": "text"},
)


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_what_is_called_never_true_no_answers_make_true(data: st.DataObject) -> None:
    condition = data.draw(st.composite(lambda draw: random_condition(draw, _names(), None, set()))())
    scope = scope_of(LITTLE)
    flagged = [problem.code for problem in check(condition, scope, Kind.TRUTH)] == [ProblemCode.NEVER_TRUE]
    if not flagged:
        return
    form = Form(LITTLE)
    compiled = compile_condition(condition, scope)
    for _ in range(20):
        given = {}
        for item in LITTLE.items():
            assert not isinstance(item, Info | Rows)
            answer = data.draw(random_answers(item))
            value, _points = value_and_points(LITTLE, item, answer)
            within = item.id not in ("x", "y") or value is None or -3 <= value <= 10
            given[item.id] = answer if within else answered(None)
        sheet = Sheet(form, Context(data.draw(st.integers(1, 3)), data.draw(st.integers(0, 110))), given)
        assert compiled.truth(sheet.env) is not True


@pytest.mark.parametrize(
    ("condition", "how"),
    [
        ("x >= 0", Always.ONCE_ANSWERED),
        ("x > 0", None),
        ("x + y <= 20", Always.ONCE_ANSWERED),
        ("fri >= -1000", None),
        ("b or not b", Always.ONCE_ANSWERED),
        ("x > 3 or x < 4", Always.ONCE_ANSWERED),
        ("x > 4 or x < 4", None),
        ("n in (0, 1, 2)", Always.ONCE_ANSWERED),
        ("age >= 0", Always.ONCE_ANSWERED),
        ("count(s) >= 1", Always.ONCE_ANSWERED),
        ("answered(x)", None),
        ("asked(x) or not asked(x)", Always.AT_ONCE),
        ("true or x > 3", Always.AT_ONCE),
        ("previous(x) >= -3", None),
        ("any(barn.alder >= 0)", None),
        ("x > nonsense", None),
    ],
)
def test_what_is_always_true_is_told_from_what_is_not(condition: str, how: Always | None) -> None:
    found = always(condition, SCOPE)
    assert (None if found is None else found[0]) == how


@settings(max_examples=600, deadline=None)
@given(st.data())
def test_what_is_called_always_true_all_answers_make_true(data: st.DataObject) -> None:
    condition = data.draw(st.composite(lambda draw: random_condition(draw, _names(), None, set()))())
    scope = scope_of(LITTLE)
    found = always(condition, scope)
    if found is None:
        return
    form = Form(LITTLE)
    compiled = compile_condition(condition, scope)
    for _ in range(20):
        given = {}
        for item in LITTLE.items():
            assert not isinstance(item, Info | Rows)
            answer = data.draw(random_answers(item))
            value, _points = value_and_points(LITTLE, item, answer)
            within = item.id not in ("x", "y") or value is None or -3 <= value <= 10
            given[item.id] = answer if within else answered(None)
        sheet = Sheet(form, Context(data.draw(st.integers(1, 3)), data.draw(st.integers(0, 110))), given)
        if found[0] is Always.AT_ONCE or all(name in sheet.env.values for name in found[1]):
            assert compiled.truth(sheet.env) is True
