"""The fault suite in short; `python -m tests.faults` does the same for as long as one likes."""

from __future__ import annotations

import os

import pytest

from tests.faults import flips, full, kill, migration, power, starts, syscalls, writers
from tests.faults.__main__ import KEY
from tests.faults.found import Found

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs signals and a pseudo-terminal")


def sound(found: Found) -> None:
    if found.skipped:
        pytest.skip(found.skipped)
    assert found.did.total() > 0
    assert found.sound, str(found)


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_no_acknowledged_answer_is_lost_when_a_system_call_is_killed_or_fails(key: bytes | None) -> None:
    sound(syscalls.run(2, key))


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_no_acknowledged_answer_is_lost_when_the_power_goes(key: bytes | None) -> None:
    sound(power.run(30, key))


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_flipped_bit_never_becomes_another_answer_unseen(key: bytes | None) -> None:
    sound(flips.run(30, key))


def test_programs_that_write_at_once_lose_nothing_and_are_told_of_each_other() -> None:
    sound(writers.run(1))


def test_two_that_start_at_once_come_to_one_database() -> None:
    sound(starts.run(2))


def test_an_upgrade_that_is_killed_leaves_the_old_database_or_the_new_one() -> None:
    sound(migration.run(3))


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_the_program_is_killed_while_somebody_types(key: bytes | None) -> None:
    sound(kill.run(2, key))


def test_the_disk_is_full_and_there_is_room_again() -> None:
    sound(full.run(1))
