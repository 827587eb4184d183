"""The yearly report says what a slow recount says, and behind each figure stand as many as it counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.report import EVERYTHING, Asked, Dimension, Group, Report
from kartlegging_tui.domain.suppression import Mark
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.report import NotForRole
from tests import raw
from tests.conftest import TODAY
from tests.services.recount import recount
from tests.services.report_worlds import CLOCKS, World, build, worlds


@pytest.fixture
def coordinator(desk_of: Callable[[Role], Desk]) -> Desk:
    return desk_of(Role.COORDINATOR)


def agrees(desk: Desk, asked: Asked, today: date) -> Report:
    """Every figure of every group is what the recount says."""
    made = desk.reports.make(asked, today, small_numbers=True)
    counted = recount(desk, asked.year, today)
    assert {group for group, _ in counted} <= set(made.groups)
    for group in made.groups:
        for figure in Figure:
            number = made.cell(figure, group).number
            assert (number or 0) == counted.get((group, figure), 0), (group, figure)
    return made


def lists_are_as_long(desk: Desk, made: Report, groups: Collection[Group]) -> None:
    """Behind each figure of these groups stand as many as it says, each once."""
    with desk.database.read() as view:
        for (group, figure), cell in made.cells.items():
            if figure is not Figure.DAYS and group in groups:
                wanted = desk.reports._wanted(view, made.asked, made.made_on, figure, group)
                listed = view.report_behind(wanted)
                assert view.report_behind_count(wanted) == cell.number
                assert len(listed) == cell.number, (group, figure)
                if figure is not Figure.HANDOVERS:  # two to the same recipient on one day say the same
                    assert len(set(listed)) == cell.number, (group, figure)


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_the_demo_is_counted_as_a_slow_recount_counts_it(coordinator: Desk, year: int) -> None:
    made = agrees(coordinator, Asked(year), TODAY)
    if year == 2026:
        lists_are_as_long(coordinator, made, made.groups[::3])
        assert made.cell(Figure.HELD).number and made.cell(Figure.NEEDS_PLACED).number
        assert len(made.by(Dimension.UNIT)) > 1 and len(made.by(Dimension.MUNICIPALITY)) > 1


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds())
def test_whatever_happened_it_is_counted_as_a_slow_recount_counts_it(
    world: World, new_copy: Callable[[str], Path | str]
) -> None:
    """Died, moved, declined, put off, taken back, relapses, two units, talks dated ahead, a clock that goes wrong."""
    desk = build(new_copy("forms"), world)
    try:
        made = [agrees(desk, Asked(year), today) for year, today in CLOCKS]
        lists_are_as_long(desk, made[0], (EVERYTHING,))
    finally:
        desk.close()


def test_over_no_data_the_report_is_empty_and_says_so(new_copy: Callable[[str], Path | str]) -> None:
    desk = build(new_copy("forms"), World(()))
    made = desk.reports.make(Asked(2026), TODAY)
    assert made.is_empty and made.groups == (EVERYTHING,)
    assert made.cell(Figure.DAYS).number is None
    desk.close()


def test_narrowed_to_a_municipality_or_a_unit_it_counts_only_those(coordinator: Desk) -> None:
    whole = coordinator.reports.make(Asked(2026), TODAY, small_numbers=True)
    for group in (*whole.by(Dimension.MUNICIPALITY), *whole.by(Dimension.UNIT)):
        key = "municipality" if group.dimension is Dimension.MUNICIPALITY else "unit"
        asked = Asked(2026, **{key: group.key})
        narrowed = coordinator.reports.make(asked, TODAY, small_numbers=True)
        for figure in Figure:
            assert narrowed.cell(figure).number == whole.cell(figure, group).number
        listed = coordinator.reports.behind(asked, TODAY, Figure.DUE, EVERYTHING)
        assert len(listed) == narrowed.cell(Figure.DUE).number


def test_a_list_can_be_fetched_in_pages(coordinator: Desk) -> None:
    whole = coordinator.reports.behind(Asked(2026), TODAY, Figure.NEEDS, EVERYTHING)
    parts = [
        line
        for offset in range(0, len(whole) + 7, 7)
        for line in coordinator.reports.behind(Asked(2026), TODAY, Figure.NEEDS, EVERYTHING, 7, offset)
    ]
    assert parts == whole and len(whole) > 50
    assert all(line.text for line in whole)


def test_small_numbers_are_for_those_who_answer_for_the_figures(desk: Desk, coordinator: Desk) -> None:
    with pytest.raises(NotForRole):
        desk.reports.make(Asked(2026), TODAY, small_numbers=True)
    made = desk.reports.make(Asked(2026), TODAY)
    assert all(made.cell(Figure.DAYS, group).mark is not Mark.FEW for group in made.groups)  # it would be read as days
    few = [cell for cell in desk.reports.make(Asked(2026), TODAY).cells.values() if cell.mark is Mark.FEW]
    assert few and all(cell.number is None and cell.share is None for cell in few)
    numbers = [cell.number for cell in coordinator.reports.make(Asked(2026), TODAY, small_numbers=True).cells.values()]
    assert any(number and number < 5 for number in numbers)


def test_whoever_keeps_the_forms_gets_counts_and_no_lists(desk_of: Callable[[Role], Desk]) -> None:
    desk = desk_of(Role.ADMIN)
    made = desk.reports.make(Asked(2026), TODAY)
    assert made.cell(Figure.HELD).number
    for attempt in (
        lambda: desk.reports.behind(Asked(2026), TODAY, Figure.HELD, EVERYTHING),
        lambda: desk.reports.make(Asked(2026), TODAY, small_numbers=True),
    ):
        with pytest.raises(NotForRole):
            attempt()


def test_it_is_logged_that_a_report_and_a_list_are_read(coordinator: Desk) -> None:
    coordinator.reports.make(Asked(2026), TODAY, small_numbers=True)
    coordinator.reports.behind(Asked(2026), TODAY, Figure.HELD, EVERYTHING)
    newest = "SELECT what, patient_id, details FROM access ORDER BY id DESC LIMIT 2"
    logged = raw.found(coordinator.database, newest)
    (listed, made) = [json.loads(row["details"]) for row in logged]
    assert [(row["what"], row["patient_id"]) for row in logged] == [("report", None)] * 2
    assert made == {"year": 2026, "small_numbers": True}
    assert listed["figure"] == "held"


def test_a_pathway_whose_file_is_gone_is_counted_all_the_same(coordinator: Desk) -> None:
    from kartlegging_tui.definitions.library import Library

    before = coordinator.reports.make(Asked(2026), TODAY, small_numbers=True)
    coordinator.library = Library([])
    after = coordinator.reports.make(Asked(2026), TODAY, small_numbers=True)
    differing = {figure for figure in Figure if before.cell(figure) != after.cell(figure)}
    assert differing <= {Figure.CHILDREN_ASKED}
