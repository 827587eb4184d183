"""Who is responsible for a pathway: chosen by one user, seen by all, never chosen over somebody else's choice."""

from __future__ import annotations

import pytest

from kartlegging_tui.domain.filters import Filter, Whose
from kartlegging_tui.domain.people import Role
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import NotFound, PlanConflict
from kartlegging_tui.services.browse import Browse, WorklistQuery
from kartlegging_tui.services.responsible import Responsibilities
from tests.records.cases import NOW, TODAY, World, world
from tests.services.reading import unlogged

pytestmark = pytest.mark.both


@pytest.fixture
def made(database: Database) -> World:
    made = world(database)
    with database.write() as unit:
        unit.add_staff("Anne Berg", Role.COORDINATOR, "Kreftteamet")
        unit.add_staff("Leyla Demir", Role.ADMIN)
        unit.commit()
    return made


def rows(database: Database, only: Filter) -> list[tuple[str, str]]:
    page = Browse(database, unlogged).worklist(WorklistQuery(only=only), TODAY)
    return [(row.responsible, row.unit) for row in page.rows]


def test_whoever_is_made_responsible_is_on_the_worklist_with_their_unit(database: Database, made: World) -> None:
    service = Responsibilities(database, made.nurse, lambda: NOW, unlogged)
    found = service.of(made.pathway.id)
    assert found.now is None
    assert [each.name for each in found.could] == [
        "Kari Lunde",
        "Anne Berg",
        "Per Vik",
    ]  # oneself, and nobody without patients
    assert rows(database, Filter(responsible=frozenset({Whose.NOBODY}))) == [("", "")]
    service.entrust(made.pathway.id, found.could[1], found.seen)
    assert rows(database, Filter(units=frozenset({"Kreftteamet"}))) == [("Anne Berg", "Kreftteamet")]
    found = service.of(made.pathway.id)
    assert found.now == found.could[1]
    service.entrust(made.pathway.id, None, found.seen)
    assert rows(database, Filter(responsible=frozenset({Whose.NOBODY}))) == [("", "")]
    assert service.of(made.pathway.id).now is None


def test_two_who_choose_at_once_do_not_choose_over_each_other(database: Database, made: World) -> None:
    first, second = (Responsibilities(database, user, lambda: NOW, unlogged) for user in (made.nurse, made.other))
    seen = first.of(made.pathway.id), second.of(made.pathway.id)
    first.entrust(made.pathway.id, seen[0].could[0], seen[0].seen)
    with pytest.raises(PlanConflict):
        second.entrust(made.pathway.id, seen[1].could[0], seen[1].seen)
    assert rows(database, Filter()) == [("Kari Lunde", "")]


def test_a_pathway_that_is_not_there(database: Database, made: World) -> None:
    with pytest.raises(NotFound):
        Responsibilities(database, made.nurse, lambda: NOW, unlogged).of(99)
