"""The yearly report finds its contact points by an index, not by looking at all there are."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from kartlegging_tui.domain.figures import PointSeen
from kartlegging_tui.domain.report import Asked
from kartlegging_tui.records import report
from kartlegging_tui.records.database import Database
from tests.records.cases import world

pytestmark = pytest.mark.both

ASKED = Asked(2026, municipality="0301", unit="Kreftteamet")


@pytest.mark.sqlite
def test_talks_are_found_by_their_day_and_windows_by_their_end(database: Database) -> None:
    world(database)
    points = report._points(Asked(2026), date(2026, 5, 1), [1, 2])
    statement = str(points.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with database.read() as view:
        plan = [row.detail for row in view._connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]
    assert any("ix_conversation_held_on" in step for step in plan), plan
    assert any("ix_contact_point_closes" in step for step in plan), plan
    assert not any(step.startswith("SCAN") and step not in ("SCAN held", "SCAN closing") for step in plan), plan


def test_every_statement_can_be_said_to_postgresql_too() -> None:
    for kind, things in report._things(ASKED, date(2026, 5, 1), [1, 2]).items():
        said = str(things.compile(dialect=postgresql.dialect()))
        assert "SELECT" in said and set(report._fields(kind)) <= set(things.c.keys())
    assert set(report._fields(PointSeen)) == set(PointSeen._fields)
