"""Undo goes back step by step, whatever was answered in between."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kartlegging_tui.domain.history import NOTHING, Event, current, undoable

AT = datetime(2026, 5, 12, tzinfo=UTC)


def happened(events: list[Event], path: str, answer: str, undoes: int | None = None) -> None:
    number = len(events) + 1
    events.append(Event(number=number, path=path, content=answer, author="Kari", at=AT, undoes=undoes))


def undo(events: list[Event]) -> bool:
    standing = undoable(events, "Kari")
    if not standing:
        return False
    target, before = standing[-1]
    happened(events, target.path, before, target.number)
    return True


def answers(events: list[Event]) -> dict[str, str]:
    return {path: event.content for path, event in current(events).items() if event.content != NOTHING}


def test_an_answer_changed_twice_goes_back_to_the_first_and_then_to_nothing() -> None:
    events: list[Event] = []
    happened(events, "a", '{"value":1}')
    happened(events, "a", '{"value":2}')
    assert undo(events) and answers(events) == {"a": '{"value":1}'}
    happened(events, "a", '{"value":3}')
    assert undo(events) and answers(events) == {"a": '{"value":1}'}
    assert undo(events) and answers(events) == {}
    assert not undo(events)


Step = tuple[str, str] | None
STEPS = st.lists(st.one_of(st.none(), st.tuples(st.sampled_from("abc"), st.sampled_from(["{}", "1", "2"]))))


@given(STEPS)
def test_undo_takes_back_the_last_step_that_stands(steps: list[Step]) -> None:
    """Against a plain model: a stack of the steps that stand."""
    events: list[Event] = []
    standing: list[tuple[str, str]] = []
    for step in steps:
        if step is None:
            assert undo(events) == bool(standing)
            standing = standing[:-1]
        else:
            happened(events, *step)
            standing.append(step)
        assert answers(events) == {path: answer for path, answer in dict(standing).items() if answer != NOTHING}
    assert len(events) >= len(standing)


@given(STEPS, st.randoms())
def test_the_order_in_which_events_are_handed_over_does_not_matter(steps: list[Step], random: object) -> None:
    events: list[Event] = []
    for step in steps:
        happened(events, *(step or ("a", "{}")))
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert current(shuffled) == current(events)
