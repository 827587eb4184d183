"""Logging in, the first start, and the lock."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kartlegging_tui.domain.people import Role
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.services import clock, login
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.app import KartleggingApp, no_desk
from kartlegging_tui.tui.entrance import Entrance
from kartlegging_tui.tui.locking import AFTER, CHANGE_USER, Idle
from kartlegging_tui.tui.screens.confirm import ConfirmScreen
from kartlegging_tui.tui.screens.conversation import ConversationScreen
from kartlegging_tui.tui.screens.lock import LockScreen
from kartlegging_tui.tui.screens.log_in import LogInScreen
from kartlegging_tui.tui.screens.new_password import NewPasswordScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.screens.prove import ProveScreen
from kartlegging_tui.tui.screens.recovery_key import RecoveryKeyScreen
from kartlegging_tui.tui.screens.register_patient import RegisterPatientScreen
from kartlegging_tui.tui.screens.set_up import SetUpScreen
from kartlegging_tui.tui.screens.summary import SummaryScreen
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from kartlegging_tui.tui.widgets.form_pane import FormPane
from tests.postgres import ROLE, Server
from tests.raw import no_demo
from tests.tui.conftest import TODAY, House, settled, text_on

KARI, PASSWORD = "kari", "en lang kveld i mars"
OTHER = "snø på alle tak i byen"


@pytest.fixture(scope="module")
def known_file(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A real database, with patients, that Kari has set up; and what she gave Tor as his password, for once."""
    where = tmp_path_factory.mktemp("known") / "records.sqlite3"
    shutil.copy(demo_file, where)
    return where, _set_up(where)


@pytest.fixture(scope="module")
def known_records(server: Server, demo_records: str) -> tuple[str, str]:
    """The same on a server: the name of a database to be copied."""
    name = server.new(demo_records)
    return name, _set_up(server.url(name, ROLE))


def _set_up(where: Path | str) -> str:
    no_demo(where)
    desk, _recovery = login.set_up(where, KARI, "Kari Lunde", PASSWORD)
    once = desk.users.add("Tor Østbø", "tor", Role.COORDINATOR)
    desk.close()
    return once


@pytest.fixture
def known(store: str, request: pytest.FixtureRequest) -> Iterator[tuple[Path | str, str]]:
    """A copy of it, with its key file where it is a file."""
    if store == "postgresql":
        server: Server = request.getfixturevalue("server")
        template, once = request.getfixturevalue("known_records")
        name = server.new(template)
        yield server.url(name, ROLE), once
        server.drop(name)
        return
    file, once = request.getfixturevalue("known_file")
    folder: Path = request.getfixturevalue("tmp_path")
    for each in file.parent.iterdir():
        shutil.copy(each, folder)
    yield folder / file.name, once


@pytest.fixture
def place(known: tuple[Path | str, str]) -> Path | str:
    """Where that copy is opened."""
    return known[0]


async def until(pilot: Pilot[str], there: Callable[[], bool]) -> None:
    """Waits for what comes out of a thread."""
    while not there():
        await pilot.pause(0.01)
    for _ in range(3):
        await pilot.pause()


@asynccontextmanager
async def entering(
    where: Path | str, size: tuple[int, int] = (80, 24), lock_after: timedelta = AFTER
) -> AsyncIterator[Pilot[str]]:
    app = KartleggingApp(no_desk, lambda: TODAY, entrance=Entrance(where, KARI), lock_after=lock_after)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, (LogInScreen, SetUpScreen)))
        try:
            yield pilot
        finally:
            app.close_desk()


@asynccontextmanager
async def logged_in(where: Path | str) -> AsyncIterator[Pilot[str]]:
    async with entering(where) as pilot:
        await write(pilot, PASSWORD)
        await until(pilot, lambda: isinstance(pilot.app.screen, WorklistScreen))
        await settled(pilot)
        yield pilot


async def write(pilot: Pilot[str], text: str) -> None:
    """Types a text, and Enter."""
    pilot.app.focused.value = text  # type: ignore[union-attr]
    await pilot.press("enter")
    await pilot.pause()


