"""What a form says across patients: what conditions see, and nothing that is hidden."""

from __future__ import annotations

from datetime import date

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.said import indexed
from kartlegging_tui.domain.sheet import Context
from tests.domain.forms import choice, form_of, integer, rows, sheet_of, text, yes_no

CONTEXT = Context(contact_point=2, age=57, today=date(2026, 5, 12))


def said(form, **given):
    return {
        (value.name, value.line, value.word, value.amount) for value in indexed(sheet_of(form, CONTEXT, **given)).values
    }


def test_each_kind_of_answer_is_a_word_or_an_amount() -> None:
    weighed = {"id": "grad", "type": "choice", "options": [{"value": "litt", "score": 1}, {"value": "mye", "score": 3}]}
    parts = {"id": "sted", "type": "choices", "options": [{"value": "rygg"}, {"value": "kne"}]}
    form = form_of(
        yes_no("ja"), yes_no("nei"), integer("alder"), choice("n", 0, 1), weighed, parts,
        {"id": "dato", "type": "date"}, {"id": "ord", "type": "text"},
    )  # fmt: skip
    given = {"ja": True, "nei": False, "alder": 7, "n": 1, "grad": "mye", "dato": "2026-05-01", "ord": "Trøtt og lei"}
    assert said(form, sted=("rygg", "kne"), **given) == {
        ("ja", 0, "", 1), ("nei", 0, "", 0), ("alder", 0, "", 7), ("n", 0, "", 1), ("grad", 0, "mye", 3),
        ("sted", 0, "rygg", None), ("sted", 0, "kne", None), ("dato", 0, "2026-05-01", None), ("ord", 0, "", None),
    }  # fmt: skip


def test_a_reason_for_having_no_value_is_said_as_one() -> None:
    assert said(form_of(yes_no("a"), yes_no("b")), a=Missing.DECLINED) == {("a", 0, "?declined", None)}


def test_scores_and_rows_are_said_and_what_is_hidden_is_not() -> None:
    form = form_of(
        yes_no("har_barn"),
        rows("barn", integer("alder"), visible_if="har_barn"),
        integer("antall", visible_if="not har_barn"),
        scores=[{"id": "sum_alder", "value": "sum(barn.alder)"}],
    )
    given = {"barn": (1, 4), "barn__1__alder": 3, "barn__4__alder": 9, "antall": 5}
    assert said(form, har_barn=True, **given) == {
        ("har_barn", 0, "", 1), ("barn", 0, "", 2), ("barn.alder", 1, "", 3), ("barn.alder", 4, "", 9),
        ("sum_alder", 0, "", 12),
    }  # fmt: skip
    assert said(form, har_barn=False, **given) == {("har_barn", 0, "", 0), ("antall", 0, "", 5)}


def test_words_are_notes_and_free_text_of_what_is_asked() -> None:
    form = form_of(yes_no("a"), {"id": "ord", "type": "text", "visible_if": "a"})
    sheet = sheet_of(form, CONTEXT, a=True, ord="Våkner om natten")
    sheet.set("a", Answer(value=True, note="Ringte i går"))
    assert indexed(sheet).passages == (("a", "Ringte i går"), ("ord", "Våkner om natten"))
    sheet.set("a", Answer(value=False))
    assert indexed(sheet).passages == ()


def test_needs_and_what_is_urgent_are_said_without_the_note() -> None:
    form = form_of(
        {"id": "tanker", "type": "scale", "urgent": {"when": "tanker > 2", "text": text("Ring legen")}},
        needs=[
            {"id": "uro", "when": "tanker > 1", "title": text("Uro"), "theme": "mental_health", "priority": "high"},
            {"id": "varig", "when": "tanker > 5", "title": text("Varig"), "lasting": True},
        ],
    )
    sheet = sheet_of(form, CONTEXT, tanker=3)
    sheet.set("tanker", Answer(value=3, note="Kona vet det"))
    found = indexed(sheet)
    assert [(need.key, need.theme, need.priority, need.lasting) for need in found.needs] == [
        ("uro", "mental_health", "high", False)
    ]
    assert found.ruled_out == ("varig",) and found.urgent == (("tanker", '{"value":3}'),)


CHILDREN = form_of(
    rows("barn", integer("aar"), integer("alder"), children={"born": "aar", "age": "alder"}),
    rows("andre", integer("x")),
)


def grown_up(**given) -> date | None:
    return indexed(sheet_of(CHILDREN, CONTEXT, **given)).children_until


def test_the_youngest_child_says_until_when_there_are_children() -> None:
    assert grown_up() is None and grown_up(andre=(1,)) is None
    assert grown_up(barn=(1, 2), barn__1__aar=2010, barn__2__aar=2015) == date(2033, 12, 31)
    assert grown_up(barn=(1,), barn__1__alder=17) == date(2027, 12, 31)
    assert grown_up(barn=(1,), barn__1__alder=20) == CONTEXT.today, "grown up, as of the day of the talk"
    assert grown_up(barn=(1,)) == date(2044, 12, 31), "a child whose age nobody has said is not taken for grown up"
    assert grown_up(barn=(1,), barn__1__aar=9999) == date(2044, 12, 31)
