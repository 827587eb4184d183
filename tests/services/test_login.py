"""Logging in to a file: set up once, then everybody with a password of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from kartlegging_tui.domain.access import Wanted
from kartlegging_tui.domain.accounts import PasswordProblem
from kartlegging_tui.domain.people import Role
from kartlegging_tui.records import unknown_names
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict, Refused, Throttled, WrongPassword
from kartlegging_tui.services import clock, login
from kartlegging_tui.services.access import workstation
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_database
from kartlegging_tui.services.doors import Need
from kartlegging_tui.services.login import BadPassword, BadUserName, MustChange, RoleEnded, RoleNotYet
from kartlegging_tui.services.users import YourOwn

KARI, PASSWORD = "kari", "en lang kveld i mars"
OTHER = "snø på alle tak i byen"
START = datetime.combine(clock.today(), time(9), UTC)
"""Today, as roles are given by the clock of the machine; at an hour at which it is the same day everywhere."""


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the program."""
    hands = Clock()
    monkeypatch.setattr(clock, "now", hands)
    return hands


@pytest.fixture
def place(empty_place: Path | str, hours: Clock) -> Path | str:
    """A database that Kari has set up."""
    desk, _recovery = login.set_up(empty_place, KARI, "Kari Lunde", PASSWORD)
    desk.close()
    return empty_place


@contextmanager
def at_desk(where: Path | str, user_name: str = KARI, password: str = PASSWORD) -> Iterator[Desk]:
    desk = login.log_in(where, user_name, password)
    try:
        yield desk
    finally:
        desk.close()


def let_in(where: Path | str, user_name: str = "tor", role: Role = Role.COORDINATOR, **more: object) -> str:
    """Kari gives somebody an account, and they a password of their own: `OTHER`."""
    with at_desk(where) as desk:
        once = desk.users.add("Tor Østbø", user_name, role, **more)  # type: ignore[arg-type]
    login.change_password(where, user_name, once, OTHER)
    return once


def test_a_new_database_asks_to_be_set_up_and_after_that_for_a_password(tmp_path: Path) -> None:
    where = tmp_path / "folder" / "records.sqlite3"
    assert login.what_is_needed(where) is Need.SET_UP
    assert not where.parent.exists()
    desk, recovery = login.set_up(where, " Kari ", "Kari Lunde", PASSWORD)
    try:
        assert (desk.user.name, desk.user.role) == ("Kari Lunde", Role.NURSE)
        assert len(recovery.split("-")) == 7
    finally:
        desk.close()
    assert login.what_is_needed(where) is Need.PASSWORD
    assert where.read_bytes()[:16] != b"SQLite format 3\0"
    with at_desk(where, "KARI") as again:
        assert again.user == desk.user


@pytest.mark.both
def test_the_demo_asks_for_nothing(demo_place: Path | str) -> None:
    assert login.what_is_needed(demo_place) is Need.NOTHING


def test_a_database_from_before_is_encrypted_and_keeps_what_was_written_under_ones_name(tmp_path: Path) -> None:
    where = tmp_path / "old.sqlite3"
    before = open_database(where, KARI)
    before.close()
    assert login.what_is_needed(where) is Need.ENCRYPT
    desk, _recovery = login.set_up(where, KARI, "Kari Lunde", PASSWORD)
    try:
        assert desk.user.id == before.user.id and desk.user.name == "Kari Lunde"
    finally:
        desk.close()
    assert b"Kari Lunde" not in where.read_bytes()
    assert not [each for each in tmp_path.iterdir() if each.read_bytes()[:16] == b"SQLite format 3\0"]


def test_setting_up_that_was_interrupted_is_done_by_the_first_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = tmp_path / "records.sqlite3"

    def unplugged(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(Database, "open", unplugged)
        login.set_up(where, KARI, "Kari Lunde", PASSWORD)
    assert login.what_is_needed(where) is Need.PASSWORD
    with at_desk(where) as desk:
        assert desk.account is not None and desk.account.owner


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("elleve tegn", PasswordProblem.SHORT),
        ("x" * 257, PasswordProblem.LONG),
        ("Kari.Lunde.Nord", PasswordProblem.USER_NAME),
    ],
)
def test_a_password_is_long_and_not_the_user_name_and_nothing_else(
    tmp_path: Path, password: str, problem: PasswordProblem
) -> None:
    with pytest.raises(BadPassword) as refused:
        login.set_up(tmp_path / "records.sqlite3", "kari.lunde.nord", "Kari Lunde", password)
    assert refused.value.problem is problem
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("user_name", ["", " ", "kari lunde", "-kari", "kari/..", "k" * 65])
def test_a_user_name_is_letters_and_digits(tmp_path: Path, user_name: str) -> None:
    with pytest.raises(BadUserName):
        login.set_up(tmp_path / "records.sqlite3", user_name, "Kari Lunde", PASSWORD)


