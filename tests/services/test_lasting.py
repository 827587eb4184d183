"""A child without a clear follow-up stays as an open task that no contact point can lose."""

from __future__ import annotations

import pytest

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.people import ConversationDetails, Place, Respondent
from kartlegging_tui.domain.plan import ActionStatus, NeedRef
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.need_items import need_items
from kartlegging_tui.services.review import ObstacleKind, obstacles
from kartlegging_tui.services.talk import Talk
from tests.conftest import TODAY
from tests.services.test_conversation import talk_of

DETAILS = ConversationDetails(held_on=TODAY, place=Place.HOME, respondent=Respondent.PATIENT, present="")
OLA = "Avklare oppfølging av barnet: Ola"


def next_talk(desk: Desk, talk: Talk) -> Talk:
    """The conversation at the contact point after."""
    assert desk.saver.flush(10)
    with desk.database.read() as view:
        points = view.contact_points(talk.pathway.id)
    point = next(point for point in points if point.number == talk.contact_point.number + 1)
    return desk.conduct.open(desk.conduct.start(point.id, DETAILS).id)


@pytest.fixture
def second(desk: Desk) -> Talk:
    """At contact point 2 the nurse hears of Ola, and nothing is agreed."""
    talk = talk_of(desk)
    children = talk.fillings["barn_som_parorende"]
    children.answer("barn_avklart", Answer(value="ja"))
    children.answer("barn", Answer(value=(1,)))
    children.answer("barn/1/navn", Answer(value="Ola"))
    return talk


def titles(talk: Talk) -> list[str]:
    return [item.need.title for item in need_items(talk, "nb")]


def test_it_is_there_at_the_next_contact_point_and_must_be_asked_about_before_signing(desk: Desk, second: Talk) -> None:
    third = next_talk(desk, second)
    assert OLA in titles(third)
    asked = [each.title for each in obstacles(third, "nb") if each.kind is ObstacleKind.UNASKED]
    assert OLA in asked


def test_an_action_settles_it_and_an_action_that_was_dropped_does_not(desk: Desk, second: Talk) -> None:
    path = NeedRef(2, "barn_som_parorende", "uten_oppfolging/1").path
    action = second.planning.agree(path, "Samtale med helsesykepleier", "Helsesykepleier")
    third = next_talk(desk, second)
    assert OLA not in titles(third)
    third.planning.close(action, ActionStatus.DROPPED, TODAY, outcome="Familien flyttet")
    assert OLA in titles(third)


def test_a_recorded_reason_settles_it(desk: Desk, second: Talk) -> None:
    (item,) = [item for item in need_items(second, "nb") if item.need.title == OLA]
    second.planning.weigh(item.path, item.need.model_copy(update={"reason": "Bor hos mor, som følger opp"}))
    assert OLA not in titles(next_talk(desk, second))


def test_an_answer_given_later_ends_it_and_not_having_asked_does_not(desk: Desk, second: Talk) -> None:
    third = next_talk(desk, second)
    children = third.fillings["barn_som_parorende"]
    children.answer("barn_avklart", Answer(value="ja"))
    assert OLA in titles(third)
    children.answer("barn", Answer(value=(1,)))
    children.answer("barn/1/navn", Answer(value="Ola"))
    assert titles(third).count(OLA) == 1  # seen here again, and not twice
    children.answer("barn/1/oppfolging", Answer(value="ikke_behov"))
    assert OLA not in titles(third)


def test_a_contact_point_where_nobody_asked_loses_nothing(desk: Desk) -> None:
    talk = talk_of(desk)
    with desk.database.read() as view:
        first = view.contact_points(talk.pathway.id)[0]
        conversation = view.conversation(first.id)
        assert conversation is not None
    early = desk.conduct.open(conversation.id)
    children = early.fillings["barn_som_parorende"]
    children.answer("barn_avklart", Answer(value="ja"))
    children.answer("barn", Answer(value=(1,)))
    children.answer("barn/1/navn", Answer(value="Ola"))
    assert desk.saver.flush(10)
    assert OLA in titles(next_talk(desk, talk))
