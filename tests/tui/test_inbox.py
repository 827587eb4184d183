"""The inbox by keys: looked at side by side, taken in as somebody new or known, put aside; nothing by accident."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from kartlegging_tui.domain.arrival import ArrivalStatus
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.identifiers import synthetic_identifier
from kartlegging_tui.tui.screens.arrival import ArrivalScreen
from kartlegging_tui.tui.screens.inbox import InboxScreen
from kartlegging_tui.tui.screens.patient import PatientScreen
from kartlegging_tui.tui.widgets.paper import Paper
from tests.services.test_inbox import with_talks
from tests.tui.conftest import House, settled, text_on
from tests.tui.test_contact_point_status import press

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def stranger(desk: Desk, name: str = "Åse Fjernbakk") -> bytes:
    """Somebody whom nobody here knows, with a signed talk."""
    export = desk.conduct.exporting.patients([with_talks(desk)], NOW)
    whole = json.loads(export.model_dump_json())
    person = whole["patients"][0]["patient"]
    born = export.patients[0].patient.birth_date
    assert born is not None
    person |= {"name": name, "identifier": synthetic_identifier(born, Random(name))}
    return json.dumps(whole).encode()


@pytest.fixture
def filled(desk: Desk) -> Iterator[Desk]:
    """A desk with two arrivals: a stranger, and somebody known who has moved."""
    desk.inbox.receive(stranger(desk))
    export = desk.conduct.exporting.patients([with_talks(desk)], NOW)
    whole = json.loads(export.model_dump_json())
    whole["patients"][0]["patient"] |= {"municipality": "9999", "contact_person": "Hospitalet"}
    desk.inbox.receive(json.dumps(whole).encode())
    yield desk


async def open_inbox(pilot: Pilot[None], desk: Desk) -> None:
    pilot.app.push_screen(InboxScreen(desk))
    await settled(pilot)


async def test_an_empty_inbox_says_what_to_do(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        await open_inbox(pilot, desk)
        text = " ".join(text_on(pilot).split())
        assert "kartlegging export" in text and "i " in text
        await press(pilot, "enter", "b")
        assert isinstance(pilot.app.screen, InboxScreen)


async def test_somebody_new_is_taken_in_and_opened(filled: Desk, house: House) -> None:
    async with house(filled) as pilot:
        await open_inbox(pilot, filled)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ArrivalScreen) and "Åse Fjernbakk" in text_on(pilot)
        await press(pilot, "left")
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, PatientScreen) and "Åse Fjernbakk" in text_on(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, InboxScreen) and filled.inbox.waiting() == 1


async def test_of_somebody_known_only_what_was_chosen_is_changed(filled: Desk, house: House) -> None:
    known = with_talks(filled)
    with filled.database.read() as view:
        before = view.patient(known)
    async with house(filled) as pilot:
        await open_inbox(pilot, filled)
        await press(pilot, "j", "enter")
        assert "9999" in text_on(pilot) and "Hospitalet" in text_on(pilot)
        await press(pilot, "enter", "t")
        assert isinstance(pilot.app.screen, PatientScreen)
    with filled.database.read() as view:
        after = view.patient(known)
    assert (after.municipality, after.contact_person) == ("9999", before.contact_person)


async def test_escape_decides_nothing_and_comes_back_to_the_same_row(filled: Desk, house: House) -> None:
    async with house(filled) as pilot:
        await open_inbox(pilot, filled)
        await press(pilot, "down")
        row = pilot.app.screen.query_one(Paper).key
        await press(pilot, "enter", "escape")
        assert isinstance(pilot.app.screen, InboxScreen)
        assert pilot.app.screen.query_one(Paper).key == row and filled.inbox.waiting() == 2


async def test_what_is_put_aside_is_found_again_and_waits_again(filled: Desk, house: House) -> None:
    async with house(filled) as pilot:
        await open_inbox(pilot, filled)
        await press(pilot, "enter", "x", *"Bor", "space", *"ikke", "space", *"her", "enter")
        assert isinstance(pilot.app.screen, InboxScreen) and filled.inbox.waiting() == 1
        await press(pilot, "a")
        assert "Bor ikke her" in text_on(pilot)
        await press(pilot, "b")
        assert filled.inbox.waiting() == 2


async def test_the_second_of_two_is_told(filled: Desk, house: House) -> None:
    async with house(filled) as pilot:
        await open_inbox(pilot, filled)
        await press(pilot, "enter")
        waiting = filled.inbox.page(ArrivalStatus.WAITING).lines[0].id
        filled.inbox.put_aside(waiting, "En annen var først")
        await press(pilot, "left")
        await press_and_wait(pilot, "t")
        assert isinstance(pilot.app.screen, ArrivalScreen)
        assert "Noen andre har endret dette" in text_on(pilot)


async def press_and_wait(pilot: Pilot[None], key: str) -> None:
    """Also where a worker fails, which is what is looked at."""
    await pilot.press(key)
    for _ in range(3):
        while any(not worker.is_finished for worker in pilot.app.workers):
            await pilot.pause(0.01)
        await pilot.pause()


async def bring_in(pilot: Pilot[None], file: Path) -> None:
    await press_and_wait(pilot, "i")
    pilot.app.screen.query_one(Input).value = str(file)
    await press_and_wait(pilot, "enter")


async def test_a_file_is_brought_in_and_one_that_is_none_is_told(desk: Desk, house: House, tmp_path: Path) -> None:
    (tmp_path / "ase.json").write_bytes(stranger(desk))
    (tmp_path / "feil.json").write_text("{}", "utf-8")
    async with house(desk, size=(120, 40)) as pilot:
        await open_inbox(pilot, desk)
        for name, told in (("borte.json", "borte.json"), ("feil.json", "export --format json")):
            await bring_in(pilot, tmp_path / name)
            notes = [note.message for note in pilot.app._notifications]
            assert any(told in note for note in notes)
        assert desk.inbox.waiting() == 0
        await bring_in(pilot, tmp_path / "ase.json")
        assert "Åse Fjernbakk" in text_on(pilot) and desk.inbox.waiting() == 1


async def test_the_worklist_tells_how_many_wait_until_somebody_has_looked(desk: Desk, house: House) -> None:
    async with house(desk) as pilot:
        assert "i innboksen" not in text_on(pilot)
        desk.inbox.receive(stranger(desk))
        await press(pilot, "f5")
        assert "1 i innboksen" in text_on(pilot)
        (waiting,) = desk.inbox.page().lines
        desk.inbox.put_aside(waiting.id, "Hører ikke til her")
        await press(pilot, "f5")
        assert "i innboksen" not in text_on(pilot)
