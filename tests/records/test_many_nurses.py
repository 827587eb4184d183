"""Many nurses at once on a server: no answer is lost, none is there twice, and whoever was second is told."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import AnswerConflict, Conflict, NotSaved, Reason
from tests.postgres import ROLE, Server
from tests.records.cases import NOW, World, world

NURSES = int(os.environ.get("KARTLEGGING_TEST_NURSES", "8"))
"""50 with `KARTLEGGING_TEST_NURSES=50`: as many as a large municipality has at work."""
ANSWERS = 15


def _persist(database: Database, made: World, path: str, value: str, seen: int | None) -> int | None:
    """As `saving` does: again while the database is busy. The number; None where somebody else was first."""
    while True:
        try:
            with database.write() as unit:
                event = unit.append(made.assessment.id, path, value, made.nurse.id, NOW, seen=seen)
                unit.commit()
                return event.number
        except AnswerConflict:
            return None
        except NotSaved as error:
            assert error.reason is Reason.LOCKED


def test_every_answer_is_there_once_and_every_conflict_is_told(server: Server, records_name: str) -> None:
    first = Database.open(server.url(records_name, ROLE))
    made = world(first)

    def nurse(number: int) -> Counter[str]:
        database = Database.open(server.url(records_name, ROLE))
        told: Counter[str] = Counter()
        for place in range(ANSWERS):
            mine = _persist(database, made, f"n{number}_{place}", f'{{"value":{place}}}', None)
            told["saved"] += mine is not None
            shared = _persist(database, made, f"shared_{place}", f'{{"value":{number}}}', None)
            told["saved" if shared is not None else "conflicts"] += 1
        database.close()
        return told

    with ThreadPoolExecutor(NURSES) as pool:
        told = sum(pool.map(nurse, range(NURSES)), Counter())
    with first.read() as view:
        events = view.events(made.assessment.id)
    assert not first.verify().broken
    first.close()
    assert told == {"saved": (NURSES + 1) * ANSWERS, "conflicts": (NURSES - 1) * ANSWERS}
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert len(events) == told["saved"] == len({event.path for event in events})


def test_two_cannot_sign_the_same_talk(server: Server, records_name: str) -> None:
    first = Database.open(server.url(records_name, ROLE))
    made = world(first)

    def sign(number: int) -> bool:
        database = Database.open(server.url(records_name, ROLE))
        try:
            with database.write() as unit:
                unit.sign(made.conversation.id, f'{{"by":{number}}}', made.nurse.id, NOW)
                unit.commit()
        except Conflict:
            return False
        finally:
            database.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(sign, range(4))) == 1
    with first.read() as view:
        assert len(view.signings(made.conversation.id)) == 1
    first.close()


def test_two_cannot_start_a_talk_at_one_contact_point_or_take_in_one_identifier(
    server: Server, records_name: str
) -> None:
    def register(number: int) -> bool:
        database = Database.open(server.url(records_name, ROLE))
        try:
            with database.write() as unit:
                unit.add_patient(name=f"Kari {number}", identifier="12895612345")
                unit.commit()
        except Conflict:
            return False
        finally:
            database.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(register, range(4))) == 1


def test_who_waits_too_long_is_told_that_the_database_is_busy(
    server: Server, records_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kartlegging_tui.records import postgres

    monkeypatch.setattr(postgres, "_WRITING", postgres._WRITING.replace("'5s'", "'50ms'"))
    database = Database.open(server.url(records_name, ROLE))
    with database.write() as unit:
        unit.add_patient(name="Kari")
        with pytest.raises(NotSaved) as caught, database.write():
            pass
        unit.commit()
    assert caught.value.reason is Reason.LOCKED
    with database.read() as view:
        assert view.patient_ids() == [1]
    database.close()
