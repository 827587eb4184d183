"""A question answered from the index, against the slow and obvious way: every form filled again, and asked."""

from __future__ import annotations

import ast
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from kartlegging_tui.domain.answers import cell
from kartlegging_tui.domain.asking import question, vocabulary
from kartlegging_tui.domain.env import Env, put
from kartlegging_tui.domain.expressions import compile_condition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Computed, Info, Rows
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.said import Told, indexed
from kartlegging_tui.domain.scope import scope_of
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.records import asking
from kartlegging_tui.records.database import Database
from tests.domain.forms import answers, form_of, yes_no
from tests.domain.random_forms import NUMBERS, Names, condition, forms, kind_of, random_answers

BORN = (date(1950, 1, 1), date(2010, 1, 1), None, date(1990, 6, 2))
TODAY = date(2026, 11, 22)
Talks = dict[int, Sheet]
"""The filled form by contact point."""


def names_of(form: Questionnaire) -> Names:
    """What conditions about a form can be made of; what is in free text is not asked in this way."""
    names = Names()
    for item in form.items():
        if isinstance(item, Info):
            continue
        if isinstance(item, Rows):
            columns = (column for column in item.row if not isinstance(column, Info))
            names.columns[item.id] = {column.id: kind for column in columns if (kind := _kind(column)) != "text"}
        elif (kind := _kind(item)) != "text":
            names.kinds[item.id] = kind
    names.kinds |= {score.id: "score" for score in form.scores}
    return names


def _kind(item: Any) -> str:
    if isinstance(item, Computed):
        return "number"
    kind = kind_of(item)
    return "open" if kind == "integer" and item.min is None else kind


@st.composite
def filled(draw: st.DrawFn, form: Form, number: int) -> Sheet:
    sheet = Sheet(form, Context(number, 50, {}, TODAY))
    for item in form.items.values():
        if isinstance(item, Info | Computed) or not draw(st.integers(0, 4)):
            continue
        if isinstance(item, Rows):
            count = draw(st.integers(0, 3))
            sheet.set(item.id, sheet.answer(item.id).model_copy(update={"value": tuple(range(1, count + 1))}))
            for row in range(1, count + 1):
                for column in item.row:
                    if not isinstance(column, Info | Computed) and draw(st.integers(0, 3)):
                        sheet.set(cell(item.id, row, column.id), draw(random_answers(column)))
        else:
            sheet.set(item.id, draw(random_answers(item)))
    return sheet


class Case(NamedTuple):
    form: Questionnaire
    pathways: list[Talks]
    texts: list[str]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    questionnaire = draw(forms())
    form, names = Form(questionnaire), names_of(questionnaire)
    pathways = []
    for _born in BORN:
        held = draw(st.sets(st.integers(1, 3)))
        pathways.append({number: draw(filled(form, number)) for number in sorted(held)})
    asked = {name for name, kind in names.kinds.items() if kind in NUMBERS and kind not in ("number", "score")}
    texts = [condition(draw, names, None, asked) for _ in range(4)]
    if names.columns:  # rows are what is hardest
        texts += [
            f"{text} or any({group}.{name} == 1)"
            for text in texts[:1]
            for group, row in names.columns.items()
            for name, kind in row.items()
            if kind in ("integer", "open", "scale")
        ]
    return Case(questionnaire, pathways, [*texts, *(f"not ({text})" for text in texts)])


def slow_env(talks: Talks, at: int | None, born: date | None) -> Env:
    """The latest answers, or those at a contact point, put together from filled forms."""
    env = Env(previous=Env())
    names = {name for sheet in talks.values() for name in (*sheet.env.values, *sheet.env.reasons, *sheet.env.points)}
    for name in names - {"age", "contact_point"}:
        answered = [number for number, sheet in talks.items() if name in sheet.env.values or name in sheet.env.reasons]
        here = at if at is not None else max(answered, default=None)
        if here in talks:
            _copy(talks[here].env, env, name)
        before = [number for number in answered if here is not None and number < here]
        if before and env.previous is not None:
            _copy(talks[max(before)].env, env.previous, name)
    number = max(talks, default=None) if at is None else at
    years = None if born is None else TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    for name, value in (("age", years), ("contact_point", number)):
        put(env.values, name, value)
        put(env.points, name, value)
    return env