async def test_the_first_start_asks_for_a_name_and_a_password_and_shows_the_recovery_key(tmp_path: Path) -> None:
    where = tmp_path / "new.sqlite3"
    async with entering(where) as pilot:
        await write(pilot, "Kari Lunde")
        await write(pilot, "kort")
        await write(pilot, "kort")
        assert "Minst 12 tegn" in text_on(pilot)
        await write(pilot, PASSWORD)
        await write(pilot, OTHER)
        assert "ikke det samme" in text_on(pilot)
        await write(pilot, PASSWORD)
        await until(pilot, lambda: isinstance(pilot.app.screen, RecoveryKeyScreen))
        key = next(word for word in text_on(pilot).split() if word.count("-") == 6)
        await write(pilot, "0000" if not key.endswith("0000") else "1111")
        assert isinstance(pilot.app.screen, RecoveryKeyScreen)
        await write(pilot, key[-4:].lower())
        await until(pilot, lambda: isinstance(pilot.app.screen, WorklistScreen))
        assert "Kari Lunde" in text_on(pilot)
    login.log_in_with_recovery(where, key, KARI, OTHER).close()


async def test_on_a_server_the_first_start_shows_no_recovery_key(server: Server, records_name: str) -> None:
    where = server.url(records_name, ROLE)
    async with entering(where) as pilot:
        for text in ("Kari Lunde", PASSWORD, PASSWORD):
            await write(pilot, text)
        await until(pilot, lambda: isinstance(pilot.app.screen, WorklistScreen))
        assert "Kari Lunde" in text_on(pilot)
    login.log_in(where, KARI, PASSWORD).close()


async def test_a_wrong_password_is_told_and_nothing_of_it_is_seen(
    place: Path | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)
    async with entering(place) as pilot:
        await write(pilot, OTHER)
        await until(pilot, lambda: "Feil brukernavn eller passord" in text_on(pilot))
        await pilot.press(*"hemmelig")
        assert "hemmelig" not in text_on(pilot)
        for _try in range(4):
            await write(pilot, OTHER)
            await until(pilot, lambda: not pilot.app.screen.is_opening)  # type: ignore[attr-defined]
        await write(pilot, PASSWORD)
        await until(pilot, lambda: "Prøv igjen klokka" in text_on(pilot))


async def test_whoever_got_a_password_for_once_chooses_their_own_before_anything_is_shown(
    known: tuple[Path | str, str],
) -> None:
    place, once = known
    async with entering(place) as pilot:
        await pilot.press("up")
        await write(pilot, "tor")
        await write(pilot, once)
        await until(pilot, lambda: isinstance(pilot.app.screen, NewPasswordScreen))
        await write(pilot, OTHER)
        await write(pilot, OTHER)
        await until(pilot, lambda: isinstance(pilot.app.screen, WorklistScreen))
        assert "Tor Østbø, koordinator" in text_on(pilot)


async def test_locked_nothing_of_the_patient_is_seen_and_one_comes_back_to_the_same_question(place: Path | str) -> None:
    async with logged_in(place) as pilot:
        await _to_conversation(pilot)
        pane = pilot.app.screen.query_one(FormPane)
        await pilot.press("down", "m", *"halvferdig")
        await settled(pilot)
        current, before = pane.view.current, text_on(pilot)
        assert current is not None
        name = pilot.app.screen.query_one("#who").visual  # type: ignore[attr-defined]
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))
        assert "halvferdig" not in text_on(pilot) and str(name).split(" ·")[0] not in text_on(pilot)
        assert "Kari Lunde er logget inn" in text_on(pilot)
        desk = pilot.app.desk  # type: ignore[attr-defined]
        with pytest.raises(Exception, match="nobody is logged in"), desk.database.read():
            pass
        for key in ("ctrl+p", "ctrl+g", "escape", "f12", "f9", "f9", "f8", "f8", "f8", "f5"):
            await pilot.press(key)
            assert isinstance(pilot.app.screen, LockScreen), key
        await write(pilot, OTHER)
        await until(pilot, lambda: "Feil passord" in text_on(pilot))
        await write(pilot, PASSWORD)
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen))
        assert pane.view.current is not None and pane.view.current.path == current.path
        assert text_on(pilot) == before
        await pilot.press(*"t igjen")
        assert pane.box is not None and pane.box.text.endswith("halvferdigt igjen")


async def _to_conversation(pilot: Pilot[str]) -> None:
    while not isinstance(pilot.app.screen, ConversationScreen):
        await pilot.press("enter")
        await settled(pilot)


