"""The records behind PgBouncer, which gives each transaction whichever connection is free: here there is one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotSaved, Reason
from tests.pooler import Pooler
from tests.postgres import OTHER_ROLE, ROLE, Server
from tests.records.cases import NOW, world

pytestmark = pytest.mark.skipif(shutil.which("pgbouncer") is None, reason="PgBouncer is not installed")

NURSES, ANSWERS = 6, 10


@pytest.fixture(scope="module")
def pooler(server: Server) -> Iterator[Pooler]:
    started = Pooler(server)
    yield started
    started.end()


def test_nurses_who_take_turns_on_one_connection_lose_nothing(pooler: Pooler, records_name: str) -> None:
    first = Database.open(pooler.url(records_name, ROLE))
    made = world(first)

    def nurse(number: int) -> None:
        database = Database.open(pooler.url(records_name, ROLE))
        for place in range(ANSWERS):
            with database.write() as unit:
                unit.append(made.assessment.id, f"n{number}_{place}", '{"value":true}', made.nurse.id, NOW)
                unit.commit()
        database.close()

    with ThreadPoolExecutor(NURSES) as pool:
        list(pool.map(nurse, range(NURSES)))
    with first.read() as view:
        events = view.events(made.assessment.id)
    assert [event.number for event in events] == list(range(1, NURSES * ANSWERS + 1))
    assert not first.verify().broken
    first.close()


def test_municipalities_that_use_the_pooler_by_turns_see_their_own_patients(pooler: Pooler, records_name: str) -> None:
    one, other = (Database.open(pooler.url(records_name, role)) for role in (ROLE, OTHER_ROLE))
    for database, names in ((one, ("Kari", "Ola")), (other, ("Per",))):
        for name in names:
            with database.write() as unit:
                unit.add_patient(name=name)
                unit.commit()
    for _turn in range(3):
        with one.read() as view:
            assert view.patient_ids() == [1, 2]
        with other.read() as view:
            assert view.patient_ids() == [1]
    one.close()
    other.close()


def test_a_pooler_that_was_started_anew_is_not_noticed_and_one_that_is_gone_is_said_to_be(
    pooler: Pooler, records_name: str
) -> None:
    database = Database.open(pooler.url(records_name, ROLE))
    pooler.stop()
    with pytest.raises(NotSaved) as caught, database.write():
        pass
    assert caught.value.reason is Reason.UNREACHABLE
    pooler.start()
    with database.write() as unit:
        unit.add_patient(name="Kari")
        pooler.stop()
        pooler.start()
        with pytest.raises(NotSaved):
            unit.commit()
    with database.write() as unit:
        unit.add_patient(name="Ola")
        unit.commit()
    with database.read() as view:
        assert view.patient_ids() == [1]
    database.close()