def _copy(source: Env, target: Env, name: str) -> None:
    put(target.values, name, source.values.get(name))
    put(target.points, name, source.points.get(name))
    put(target.reasons, name, source.reasons.get(name))
    if name in source.rows:
        target.rows[name] = [Env(row.values, row.points, form=target, reasons=row.reasons) for row in source.rows[name]]


def slowly(case: Case, text: str, at: int | None) -> list[int]:
    """The places of the pathways of which a condition of the form is true."""
    compiled = compile_condition(text, scope_of(case.form))
    return [
        place
        for place, (talks, born) in enumerate(zip(case.pathways, BORN, strict=True))
        if (at is None or at in talks) and compiled.truth(slow_env(talks, at, born)) is True
    ]


@pytest.fixture
def people(database: Database) -> tuple[Database, list[int]]:
    with database.write() as unit:
        ids = []
        for born in BORN:
            patient = unit.add_patient(name="Kari Nordmann", birth_date=born)
            ids.append(unit.add_pathway(patient.id, "hjem", date(2026, 1, 10), "C50.9", relapse=False).id)
        unit.commit()
    return database, ids


@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),  # the same patients for all of them
)
@given(case=cases())
def test_the_index_says_what_the_filled_forms_say(people: tuple[Database, list[int]], case: Case) -> None:
    database, ids = people
    with database.write() as unit:
        for pathway_id, talks in zip(ids, case.pathways, strict=True):
            unit.project(pathway_id, [Told(number, [indexed(sheet)], TODAY, True) for number, sheet in talks.items()])
        unit.commit()
    words = vocabulary([case.form])
    with database.read() as view:
        for text in case.texts:
            asked = question(text, words)
            for at in (None, 1, 2, 3):
                note(f"{text} at {at}: {ast.unparse(asked.tree)}")
                wanted = sorted(ids[place] for place in slowly(case, text, at))
                found = asking.find(view._connection, asked, at, TODAY)
                assert sorted(pathway for pathway, _due in found) == wanted
                engine = asking.by_the_engine(view._connection, asked, at, TODAY)
                assert sorted(pathway for pathway, _due in engine) == wanted


class SharedCase(NamedTuple):
    forms: tuple[Questionnaire, Questionnaire]
    """The one that is offered first, and another in which the same names stand."""
    pathways: list[dict[int, tuple[Sheet | None, Sheet | None]]]
    """By contact point: how each form is filled; None where it is not."""
    texts: list[str]


@st.composite
def shared_cases(draw: st.DrawFn) -> SharedCase:
    """Two forms: the same questions in both, or those that happen to be called and made alike."""
    one = draw(forms()).model_copy(update={"id": "b_form"})
    other = (one if draw(st.integers(0, 2)) else draw(forms())).model_copy(update={"id": "a_form"})
    both = (one, other) if draw(st.booleans()) else (other, one)
    shared = vocabulary(both).shared
    names = Names()
    names.kinds = {name: kind for name, kind in names_of(one).kinds.items() if name in shared}
    assume(names.kinds)
    rules = Form(both[0]), Form(both[1])
    pathways = []
    for _born in BORN:
        held = sorted(draw(st.sets(st.integers(1, 3))))
        sheets = {n: tuple(draw(filled(form, n)) if draw(st.integers(0, 3)) else None for form in rules) for n in held}
        pathways.append(sheets)
    asked = {name for name, kind in names.kinds.items() if kind in NUMBERS and kind not in ("number", "score")}
    texts = [condition(draw, names, None, asked) for _ in range(4)]
    return SharedCase(both, pathways, [*texts, *(f"not ({text})" for text in texts)])  # type: ignore[arg-type]


