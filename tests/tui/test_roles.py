"""Every screen and every command, in every role: what the table of `docs/roles.md` says is what happens."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from kartlegging_tui import cli
from kartlegging_tui.command_line import records
from kartlegging_tui.command_line.exit_codes import ExitCode, Stop
from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.rights import COMMANDS, SCREENS, Right, allowed
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.places import PLACES, places_for
from tests import roles_page
from tests.tui.conftest import TODAY, settled, text_on

KEPT = Path(__file__).parents[2] / "docs" / "roles.md"


def test_the_page_of_roles_is_that_of_the_rights() -> None:
    assert KEPT.read_text("utf-8") == roles_page.page(), "run `python -m tests.roles_page > docs/roles.md`"


def test_every_screen_has_a_line_in_the_table() -> None:
    assert set(roles_page.screens()) ^ set(SCREENS) == set()


def _given() -> dict[str, argparse.ArgumentParser]:
    parsers = next(each for each in cli._parser()._actions if isinstance(each, argparse._SubParsersAction))
    return dict(parsers.choices)


def test_every_command_has_a_line_in_the_table() -> None:
    assert set(_given()) ^ set(COMMANDS) == set()


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_is_shown_the_screens_of_the_table_and_no_other(
    role: Role, desk_of: Callable[[Role], Desk]
) -> None:
    """Going to each place, and putting each other screen up whatever asks for it."""
    desk = desk_of(role)
    app = KartleggingApp(lambda _progress: desk, lambda: TODAY)
    shown: dict[str, bool] = {}
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        while app.user is None:
            await pilot.pause(0.01)
        await settled(pilot)
        first = app.screen
        for name, screen in roles_page.screens().items():
            bare = screen.__new__(screen)  # whether it is shown is decided before anything of it is looked at
            shown[name] = app.may_show(bare)
        for place in PLACES:
            there = place.made(desk)
            app.push_screen(there)
            await pilot.pause()
            assert (app.screen is there) == (place in places_for(role)), place.id
            while app.screen is not first:
                app.pop_screen()
            await pilot.pause()
        if role is Role.AUDITOR:
            assert "Din rolle" in text_on(pilot) or "rollen" in text_on(pilot).lower()
    assert shown == {name: allowed(role, SCREENS[name]) for name in shown}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gives_the_commands_of_the_table_and_no_other(
    role: Role, demo_place: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "_demo", lambda _arguments: open_demo(24, 1, role, demo_place))
    for name, parser in _given().items():
        if "--database" in parser.format_help() and COMMANDS[name] is not None:
            given = Namespace(demo=True, command=name)
            try:
                records.open_desk(given).close()
                code = ExitCode.GOOD
            except Stop as stop:
                code = stop.code
            assert (code == ExitCode.GOOD) == allowed(role, COMMANDS[name]), name
            assert code in (ExitCode.GOOD, ExitCode.NOT_ALLOWED)


@pytest.mark.parametrize("role", list(Role))
def test_whatever_the_screens_do_the_desk_gives_a_role_nothing_else(
    role: Role, desk_of: Callable[[Role], Desk]
) -> None:
    desk = desk_of(role)
    of = {
        Right.PATIENTS: (
            *("browse", "register", "conduct", "compare", "contact_points", "inbox", "follow_ups", "asking"),
            *("responsibilities", "details", "care"),
        ),
        Right.REPORT: ("reports",),
        Right.FORM_USE: ("form_use",),
        Right.CODES: ("registration_codes",),
        Right.REVIEW: ("reviews",),
    }
    for right, names in of.items():
        for name in names:
            try:
                getattr(desk, name)
                given = True
            except NotAllowed:
                given = False
            assert given == allowed(role, right), name
    try:
        desk.publishing()
        publishes = True
    except NotAllowed:
        publishes = False
    assert publishes == allowed(role, Right.FORMS)


def test_an_admin_sees_no_patient_and_an_auditor_nothing_but_the_log_and_who_let_themselves_in() -> None:
    assert {right for right in Right if allowed(Role.AUDITOR, right)} == {Right.LOG, Right.REVIEW}
    assert not allowed(Role.ADMIN, Right.PATIENTS)
