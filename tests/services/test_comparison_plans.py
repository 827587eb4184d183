"""A comparison seeks what belongs to one patient along indexes, on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from kartlegging_tui.records.lineages import Lineages
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.record import METADATA
from kartlegging_tui.services.compare import Compare
from kartlegging_tui.services.desk import Desk
from tests.conftest import TODAY
from tests.records.test_query_plans import Asked, asked, scanned
from tests.services.reading import unlogged

SMALL = {"questionnaire_version", "arrived_questionnaire", "staff"}
"""What does not grow with the patients."""


class Elsewhere:
    """Reads the same records in another database."""

    def __init__(self, connection: Connection, published: Any) -> None:
        self._connection, self._published = connection, published

    @contextmanager
    def read(self) -> Iterator[Reading]:
        yield Reading(self._connection, self._published, Lineages())


def compared(desk: Desk, database: Any, engine: Engine) -> Asked:
    """The statements of a comparison of two talks and more."""
    compare = Compare(database, desk.saver, desk.conduct.planned, unlogged)
    patient_id = next(
        each for each in desk.conduct.exporting.everybody() if len(desk.compare.comparison(each, (), TODAY).columns) > 1
    )
    with asked(engine) as statements:
        rows = compare.comparison(patient_id, (), TODAY).rows
    assert rows == desk.compare.comparison(patient_id, (), TODAY).rows
    return statements


@pytest.mark.sqlite
def test_on_sqlite_nothing_that_grows_is_read_from_end_to_end(desk: Desk) -> None:
    statements = compared(desk, desk.database, desk.database._reader)
    assert len(statements) > 10
    with desk.database.read() as view:
        for statement, given in statements:
            for row in view._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given):
                step = row[3]
                assert not step.startswith("SCAN") or step.split()[1] in SMALL, f"{step}  -- {statement}"


@pytest.fixture
def copied(desk: Desk, postgres: Engine) -> Iterator[Connection]:
    """The demo's records in PostgreSQL."""
    METADATA.create_all(postgres)
    with postgres.connect() as target:
        target.exec_driver_sql("SET session_replication_role = replica")  # in any order, whatever refers to what
        with desk.database.read() as view:
            for table in METADATA.sorted_tables:
                rows = [dict(row._mapping) for row in view._connection.execute(table.select())]
                target.execute(table.delete())
                if rows:
                    target.execute(table.insert(), rows)
        yield target
        target.rollback()


def test_on_postgresql_nothing_that_grows_is_read_from_end_to_end(desk: Desk, copied: Connection) -> None:
    statements = compared(desk, Elsewhere(copied, desk.database._published), copied.engine)
    copied.exec_driver_sql("SET enable_seqscan = off")  # so few rows are quicker read whole, where there is no need
    for statement, given in statements:
        (row,) = copied.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", given)
        plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
        assert set(scanned(plan[0]["Plan"])) <= SMALL, statement
