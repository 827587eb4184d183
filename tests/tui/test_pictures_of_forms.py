"""Pictures of the forms' desk, compared with those kept. `pytest --snapshot-update` takes them anew: look at them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kartlegging_tui.definitions.library import FOLDER_VARIABLE, shipped_folder
from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.forms import FormsScreen
from tests.tui.conftest import TODAY
from tests.tui.test_forms import FORM

pytestmark = pytest.mark.sqlite  # what is drawn does not depend on where the records are
SIZES = [(80, 24), (120, 40)]
Compare = Callable[..., bool]
OWN = "skjemaer"
"""The folder's name as the screens show it: seen from the folder in which the program is started."""


@pytest.fixture
def desk(desk_of: Callable[[Role], Desk], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Whoever keeps forms, with a folder of some: one that is new, one with errors, two that are shipped."""
    folder = tmp_path / OWN
    (folder / "scenarios").mkdir(parents=True)
    (folder / "aa_trening.yaml").write_text(FORM, "utf-8")
    (folder / "ab_uferdig.yaml").write_text(
        FORM.replace("aa_trening", "ab_uferdig").replace("max: 40", "mx: 40"), "utf-8"
    )
    for name in ("gad7.yaml", "phq9.yaml", "scenarios/gad7.yaml"):
        shutil.copy(shipped_folder() / name, folder / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(FOLDER_VARIABLE, OWN)
    desk = desk_of(Role.ADMIN)
    desk.library.folders = desk.library.folders[:1]  # where the program lies is another place on each machine
    desk.reread_forms()
    return desk


async def at_rest(pilot: Pilot[Any]) -> None:
    """Until nothing is being read; what is given up for something newer is no error."""
    rests = 0
    for _try in range(1000):
        await pilot.pause(0.02)
        rests = rests + 1 if all(worker.is_finished for worker in pilot.app.workers) else 0
        if rests == 3:
            return
    raise AssertionError("it is never at rest")


def taken(desk: Desk, keys: str, light: bool = False) -> tuple[KartleggingApp, Callable[[Pilot[Any]], Any]]:
    """The program, and what is pressed in it before the picture."""
    app = KartleggingApp(lambda _progress: desk, today=lambda: TODAY, light=light)

    async def before(pilot: Pilot[Any]) -> None:
        while not (isinstance(app.screen, FormsScreen) and app.screen.is_mounted and app.screen.form):
            await pilot.pause(0.01)
        await at_rest(pilot)
        for key in keys.split():
            await pilot.press(key)
            await at_rest(pilot)
        await pilot.pause(0.25)
        await at_rest(pilot)

    return app, before


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "keys", ["down", "enter", "down enter", "down down enter"], ids=["list", "draft", "broken", "scenarios"]
)
def test_forms(desk: Desk, snap_compare: Compare, keys: str, size: tuple[int, int]) -> None:
    app, before = taken(desk, keys)
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("keys", ["down", "down down enter"], ids=["list", "scenarios"])
def test_forms_in_the_light(desk: Desk, snap_compare: Compare, keys: str) -> None:
    app, before = taken(desk, keys, light=True)
    assert snap_compare(app, terminal_size=(120, 40), run_before=before)
