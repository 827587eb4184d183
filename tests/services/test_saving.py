"""The saving thread outlives whatever goes wrong in it, and what is waiting is saved in the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.history import Event
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotRead, Reason
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services import saving
from tests.faults.talks import FORM, NURSE, answers, conduct, furnish, user_of

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "RETRY_SECONDS", 0.01)


def test_a_colleagues_answer_that_cannot_be_read_is_read_later_and_what_waits_is_saved(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    (talk,) = furnish(database)
    desks = [conduct(database, user_of(database, name)) for name in (NURSE, "Per Vik")]
    mine, theirs = (desk.open(talk).fillings[FORM.id] for desk in desks)
    theirs.answer("q1", Answer(value="først"))
    assert desks[1].saver.flush(10)
    told: list[str] = []

    def tell(path: str, answer: Answer, event: Event) -> None:
        told.append(event.content)

    mine.on_conflict = tell
    real, failures = Database.read, [3]

    @contextmanager
    def read(self: Database) -> Iterator[Reading]:
        failures[0] -= 1
        if failures[0] >= 0:
            raise NotRead(Reason.IO, "the disk does not answer")
        with real(self) as view:
            yield view

    monkeypatch.setattr(Database, "read", read)
    mine.answer("q1", Answer(value="sist"))
    mine.answer("q2", Answer(value="noe annet"))
    assert desks[0].saver.close(10)
    assert told == ['{"value":"først"}']
    assert answers(database, talk) == [("q1", "først"), ("q2", "noe annet")]
    desks[1].saver.close()


def test_a_mistake_in_the_program_is_reported_said_to_be_unsaved_and_tried_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    (talk,) = furnish(database)
    desk = conduct(database, user_of(database))
    filling = desk.open(talk).fillings[FORM.id]
    reported: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda arguments: reported.append(arguments.exc_type))
    states: list[saving.SaveState] = []
    desk.saver.listen = states.append
    real, failures = Writing.append, [3]

    def append(self: Writing, *arguments: object, **named: object) -> Event:
        failures[0] -= 1
        if failures[0] >= 0:
            raise KeyError("a mistake of ours")
        return real(self, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Writing, "append", append)
    filling.answer("q1", Answer(value="kept"))
    assert desk.saver.close(10)
    assert reported == [KeyError]
    assert Reason.OTHER in {state.trouble for state in states} and states[-1].all_saved
    assert answers(database, talk) == [("q1", "kept")]
