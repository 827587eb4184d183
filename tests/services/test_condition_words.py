"""When to answer a question on paper, in words that mean just what the condition means."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.env import Env, put, value_and_points
from kartlegging_tui.domain.expressions import compile_condition
from kartlegging_tui.domain.questions import Choice, Choices
from kartlegging_tui.domain.remaining import Situation
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.texts import LANGUAGES
from kartlegging_tui.services.asked import Asked
from kartlegging_tui.services.blank import has_text, paper_form
from kartlegging_tui.services.condition_words import About, When, when
from tests.domain.forms import answered, choice, form_of, integer, rows, yes_no

HOW_OFTEN = [
    {"value": 0, "text": "Never"},
    {"value": 1, "text": "Rarely"},
    {"value": 2, "text": "Often"},
    {"value": 3, "text": "Always"},
]
PLACES = [{"value": "back", "text": "Back"}, {"value": "neck", "text": "Neck"}, {"value": "other", "text": "Elsewhere"}]
FORM = Form(
    form_of(
        yes_no("barn"),
        choice("sovn", options=HOW_OFTEN),
        choice("energi", options=HOW_OFTEN),
        {"id": "sted", "type": "choices", "options": [*PLACES, {"value": "no", "text": "Nowhere", "exclusive": True}]},
        {"id": "smerte", "type": "scale"},
        integer("dager"),
        {"id": "ord", "type": "text"},
        yes_no("hemmelig", confidential=True),
        rows("familie", integer("alder"), yes_no("bor")),
        {"id": "dobbelt", "type": "computed", "value": "dager * 2"},
        scores=[{"id": "plage", "value": "sum(sovn, energi)"}],
    )
)
NUMBERS = {
    "barn": "1",
    "sovn": "2",
    "energi": "3",
    "sted": "4",
    "smerte": "5",
    "dager": "6",
    "ord": "7",
    "familie": "8",
}
ASKED = {
    name: Asked(
        number,
        FORM.items[name],
        FORM.questionnaire.options(item) if isinstance(item := FORM.items[name], Choice | Choices) else (),
    )
    for name, number in NUMBERS.items()
}
FORMULAS = {"plage": frozenset({"sovn", "energi"}), "dobbelt": frozenset({"dager"})}


def said(condition: str, contact_point: int | None = None, about: About = About.QUESTION) -> str | bool:
    """The words; or whether it is always or never."""
    known = {} if contact_point is None else {"contact_point": contact_point}
    result = when(condition, about, Situation(FORM.scope, ASKED, known, FORMULAS), ASKED, "en")
    return result.words or result.possible


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("barn", "you answered “Yes” to question 1"),
        ("not barn", "you answered “No” to question 1"),
        ("answered(barn)", "you have answered question 1"),
        ("not answered(barn)", "you have not answered question 1"),
        ("not answered(barn) or barn", "you did not answer “No” to question 1"),
        ("sovn == 2", "you answered “Often” to question 2"),
        ("sovn >= 2", "you answered “Often” or “Always” to question 2"),
        ("sovn in (0, 3)", "you answered “Never” or “Always” to question 2"),
        ("sovn >= 1", "you answered something other than “Never” to question 2"),
        ("sovn != 1", "you answered something other than “Rarely” to question 2"),
        ("sovn > 0 and sovn < 3", "you answered “Rarely” or “Often” to question 2"),
        ("max(sovn, energi) >= 1", "you answered something other than “Never” to at least one of questions 2 and 3"),
        ("sovn >= 2 or energi >= 2", "you answered “Often” or “Always” to at least one of questions 2 and 3"),
        ("smerte >= 4", "you answered 4 or more to question 5"),
        ("smerte < 4", "you answered 3 or less to question 5"),
        ("3 <= smerte <= 4", "you answered 3 or 4 to question 5"),
        ('"back" in sted', "you chose “Back” in question 4"),
        ('"back" in sted or "neck" in sted', "you chose “Back” or “Neck” in question 4"),
        ('"back" in sted and "neck" in sted', "you chose “Back” in question 4, and you chose “Neck” in question 4"),
        ('"back" not in sted', "you answered question 4 without choosing “Back”"),
        ('not "back" in sted', "you answered question 4 without choosing “Back”"),
        ('"no" not in sted', "you chose something other than “Nowhere” in question 4"),
        ('answered(sted) and "no" not in sted', "you chose something other than “Nowhere” in question 4"),
        ("dager >= 3", "you wrote 3 or more in question 6"),
        ("not dager >= 3", "you wrote less than 3 in question 6"),
        ("answered(ord)", "you have answered question 7"),
        ("age < 18", "you are younger than 18"),
        ("not age < 18", "you are 18 or older"),
        ("contact_point >= 2", "this is conversation number 2 or a later one"),
        ("barn and age >= 75", "you answered “Yes” to question 1, and you are 75 or older"),
        ("barn or age >= 75", "you answered “Yes” to question 1, or if you are 75 or older"),
        ("not (barn and smerte >= 4)", "you answered “No” to question 1, or if you answered 3 or less to question 5"),
        (
            "smerte >= 4 or (barn and age >= 75)",
            "you answered 4 or more to question 5, or if you answered “Yes” to question 1 and you are 75 or older",
        ),
        (
            "barn and (age >= 75 or smerte >= 4)",
            "you answered “Yes” to question 1, and either you are 75 or older or you answered 4 or more to question 5",
        ),
    ],
)
def test_a_condition_in_plain_words(condition: str, words: str) -> None:
    assert said(condition) == f"Answer this if {words}."


@pytest.mark.parametrize(
    ("condition", "questions"),
    [
        ("plage >= 3", "questions 2 and 3"),
        ("dobbelt > 4", "question 6"),
        ("barn or plage >= 3", "questions 1–3"),
        ("sum(sovn, dager) > 4", "questions 2 and 6"),
        ("count(sted) >= 2", "question 4"),
        ("any(familie.alder < 18)", "question 8"),
        ("plage >= 3 or hemmelig", "questions 2 and 3"),
    ],
)
def test_what_only_a_machine_counts_is_not_explained_but_the_answers_behind_it_are_named(
    condition: str, questions: str
) -> None:
    start = f"Whether this is for you depends on what you answered to {questions}."
    assert said(condition) == f"{start} If in doubt, leave it open."


def test_a_sentence_that_nobody_can_follow_is_not_written() -> None:
    many = 'barn or sovn == 3 or energi == 0 or "back" in sted or smerte >= 4 or dager > 2'
    assert str(said(many)).startswith("Whether this is for you depends on what you answered to questions 1–6.")


def test_what_was_answered_last_time_is_not_on_the_paper() -> None:
    assert said("previous(smerte) >= 4") == "This may not be for you. If in doubt, leave it open."


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("contact_point == 2", True),
        ("contact_point == 1", False),
        ("contact_point == 1 and barn", False),
        ("contact_point == 2 and barn", "Answer this if you answered “Yes” to question 1."),
        ("contact_point == 1 or barn", "Answer this if you answered “Yes” to question 1."),
        ("not (contact_point == 1 and barn)", True),
    ],
)
def test_what_the_contact_point_decides_is_not_asked_about(condition: str, expected: str | bool) -> None:
    assert said(condition, contact_point=2) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("hemmelig", False),
        ("not hemmelig", False),
        ("hemmelig and barn", False),
        ("not answered(hemmelig)", True),
        ("hemmelig or barn", "Answer this if you answered “Yes” to question 1."),
    ],
)
def test_what_is_not_on_the_paper_is_never_answered_there(condition: str, expected: str | bool) -> None:
    assert said(condition) == expected


def test_a_section_and_a_form_are_spoken_of_as_such() -> None:
    assert said("barn", about=About.SECTION) == "Answer this part if you answered “Yes” to question 1."
    assert said("barn", about=About.FORM) == "Fill in this form if you answered “Yes” to question 1."
    assert said("barn", about=About.TEXT) == "Read this if you answered “Yes” to question 1."


CONDITIONS = [
    "barn and sovn >= 1",
    "not (barn or sovn >= 1)",
    "not (barn and (sovn == 0 or smerte > 4))",
    "max(sovn, energi) >= 2 or not barn",
    "not max(sovn, energi) >= 2",
    "barn or hemmelig and sovn == 1",
    "not (hemmelig and barn) and answered(sovn)",
    "(barn or contact_point == 1) and not (sovn in (1, 2))",
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_what_remains_of_a_condition_holds_just_where_the_condition_does(condition: str) -> None:
    situation = Situation(FORM.scope, ASKED, {"contact_point": 2}, FORMULAS)
    whole, left = compile_condition(condition, FORM.scope), situation.remaining(condition)
    possible: dict[str, tuple[Any, ...]] = {
        "barn": (None, True, False),
        "sovn": (None, 0, 1, 2),
        "energi": (None, 0, 3),
        "smerte": (None, 4, 5),
    }
    for values in itertools.product(*possible.values()):
        env = Env(values={"contact_point": 2}, points={"contact_point": 2})
        for name, value in zip(possible, values, strict=True):
            if value is not None:
                seen, points = value_and_points(FORM.questionnaire, FORM.items[name], answered(value))
                put(env.values, name, seen)
                put(env.points, name, points)
        holds = left if isinstance(left, bool) else situation.holds(left, env)
        assert holds is (whole.truth(env) is True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_condition_of_every_shipped_form_has_words(language: str) -> None:
    for questionnaire in shipped().questionnaires():
        if has_text(questionnaire):
            for number in (None, 1, 2, 3):
                paper = paper_form(Form(questionnaire), language, number)
                for words in (*paper.shown.values(), *paper.sections.values()):
                    assert "{" not in words and "_" not in words and "==" not in words


def test_no_condition_is_no_words() -> None:
    assert when(None, About.QUESTION, Situation(FORM.scope, {}, {}, {}), {}, "en") == When(True)
