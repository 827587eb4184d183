"""One answer changes what follows from it, and nothing else is looked at."""

from __future__ import annotations

import pytest

from kartlegging_tui.domain.answers import EMPTY, Answer, Missing
from kartlegging_tui.domain.rules import CyclicForm, Form
from kartlegging_tui.domain.sheet import Context, Sheet
from tests.domain.forms import form_of, integer, questionnaire, rows, sheet_of, text, yes_no
from tests.domain.large_forms import large_form


@pytest.mark.parametrize("questions", [100, 1000])
def test_an_answer_runs_only_the_rules_that_depend_on_it(questions: int) -> None:
    sheet = Sheet(Form(large_form(questions)))
    change = sheet.set("q43", Answer(value=7))
    assert change.rules_run == 3  # q44 is shown if, the sum of its section, the need that reads the sum
    assert sheet.set("q43", Answer(value=8)).rules_run == 3
    assert sheet.set("q50", Answer(value=8)).rules_run == 0


def test_an_answer_that_changes_nothing_runs_nothing() -> None:
    sheet = Sheet(Form(large_form(100)))
    sheet.set("q43", Answer(value=7))
    assert sheet.set("q43", Answer(value=7, note="sikker")).rules_run == 0


def test_a_row_runs_its_own_rules_alone() -> None:
    group = rows("barn", integer("alder"), yes_no("skole", visible_if="alder >= 6"))
    form = Form(form_of(group, integer("annet", visible_if="any(barn.alder < 6)")))
    sheet = Sheet(form, None, {"barn": Answer(value=tuple(range(1, 21)))})
    assert sheet.set("barn/7/alder", Answer(value=7)).rules_run == 2


def test_a_row_that_looks_at_the_others_runs_in_all_of_them() -> None:
    group = rows("barn", integer("alder"), yes_no("eldst", visible_if="alder >= max(barn.alder)"))
    sheet = Sheet(Form(form_of(group)), None, {"barn": Answer(value=(1, 2, 3))})
    assert sheet.set("barn/2/alder", Answer(value=7)).rules_run == 3
    sheet.set("barn/1/alder", Answer(value=9))
    sheet.set("barn/3/alder", Answer(value=1))
    assert sheet.is_shown("barn/1/eldst")
    assert not sheet.is_shown("barn/2/eldst")


def test_a_change_says_what_has_changed() -> None:
    form = questionnaire(
        [
            {"id": "en", "questions": [integer("a", urgent={"when": "a > 8", "text": text("ring")})]},
            {"id": "to", "visible_if": "a > 3", "questions": [integer("b"), integer("c", visible_if="a > 5")]},
        ],
        scores=[{"id": "poeng", "value": "a"}],
        needs=[{"id": "behov", "when": "poeng > 4", "title": text("Behov")}],
    )
    sheet = sheet_of(form)
    change = sheet.set("a", Answer(value=9))
    assert (change.sections, change.shown, change.scores, change.needs, change.urgent) == (
        {"to"},
        {"c"},
        {"poeng"},
        {"behov"},
        {"a"},
    )
    change = sheet.set("a", Answer(value=4))
    assert (change.sections, change.shown, change.needs, change.urgent) == (set(), {"c"}, {"behov"}, {"a"})


def test_the_answer_of_a_hidden_question_stays_and_counts_again_when_it_comes_back() -> None:
    sheet = sheet_of(
        form_of(yes_no("vis"), integer("a", visible_if="vis"), integer("b", visible_if="a > 1")), vis=True, a=2
    )
    assert list(sheet.visible()) == ["vis", "a", "b"]
    sheet.set("vis", Answer(value=False))
    assert list(sheet.visible()) == ["vis"]
    assert sheet.answer("a") == Answer(value=2)
    sheet.set("vis", Answer(value=True))
    assert list(sheet.visible()) == ["vis", "a", "b"]


def test_a_row_number_is_never_used_twice() -> None:
    sheet = sheet_of(form_of(rows("barn", integer("alder"))))
    sheet.set("barn", Answer(value=(1, 2)))
    sheet.set("barn", Answer(value=(1,)))
    assert sheet.next_row("barn") == 3
    sheet.set("barn", EMPTY)
    assert sheet.next_row("barn") == 3
    assert Sheet(sheet.form, None, {"barn/4/alder": Answer(value=7)}).next_row("barn") == 5


def test_a_row_number_of_an_earlier_contact_point_is_never_used_for_another_child() -> None:
    form = Form(form_of(rows("barn", integer("alder")), rows("legemidler", integer("dose"))))
    previous = {"barn": Answer(value=(1, 3)), "legemidler/2/dose": Answer(value=7)}
    assert Sheet(form, Context(previous=previous)).next_row("barn") == 4
    assert Sheet(form, Context(previous=previous)).next_row("legemidler") == 3
    assert Sheet(form, Context(previous=previous, rows_used={"barn": 6})).next_row("barn") == 7
    assert Sheet(form, Context(previous=previous), {"barn": Answer(value=(9,))}).next_row("barn") == 10


