"""The engine, step by step, against a plain model that recomputes everything: on any form, in any order of answers."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kartlegging_tui.domain.answers import EMPTY, Answer, Missing, cell
from kartlegging_tui.domain.problems import problems
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Computed, Info, Rows
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.unknowns import Bounds
from tests.domain.model import Model, State
from tests.domain.random_forms import forms, random_answers

thorough = settings(
    max_examples=100,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Failures are not made smaller: with forms of this size that takes minutes, and the form is printed either way."""


def cells(form: Form, sheet: Sheet) -> list[str]:
    """Every path that can be answered now: questions, groups, and the cells of rows."""
    paths = [item.id for item in form.items.values() if not isinstance(item, Info | Computed)]
    for group, columns in form.columns.items():
        for row in sheet.rows(group):
            paths += [cell(group, row, column.id) for column in columns.values() if not isinstance(column, Computed)]
    return paths


def outcome(sheet: Sheet) -> dict[str, Any]:
    """All that a screen can see."""
    computed = {path: sheet.computed(path) for path in sheet.visible() if isinstance(sheet.form.item(path), Computed)}
    return {
        "visible": list(sheet.visible()),
        "computed": computed,
        "scores": dict(sheet.scores),
        "needs": [need.key for need in sheet.needs()],
        "urgent": sheet.urgent(),
        "problems": problems(sheet),
        "progress": [sheet.progress(section) for section in sheet.form.questionnaire.sections],
    }


def assert_same(sheet: Sheet, state: State) -> None:
    assert list(sheet.visible()) == state.shown
    assert {path for path in state.shown if not sheet.is_shown(path)} == set()
    for name, result in sheet.scores.items():
        band = result.band.text.to("nb") if result.band else None
        assert (result.value, result.bounds, band, result.complete, result.missing) == state.scores[name], name
    for path in state.shown:
        if isinstance(sheet.form.item(path), Computed):
            span = state.values.get(path)
            assert sheet.computed(path) == (None if span is None else span[0]), path
    for path in state.shown:
        assert_seen(sheet, path, state)
    assert reasons(sheet) == state.reasons
    assert [need.key for need in sheet.needs()] == state.needs
    assert sheet.urgent() == state.urgent
    assert sheet.urgent_paths == set(state.urgent)


def reasons(sheet: Sheet) -> dict[str, str]:
    """By path, why there is no value, as conditions see it."""
    seen = dict(sheet.env.reasons)
    for group, envs in sheet.env.rows.items():
        for row, env in zip(sheet.rows(group), envs, strict=True):
            seen |= {cell(group, row, column): reason for column, reason in env.reasons.items()}
    return {path: reason.value for path, reason in seen.items()}


def assert_seen(sheet: Sheet, path: str, state: State) -> None:
    """What arithmetic sees of a path is what the model says."""
    group, _, rest = path.partition("/")
    env = sheet.env
    if rest:
        row, _, path_name = rest.partition("/")
        env = sheet.env.rows[group][sheet.rows(group).index(int(row))]
    else:
        path_name = group
    points = env.points.get(path_name)
    assert not isinstance(points, Bounds)
    assert (None if points is None else (points, points)) == state.points.get(path)


def step(data: st.DataObject, form: Form, sheet: Sheet) -> tuple[str, Answer]:
    """Something a nurse may do; more often than not, with something that other questions follow from."""
    paths = cells(form, sheet)
    read = [path for path in paths if name_of(path) in form.readers]
    path = data.draw(st.sampled_from(read if read and data.draw(st.integers(0, 3)) else paths), label="path")
    item = form.item(path)
    if isinstance(item, Rows):
        return path, data.draw(row_changes(sheet, path), label="rows")
    return path, data.draw(random_answers(item), label="answer")


def name_of(path: str) -> str:
    group, _, rest = path.partition("/")
    return f"{group}.{rest.partition('/')[2]}" if rest else path


def row_changes(sheet: Sheet, group: str) -> st.SearchStrategy[Answer]:
    """A row more (most often, or there would be few), one less, another order, none, a reason for none, no answer."""
    rows = sheet.rows(group)
    more = Answer(value=(*rows, sheet.next_row(group)))
    fewer = [rows[1:], rows[:-1], tuple(reversed(rows)), ()]
    none = [Answer(missing=Missing.DECLINED), Answer(missing=Missing.UNKNOWN), EMPTY]
    return st.sampled_from([more, more, more, more, *(Answer(value=value) for value in fewer), *none])


@thorough
@given(forms(), st.data(), st.sampled_from([None, 17, 57]), st.sampled_from([None, 1, 2]))
def test_the_sheet_says_what_the_model_says_whatever_is_done(
    questionnaire: Questionnaire, data: st.DataObject, age: int | None, contact_point: int | None
) -> None:
    form = Form(questionnaire)
    asked = [item for item in questionnaire.items() if not isinstance(item, Info | Computed | Rows)]
    previous = {item.id: data.draw(random_answers(item)) for item in asked if data.draw(st.booleans())}
    context = Context(contact_point, age, previous)
    known = {name: number for name, number in (("age", age), ("contact_point", contact_point)) if number is not None}
    sheet, model = Sheet(form, context), Model(questionnaire, previous, **known)
    for group in form.columns:
        model.answers[group] = Answer(value=(1, 2))
        sheet.set(group, model.answers[group])
    assert_same(sheet, model.state())
    done: list[tuple[str, Answer, dict[str, Any]]] = []
    for _ in range(data.draw(st.integers(8, 25), label="steps")):
        before = outcome(sheet)
        if done and data.draw(st.integers(0, 4), label="undo") == 0:
            path, answer, restored = done.pop()
            change = sheet.set(path, answer)
            assert outcome(sheet) == restored
        else:
            path, answer = step(data, form, sheet)
            done.append((path, sheet.answer(path), before))
            change = sheet.set(path, answer)
        if answer.empty:
            model.answers.pop(path, None)
        else:
            model.answers[path] = answer
        assert_same(sheet, model.state())
        after = outcome(sheet)
        assert {name for name in form.scores if before["scores"][name] != after["scores"][name]} <= change.scores
        assert set(before["needs"]) ^ set(after["needs"]) == change.needs
        assert set(before["urgent"]) ^ set(after["urgent"]) == change.urgent
        assert all(sheet.is_shown(problem.path) for problem in after["problems"])
    assert outcome(Sheet(form, context, sheet.answers)) == outcome(sheet)


@thorough
@given(forms(), st.data())
def test_the_order_of_the_answers_makes_no_difference(questionnaire: Questionnaire, data: st.DataObject) -> None:
    form = Form(questionnaire)
    first = Sheet(form)
    for _ in range(data.draw(st.integers(5, 15))):
        first.set(*step(data, form, first))
    other = Sheet(form)
    for path in data.draw(st.permutations(sorted(first.answers))):
        other.set(path, first.answers[path])
    assert outcome(other) == outcome(first)


@thorough
@given(forms(), st.data())
def test_taking_everything_back_leads_to_the_empty_form(questionnaire: Questionnaire, data: st.DataObject) -> None:
    form = Form(questionnaire)
    sheet = Sheet(form)
    empty = outcome(sheet)
    done = []
    for _ in range(data.draw(st.integers(5, 15))):
        path, answer = step(data, form, sheet)
        done.append((path, sheet.answer(path)))
        sheet.set(path, answer)
    for path, before in reversed(done):
        sheet.set(path, before)
    assert outcome(sheet) == empty
    assert sheet.answers == {}