async def test_the_program_can_be_ended_while_it_is_locked(place: Path | str) -> None:
    async with logged_in(place) as pilot:
        await _to_conversation(pilot)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))
        await pilot.press("ctrl+q")
        await until(pilot, lambda: pilot.app._exit)


async def test_another_user_logs_in_once_the_first_ones_desk_is_closed(place: Path | str) -> None:
    async with logged_in(place) as pilot:
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))
        await pilot.press("f2")
        await pilot.pause()
        assert pilot.app._exit and pilot.app.return_value == CHANGE_USER


async def test_before_another_user_logs_in_one_is_told_of_what_would_be_lost(place: Path | str) -> None:
    async with logged_in(place) as pilot:
        pilot.app.push_screen(RegisterPatientScreen(pilot.app.desk))  # type: ignore[attr-defined]
        await settled(pilot)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(pilot.app.screen, LockScreen))
        await pilot.press("f2")
        await pilot.pause()
        assert "Det går tapt" in text_on(pilot).replace("\n", " ")
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(pilot.app.screen, LockScreen) and not pilot.app._exit


async def test_what_comes_up_while_it_is_locked_waits(place: Path | str) -> None:
    async with logged_in(place) as pilot:
        app = pilot.app
        assert isinstance(app, KartleggingApp)
        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        app.notify("Kari Nordmann")
        app.push_screen(PatientScreen(app.desk, 1))
        await pilot.pause()
        assert isinstance(app.screen, LockScreen) and "Kari Nordmann" not in text_on(pilot)
        await write(pilot, PASSWORD)
        await until(pilot, lambda: isinstance(app.screen, PatientScreen))


async def test_without_keys_it_locks_by_itself(place: Path | str) -> None:
    async with logged_in(place) as pilot:
        app = pilot.app
        assert isinstance(app, KartleggingApp)
        hours = [0.0]
        app.idle = Idle(AFTER, (lambda: hours[0],))
        app._look()
        assert not app.is_locked
        hours[0] = AFTER.total_seconds()
        app._look()
        await until(pilot, lambda: isinstance(app.screen, LockScreen))


async def test_the_first_key_after_a_machine_has_slept_answers_nothing(place: Path | str) -> None:
    async with logged_in(place) as pilot:
        app = pilot.app
        assert isinstance(app, KartleggingApp)
        hours = [0.0, 0.0]
        app.idle = Idle(AFTER, (lambda: hours[0], lambda: hours[1]))
        hours[1] = 3600.0
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LockScreen))
        assert not any(isinstance(screen, PatientScreen) for screen in app.screen_stack)


async def test_the_demo_is_locked_by_its_key_and_opened_without_a_password(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await pilot.press("f12")
        await settled(pilot)
        assert isinstance(pilot.app.screen, LockScreen) and "Enter" in text_on(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, WorklistScreen))


async def test_whoever_has_a_password_signs_with_it(place: Path | str) -> None:
    async with logged_in(place) as pilot:
        app = pilot.app
        assert isinstance(app, KartleggingApp)
        proved: list[bool | None] = []
        app.push_screen(ProveScreen(app.desk, "Signere?"), proved.append)
        await until(pilot, lambda: isinstance(app.screen, ProveScreen))
        await write(pilot, OTHER)
        await until(pilot, lambda: "Feil passord" in text_on(pilot))
        assert proved == []
        await write(pilot, PASSWORD)
        await until(pilot, lambda: proved == [True])


@pytest.mark.parametrize("asks", [True, False])
async def test_the_summary_asks_for_the_password_where_there_is_one(place: Path | str, asks: bool) -> None:
    async with logged_in(place) as pilot:
        app = pilot.app
        assert isinstance(app, KartleggingApp)
        if not asks:
            app.desk.door = None
        screen = SummaryScreen(app.desk, _ready_to_sign(app.desk))
        app.push_screen(screen)
        await settled(pilot)
        screen.action_sign()
        await until(pilot, lambda: app.screen is not screen)
        assert isinstance(app.screen, ProveScreen if asks else ConfirmScreen)


def _ready_to_sign(desk: Desk) -> int:
    """A conversation that nothing stands in the way of signing."""
    for number in range(1, 200):
        try:
            summary = desk.conduct.summary(number)
        except NotFound:
            continue
        if summary.state.is_open and not summary.obstacles and (summary.forms or summary.needs):
            return number
    raise AssertionError("the demo has none")