@pytest.mark.both
def test_an_unknown_user_is_told_just_what_a_wrong_password_is_told(place: Path | str) -> None:
    said = []
    for user_name, password in ((KARI, OTHER), ("nobody", PASSWORD)):
        with pytest.raises(WrongPassword) as refused:
            login.log_in(place, user_name, password)
        said.append(str(refused.value))
    assert said[0] == said[1]


@pytest.mark.both
def test_after_wrong_passwords_one_waits_also_when_the_program_was_ended(place: Path | str, hours: Clock) -> None:
    for _try in range(5):
        with pytest.raises(WrongPassword):
            login.log_in(place, KARI, OTHER)
    with pytest.raises(Throttled) as refused:
        login.log_in(place, KARI, PASSWORD)
    hours.at = refused.value.until
    with at_desk(place) as desk:
        assert desk.user.name == "Kari Lunde"


@pytest.mark.both
def test_a_name_that_nobody_has_waits_just_as_one_that_somebody_has(place: Path | str, hours: Clock) -> None:
    said: dict[str, list[str]] = {KARI: [], "nobody": []}
    for minute in (0, 0, 0, 0, 0, 0, 1, 1, 2, 40, 40):
        hours.at = START + timedelta(minutes=minute)
        for user_name, told in said.items():
            with pytest.raises((WrongPassword, Throttled)) as refused:
                login.log_in(place, user_name, OTHER)
            told.append(f"{type(refused.value).__name__}: {refused.value}")
    assert said[KARI] == said["nobody"]
    assert any("Throttled" in told for told in said["nobody"])


@pytest.mark.both
def test_a_name_that_nobody_has_stands_in_the_log_without_the_name_once_for_each_try(
    place: Path | str, hours: Clock
) -> None:
    typed = "tre små kopper kaffe og mer"  # a password, where the name belongs
    for _try in range(8):
        with pytest.raises((WrongPassword, Throttled)):
            login.log_in(place, typed, PASSWORD)
    with at_desk(place) as desk, desk.database.read() as view:
        rows = view.access_log(Wanted(denied=True), 100)
        assert [(row.at, row.name, row.what, row.role) for row in rows] == [(START, "", "login", None)] * 5
        assert {row.workstation for row in rows} == {workstation()}
        assert "kopper" not in str(rows)
        assert "kopper" not in str(view.setting(unknown_names.TRIED))
        assert [user.name for user in view.staff()] == ["Kari Lunde"]


@pytest.mark.both
def test_whoever_is_let_in_changes_the_password_first(place: Path | str) -> None:
    with at_desk(place) as desk:
        once = desk.users.add("Tor Østbø", "tor", Role.COORDINATOR, "Kreftteamet sør")
    with pytest.raises(MustChange):
        login.log_in(place, "tor", once)
    with pytest.raises(BadPassword) as refused:
        login.change_password(place, "tor", once, once)
    assert refused.value.problem is PasswordProblem.SAME
    login.change_password(place, "tor", once, OTHER)
    with pytest.raises(WrongPassword):
        login.log_in(place, "tor", once)
    with at_desk(place, "tor", OTHER) as theirs:
        assert (theirs.user.name, theirs.user.role) == ("Tor Østbø", Role.COORDINATOR)
        assert theirs.account is not None and theirs.account.unit == "Kreftteamet sør"


@pytest.mark.both
def test_two_people_are_not_called_the_same(place: Path | str) -> None:
    with at_desk(place) as desk, pytest.raises(Conflict):
        desk.users.add("Kari Berg", "KARI", Role.NURSE)


@pytest.mark.sqlite  # whose key file forgets the user; a server says what has happened
def test_whoever_is_disabled_gets_in_no_more_and_the_others_do(place: Path | str) -> None:
    let_in(place)
    with at_desk(place) as desk:
        desk.users.disable("tor")
        assert {each.user_name: each.disabled_at is not None for each in desk.users.all()} == {KARI: False, "tor": True}
    with pytest.raises(WrongPassword):
        login.log_in(place, "tor", OTHER)
    with at_desk(place) as desk:
        once = desk.users.enable("tor")
    login.change_password(place, "tor", once, OTHER)
    with at_desk(place, "tor", OTHER) as theirs:
        assert theirs.user.name == "Tor Østbø"


