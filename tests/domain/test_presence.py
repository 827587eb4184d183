"""What is said never to come never comes, whatever is answered; and the plain cases are said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kartlegging_tui.domain.answers import Answer, cell
from kartlegging_tui.domain.presence import Never, Presence
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import Computed, Info, Number, Rows, Scale
from kartlegging_tui.domain.ranges import scope_with_ranges
from tests.domain.forms import Data, choice, form_of, integer, questionnaire, rows, text, yes_no
from tests.domain.model import Model, State
from tests.domain.random_forms import forms, random_answers


def never(form: Questionnaire) -> dict[str, Never]:
    """By what it is and its id: all that is said never to come."""
    presence = Presence(form, scope_with_ranges(form))
    said: dict[str, Never | None] = {f"section {part.id}": presence.section(part) for part in form.sections}
    for item in form.items():
        for name, part in [
            (item.id, item),
            *((f"{item.id}.{column.id}", column) for column in (item.row if isinstance(item, Rows) else ())),
        ]:
            said[f"question {name}"] = presence.item(name)
            said[f"urgent {name}"] = presence.urgent(name, part)
    said |= {f"score {score.id}": presence.score(score) for score in form.scores}
    said |= {f"need {need.id}": presence.need(need) for need in form.needs}
    return {name: why for name, why in said.items() if why is not None}


def small(*questions: Data, **keys: Any) -> Questionnaire:
    return form_of(choice("a", 1, 2), choice("b", 1, 2, visible_if="a == 1"), *questions, **keys)


def need(when: str, **keys: Any) -> list[Data]:
    return [{"id": "n", "when": when, "title": text("n"), **keys}]


CASES = [
    (small(yes_no("c", visible_if="a == 2 and b == 2")), {"question c"}),
    (small(yes_no("c", visible_if="a == 1 and b == 2")), set()),
    (small(yes_no("c", visible_if="a == 2 and not answered(b)")), set()),
    (small(yes_no("c", visible_if="b == 1 or a == 2")), set()),
    (small(yes_no("c", visible_if="a == 2"), yes_no("d", visible_if="c and b == 1")), {"question d"}),
    (small(needs=need("a == 2 and b == 1")), {"need n"}),
    (small(needs=need("a == 2 or b == 1")), set()),
    (small(yes_no("c", visible_if="a == 2"), scores=[{"id": "s", "value": "sum(b, c)"}]), {"score s"}),
    (
        small(yes_no("c", visible_if="a == 2"), scores=[{"id": "s", "value": "sum(b, c)"}], needs=need("s >= 1")),
        {"score s", "need n"},
    ),
    (
        small(yes_no("c", visible_if="a == 2", score_if_hidden=0), scores=[{"id": "s", "value": "sum(b, c)"}]),
        set(),
    ),
    (
        small(yes_no("c", visible_if="a == 2"), scores=[{"id": "s", "value": "sum(b, c)", "missing": "interval"}]),
        set(),
    ),
    (small(integer("c", visible_if="a == 2", urgent={"when": "b == 1", "text": text("!")})), {"urgent c"}),
    (small(integer("c", visible_if="a == 2", urgent={"when": "c > 3", "text": text("!")})), set()),
    # one condition that alone is never true is told elsewhere; what follows from it is told here
    (small(yes_no("c", visible_if="a == 1 and a == 2")), set()),
    (
        small(yes_no("c", visible_if="a == 1 and a == 2"), yes_no("d", visible_if="c or b == 1 and a == 2")),
        {"question d"},
    ),
    (small(rows("r", integer("x"), integer("y", visible_if="x == 1 and b == 1"), visible_if="a == 2")),
     {"question r.y"}),
    (
        small(rows("r", integer("x"), visible_if="a == 2"), needs=need("x > 1 and b == 1", each="r")),
        {"need n"},
    ),
    (
        small(rows("r", integer("x", visible_if="a == 1"), visible_if="a == 2"), needs=need("x > 1", each="r")),
        {"question r.x", "need n"},
    ),
    (
        small(
            rows("r", integer("x"), visible_if="a == 1 and a == 2"), yes_no("c", visible_if="any(r.x > 1)")
        ),
        {"question c"},
    ),
    (
        questionnaire(
            [
                {"id": "one", "questions": [integer("a", min=0, max=10)]},
                {"id": "two", "visible_if": "a >= 5", "questions": [integer("b", visible_if="a < 5"), integer("c")]},
                {"id": "three", "visible_if": "a < 3 and c > 1", "questions": [integer("d")]},
            ]
        ),
        {"question b", "section three", "question d"},
    ),
    (form_of(yes_no("a", visible_if="b"), yes_no("b", visible_if="a")), set()),
]  # fmt: skip


@pytest.mark.parametrize(("form", "expected"), CASES)
def test_what_conditions_in_several_places_rule_out_is_said(form, expected):
    assert set(never(form)) == expected


def test_why_is_told_with_the_conditions_that_rule_each_other_out_and_no_others():
    form = small(yes_no("c", visible_if="a == 2"), yes_no("e"), yes_no("d", visible_if="c and e and b == 1"))
    assert never(form)["question d"] == Never(together=("a == 1", "a == 2"))
    told = small(yes_no("c", visible_if="a == 2 and b == 2"), yes_no("d", visible_if="c"))
    assert never(told)["question d"] == Never(absent=("c",))


# ---- whatever is answered ------------------------------------------------------------------------------------------

thorough = settings(
    max_examples=300,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def within_limits(item: Any, answer: Answer) -> Answer:
    """The answer, but none where it is a number outside what the question allows: nothing is claimed of those."""
    value = answer.value
    if not isinstance(item, Number | Scale) or not isinstance(value, int | float) or isinstance(value, bool):
        return answer
    low, high = item.min, item.max
    return answer if (low is None or value >= low) and (high is None or value <= high) else Answer()


@st.composite
def filled(draw: st.DrawFn, form: Questionnaire) -> State:
    """What follows from random answers."""
    context = {"age": draw(st.integers(0, 110)), "contact_point": draw(st.integers(1, 3))}
    previous = {
        item.id: draw(random_answers(item)) for item in form.items() if not isinstance(item, Info | Computed | Rows)
    }
    model = Model(form, previous, **context)
    for item in form.items():
        if isinstance(item, Rows):
            model.answers[item.id] = Answer(value=tuple(range(1, draw(st.integers(0, 2)) + 1)))
            for number in (1, 2):
                for column in item.row:
                    if not isinstance(column, Computed):
                        path = cell(item.id, number, column.id)
                        model.answers[path] = within_limits(column, draw(random_answers(column)))
        elif not isinstance(item, Info | Computed):
            model.answers[item.id] = within_limits(item, draw(random_answers(item)))
    return model.state()


def came(form: Questionnaire, state: State) -> set[str]:
    """What came with some answers, as `never` names it."""
    open_now = {item.id for item in form.items() if item.id in state.shown}
    found = {f"section {part.id}" for part in form.sections if any(item.id in open_now for item in part.questions)}
    for kind, paths in (("question", state.shown), ("urgent", state.urgent)):
        found |= {f"{kind} {name_of(path)}" for path in paths}
    found |= {f"score {name}" for name, result in state.scores.items() if result[0] is not None}
    return found | {f"need {key.partition('/')[0]}" for key in state.needs}


def name_of(path: str) -> str:
    group, _, rest = path.partition("/")
    return f"{group}.{rest.partition('/')[2]}" if rest else path


@thorough
@given(forms(), st.data())
def test_what_is_said_never_to_come_never_comes(form, data):
    said = set(never(form))
    for _ in range(15 if said else 0):
        assert said.isdisjoint(came(form, data.draw(filled(form))))


@st.composite
def tangled(draw: st.DrawFn) -> Questionnaire:
    """A form whose conditions often rule each other out: few questions, few values, long chains."""
    atoms = ["q0 == 1", "q0 == 2", "not answered(q0)", "asked(q0)"]
    items: list[Data] = [choice("q0", 1, 2)]

    def condition(most: int) -> str:
        parts = draw(st.lists(st.sampled_from(atoms), min_size=1, max_size=most))
        joined = draw(st.sampled_from([" and ", " or "])).join(parts)
        return joined if draw(st.integers(0, 5)) else f"not ({joined})"

    for number in range(1, 6):
        name = f"q{number}"
        item = draw(st.sampled_from([choice(name, 1, 2), yes_no(name), integer(name, min=0, max=3)]))
        item = {**item, "visible_if": condition(3)}
        if draw(st.integers(0, 3)) == 0:
            item["score_if_hidden"] = 1
        if draw(st.integers(0, 3)) == 0:
            item["urgent"] = {"when": condition(1), "text": text("!")}
        items.append(item)
        atoms += [name, f"not {name}"] if item["type"] == "yes_no" else [f"{name} == 1", f"{name} >= 2"]
        atoms += [f"answered({name})", f"not answered({name})", f"sum({name}, q0) >= 3", f"declined({name})"]
    missing = st.sampled_from(["none_allowed", "none_allowed", "interval", {"allow": 1, "method": "mean"}])
    parts = st.lists(st.sampled_from(["q1", "q2", "q3", "q4", "q5"]), min_size=2, max_size=3, unique=True)
    scores = [
        {"id": f"s{number}", "value": f"sum({', '.join(draw(parts))})", "missing": draw(missing)} for number in range(2)
    ]
    atoms += ["s0 >= 1", "s1 <= 0", "s0 >= 7", "answered(s1)"]
    needs = [{"id": f"n{number}", "title": text("n"), "when": condition(2)} for number in range(3)]
    return form_of(*draw(st.permutations(items)), scores=scores, needs=needs)


@thorough
@given(tangled(), st.data())
def test_what_is_said_never_to_come_in_a_tangled_form_never_comes(form, data):
    said = set(never(form))
    for _ in range(15 if said else 0):
        assert said.isdisjoint(came(form, data.draw(filled(form))))


@thorough
@given(st.one_of(forms(), tangled()), st.data())
def test_scores_and_computed_values_lie_in_their_range(form, data):
    scope = scope_with_ranges(form)
    for _ in range(5):
        state = data.draw(filled(form))
        for name, result in state.scores.items():
            low, high = scope.symbols[name].ends
            assert result[0] is None or low <= result[0] <= high
        for path, value in state.values.items():
            group, _, rest = path.partition("/")
            names = scope.groups[group] if rest else scope.symbols
            symbol = names[rest.partition("/")[2] or group]
            if symbol.derived and value is not None and path not in state.scores:
                assert symbol.ends[0] <= value[0] and value[1] <= symbol.ends[1]
