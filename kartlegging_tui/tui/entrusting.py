"""Choosing who is responsible for following up a pathway: on the worklist and on the patient's page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kartlegging_tui.domain.responsible import Responsible
from kartlegging_tui.language import N_, _
from kartlegging_tui.tui.commands import Command
from kartlegging_tui.tui.screens.pick import Choice, PickScreen

if TYPE_CHECKING:
    from kartlegging_tui.services.desk import Desk
    from kartlegging_tui.tui.screens.house import HouseScreen

RESPONSIBLE = Command(
    "responsible", "a", N_("Responsible"), N_("Says who is responsible for following up the pathway."), "responsible"
)

NOBODY = "nobody"


async def entrust(screen: HouseScreen[None], desk: Desk, pathway_id: int, patient: str) -> bool:
    """Lets the user choose; True if somebody else is responsible from now on. In a worker.

    Raises PlanConflict where another user has chosen meanwhile, NotRead, NotSaved.
    """
    service = desk.responsibilities
    found = await asyncio.to_thread(service.of, pathway_id)
    now = found.now.user_id if found.now else None
    offered = [
        Choice(
            _("Me ({name})").format(name=each.name) if each.user_id == desk.user.id else each.name,
            " · ".join(part for part in (each.unit, _("is responsible now") if each.user_id == now else "") if part),
            each,
        )
        for each in found.could
    ]
    offered.append(Choice(_("Nobody"), _("as it is now") if now is None else "", NOBODY))
    chosen = await screen.app.push_screen_wait(PickScreen(_("Responsible for {name}").format(name=patient), offered))
    to = chosen if isinstance(chosen, Responsible) else None
    if chosen is None or (to.user_id if to else None) == now:
        return False
    await asyncio.to_thread(service.entrust, pathway_id, to, found.seen)
    return True
