"""What of a form stands on paper, and under which numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.pathway import HeldBy, Offer, PlannedContactPoint, Window
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.interchange.document import Document, Heading, Question, Row, Scale, Size, Ticks, WriteIn
from kartlegging_tui.interchange.plain import plain
from kartlegging_tui.services.blank import NoTextYet, NothingForPatient, blank_contact_point, blank_forms
from tests.domain.forms import choice, form_of, integer, questionnaire, rows, text, yes_no


def questions(document: Document) -> dict[str, Question]:
    """By id, the first of each."""
    found: dict[str, Question] = {}
    for block in document.blocks:
        for question in block.questions if isinstance(block, Row) else (block,):
            if isinstance(question, Question):
                found.setdefault(question.code, question)
    return found


def printed(*items: dict[str, Any], contact_point: int | None = None, **keys: Any) -> dict[str, Question]:
    return questions(blank_forms([form_of(*items, **keys)], "en", contact_point))


def test_questions_are_numbered_and_texts_between_them_are_not() -> None:
    found = printed(
        yes_no("a"), {"id": "info", "type": "info"}, yes_no("b"), rows("r", integer("x"), integer("y")), yes_no("c")
    )
    assert {code: question.number for code, question in found.items()} == {
        "a": "1",
        "b": "2",
        "r": "3",
        "x": "3.1",
        "y": "3.2",
        "c": "4",
    }


def test_options_have_the_key_of_the_screen_and_the_value_of_the_file() -> None:
    options = [{"value": "ja"}, {"value": "av", "key": "0"}, {"value": "x", "other": True}]
    ticks = printed({"id": "a", "type": "choice", "options": options}, yes_no("b"))
    assert isinstance(ticks["a"].answer, Ticks) and isinstance(ticks["b"].answer, Ticks)
    assert [tick.code for tick in ticks["a"].answer.ticks] == ["1 · ja", "0 · av", "2 · x"]
    assert [tick.write for tick in ticks["a"].answer.ticks] == [False, False, True]
    assert [tick.code for tick in ticks["b"].answer.ticks] == ["j · true", "n · false"]


def test_what_is_confidential_is_not_printed_and_takes_no_number() -> None:
    form = questionnaire(
        [
            {"id": "en", "questions": [yes_no("a"), yes_no("hemmelig", confidential=True), yes_no("b")]},
            {"id": "to", "confidential": True, "questions": [yes_no("c")]},
            {"id": "tre", "questions": [rows("r", yes_no("x"), yes_no("skjult", confidential=True))]},
        ]
    )
    document = blank_forms([form], "en")
    assert {code: question.number for code, question in questions(document).items()} == {
        "a": "1",
        "b": "2",
        "r": "3",
        "x": "3.1",
    }
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == ["en", "tre"]
    assert "hemmelig" not in plain(document) and "skjult" not in plain(document)


def test_what_follows_only_from_confidential_answers_is_not_printed_either() -> None:
    found = printed(
        yes_no("hemmelig", confidential=True),
        yes_no("oppfolging", visible_if="hemmelig"),
        yes_no("videre", visible_if="oppfolging"),
        yes_no("begge", visible_if="hemmelig or apen"),
        yes_no("apen"),
    )
    assert {code: question.when for code, question in found.items()} == {
        "begge": "Answer this if you answered “Yes” to question 2.",
        "apen": "",
    }


def test_hints_and_what_to_do_when_it_is_urgent_are_not_printed_but_whom_to_call_is() -> None:
    urgent = {"when": "a", "text": text("Ring nå", en="Call now, nurse")}
    document = blank_forms([form_of(yes_no("a", hint=text("Spør varsomt"), urgent=urgent))], "en")
    said = plain(document)
    assert "Spør varsomt" not in said and "nurse" not in said
    assert "116 117" in said and "113" in said
    assert "113" not in plain(blank_forms([form_of(yes_no("a"))], "en"))


def test_what_is_calculated_is_not_asked() -> None:
    assert list(printed(integer("a"), {"id": "b", "type": "computed", "value": "a * 2"})) == ["a"]


def test_a_contact_point_decides_which_questions_are_printed() -> None:
    items = (yes_no("a", visible_if="contact_point == 1"), yes_no("b", visible_if="contact_point >= 2"), yes_no("c"))
    assert list(printed(*items, contact_point=1)) == ["a", "c"]
    assert [question.when for question in printed(*items, contact_point=3).values()] == ["", ""]
    assert printed(*items)["a"].when == "Answer this if this is conversation number 1."


def test_a_condition_of_a_section_is_said_once_above_it() -> None:
    form = questionnaire(
        [
            {"id": "en", "questions": [yes_no("a")]},
            {"id": "to", "visible_if": "a", "questions": [yes_no("b"), yes_no("c")]},
        ]
    )
    assert plain(blank_forms([form], "en")).count("Answer this part if you answered “Yes” to question 1.") == 1


def test_in_a_row_a_condition_refers_to_the_row() -> None:
    found = printed(rows("barn", choice("hvem", "eget", "annet"), yes_no("bor", visible_if='hvem == "eget"')))
    assert found["bor"].when == "Answer this if you answered “eget” to question 1.1."


@pytest.mark.parametrize(
    ("limits", "columns", "count"),
    [({}, 1, 3), ({}, 7, 2), ({"min_rows": 5}, 1, 5), ({"max_rows": 1}, 1, 1)],
)
def test_a_group_has_a_few_empty_rows(limits: dict[str, int], columns: int, count: int) -> None:
    row = [integer(f"kol{number}") for number in range(columns)]
    document = blank_forms([form_of(rows("barn", *row, row_title=text("Barn", en="Child"), **limits))], "en")
    found = [block for block in document.blocks if isinstance(block, Row)]
    assert [(row.title, row.code) for row in found] == [(f"Child {n}", f"barn/{n}") for n in range(1, count + 1)]
    assert ("another sheet" in plain(document)) is (limits != {"max_rows": 1})


def test_scales_keep_their_direction_and_long_ones_are_written_in() -> None:
    found = printed(
        {"id": "opp", "type": "scale"},
        {"id": "ned", "type": "scale", "descending": True},
        {"id": "lang", "type": "scale", "max": 100},
    )
    up, down = found["opp"].answer, found["ned"].answer
    assert isinstance(up, Scale) and isinstance(down, Scale)
    assert (up.numbers[0], up.first, up.numbers[-1], up.last) == ("0", "low", "10", "high")
    assert (down.numbers[0], down.first, down.numbers[-1], down.last) == ("10", "high", "0", "low")
    assert isinstance(found["lang"].answer, WriteIn)
    assert found["lang"].instruction == "Write a number from 0 (low) to 100 (high)."


def test_how_many_may_be_ticked_is_said() -> None:
    options = [{"value": value} for value in "abc"]
    found = printed(
        choice("en", "a", "b"),
        {"id": "flere", "type": "choices", "options": options},
        {"id": "to", "type": "choices", "options": options, "at_most": 2},
    )
    assert [question.instruction for question in found.values()] == [
        *("Tick one box.", "You may tick several boxes.", "Tick at most 2 boxes.")
    ]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"wording": {"en": "unofficial"}}, "not official"),
        ({"wording": {"en": "transcribed"}}, "has not been compared"),
        ({"status": "draft"}, "A draft"),
        ({"status": "retired"}, "No longer in use"),
        ({"licence": "By permission of the owner"}, "Terms: By permission of the owner"),
        ({"version": "2.1"}, "Form, version 2.1 (form)"),
        ({"acknowledgement": text("Takk", en="With thanks")}, "With thanks"),
    ],
)
def test_terms_version_and_where_the_words_come_from_are_said(keys: dict[str, Any], said: str) -> None:
    assert said in plain(blank_forms([form_of(yes_no("a"), **keys)], "en"))


def test_official_wording_and_our_own_need_no_remark() -> None:
    for wording in ("official", "own"):
        assert "wording" not in plain(blank_forms([form_of(yes_no("a"), wording={"en": wording})], "en"))


def test_the_next_form_begins_on_a_page_of_its_own_and_counts_from_one() -> None:
    forms = [form_of(yes_no(name), id=name, title=text(name)) for name in ("en", "to")]
    document = blank_forms(forms, "en", size=Size.NORMAL)
    assert [(block.text, block.new_page) for block in document.blocks if isinstance(block, Heading)] == [
        *(("en", False), ("del", False), ("to", True), ("del", False))
    ]
    assert [question.number for question in questions(document).values()] == ["1", "1"]
    assert (document.title, document.size) == ("Before our conversation", Size.NORMAL)


def test_a_form_with_nothing_for_the_patient_is_refused() -> None:
    with pytest.raises(NothingForPatient):
        blank_forms([form_of(yes_no("a", confidential=True))], "en")
    with pytest.raises(NothingForPatient):
        blank_forms([form_of(yes_no("a", visible_if="contact_point == 1"))], "en", 2)


def test_a_place_for_a_licensed_text_is_printed_once_it_has_its_text() -> None:
    slot = {"holder": "Owner", "how": text("Spør eieren")}
    filled = form_of(yes_no("a"), slot=slot)
    assert list(questions(blank_forms([filled], "en"))) == ["a"]
    (section,) = filled.sections
    empty = section.model_copy(update={"questions": (section.questions[0].model_copy(update={"text": None}),)})
    with pytest.raises(NoTextYet):
        blank_forms([filled.model_copy(update={"sections": (empty,)})], "en")


def planned(*offers: Offer, number: int = 2) -> PlannedContactPoint:
    window, title = Window(opens=3, closes=4), Text({"nb": "Punkt", "en": "Point two"})
    return PlannedContactPoint(number=number, title=title, held_by=HeldBy.MUNICIPALITY, window=window, offers=offers)


def forms(*made: Questionnaire) -> dict[str, Questionnaire]:
    return {form.id: form for form in made}


FIRST = form_of(
    yes_no("barn"),
    integer("uro"),
    id="forst",
    title=text("First"),
    status="active",
    scores=[{"id": "sum_uro", "value": "sum(uro)"}],
)
SECOND = form_of(yes_no("b"), id="annet", title=text("Second"), status="active")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, None),
        ("forst.barn", "Fill in this form if you answered “Yes” to question 1 in “First”."),
        ("not answered(forst.barn) or forst.barn", "if you did not answer “No” to question 1 in “First”."),
        ("forst.sum_uro >= 3", "depends on what you answered to question 2 in “First”."),
        ("contact_point == 2", None),
    ],
)
def test_a_form_that_is_not_for_everybody_says_when_it_is(condition: str | None, words: str | None) -> None:
    point = planned(Offer(form="forst"), Offer(form="annet", offer_if=condition))
    document = blank_contact_point(point, forms(FIRST, SECOND), "en")
    assert document is not None
    said = " ".join(plain(document).split())
    assert "Point two" in said and "Second" in said
    assert words in said if words else "Fill in this form if" not in said


def test_a_contact_point_prints_what_it_offers_the_patient() -> None:
    draft = form_of(yes_no("c"), id="utkast", title=text("Draft"))
    secret = form_of(yes_no("d", confidential=True), id="hemmelig", title=text("Secret"), status="active")
    follows = form_of(yes_no("e"), id="folger", title=text("Follows"), status="active")
    other = form_of(yes_no("f"), id="senere", title=text("Later"), status="active")
    point = planned(
        *(Offer(form=form) for form in ("forst", "utkast", "hemmelig")),
        Offer(form="folger", offer_if="hemmelig.d"),
        Offer(form="senere", offer_if="contact_point == 3"),
    )
    document = blank_contact_point(point, forms(FIRST, draft, secret, follows, other), "en")
    assert document is not None
    assert list(questions(document)) == ["barn", "uro"]
    assert blank_contact_point(planned(Offer(form="hemmelig")), forms(secret), "en") is None


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_contact_point_of_the_shipped_pathway_can_be_printed(number: int) -> None:
    library = shipped()
    point = library.pathway("pakkeforlop_hjem").contact_point(number)
    offered = {offer.form: library.questionnaire(offer.form) for offer in point.offers}
    document = blank_contact_point(point, offered, "nb")
    assert document is not None
    titles = [block.text for block in document.blocks if isinstance(block, Heading) and block.level == 2]
    assert titles == [offered[offer.form].title.to("nb") for offer in point.offers]
    assert replace(document, size=Size.NORMAL).blocks == document.blocks