def test_an_answer_is_urgent_only_while_it_is_given_and_shown() -> None:
    urgent = integer("a", visible_if="vis", urgent={"when": "b > 3", "text": text("ring")})
    sheet = sheet_of(form_of(yes_no("vis"), urgent, integer("b")), vis=True, b=4)
    assert sheet.urgent() == []
    assert sheet.set("a", Answer(value=1)).urgent == {"a"}
    assert sheet.set("vis", Answer(value=False)).urgent == {"a"}
    assert sheet.urgent() == []
    sheet.set("vis", Answer(value=True))
    assert sheet.set("a", Answer(missing=Missing.DECLINED)).urgent == {"a"}
    assert sheet.urgent() == []


def test_an_urgent_answer_of_a_row_is_gone_with_the_row_and_back_with_it() -> None:
    group = rows("barn", integer("alder", urgent={"when": "alder < 1", "text": text("ring")}))
    sheet = sheet_of(form_of(group), barn=(1, 2), barn__1__alder=0, barn__2__alder=0)
    assert sheet.urgent() == ["barn/1/alder", "barn/2/alder"]
    assert sheet.set("barn", Answer(value=(2,))).urgent == {"barn/1/alder"}
    assert sheet.urgent() == ["barn/2/alder"]
    assert sheet.set("barn", Answer(value=(2, 1))).urgent == {"barn/1/alder"}
    assert sheet.urgent() == ["barn/2/alder", "barn/1/alder"]


def test_nonsense_from_elsewhere_counts_as_no_answer() -> None:
    sheet = sheet_of(form_of(integer("a"), integer("b", visible_if="a > 1"), rows("barn", integer("alder"))))
    for path, value in (("a", "mye"), ("a", True), ("a", (1, 2)), ("barn", ("x",)), ("barn", "to")):
        sheet.set(path, Answer(value=value))
        assert list(sheet.visible()) == ["a", "barn"]


def test_a_question_may_follow_from_one_further_down() -> None:
    sheet = sheet_of(form_of(integer("a", visible_if="b > 1"), integer("b")), b=2)
    assert list(sheet.visible()) == ["a", "b"]


def test_the_context_is_known_from_the_beginning() -> None:
    form = form_of(integer("a", visible_if="contact_point == 2 and age >= 18"))
    assert list(sheet_of(form, Context(contact_point=2, age=57)).visible()) == ["a"]
    assert list(sheet_of(form, Context(contact_point=2)).visible()) == []


def test_progress_counts_what_is_asked_and_what_is_answered() -> None:
    form = form_of({"id": "i", "type": "info"}, integer("a"), integer("b", visible_if="a > 1"), rows("c", integer("d")))
    sheet = sheet_of(form)
    (section,) = form.sections
    assert sheet.progress(section) == (0, 2)
    sheet.set("a", Answer(value=2))
    assert sheet.progress(section) == (1, 3)
    sheet.set("c", Answer(value=(1,)))
    assert sheet.progress(section) == (2, 4)


def test_progress_of_a_section_follows_whether_it_is_asked_at_all() -> None:
    sections = [
        {"id": "en", "questions": [integer("a")]},
        {"id": "to", "visible_if": "a > 3", "questions": [integer("b")]},
    ]
    form = questionnaire(sections)
    sheet = sheet_of(form)
    assert sheet.progress(form.sections[1]) == (0, 0)
    sheet.set("a", Answer(value=4))
    assert sheet.progress(form.sections[1]) == (0, 1)
    sheet.set("a", Answer(value=2))
    assert sheet.progress(form.sections[1]) == (0, 0)


@pytest.mark.parametrize(
    "questions",
    [
        [integer("a", visible_if="a > 1")],
        [integer("a", visible_if="b > 1"), integer("b", visible_if="a > 1")],
        [{"id": "a", "type": "computed", "value": "b + 1"}, {"id": "b", "type": "computed", "value": "a + 1"}],
        [rows("a", integer("b"), visible_if="any(a.b > 1)")],
        [rows("a", integer("b", visible_if="any(a.b > 1)"))],
    ],
)
def test_what_goes_in_a_circle_is_refused(questions: list[dict[str, object]]) -> None:
    with pytest.raises(CyclicForm):
        Form(form_of(*questions))


def test_a_section_cannot_follow_from_its_own_questions() -> None:
    with pytest.raises(CyclicForm):
        Form(questionnaire([{"id": "s", "visible_if": "a > 1", "questions": [integer("a")]}]))


def test_a_path_that_is_not_in_the_form_is_refused() -> None:
    sheet = sheet_of(form_of(integer("a"), rows("b", integer("c"))))
    for path in ("x", "b/1/x", "a/1/c"):
        with pytest.raises(KeyError):
            sheet.set(path, Answer(value=1))
