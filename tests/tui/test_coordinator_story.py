"""A coordinator's morning, by keys alone: who is due, what changed, what was promised, and what the year has been.

What is done on one list shows on the others and in the records, and all that was read is in the log.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.plan import ActionStatus, Helped
from kartlegging_tui.domain.report import Asked
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.screens.compare import CompareScreen
from kartlegging_tui.tui.screens.follow_up import FollowUpScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.report import ReportScreen
from kartlegging_tui.tui.screens.report_behind import ReportBehindScreen
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from kartlegging_tui.tui.widgets.follow_up_list import FollowUpList
from kartlegging_tui.tui.widgets.pathway_list import PathwayList
from kartlegging_tui.tui.widgets.report_list import BehindList, FigureList
from tests import raw
from tests.tui.conftest import TODAY, House, text_on
from tests.tui.test_filtering import choose
from tests.tui.test_plan import press, write


@pytest.fixture(autouse=True)
def filters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KARTLEGGING_FILTERS", str(tmp_path / "filters.yaml"))


async def go_to(pilot: Pilot[None], typed: str, screen: type) -> None:
    await press(pilot, "ctrl+g")
    await write(pilot, typed)
    await press(pilot, "enter")
    assert isinstance(pilot.app.screen, screen)


def closed_this_year(desk: Desk) -> float:
    number = desk.reports.make(Asked(TODAY.year), TODAY).cell(Figure.ACTIONS_CLOSED).number
    assert number is not None
    return number


def read(desk: Desk) -> set[tuple[str, int | None]]:
    return {(row["what"], row["patient_id"]) for row in raw.found(desk.database, "SELECT what, patient_id FROM access")}


async def test_a_coordinators_morning(coordinator: Desk, house: House) -> None:
    desk = coordinator
    before = closed_this_year(desk)
    async with house(desk, size=(120, 40)) as pilot:
        # Who is due: only those with late actions, the second of them, compared, and back to the same row
        await choose(pilot, "i", "over fristen")
        worklist = pilot.app.screen.query_one(PathwayList)
        await press(pilot, "j")
        row = worklist.row
        assert row is not None
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PatientScreen) and row.name in text_on(pilot)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, CompareScreen) and "Behov" in text_on(pilot)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, WorklistScreen)
        assert worklist.row is not None and worklist.row.pathway_id == row.pathway_id

        # What was promised: the action that is latest is closed, with what came of it
        await go_to(pilot, "oppf", FollowUpScreen)
        late = pilot.app.screen.query_one(FollowUpList).row
        assert late is not None
        pathway_id, path = late.row.pathway_id, late.row.path
        await press(pilot, "d", "1", "1")
        assert desk.saver.flush(10)
        closed = desk.planning(pathway_id).plan.actions[path]
        assert (closed.status, closed.helped, closed.closed_on) == (ActionStatus.DONE, Helped.YES, TODAY)
        following = pilot.app.screen.query_one(FollowUpList).row
        assert following is not None and (following.row.pathway_id, following.row.path) != (pathway_id, path)

        # What the year has been: the figure counts it, and the list behind it names it
        await go_to(pilot, "årsr", ReportScreen)
        figures = pilot.app.screen.query_one(FigureList)
        while figures.row is not None and figures.row.figure is not Figure.ACTIONS_CLOSED:
            await press(pilot, "j")
        assert figures.row is not None and figures.row.cell.number == before + 1
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReportBehindScreen)
        assert pilot.app.screen.query_one(BehindList).virtual_size.height == 1 + before + 1  # below its header

    # Nothing is asked about it again at the next contact point, and all that was read is known
    assert path not in [each for each, _ in desk.planning(pathway_id).plan.open_before(99)]
    logged = read(desk)
    assert {what for what, _ in logged} >= {"worklist", "patient", "comparison", "report"}
    assert ("patient", row.patient_id) in logged and ("comparison", row.patient_id) in logged
