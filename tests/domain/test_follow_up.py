"""What has to be done in a pathway: what waits, on whose lists, and what becomes of it at death or a move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from pydantic import BaseModel

from kartlegging_tui.domain.contact_points import Reason, StatusChange, status_path
from kartlegging_tui.domain.follow_up import EVERYBODY, Course, Kind, Whose, WhoseKind, waiting, wants_no_more
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.plan import Action, ActionStatus, FollowUp, Need, Plan
from kartlegging_tui.domain.questionnaire import Area, Priority
from kartlegging_tui.domain.responsible import Responsible
from kartlegging_tui.domain.said import Indexed, Said, SaidNeed, Told

HELD = date(2026, 5, 12)
LATER = date(2026, 9, 1)
PAIN, CHILD = "need/1/fysisk/smerte", "need/1/barn/uten_oppfolging/1"


def saw(form: str, *keys: str, area: Area = Area.PHYSICAL) -> Indexed:
    """A form that was answered, and the needs that it sees."""
    needs = tuple(SaidNeed(key, None, Priority.MEDIUM, False) for key in keys)
    return Indexed(form, area, (Said("smerte", 0, "", 7),), needs, (), (), None, ())


def talk(*forms: Indexed, number: int = 1, on: date = HELD, ended: bool = True) -> Told:
    return Told(number, forms, on, ended)


def event(number: int, path: str, kept: BaseModel, on: date = HELD) -> Event:
    content = kept.model_dump_json(exclude_defaults=True)
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Event(number=number, path=path, content=content, author="Kari Lunde", at=at, undoes=None)


def course(talks: Sequence[Told], *events: Event, died_on: date | None = None, **said: object) -> Course:
    standing = {each.path: each for each in events}
    plan = Plan.of({path: each.content for path, each in standing.items()})
    filled: dict[str, object] = {"left_open": (), "urgent": ()} | said
    return Course(talks, plan, standing, died_on=died_on, **filled)  # type: ignore[arg-type]


def lists(course: Course) -> list[tuple[Kind, str]]:
    return [(each.kind, each.path) for each in waiting(course)]


def need(wish: FollowUp | None = FollowUp.YES, reason: str = "") -> Need:
    return Need(title="Smerte", follow_up=wish, reason=reason)


def action(about: str = PAIN, **said: object) -> Action:
    return Action(need=about, contact_point=1, text="Ringe", who="Fastlege", **said)  # type: ignore[arg-type]


def moved(number: int = 5, on: date = LATER) -> Event:
    change = StatusChange(
        status=ContactPointStatus.CANCELLED, reason=Reason.MOVED, status_before=ContactPointStatus.PLANNED
    )
    return event(number, status_path(2), change, on)


@pytest.mark.parametrize(
    ("weighed", "waits"),
    [
        (None, True),
        (need(FollowUp.YES), True),
        (need(None), True),
        (need(FollowUp.NO), False),
        (need(FollowUp.MAYBE), False),
        (need(FollowUp.YES, "Vil prøve selv"), False),
    ],
)
def test_a_need_waits_until_it_is_acted_on_explained_or_not_wanted(weighed: Need | None, waits: bool) -> None:
    events = [event(1, PAIN, weighed)] if weighed else []
    assert lists(course([talk(saw("fysisk", "smerte"))], *events)) == ([(Kind.NEED, PAIN)] if waits else [])


@pytest.mark.parametrize(
    ("agreed", "waits"),
    [
        (action(), [(Kind.ACTION, "action/1")]),
        (action(status=ActionStatus.DONE), []),
        (action(status=ActionStatus.DROPPED), [(Kind.NEED, PAIN)]),
        (action(status=ActionStatus.DROPPED, outcome="Det gikk over"), []),
    ],
)
def test_an_action_takes_the_place_of_its_need_until_it_is_dropped_without_a_word(
    agreed: Action, waits: list[tuple[Kind, str]]
) -> None:
    events = [event(1, PAIN, need()), event(2, "action/1", agreed)]
    assert lists(course([talk(saw("fysisk", "smerte"))], *events)) == waits


def test_while_a_talk_goes_on_its_needs_are_not_on_the_lists() -> None:
    assert lists(course([talk(saw("fysisk", "smerte"), ended=False)], event(1, PAIN, need()))) == []


def test_a_need_that_was_asked_about_again_counts_where_it_was_asked_last() -> None:
    seen_again = talk(saw("fysisk", "smerte"), number=2, on=LATER)
    assert lists(course([talk(saw("fysisk", "smerte")), seen_again])) == [(Kind.NEED, "need/2/fysisk/smerte")]
    gone = talk(saw("fysisk"), number=2, on=LATER)
    assert lists(course([talk(saw("fysisk", "smerte")), gone], event(1, PAIN, need()))) == []
    other = talk(saw("esas_r"), number=2, on=LATER)
    assert lists(course([talk(saw("fysisk", "smerte")), other])) == [(Kind.NEED, PAIN)]


def test_a_child_whose_follow_up_is_not_settled_waits_even_while_a_talk_goes_on() -> None:
    children = saw("barn", "uten_oppfolging/1", area=Area.CHILDREN_AS_RELATIVES)
    assert lists(course([talk(children, ended=False)], left_open={CHILD})) == [(Kind.CHILD, CHILD)]


def test_what_nurses_have_heard_themselves_waits_as_well() -> None:
    own = event(1, "need/1//7", need())
    assert lists(course([talk(saw("fysisk"))], own)) == [(Kind.NEED, "need/1//7")]


def test_an_action_is_on_the_lists_of_who_does_it_and_of_whoever_is_responsible() -> None:
    responsible = Responsible(user_id=1, name="Kari Lunde", unit="Nord")
    agreed = event(1, "action/1", action(service="fastlege", by=LATER))
    (found,) = waiting(course([talk()], agreed, municipality="1103", responsible=responsible))
    assert found.day == LATER
    assert found.whose == {
        EVERYBODY,
        Whose(WhoseKind.SERVICE, "fastlege"),
        Whose(WhoseKind.PERSON, "Kari Lunde"),
        Whose(WhoseKind.UNIT, "Nord"),
        Whose(WhoseKind.MUNICIPALITY, "1103"),
    }
    assert {Whose.of(whose.key) for whose in found.whose} == found.whose


def test_of_the_dead_only_what_is_about_the_children_goes_on_and_what_somebody_has_agreed_since() -> None:
    forms = saw("fysisk", "smerte", "kvalme"), saw("barn", "uten_oppfolging/1", area=Area.CHILDREN_AS_RELATIVES)
    events = [
        event(1, "action/1", action()),
        event(2, "action/2", action(CHILD)),
        event(3, "action/3", action(), on=date(2026, 11, 20)),
    ]
    urgent = [(1, "urgent/1/fysisk/smerte")]
    died = date(2026, 11, 3)
    dead = course([talk(*forms)], *events, left_open={CHILD}, urgent=urgent, died_on=died)
    assert lists(dead) == [
        (Kind.CLOSING, "action/1"),
        (Kind.ACTION, "action/2"),
        (Kind.ACTION, "action/3"),
        (Kind.CLOSING, "urgent/1/fysisk/smerte"),
        (Kind.CHILD, CHILD),
    ]
    assert {each.day for each in waiting(dead) if each.kind is Kind.CLOSING} == {died}


def test_of_those_who_have_moved_all_is_to_be_closed_or_handed_over_but_the_children() -> None:
    forms = saw("fysisk", "kvalme"), saw("barn", "uten_oppfolging/1", area=Area.CHILDREN_AS_RELATIVES)
    events = [event(1, "action/1", action()), moved(), event(6, "action/2", action(), on=LATER)]
    assert lists(course([talk(*forms)], *events, left_open={CHILD})) == [
        (Kind.CLOSING, "action/1"),
        (Kind.ACTION, "action/2"),
        (Kind.CLOSING, "need/1/fysisk/kvalme"),
        (Kind.CHILD, CHILD),
    ]


def test_who_is_followed_again_has_not_moved() -> None:
    agreed = event(1, "action/1", action())
    back = talk(number=3, on=date(2026, 12, 1))
    assert lists(course([talk(), back], agreed, moved())) == [(Kind.ACTION, "action/1")]
    again = StatusChange(status=ContactPointStatus.PLANNED, status_before=ContactPointStatus.CANCELLED)
    planned = event(6, status_path(3), again, LATER)
    assert lists(course([talk()], agreed, moved(), planned)) == [(Kind.ACTION, "action/1")]


def test_what_was_promised_stands_also_where_the_patient_wants_no_more_conversations() -> None:
    change = StatusChange(status=ContactPointStatus.DECLINED, status_before=ContactPointStatus.PLANNED)
    declined = event(5, status_path(2), change, LATER)
    stopped = course([talk()], event(1, "action/1", action()), declined)
    assert wants_no_more(stopped.standing) and lists(stopped) == [(Kind.ACTION, "action/1")]
    later = change.model_copy(update={"ask_again_on": LATER})
    assert not wants_no_more({status_path(2): event(5, status_path(2), later, LATER)})
