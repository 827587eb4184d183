"""What happens on a patient's screens where the user may not see the patient, or no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kartlegging_tui.tui.screens.house import HouseScreen

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk


def offer(screen: HouseScreen[Any], desk: Desk, patient_id: int, stays: bool = False) -> None:
    """Covers what is on the screen, and asks why; where nothing is said, leaves all that is about the patient.

    With `stays`, comes back to the screen all the same: what is written there is kept nowhere else.
    """
    from kartlegging_tui.tui.screens.emergency import EmergencyScreen

    if not isinstance(screen.app.screen, EmergencyScreen):  # several reads of one screen may have been refused
        screen.app.push_screen(EmergencyScreen(desk, patient_id), lambda yes: _decided(screen, bool(yes) or stays))


def _decided(screen: HouseScreen[Any], stays: bool) -> None:
    if not stays:
        screen.app.call_later(_leave, screen)


def _leave(screen: HouseScreen[Any]) -> None:
    """Back to the list from which one came; what is being typed is kept first."""
    app = screen.app
    while len(app.screen_stack) > 2:
        top = app.screen
        if isinstance(top, HouseScreen):
            if top.place_id:
                break
            top.step_aside()
        app.pop_screen()
