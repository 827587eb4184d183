"""Pictures of the screens, compared with those kept. `pytest --snapshot-update` takes them anew: look at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.worklist import WorklistScreen
from tests.tui.conftest import TODAY, settled

pytestmark = pytest.mark.sqlite  # what is drawn does not depend on where the records are
SIZES = [(80, 24), (120, 40)]
Compare = Callable[..., bool]


def taken(desk: Desk, keys: str, light: bool = False) -> tuple[KartleggingApp, Callable[[Pilot[Any]], Any]]:
    """The program, and what is pressed in it before the picture."""
    app = KartleggingApp(lambda _progress: desk, today=lambda: TODAY, light=light)

    async def before(pilot: Pilot[Any]) -> None:
        while not isinstance(app.screen, WorklistScreen):
            await pilot.pause(0.01)
        await settled(pilot)
        for key in keys.split():
            await pilot.press(key)
            await settled(pilot)
        await pilot.pause(0.25)  # a picture is also of what is drawn last, such as the layout of a page just read
        await settled(pilot)

    return app, before


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "keys",
    ["down", "enter", "n 1 5 9 0 4 9 4 1 7 2 5 ctrl+s", "enter o", "enter enter", "enter c", "enter c p"],
    ids=["worklist", "patient", "register", "summary", "conversation", "compare", "plot"],
)
def test_picture(desk: Desk, snap_compare: Compare, keys: str, size: tuple[int, int]) -> None:
    app, before = taken(desk, keys)
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize(
    "keys", ["down", "enter enter", "enter c", "enter c p"], ids=["worklist", "conversation", "compare", "plot"]
)
def test_light(desk: Desk, snap_compare: Compare, keys: str) -> None:
    app, before = taken(desk, keys, light=True)
    assert snap_compare(app, terminal_size=(80, 24), run_before=before)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "keys",
    ["ctrl+p p a s j e n t", "enter ctrl+p", "ctrl+g", "enter tab", "enter home k k k k enter"],
    ids=["palette", "palette-patient", "places", "patient-needs", "form"],
)
def test_finding_and_reading(desk: Desk, snap_compare: Compare, keys: str, size: tuple[int, int]) -> None:
    app, before = taken(desk, keys)
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("keys", ["enter", "enter home k k k k enter"], ids=["patient", "form"])
def test_the_patients_page_and_a_form_in_the_light(desk: Desk, snap_compare: Compare, keys: str) -> None:
    app, before = taken(desk, keys, light=True)
    assert snap_compare(app, terminal_size=(120, 40), run_before=before)


@pytest.mark.parametrize("keys", ["enter o", "enter enter"], ids=["summary", "conversation"])
def test_large(desk: Desk, snap_compare: Compare, keys: str) -> None:
    app, before = taken(desk, keys)
    assert snap_compare(app, terminal_size=(160, 50), run_before=before)


@pytest.mark.parametrize("keys", ["down", "enter enter"], ids=["worklist", "conversation"])
def test_without_colour(desk: Desk, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app, before = taken(desk, keys)
    assert snap_compare(app, terminal_size=(80, 24), run_before=before)
