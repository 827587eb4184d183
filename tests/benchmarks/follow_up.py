"""The lists of what has to be done, at 200,000 pathways made by SQL."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from kartlegging_tui.domain.follow_up import EVERYBODY, Kind, Whose, WhoseKind
from kartlegging_tui.domain.people import Role, User
from kartlegging_tui.domain.worklist import Search
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.follow_up import Wanted
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.clock import now
from kartlegging_tui.services.follow_up import FollowUpQuery, FollowUps
from tests.benchmarks.figures import Figure, timed
from tests.records.rows import insert_follow_ups

PATHWAYS = 200_000
TODAY = date(2026, 11, 22)


def run() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(Path(folder) / "records.db")
        insert_follow_ups(database, PATHWAYS, TODAY)
        try:
            return list(_rows(database))
        finally:
            database.close()


def _rows(database: Database) -> Iterator[Figure]:
    def page(kind: Kind, wanted: Wanted, offset: int = 0) -> Callable[[int], object]:
        def read(_number: int) -> object:
            with database.read() as view:
                return view.follow_up(kind, wanted, 50, offset)

        return read

    def counts(wanted: Wanted) -> Callable[[int], object]:
        def read(_number: int) -> object:
            with database.read() as view:
                return view.follow_up_counts(wanted)

        return read

    unit = Wanted(whose=Whose(WhoseKind.UNIT, "Nord"))
    person = Wanted(whose=Whose(WhoseKind.PERSON, "Sykepleier 7"))
    late, week = Wanted(until=TODAY), Wanted(since=TODAY, until=TODAY + timedelta(days=7))
    named = Wanted(search=Search(("kari", "777")), words=("kari", "777"))
    for what, wanted in (("all", Wanted()), ("unit", unit), ("person", person), ("late", late), ("week", week)):
        yield timed(f"{what}: first page of actions", page(Kind.ACTION, wanted), 20)
        yield timed(f"{what}: counts of all lists", counts(wanted), 5)
    yield timed("all: the page at 300,000", page(Kind.ACTION, Wanted(), 300_000), 5)
    yield timed("all: first page of needs", page(Kind.NEED, Wanted()), 20)
    yield timed("search: first page", page(Kind.ACTION, named), 5)
    yield timed("search: counts", counts(named), 5)
    user = User(id=1, name="Kari Lunde", role=Role.COORDINATOR)
    follow_ups = FollowUps(database, lambda: (), user, now, Access(database, user, now))
    yield timed("service: a page in words, with counts", lambda _: follow_ups.page(FollowUpQuery(), TODAY, "nb"), 10)
    query = FollowUpQuery(whose=unit.whose)
    yield timed("service: a unit's page, with counts", lambda _: follow_ups.page(query, TODAY, "nb"), 10)
    assert unit.whose != EVERYBODY
    yield timed("service: who has anything to do", lambda _: follow_ups.whose(), 3)
