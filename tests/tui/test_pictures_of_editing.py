"""Pictures of the editor, compared with those kept. `pytest --snapshot-update` takes them anew: look at them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kartlegging_tui.definitions.library import shipped_folder
from kartlegging_tui.services.editing import Edited
from kartlegging_tui.tui.edit_app import EditApp
from kartlegging_tui.tui.screens.edit_form import EditScreen
from tests.tui.conftest import TODAY

SIZES = [(80, 24), (120, 40)]
Compare = Callable[..., bool]
TO_A_CONDITION = "ctrl+f v i s i b l e _ i f enter"
BROKEN = f"{TO_A_CONDITION} end x"


def taken(tmp_path: Path, keys: str, light: bool = False) -> tuple[EditApp, Callable[[Pilot[Any]], Any]]:
    """The editor on a copy of a shipped form, and what is pressed in it before the picture."""
    folder = tmp_path / "skjemaer"
    folder.mkdir()
    shutil.copy(shipped_folder() / "phq9.yaml", folder)
    app = EditApp(Edited(folder / "phq9.yaml", tmp_path / "editing"), light=light)
    app.today = lambda: TODAY

    async def before(pilot: Pilot[Any]) -> None:
        for key in keys.split():
            await pilot.press(key)
            await pilot.pause(0.05)
        screen = next(screen for screen in app.screen_stack if isinstance(screen, EditScreen))
        while screen._checked is None or screen._checked.text != screen.editor.kept_text:
            await pilot.pause(0.05)
        await pilot.pause(0.6)  # what the word at the cursor means is said once it rests
        await app.workers.wait_for_complete()
        await pilot.pause()

    return app, before


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "keys",
    [TO_A_CONDITION, BROKEN, f"{BROKEN} f7", "f6 3", f"{TO_A_CONDITION} end enter ctrl+n"],
    ids=["hidden", "broken", "findings", "preview", "completing"],
)
def test_editing(tmp_path: Path, snap_compare: Compare, keys: str, size: tuple[int, int]) -> None:
    app, before = taken(tmp_path, keys)
    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("keys", [BROKEN, "f6 3"], ids=["broken", "preview"])
def test_editing_in_the_light(tmp_path: Path, snap_compare: Compare, keys: str) -> None:
    app, before = taken(tmp_path, keys, light=True)
    assert snap_compare(app, terminal_size=(120, 40), run_before=before)


def test_editing_without_colour(tmp_path: Path, snap_compare: Compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app, before = taken(tmp_path, BROKEN)
    assert snap_compare(app, terminal_size=(120, 40), run_before=before)
