"""Two histories of one plan brought together: nothing is lost, nothing is overwritten, nothing is doubled."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.merging import merged

START = datetime(2026, 1, 1, tzinfo=UTC)


def event(number: int, path: str, minute: int, author: str = "Ánne", undoes: int | None = None, **said: Any) -> Event:
    at = START + timedelta(minutes=minute)
    return Event(number=number, path=path, content=json.dumps(said), author=author, at=at, undoes=undoes)


def action(number: int, place: int, minute: int, text: str, author: str = "Ánne", **said: Any) -> Event:
    more = {"need": "need/1//1", "contact_point": 1, "text": text, "who": "Kari"}
    return event(number, f"action/{place}", minute, author, **more, **said)


def test_a_new_history_comes_whole_but_for_who_is_responsible_there() -> None:
    there = [
        event(1, "responsible", 0, user_id=3, name="Ánne"),
        event(2, "need/1//1", 1, title="Uro"),
        event(3, "need/1//1", 2, undoes=2),
    ]
    found = merged((), there, [1]).events
    assert [(each.number, each.path, each.undoes) for each in found] == [
        (1, "need/1//1", None),
        (2, "need/1//1", 1),
    ]


def test_what_went_on_there_goes_on_here_also_under_another_number() -> None:
    here = [action(1, 1, 0, "Vårt", "Tor"), action(2, 2, 5, "Ringe NAV")]
    there = [action(1, 1, 5, "Ringe NAV"), action(2, 1, 9, "Ringe NAV", status="done")]
    found = merged(here, there, [])
    assert [(each.number, each.path) for each in found.events] == [(3, "action/2")]
    assert not found.kept


def test_another_thing_with_the_same_number_gets_a_new_one_and_what_speaks_of_it_follows() -> None:
    here = [event(1, "need/1//1", 0, "Tor", title="Vårt"), action(2, 1, 1, "Vårt", "Tor")]
    there = [
        event(1, "need/1//1", 5, title="Deres"),
        action(2, 1, 6, "Deres"),
        event(3, "order/1", 7, needs=["need/1//1"]),
    ]
    found = merged(here, there, [1]).events
    assert [each.path for each in found] == ["need/1//2", "action/2", "order/1"]
    assert json.loads(found[1].content)["need"] == "need/1//2"
    assert json.loads(found[2].content)["needs"] == ["need/1//2"]


def test_what_was_changed_in_both_places_stays_as_it_is_here_and_is_told() -> None:
    first = event(1, "need/1/esas_r/smerte", 0, title="Smerte")
    here = [first, event(2, "need/1/esas_r/smerte", 8, "Tor", title="Smerte", goal="Sove")]
    there = [first, event(2, "need/1/esas_r/smerte", 9, title="Smerte", goal="Gå tur")]
    assert merged(here, there, [1]) == merged(here, there, [])
    assert merged(here, there, [1]).events == () and merged(here, there, [1]).kept == ("need/1/esas_r/smerte",)


def test_a_status_comes_only_with_the_contact_point_that_it_is_of() -> None:
    there = [event(1, "status/1", 0, status="declined"), event(2, "status/2", 1, status="declined")]
    found = merged((), there, [1])
    assert [each.path for each in found.events] == ["status/1"] and found.kept == ("status/2",)


PATHS = st.sampled_from(["need/1//1", "need/1/a/b", "action/1", "action/2", "consent/1", "order/1", "urgent/1/a/b"])


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    paths = draw(st.lists(PATHS, max_size=12))
    said = {"title": "t", "text": "x", "recipient": "r", "need": "need/1//1"}
    return [event(number, path, number, **said, turn=number) for number, path in enumerate(paths, 1)]


@given(histories(), st.integers(0, 12))
def test_the_same_history_sent_again_adds_only_what_is_new_and_then_nothing(there: list[Event], sent: int) -> None:
    early = merged((), there[:sent], [1]).events
    rest = merged(early, there, [1])
    assert [*early, *rest.events] == there and not rest.kept
    again = merged(there, there, [1])
    assert again.events == () and not again.kept
