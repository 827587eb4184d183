"""The auditor's screen; and that nothing is shown to anybody which cannot be logged."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.who_may_see import ReasonKind
from kartlegging_tui.records.errors import NotSaved, Reason
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.services.access import Access
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_database
from kartlegging_tui.services.rights import Right
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.places import places_for
from kartlegging_tui.tui.screens.access_log import AccessLogScreen
from kartlegging_tui.tui.screens.emergencies import EmergenciesScreen
from tests.tui.conftest import TODAY, House, settled, text_on

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
REFUSED, EMERGENCY = Ground.NONE, Ground.EMERGENCY


@pytest.fixture
def auditor(desk_of: Callable[[Role], Desk]) -> Desk:
    nurse = desk_of(Role.NURSE)
    access = Access(nurse.database, nurse.user, lambda: NOW, lambda patient: EMERGENCY if patient == 9 else Ground.UNIT)
    for patient in range(1, 12):
        access.reading("patient", patient)
    access.denied("conversation", 23)
    evil = nurse.user.model_copy(update={"name": "Kari"})
    Access(nurse.database, evil, lambda: NOW).reading("form", 3, form="[@click=app.quit]x\x1b]0;P\x07")
    return desk_of(Role.AUDITOR)


@asynccontextmanager
async def opened(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    app = KartleggingApp(lambda _progress: desk, today=lambda: TODAY)
    async with app.run_test(size=size, notifications=True) as pilot:
        while not isinstance(app.screen, AccessLogScreen):
            await pilot.pause(0.01)
        await settled(pilot)
        yield pilot


async def typed(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await settled(pilot)


def numbers(pilot: Pilot[None]) -> list[int]:
    """The patients of the rows on the screen, from above."""
    screen = pilot.app.screen
    assert isinstance(screen, AccessLogScreen)
    found = (screen.rows._row(place) for place in range(screen.rows._total))
    return [line.row.patient_id for line in found if line is not None and line.row.patient_id is not None]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_auditors_day_begins_with_the_log_the_newest_first(auditor: Desk, size: tuple[int, int]) -> None:
    async with opened(auditor, size) as pilot:
        assert numbers(pilot) == [3, 23, *range(11, 0, -1)]
        text = text_on(pilot)
        assert "22.11.2026 10:00" in text
        assert "\x1b" not in text
        assert "@" in text  # where, of the row at the cursor
        with auditor.database.read() as view:
            assert not any(view.patient(each).name in text for each in view.patient_ids())


async def test_it_is_narrowed_to_what_was_refused_to_emergencies_and_to_a_patient(auditor: Desk) -> None:
    async with opened(auditor) as pilot:
        await pilot.press("x")
        await settled(pilot)
        assert numbers(pilot) == [23]
        await pilot.press("escape", "e")
        await settled(pilot)
        assert numbers(pilot) == [9]
        await pilot.press("e", "p")
        await settled(pilot)
        await typed(pilot, "3")
        assert numbers(pilot) == [3, 3]
        await pilot.press("escape")
        await settled(pilot)
        assert len(numbers(pilot)) == 13


async def test_it_is_narrowed_to_a_user(auditor: Desk) -> None:
    async with opened(auditor) as pilot:
        await pilot.press("w")
        await settled(pilot)
        await typed(pilot, auditor.user.name)
        assert numbers(pilot) == []
        await pilot.press("w")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert len(numbers(pilot)) == 13


async def test_a_patient_who_is_not_there_leaves_the_list_as_it_is(auditor: Desk) -> None:
    async with opened(auditor) as pilot:
        await pilot.press("p")
        await settled(pilot)
        await typed(pilot, "99999")
        assert len(numbers(pilot)) == 13


async def test_a_patient_is_not_shown_where_the_log_cannot_be_written(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house(desk) as pilot:
        with desk.database.read() as view:
            names = [view.patient(each).identifier or "-" for each in view.patient_ids()]

        def full(*_: object) -> int:
            raise NotSaved(Reason.DISK_FULL, "disk full")

        monkeypatch.setattr("kartlegging_tui.records.access_log.append", full)
        await pilot.press("enter")
        await settled(pilot)
        text = text_on(pilot)
        assert not any(name in text.replace(" ", "") for name in names)
        assert "logg" in text or "log of who" in text


async def test_the_log_tells_how_many_emergencies_wait_and_a_key_goes_there(auditor: Desk) -> None:
    with auditor.database.write() as unit:
        nurse = next(user for user in unit.staff() if user.role is Role.NURSE)
        for patient in (3, 4):
            until = NOW + timedelta(hours=1)
            unit.let_in(Viewer(nurse.id, nurse.name, NOW), patient, ReasonKind.ACUTE, "innlagt akutt i natt", until)
        unit.commit()
    async with opened(auditor) as pilot:
        assert re.search(r"\b2 [^·]*\(v\) · ", text_on(pilot))
        await pilot.press("v")
        await settled(pilot)
        assert isinstance(pilot.app.screen, EmergenciesScreen)
        pilot.app.screen._desk.reviews.review(auditor.reviews.listed(named=False)[0].emergency, "i orden")
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, AccessLogScreen)
        assert re.search(r"\b1 [^·]*\(v\) · ", text_on(pilot))


def test_whoever_is_alone_on_a_database_goes_to_the_log_and_the_emergencies_and_no_other_nurse(
    empty_place: Path | str,
) -> None:
    with closing(open_database(empty_place, "Kari Lunde")) as desk:
        assert desk.may(Right.LOG) and desk.may(Right.REVIEW) and not desk.may(Right.USERS)
        assert {"log", "emergencies"} <= {place.id for place in places_for(desk.user.role, desk.alone)}
        assert desk.reviews.waiting() == 0
        with desk.database.write() as unit:
            unit.add_staff("Per Vik", Role.NURSE)
            unit.commit()
    with closing(open_database(empty_place, "Kari Lunde")) as desk:
        assert not desk.may(Right.LOG) and not desk.may(Right.REVIEW)
        assert not {"log", "emergencies"} & {place.id for place in places_for(desk.user.role, desk.alone)}