@pytest.mark.both
def test_a_role_ends_with_its_last_day_and_begins_on_its_first(place: Path | str, hours: Clock) -> None:
    let_in(place, until=START.date() + timedelta(days=1))
    hours.at = START + timedelta(days=1)
    with at_desk(place, "tor", OTHER):
        pass
    hours.at = START + timedelta(days=2)
    with pytest.raises(RoleEnded) as ended:
        login.log_in(place, "tor", OTHER)
    assert ended.value.day == START.date() + timedelta(days=1)
    with at_desk(place) as desk:
        desk.users.give_role("tor", Role.NURSE, since=START.date() + timedelta(days=10))
    with pytest.raises(RoleNotYet):
        login.log_in(place, "tor", OTHER)
    hours.at = START + timedelta(days=10)
    with at_desk(place, "tor", OTHER) as theirs:
        assert theirs.user.role is Role.NURSE


@pytest.mark.both
def test_nobody_shuts_themselves_out_or_gives_themselves_a_role(place: Path | str) -> None:
    with at_desk(place) as desk:
        for forbidden in (desk.users.disable, desk.users.reset_password):
            with pytest.raises(YourOwn):
                forbidden(KARI)
        with pytest.raises(YourOwn):
            desk.users.give_role(KARI, Role.ADMIN)
        with pytest.raises(Refused):
            desk.users.give_role(KARI, Role.ADMIN, until=START.date() - timedelta(days=1))


@pytest.mark.both
def test_a_forgotten_password_is_given_anew_for_once(place: Path | str) -> None:
    let_in(place)
    with at_desk(place) as desk:
        once = desk.users.reset_password("tor")
    with pytest.raises(WrongPassword):
        login.log_in(place, "tor", OTHER)
    with pytest.raises(MustChange):
        login.log_in(place, "tor", once)


def test_with_every_password_lost_the_recovery_key_opens_and_gives_a_new_one(tmp_path: Path) -> None:
    where = tmp_path / "records.sqlite3"
    desk, recovery = login.set_up(where, KARI, "Kari Lunde", PASSWORD)
    desk.close()
    with pytest.raises(WrongPassword):
        login.log_in_with_recovery(where, recovery[:-4] + "0000", KARI, OTHER)
    with pytest.raises(WrongPassword):
        login.log_in_with_recovery(where, recovery, "nobody", OTHER)
    login.log_in_with_recovery(where, recovery.lower(), KARI, OTHER).close()
    with at_desk(where, KARI, OTHER) as mine:
        assert mine.user.name == "Kari Lunde"


@pytest.mark.both
def test_what_is_done_to_users_is_in_the_log(place: Path | str) -> None:
    let_in(place)
    with at_desk(place) as desk:
        desk.users.give_role("tor", Role.AUDITOR)
        desk.users.disable("tor")
        desk.users.enable("tor")
        assert _logged(desk) == [
            "user_added",
            "login",
            "login",
            "user_added",
            "password",
            "login",
            "role_given",
            "user_disabled",
            "user_enabled",
        ]


def _logged(desk: Desk) -> list[str]:
    from sqlalchemy import select

    from kartlegging_tui.records.tables import access

    with desk.database.read() as view:
        return list(view._connection.execute(select(access.c.what).order_by(access.c.id)).scalars())


@pytest.mark.both
def test_while_it_is_locked_nothing_can_be_read_and_the_key_is_let_go(place: Path | str) -> None:
    with at_desk(place) as desk:
        desk.lock()
        with pytest.raises(Exception, match="nobody is logged in"), desk.database.read():
            pass
        with pytest.raises(WrongPassword):
            desk.unlock(OTHER)
        with pytest.raises(Exception, match="nobody is logged in"), desk.database.read():
            pass
        desk.unlock(PASSWORD)
        assert desk.staff()


def test_a_demo_is_not_set_up(demo_place: Path | str) -> None:
    with pytest.raises(login.AlreadySetUp):
        login.set_up(demo_place, KARI, "Kari Lunde", PASSWORD)


@pytest.mark.parametrize("store", ["postgresql"])
def test_a_server_tells_whoever_is_disabled_and_has_no_recovery_key(empty_place: str, hours: Clock) -> None:
    assert login.what_is_needed(empty_place) is Need.SET_UP
    desk, recovery = login.set_up(empty_place, KARI, "Kari Lunde", PASSWORD)
    desk.close()
    assert recovery == ""
    assert login.what_is_needed(empty_place) is Need.SERVER_PASSWORD
    let_in(empty_place)
    with at_desk(empty_place) as mine:
        mine.users.disable("tor")
        with pytest.raises(Refused):
            mine.new_recovery_key()
    with pytest.raises(login.Disabled):
        login.log_in(empty_place, "tor", OTHER)
    with pytest.raises(WrongPassword):
        login.log_in(empty_place, "tor", PASSWORD)
    with pytest.raises(Refused):
        login.log_in_with_recovery(empty_place, "0000", KARI, OTHER)
