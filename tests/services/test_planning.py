"""The plan of a pathway: weighed, ranked, agreed, followed up; kept, undone, and shared by two desks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.plan import Action, ActionStatus, FollowUp, Handled, Helped, Need, NeedRef
from kartlegging_tui.domain.questionnaire import Priority
from kartlegging_tui.services import weighing
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.earlier import comes_first, earlier_actions
from kartlegging_tui.services.need_items import NeedItem, need_items
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.services.urgent import unrecorded, urgent_items
from tests.conftest import TODAY
from tests.services.test_conversation import started

pytestmark = pytest.mark.both


@pytest.fixture
def talk(desk: Desk) -> Talk:
    """A conversation at contact point 2, just begun."""
    return desk.conduct.open(started(desk).id)


@pytest.fixture
def reopened(desk: Desk, talk: Talk) -> Callable[[], Talk]:
    """The same conversation as the records have it."""
    return lambda: desk.conduct.open(talk.conversation.id)


@pytest.fixture
def other_desk(desk: Desk) -> Iterator[Desk]:
    """A second desk on the same database, of the coordinator."""
    opened = open_demo(24, 1, Role.COORDINATOR, desk.database.where)
    yield opened
    opened.close()


def titles(talk: Talk) -> list[str]:
    return [item.need.title for item in need_items(talk, "nb") if item.counts]


def item(talk: Talk, title: str) -> NeedItem:
    return next(each for each in need_items(talk, "nb") if each.need.title == title)


def agreed_before(desk: Desk, talk: Talk, *actions: Action) -> None:
    """What contact point 1 left behind."""
    with desk.database.write() as unit:
        need = NeedRef(1, "", "1").path
        content = Need(title="Trøtt", follow_up=FollowUp.YES).model_dump_json(exclude_defaults=True)
        unit.append_to_pathway(talk.pathway.id, need, content, desk.user.id, desk.saver._now())
        for number, action in enumerate(actions, 1):
            content = action.model_dump_json(exclude_defaults=True)
            unit.append_to_pathway(talk.pathway.id, f"action/{number}", content, desk.user.id, desk.saver._now())
        unit.commit()


def before(text: str, by: date | None = None) -> Action:
    return Action(need=NeedRef(1, "", "1").path, contact_point=1, text=text, who="Fastlege", by=by)


def test_a_need_takes_the_place_it_is_given_and_the_others_keep_their_order(talk: Talk) -> None:
    for title in ("Ett", "To", "Tre", "Fire"):
        talk.planning.add_need(title)
    weighing.move_to(talk.planning, need_items(talk, "nb"), item(talk, "Fire").path, 2)
    assert titles(talk) == ["Ett", "Fire", "To", "Tre"]
    weighing.move_to(talk.planning, need_items(talk, "nb"), item(talk, "Ett").path, 9)
    assert titles(talk) == ["Fire", "To", "Tre", "Ett"]


def test_a_need_that_comes_up_after_the_ranking_stands_last_and_takes_no_place(talk: Talk) -> None:
    for title in ("Ett", "To"):
        talk.planning.add_need(title)
    weighing.move_to(talk.planning, need_items(talk, "nb"), item(talk, "To").path, 1)
    talk.planning.add_need("Tre", Priority.URGENT)
    assert titles(talk) == ["To", "Ett", "Tre"]


def test_the_plan_is_as_it_was_after_a_restart_and_is_undone_step_by_step(
    desk: Desk, talk: Talk, reopened: Callable[[], Talk]
) -> None:
    planning = talk.planning
    planning.add_need("Søvn")
    weighing.weigh(planning, item(talk, "Søvn"), goal="Sove hele natten")
    path = weighing.agree(planning, item(talk, "Søvn"), "Samtale om søvn")
    planning.change(path, planning.plan.actions[path].model_copy(update={"who": "Fastlege"}))
    again = reopened()
    assert again.planning.plan == planning.plan
    assert item(again, "Søvn").need.goal == "Sove hele natten"
    again.planning.undo()
    assert again.planning.plan.actions[path].who == ""
    again.planning.undo()
    assert not again.planning.plan.actions
    again.planning.undo()
    assert item(again, "Søvn").need.goal == ""
    again.planning.undo()
    assert titles(again) == [] and again.planning.undo() is None
    assert reopened().planning.plan == again.planning.plan


def test_agreeing_on_an_action_means_that_the_patient_wants_it_followed_up(talk: Talk) -> None:
    talk.planning.add_need("Søvn")
    weighing.weigh(talk.planning, item(talk, "Søvn"), follow_up=FollowUp.NO)
    assert not item(talk, "Søvn").unplanned
    weighing.agree(talk.planning, item(talk, "Søvn"), "Samtale")
    assert item(talk, "Søvn").need.follow_up is FollowUp.YES and not item(talk, "Søvn").unplanned


def test_a_wish_without_an_action_lacks_something_until_there_is_a_reason(talk: Talk) -> None:
    talk.planning.add_need("Søvn")
    assert item(talk, "Søvn").unplanned
    weighing.weigh(talk.planning, item(talk, "Søvn"), reason="Vil prøve selv først")
    assert not item(talk, "Søvn").unplanned


def test_a_number_is_never_used_again_for_something_else(talk: Talk) -> None:
    first = talk.planning.add_need("Feil")
    talk.planning.take_away(first)
    second = talk.planning.add_need("Riktig")
    assert second != first
    talk.planning.undo()
    talk.planning.undo()
    assert talk.planning.plan.needs[first].title == "Feil" and second not in talk.planning.plan.needs


def test_two_desks_that_add_at_the_same_time_both_keep_what_they_added(
    desk: Desk, other_desk: Desk, talk: Talk, reopened: Callable[[], Talk]
) -> None:
    theirs = other_desk.conduct.open(talk.conversation.id)
    theirs.planning.add_need("Deres")
    assert other_desk.saver.flush(5)
    talk.planning.add_need("Mitt")
    assert titles(reopened()) == ["Deres", "Mitt"]


def test_two_desks_never_overwrite_each_other_silently(
    desk: Desk, other_desk: Desk, talk: Talk, reopened: Callable[[], Talk]
) -> None:
    path = talk.planning.add_need("Søvn")
    assert desk.saver.flush(5)
    theirs = other_desk.conduct.open(talk.conversation.id)
    told: list[tuple[str, Event]] = []
    theirs.planning.on_conflict = lambda path, event: told.append((path, event))
    weighing.weigh(talk.planning, item(talk, "Søvn"), goal="Sove")
    assert desk.saver.flush(5)
    weighing.weigh(theirs.planning, item(theirs, "Søvn"), goal="Hvile")
    weighing.weigh(theirs.planning, item(theirs, "Søvn"), reason="Vil vente")
    assert other_desk.saver.flush(5)
    assert [(path, event.author) for path, event in told] == [(path, desk.user.name)]
    theirs.planning.take_over([told[0][1]])
    assert item(theirs, "Søvn").need.goal == "Sove"
    weighing.weigh(theirs.planning, item(theirs, "Søvn"), reason="Vil vente")
    assert other_desk.saver.flush(5)
    now = item(reopened(), "Søvn").need
    assert (now.goal, now.reason) == ("Sove", "Vil vente")


def test_what_waited_when_somebody_else_was_first_is_not_written_over_theirs(
    desk: Desk, other_desk: Desk, talk: Talk, reopened: Callable[[], Talk]
) -> None:
    talk.planning.add_need("Søvn")
    assert desk.saver.flush(5)
    theirs = other_desk.conduct.open(talk.conversation.id)
    weighing.weigh(talk.planning, item(talk, "Søvn"), goal="Sove")
    assert desk.saver.flush(5)
    pieces = []
    theirs.planning.saver = type("Later", (), {"put": lambda self, piece: pieces.append(piece)})()
    weighing.weigh(theirs.planning, item(theirs, "Søvn"), goal="Hvile")
    theirs.planning.take_over(desk.conduct.news(theirs).agreed)
    for piece in pieces:
        other_desk.saver.put(piece)
    assert other_desk.saver.flush(5)
    assert item(reopened(), "Søvn").need.goal == "Sove"


def test_open_actions_come_first_at_the_next_contact_point_the_first_deadline_first(desk: Desk, talk: Talk) -> None:
    later, sooner = TODAY + timedelta(days=9), TODAY - timedelta(days=9)
    agreed_before(desk, talk, before("Uten frist"), before("Senere", later), before("Forfalt", sooner))
    again = desk.conduct.open(talk.conversation.id)
    found = earlier_actions(again, TODAY)
    assert [(each.action.text, each.overdue) for each in found] == [
        ("Forfalt", True),
        ("Senere", False),
        ("Uten frist", False),
    ]
    assert found[0].need == "Trøtt"
    assert comes_first(again, TODAY)


def test_what_was_asked_about_stays_listed_and_the_talk_no_longer_begins_with_it(
    desk: Desk, talk: Talk, reopened: Callable[[], Talk]
) -> None:
    agreed_before(desk, talk, before("Ringe"), before("Skrive"))
    again = reopened()
    again.planning.close("action/1", ActionStatus.OPEN, TODAY)
    again.planning.close("action/2", ActionStatus.DONE, TODAY, Helped.PARTLY)
    later = reopened()
    assert [(each.path, each.asked) for each in earlier_actions(later, TODAY)] == [
        ("action/1", True),
        ("action/2", True),
    ]
    assert later.planning.plan.actions["action/2"].closed_on == TODAY
    assert not comes_first(later, TODAY)


def test_a_talk_with_answers_goes_on_where_it_was(desk: Desk, talk: Talk, reopened: Callable[[], Talk]) -> None:
    agreed_before(desk, talk, before("Ringe"))
    filling = talk.fillings["esas_r"]
    filling.answer("smerte", Answer(value=3))
    assert not comes_first(reopened(), TODAY)


def test_an_urgent_answer_waits_until_it_is_recorded_and_again_when_the_answer_is_another(
    talk: Talk, reopened: Callable[[], Talk]
) -> None:
    filling = talk.fillings["esas_r"]
    filling.answer("smerte", Answer(value=8))
    (waiting,) = unrecorded(talk)
    talk.planning.handle(waiting.path, Handled(answer=waiting.answer, done="Ringte lege", by="Kari"))
    assert unrecorded(talk) == []
    filling.answer("smerte", Answer(value=8, note="verst om natten"))
    assert unrecorded(reopened()) == []
    (handled,) = urgent_items(reopened())
    assert handled.handled is not None and handled.handled.done == "Ringte lege"
    filling.answer("smerte", Answer(value=9))
    assert [each.question for each in unrecorded(reopened())] == ["smerte"]
    filling.answer("smerte", Answer(value=2))
    assert urgent_items(reopened()) == []
