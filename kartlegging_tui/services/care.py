"""Who may see whom: the ground for seeing a patient, the units that follow, and letting oneself in where there is none.

Source: Normen, guide to access control: role is not access; whoever lets themselves in says why, and is followed up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.safe import safe_text
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.domain.who_may_see import (
    EMERGENCY_LASTS,
    LEAST_REASON,
    Emergency,
    ReasonKind,
    UnitChange,
    ground_of,
)
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.services.access import GroundFor, NoGround, Notes, Writes

MOST = 200
"""So many emergency accesses are listed at once."""


class NoReason(ValueError):
    """The words do not say why."""


@dataclass(frozen=True)
class Following:
    """Which units follow a patient, and which could."""

    units: tuple[str, ...]
    could: tuple[str, ...]
    """The units in which people here work, and those that follow already; by name."""
    changes: tuple[UnitChange, ...]
    """In order."""


@dataclass(frozen=True)
class Seen:
    """An emergency access as it is listed for review."""

    emergency: Emergency
    patient: str
    """The patient's name, for those who may see the patient; else empty."""
    own: bool
    """The reviewer's own, which somebody else reviews."""


def grounds(database: Database, user: User, now: Callable[[], datetime]) -> GroundFor:
    """Why this user may see a patient."""

    def ground_for(patient_id: int) -> Ground:
        at = now()
        with database.read() as view:
            return ground_of(view.standing(Viewer(user.id, user.name, at), patient_id), at)

    return ground_for


class Care:
    """What one user can do about who sees whom."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime], access: Notes) -> None:
        self._database = database
        self._user = user
        self._now = now
        self._access = access

    # Units

    def following(self, patient_id: int) -> Following:
        """Which units follow a patient. Raises NoGround, NotRead, NotSaved."""
        self._access.reading("units", patient_id)
        with self._database.read() as view:
            units = view.following(patient_id)
            could = tuple(sorted({*view.our_units(), *units}))
            return Following(units, could, tuple(view.unit_changes(patient_id)))

    def change(self, patient_id: int, seen: Following, units: Iterable[str], reason: str) -> None:
        """Other units follow the patient from now on; none of them, and the patient is open to all.

        Raises NoReason; Conflict where somebody has changed it since `seen`; NotSaved; NoGround, also for whoever has
        let themselves in: who sees the patient is for those to say who follow them.
        """
        why = _said(reason)
        if self.running(patient_id) is not None:
            self._access.denied("units", patient_id)
            raise NoGround(patient_id)
        after = tuple(sorted(set(units)))
        self._access.reading("units", patient_id, before=len(seen.units), after=len(after))
        with self._access.writing(self._database, patient=patient_id) as unit:
            number = unit.change_units(patient_id, seen.units, after, why, self._user.id, self._now())
            if number is not None:
                self._access.note(unit, "units", patient_id, (Log.CHANGES, number))
            unit.commit()

    # Letting oneself in

    def let_in(self, patient_id: int, kind: ReasonKind, reason: str) -> Emergency:
        """Opens a patient for this user for an hour, though they do not follow them. It is logged, and reviewed.

        Raises NoReason, NotFound, NotSaved.
        """
        why, viewer = _said(reason), self._viewer
        with self._access.writing(self._database) as unit:
            until = viewer.at + EMERGENCY_LASTS
            number = unit.let_in(viewer, unit.patient(patient_id).id, kind, why, until)
            given, adds = unit.emergency(viewer, patient_id), (Log.EMERGENCIES, number)
            self._access.note(unit, "emergency", patient_id, adds, Ground.EMERGENCY, reason=kind.value)
            unit.commit()
        assert given is not None
        return given

    def running(self, patient_id: int) -> Emergency | None:
        """The user's emergency access to a patient, where that is what they see them by. Raises NotRead."""
        viewer = self._viewer
        with self._database.read() as view:
            if ground_of(view.standing(viewer, patient_id), viewer.at) is not Ground.EMERGENCY:
                return None
            return view.emergency(viewer, patient_id)

    def running_in(self, conversation_id: int) -> Emergency | None:
        """The same, of the patient whose conversation this is. Raises NotFound, NotRead."""
        with self._database.read() as view:
            point = view.contact_point(view.conversation_with(conversation_id).contact_point_id)
            patient_id = view.pathway(point.pathway_id).patient_id
        return self.running(patient_id)

    @property
    def _viewer(self) -> Viewer:
        return Viewer(self._user.id, self._user.name, self._now())


class Reviews:
    """Looking at what others have let themselves in to. A patient is named to those alone who may see them."""

    def __init__(self, database: Database, user: User, now: Callable[[], datetime], access: Writes) -> None:
        self._database = database
        self._user = user
        self._now = now
        self._access = access

    def waiting(self) -> int:
        """How many of others wait to be reviewed. Raises NotRead."""
        with self._database.read() as view:
            return view.waiting_for_review(self._user.id)

    def listed(self, reviewed: bool = False, *, named: bool = True) -> list[Seen]:
        """Those that wait, the oldest first; or those that are reviewed, the newest first. Raises NotRead, NotSaved.

        `named` for users who see patients at all.
        """
        with self._access.view(self._database) as view:
            found = [
                Seen(
                    each,
                    view.patient(each.patient_id).name if named and view.sees(each.patient_id) else "",
                    each.user_id == self._user.id,
                )
                for each in view.emergencies(reviewed, MOST)
            ]
        self._access.listing("emergencies", (each.emergency.patient_id for each in found), reviewed=reviewed or None)
        return found

    def review(self, emergency: Emergency, words: str) -> None:
        """Says what came of looking at it. Raises NoReason without words; Conflict where it is one's own or somebody
        was first; NotSaved."""
        said = " ".join(safe_text(words).split())
        if not said:
            raise NoReason("a review says something")
        self._access.reading("review", None, emergency=emergency.id)
        with self._access.writing(self._database) as unit:
            unit.review(emergency.id, self._user.id, self._now(), said)
            unit.commit()


def _said(reason: str) -> str:
    """The words, on one line. Raises NoReason where they are too few to say why."""
    words = " ".join(safe_text(reason).split())
    if len(words) < LEAST_REASON:
        raise NoReason(f"a reason has at least {LEAST_REASON} characters")
    return words