def slow_shared_env(
    talks: dict[int, tuple[Sheet | None, Sheet | None]], names: Collection[str], at: int | None, born: date | None
) -> Env:
    """The latest answers to whichever of the forms was asked; at the same contact point, to the one offered first."""
    env = slow_env({number: Sheet(Form(form_of(yes_no("none"))), Context(number)) for number in talks}, at, born)
    for name in names:
        answered = [
            (number, -place, sheet.env)
            for number, sheets in talks.items()
            for place, sheet in enumerate(sheets)
            if sheet is not None and (name in sheet.env.values or name in sheet.env.reasons)
        ]
        hidden = [sheet.env for sheet in talks.get(at or 0, ()) if sheet is not None and name in sheet.env.points]
        here = max((each for each in answered if at is None or each[0] == at), key=lambda each: each[:2], default=None)
        if here or hidden:
            _copy(here[2] if here else hidden[0], env, name)
        point = at or (here[0] if here else 0)
        before = max((each for each in answered if each[0] < point), key=lambda each: each[:2], default=None)
        if before and env.previous is not None:
            _copy(before[2], env.previous, name)
    return env


@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(case=shared_cases())
def test_a_name_that_forms_share_has_the_answer_that_was_given_last(
    people: tuple[Database, list[int]], case: SharedCase
) -> None:
    database, ids = people
    with database.write() as unit:
        for pathway_id, talks in zip(ids, case.pathways, strict=True):
            told = [
                Told(number, [indexed(sheet) for sheet in sheets if sheet is not None], TODAY, True)
                for number, sheets in talks.items()
            ]
            unit.project(pathway_id, told)
        unit.commit()
    words = vocabulary(case.forms, [form.id for form in case.forms])
    with database.read() as view:
        for text in case.texts:
            asked, compiled = question(text, words), compile_condition(text, scope_of(case.forms[0]))
            for at in (None, 1, 2, 3):
                note(f"{text} at {at}")
                wanted = sorted(
                    pathway_id
                    for pathway_id, talks, born in zip(ids, case.pathways, BORN, strict=True)
                    if (at is None or at in talks)
                    and compiled.truth(slow_shared_env(talks, words.shared, at, born)) is True
                )
                found = asking.find(view._connection, asked, at, TODAY)
                assert sorted(pathway for pathway, _due in found) == wanted
                engine = asking.by_the_engine(view._connection, asked, at, TODAY)
                assert sorted(pathway for pathway, _due in engine) == wanted


def test_a_score_that_lies_between_two_numbers_is_asked_about(people: tuple[Database, list[int]]) -> None:
    """With one answer missing of two, the sum lies from 3 to 13: more than 2 for certain, and perhaps more than 5."""
    scales = [{"id": name, "type": "scale"} for name in ("a", "b")]
    form = form_of(*scales, scores=[{"id": "s", "value": "sum(a, b)", "missing": "interval"}])
    sheet = Sheet(Form(form), Context(1), answers({"a": 3}))
    database, ids = people
    with database.write() as unit:
        for pathway_id in ids:
            unit.project(pathway_id, [Told(1, [indexed(sheet)], TODAY, True)] if pathway_id == ids[0] else [])
        unit.commit()

    def found(text: str) -> bool:
        with database.read() as view:
            asked = question(text, vocabulary([form]))
            assert asking.find(view._connection, asked, None, TODAY) == asking.by_the_engine(
                view._connection, asked, None, TODAY
            )
            return bool(asking.find(view._connection, asked, None, TODAY))

    for true in ("s > 2", "s >= 3", "s < 14", "s <= 13", "s != 2", "s != 14", "not s > 13", "not s < 3", "answered(s)"):
        assert found(true), true
    for unknown in ("s > 5", "s >= 4", "s < 13", "s <= 12", "s == 3", "s != 3", "s == 8", "s != 8"):
        assert not found(unknown) and not found(f"not {unknown}"), unknown
