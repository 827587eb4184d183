"""What a pathway requires before a conversation is signed; shown with the children that the law asks about."""

from __future__ import annotations

import pytest

from kartlegging_tui.domain.answers import EMPTY, Answer, Missing
from kartlegging_tui.domain.pathway import Requirement
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.need_items import need_items
from kartlegging_tui.services.talk import Talk
from tests.services.test_conversation import talk_of

ASKED, FOLLOWED_UP = "parorende.har_barn", "barn_som_parorende.barn_avklart"


@pytest.fixture
def talk(desk: Desk) -> Talk:
    return talk_of(desk)


def lacks(talk: Talk) -> list[str]:
    return [required.question for required in talk.unmet()]


def answer(talk: Talk, question: str, given: Answer) -> None:
    form, _, path = question.partition(".")
    talk.fillings[form].answer(path, given)


def test_whether_there_are_children_must_have_been_asked(talk: Talk) -> None:
    assert lacks(talk) == [ASKED]
    assert "søsken" in talk.unmet()[0].text.to("nb")
    answer(talk, ASKED, Answer(value=False))
    assert lacks(talk) == []
    answer(talk, ASKED, EMPTY)
    assert lacks(talk) == [ASKED]


@pytest.mark.parametrize("given", [Answer(value="nei"), Answer(value="ja"), Answer(missing=Missing.DECLINED)])
def test_the_childrens_own_form_will_do(talk: Talk, given: Answer) -> None:
    answer(talk, FOLLOWED_UP, given)
    assert lacks(talk) == []


@pytest.mark.parametrize(
    ("given", "left"),
    [
        (Answer(value=True), [FOLLOWED_UP]),
        (Answer(missing=Missing.DECLINED), [FOLLOWED_UP]),
        (Answer(missing=Missing.UNKNOWN), [FOLLOWED_UP]),
        (Answer(missing=Missing.NOT_RELEVANT), []),
        (Answer(note="spør igjen"), [ASKED]),
    ],
)
def test_a_reason_is_an_answer_and_what_is_open_goes_on_in_the_childrens_form(
    talk: Talk, given: Answer, left: list[str]
) -> None:
    answer(talk, ASKED, given)
    assert lacks(talk) == left


def test_a_conversation_with_forms_older_than_the_pathway_can_be_opened(talk: Talk) -> None:
    new = Requirement(that="asked(parorende.nytt)", question="parorende.nytt", text=Text({"nb": "Nytt"}))
    offers = tuple(offer.model_copy(update={"offer_if": new.that}) for offer in talk.planned.offers)
    planned = talk.planned.model_copy(update={"required": (*talk.planned.required, new), "offers": offers})
    opened = Talk(
        *(talk.patient, talk.pathway, talk.contact_point, planned, talk.conversation),
        *(talk.fillings, talk.planning, talk.signings, talk.lasting, talk.saver),
    )
    assert lacks(opened) == [ASKED]
    assert [filling.id for filling in opened.offered()] == list(talk.fillings)


@pytest.mark.parametrize(
    ("given", "open_tasks"),
    [
        ({"barn_avklart": Answer(value="ikke_avklart")}, ["uavklart"]),
        ({"barn_avklart": Answer(missing=Missing.DECLINED)}, ["uavklart"]),
        ({"barn_avklart": Answer(value="ja")}, ["mangler_barn"]),
        ({"barn_avklart": Answer(value="nei")}, []),
    ],
)
def test_what_is_not_settled_about_children_is_a_lasting_need(
    talk: Talk, given: dict[str, Answer], open_tasks: list[str]
) -> None:
    filling = talk.fillings["barn_som_parorende"]
    for path, said in given.items():
        filling.answer(path, said)
    assert [need.found.key for need in talk.needs() if need.found.rule.lasting] == open_tasks


@pytest.mark.parametrize(
    ("said", "settled"),
    [
        ({}, False),
        ({"oppfolging": Answer(value="ikke_behov")}, True),
        ({"oppfolging": Answer(value="onsker_ikke")}, True),
        ({"oppfolging": Answer(missing=Missing.UNKNOWN)}, False),
        ({"oppfolging": Answer(value="planlagt")}, False),
        ({"oppfolging": Answer(value="planlagt"), "oppfolging_hvem": Answer(value="Helsesykepleier")}, True),
        ({"alder": Answer(value=19)}, True),
    ],
)
def test_each_child_without_a_clear_follow_up_is_a_lasting_need(
    talk: Talk, said: dict[str, Answer], settled: bool
) -> None:
    filling = talk.fillings["barn_som_parorende"]
    filling.answer("barn_avklart", Answer(value="ja"))
    filling.answer("barn", Answer(value=(1, 2)))
    filling.answer("barn/1/oppfolging", Answer(value="avsluttet"))
    filling.answer("barn/2/navn", Answer(value="Ola"))
    for column, given in said.items():
        filling.answer(f"barn/2/{column}", given)
    lasting = [need for need in talk.needs() if need.found.rule.lasting]
    assert [need.title("nb") for need in lasting] == ([] if settled else ["Avklare oppfølging av barnet: Ola"])
    assert [need.form for need in lasting] == ["barn_som_parorende"] * len(lasting)


def test_the_plan_has_each_child_with_what_the_form_suggests(talk: Talk) -> None:
    filling = talk.fillings["barn_som_parorende"]
    filling.answer("barn_avklart", Answer(value="ja"))
    filling.answer("barn", Answer(value=(1, 2)))
    filling.answer("barn/2/navn", Answer(value="Ola"))
    items = {item.need.title: item for item in need_items(talk, "nb")}
    assert [title for title in items if title.startswith("Avklare oppfølging")] == [
        "Avklare oppfølging av barnet: Barn 1",
        "Avklare oppfølging av barnet: Ola",
    ]
    assert "Barneansvarlig tar kontakt med foreldrene" in items["Avklare oppfølging av barnet: Ola"].suggestions
