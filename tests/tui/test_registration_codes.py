"""The table of codes by keys: added, changed and ended by whoever keeps the forms; read by others."""

from __future__ import annotations

from kartlegging_tui.services.desk import Desk
from kartlegging_tui.tui.app import KartleggingApp
from kartlegging_tui.tui.screens.forms import FormsScreen
from kartlegging_tui.tui.screens.registration_code import RegistrationCodeScreen
from kartlegging_tui.tui.screens.registration_codes import RegistrationCodesScreen
from tests.services.test_registration_codes import CODE
from tests.tui.conftest import TODAY, House, settled, text_on
from tests.tui.test_contact_point_status import press


async def test_a_code_is_added_changed_and_ended(admin: Desk) -> None:
    app = KartleggingApp(lambda _progress: admin, today=lambda: TODAY)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        while not isinstance(app.screen, FormsScreen):
            await pilot.pause(0.01)
        app.push_screen(RegistrationCodesScreen(admin))
        await settled(pilot)
        await press(pilot, "a", "2", "down", "4", "2", *"ab01", "down", *"NPR", "enter")
        assert isinstance(app.screen, RegistrationCodesScreen), text_on(pilot)
        assert "ab01  NPR" in text_on(pilot)
        await press(pilot, "enter", "down", "down", "down", "end", "x", "enter")
        assert "ab01x" in text_on(pilot)
        await press(pilot, "x", "enter")
        assert "22.11.2026" in text_on(pilot)
        await press(pilot, "h")
        assert text_on(pilot).count("NPR") == 3
    (code,) = admin.registration_codes.codes()
    assert (code.contact_point, code.event.value, code.outcome) == (2, "declined", "for_now")
    assert (code.code, code.valid_to) == ("ab01x", TODAY)


async def test_what_is_missing_is_told_and_nothing_is_kept(admin: Desk) -> None:
    app = KartleggingApp(lambda _progress: admin, today=lambda: TODAY)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        while not isinstance(app.screen, FormsScreen):
            await pilot.pause(0.01)
        app.push_screen(RegistrationCodesScreen(admin))
        await settled(pilot)
        await press(pilot, "a", "1", "enter")
        assert isinstance(app.screen, RegistrationCodeScreen)
        assert text_on(pilot).count("Må fylles ut.") == 2
    assert admin.registration_codes.codes() == []


async def test_others_read_and_do_not_edit(desk: Desk, house: House) -> None:
    with desk.database.write() as unit:
        unit.add_registration_code(CODE, desk.user.id, desk.saver._now(), None)
        unit.commit()
    async with house(desk) as pilot:
        pilot.app.push_screen(RegistrationCodesScreen(desk))
        await settled(pilot)
        assert "AB01" in text_on(pilot)
        await press(pilot, "a", "enter", "x")
        assert isinstance(pilot.app.screen, RegistrationCodesScreen)
