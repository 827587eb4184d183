"""Whoever keeps the forms sees forms, and no patients."""

from __future__ import annotations

from pathlib import Path

import pytest

from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.desk import Desk, NotAllowed, open_demo
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.forms import FormsScreen
from kartlegging_tui.tui.screens.preview import PreviewScreen
from tests.conftest import TODAY
from tests.tui.conftest import settled, text_on


@pytest.fixture
def admin(demo_file: Path) -> Desk:
    return open_demo(24, 1, Role.ADMIN, demo_file)


async def test_an_admin_tries_forms_and_comes_back(admin: Desk) -> None:
    app = KartleggingApp(lambda _progress: admin, today=lambda: TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        while not isinstance(app.screen, FormsScreen):
            await pilot.pause(0.01)
        await settled(pilot)
        assert "Hva er viktig for deg?" in text_on(pilot)
        assert "krever lisens" in text_on(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, PreviewScreen)
        assert "ingenting" in text_on(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, FormsScreen)
    admin.close()


def test_an_admin_has_no_way_to_patients(admin: Desk) -> None:
    for way in ("browse", "register", "conduct"):
        with pytest.raises(NotAllowed):
            getattr(admin, way)
    admin.close()
