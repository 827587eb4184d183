"""Who is responsible for following up a pathway: seen, and placed with somebody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kartlegging_tui.domain.history import NOTHING
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.responsible import RESPONSIBLE, Responsible
from kartlegging_tui.language import _
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.access import Notes
from kartlegging_tui.services.handing_over import receives
from kartlegging_tui.services.rights import CARE


@dataclass(frozen=True)
class Entrusted:
    """Who is responsible, and who could be."""

    now: Responsible | None
    seen: int
    """The number of the event that says so; 0 where nothing was ever said."""
    could: tuple[Responsible, ...]
    """The user first, then all others who see patients, by name."""


class Responsibilities:
    """Places the responsibility for pathways, for one user."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime], access: Notes) -> None:
        self._access = access
        self._database = database
        self._user = user
        self._now = now

    def of(self, pathway_id: int) -> Entrusted:
        """Raises NotFound, NotRead, NotSaved."""
        with self._database.read() as view:
            patient_id = view.pathway(pathway_id).patient_id
            said = [event for event in view.pathway_events(pathway_id) if event.path == RESPONSIBLE]
            staff, units = view.staff(), view.units()
        self._access.reading("responsible", patient_id, pathway=pathway_id)
        now = said[-1].content if said else NOTHING
        could = [
            Responsible(user_id=user.id, name=user.name, unit=units.get(user.id, ""))
            for user in sorted(staff, key=lambda user: (user.id != self._user.id, user.name))
            if user.role in CARE
        ]
        return Entrusted(
            None if now == NOTHING else Responsible.model_validate_json(now),
            said[-1].number if said else 0,
            tuple(could),
        )

    def entrust(self, pathway_id: int, to: Responsible | None, seen: int) -> None:
        """Makes somebody responsible, or nobody; their unit follows the patient from now on.

        `seen` is `Entrusted.seen` of what the user chose from.

        Raises PlanConflict where somebody else has placed it meanwhile, NotSaved.
        """
        content, at = NOTHING if to is None else to.model_dump_json(), self._now()
        with self._access.writing(self._database, pathway=pathway_id) as unit:
            if to is not None:
                patient_id, receiver = unit.pathway(pathway_id).patient_id, unit.units().get(to.user_id, "")
                why = _("{name} is responsible for following up").format(name=to.name)
                receives(unit, self._access, patient_id, receiver, why, self._user, at)
            unit.append_to_pathway(pathway_id, RESPONSIBLE, content, self._user.id, at, seen=seen)
            unit.commit()
