"""What can be asked of the records: which names there are, what they mean, and how mistakes are told."""

from __future__ import annotations

import pytest

from kartlegging_tui.domain.asking import Vocabulary, question, vocabulary
from kartlegging_tui.domain.syntax import ConditionError, ProblemCode
from tests.domain.forms import Data, choice, form_of, integer, rows, yes_no


@pytest.fixture
def names() -> Vocabulary:
    esas = form_of({"id": "smerte", "type": "scale"}, integer("kommune"), {"id": "annet", "type": "text"}, id="esas")
    fysisk = form_of({"id": "smerte", "type": "scale"}, choice("sted", "rygg", "hode"), yes_no("svimmel"), id="fysisk")
    barn = form_of(rows("barn", integer("alder"), yes_no("vet")), yes_no("tiltak"), id="barn")
    return vocabulary([esas, fysisk, barn])


def asked(names: Vocabulary, text: str) -> tuple[str, ...]:
    return question(text, names).names


def problems(names: Vocabulary, text: str) -> list[tuple[ProblemCode, str, str]]:
    with pytest.raises(ConditionError) as found:
        question(text, names)
    return [(each.code, text[each.start : each.end], each.details.get("names", "")) for each in found.value.problems]


def test_a_question_is_named_with_its_form_or_alone_where_one_form_has_it(names: Vocabulary) -> None:
    assert asked(names, "esas.smerte >= 7 and svimmel") == ("esas.smerte", "fysisk.svimmel")
    assert asked(names, 'sted == "rygg" or fysisk.sted == "hode"') == ("fysisk.sted",)


def test_a_name_that_forms_share_for_the_same_question_means_all_of_them(names: Vocabulary) -> None:
    assert asked(names, "smerte >= 7 and fysisk.smerte < 3") == ("smerte", "fysisk.smerte")
    assert names.shared == {"smerte": ("esas.smerte", "fysisk.smerte")}


def test_the_form_that_is_offered_first_comes_first() -> None:
    forms = [form_of({"id": "smerte", "type": "scale"}, id=name) for name in ("a", "b", "c")]
    assert vocabulary(forms, ["c", "b"]).shared == {"smerte": ("c.smerte", "b.smerte", "a.smerte")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"type": "scale"}, {"type": "text"}),
        ({"type": "scale"}, {"type": "scale", "max": 100}),
        ({"type": "scale"}, choice("x", 0, 1, 2, 3)),
        (choice("x", "a", "b"), choice("x", "a", "c")),
        (choice("x", "a", "b"), {**choice("x", "a", "b"), "type": "choices"}),
        (rows("x", integer("alder")), rows("x", integer("alder"))),
    ],
)
def test_a_name_that_forms_have_for_different_questions_is_never_guessed(one: Data, other: Data) -> None:
    names = vocabulary([form_of({**one, "id": "x"}, id="esas"), form_of({**other, "id": "x"}, id="fysisk")])
    assert problems(names, "age > 3 or answered(x)") == [(ProblemCode.AMBIGUOUS, "x", "esas.x, fysisk.x")]


def test_an_option_that_is_gone_does_not_part_two_questions_that_are_the_same_now() -> None:
    older = form_of(choice("sted", "rygg", "arm"), id="fysisk")
    newer = form_of(choice("sted", "rygg"), id="fysisk", version="2.0")
    names = vocabulary([older, newer, form_of(choice("sted", "rygg"), id="esas")])
    assert asked(names, 'sted == "arm"') == ("sted",)


def test_a_question_called_as_something_of_the_pathway_is_does_not_hide_it(names: Vocabulary) -> None:
    assert problems(names, 'kommune == "0301"') == [(ProblemCode.AMBIGUOUS, "kommune", "esas.kommune, forlop.kommune")]
    assert asked(names, 'forlop.kommune == "0301" and esas.kommune > 3') == ("forlop.kommune", "esas.kommune")
    assert asked(names, 'pathway.municipality == "0301"') == ("forlop.kommune",)
    assert problems(names, "any(tiltak)") == [(ProblemCode.AMBIGUOUS, "tiltak", "barn.tiltak, forlop.tiltak")]
    assert asked(names, "any(action) and any(forlop.tiltak)") == ("forlop.tiltak",)


def test_columns_are_named_with_their_group(names: Vocabulary) -> None:
    assert asked(names, "any(barn.alder < 18 and not vet)") == ("barn.barn.alder", "barn.barn.vet")
    assert asked(names, "any(barn.barn.alder < 18)") == ("barn.barn.alder",)
    assert [code for code, *_ in problems(names, "barn.alder < 18")] == [ProblemCode.COLUMN_ALONE]


def test_english_and_norwegian_letters_name_the_same(names: Vocabulary) -> None:
    for text in ('any(action.status == "open")', 'any(forlop.tiltak.status == "åpen")', 'any(Action.status == "apen")'):
        assert asked(names, text) == ("forlop.tiltak.status",), text
    assert asked(names, "måneder_siden_diagnose > 3 and months_since_diagnosis < 9") == (
        "forlop.maneder_siden_diagnose",
    )


def test_mistakes_are_told_at_their_places(names: Vocabulary) -> None:
    text = 'svimel and sted == "arm" and annet == "x" and any(need.theme == "mat")'
    assert [(code, part) for code, part, _ in problems(names, "svimel and esas.annet_ == 1")] == [
        (ProblemCode.UNKNOWN_NAME, "svimel"),
        (ProblemCode.UNKNOWN_NAME, "esas.annet_"),
    ]
    assert [(code, part) for code, part, _ in problems(names, text)] == [
        (ProblemCode.UNKNOWN_NAME, "svimel"),
        (ProblemCode.FREE_TEXT, "annet"),
    ]
    assert [(code, part) for code, part, _ in problems(names, 'sted == "arm" or any(need.theme == "mat")')] == [
        (ProblemCode.UNKNOWN_OPTION, '"arm"'),
        (ProblemCode.UNKNOWN_OPTION, '"mat"'),
    ]


@pytest.mark.parametrize(
    "text", ["", "   ", "esas.smerte >=", "__import__('os')", "a" * 3000, "(" * 300, "x\x00", "[]"]
)
def test_whatever_is_typed_is_told_and_never_fails(names: Vocabulary, text: str) -> None:
    assert problems(names, text)


def test_whether_free_text_is_answered_can_be_asked(names: Vocabulary) -> None:
    assert asked(names, "answered(annet) or declined(annet)") == ("esas.annet",)


def test_options_of_older_versions_can_still_be_asked_for() -> None:
    older = form_of(choice("sted", "rygg", "arm"), integer("gammel"), id="fysisk")
    newer = form_of(choice("sted", "rygg", "hode"), id="fysisk", version="2.0")
    names = vocabulary([older, newer])
    assert asked(names, 'sted in ("arm", "hode") and gammel > 3') == ("fysisk.sted", "fysisk.gammel")


def test_what_can_never_be_true_is_told() -> None:
    names = vocabulary([form_of({"id": "smerte", "type": "scale"}, id="esas")])
    assert question("smerte > 10", names).never and not question("smerte > 9", names).never
