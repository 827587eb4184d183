"""Whoever care is handed to can open the patient: their unit follows the patient from then on.

The unit that hands over goes on following: it keeps its own record (helsepersonelloven § 39), and has to be able to
correct it (§ 42). Its access ends when somebody who follows the patient says so, with a reason (`care.Care.change`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.domain.who_may_see import ground_of
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.access import Notes
from kartlegging_tui.services.rights import CARE


def unit_called(view: Reading, recipient: str) -> str:
    """The unit here that is called so, or in which the only one here works who is called so; else empty.

    Only units in which somebody works: what is sent elsewhere opens nothing here.
    """
    wanted = _plain(recipient)
    units = view.units()
    named = {unit for unit in units.values() if _plain(unit) == wanted}
    people = [units.get(user.id, "") for user in view.staff() if user.role in CARE and _plain(user.name) == wanted]
    found = named or (set(people) if len(people) == 1 else set())
    return found.pop() if len(found) == 1 else ""


def receives(
    unit: Writing, access: Notes, patient_id: int, receiver: str, reason: str, user: User, at: datetime
) -> bool:
    """A unit follows the patient from now on, beside those that do. To be called before the rest is written. Logged.

    False, and nothing is changed, where it follows already; where no unit follows, and the patient is open to all; and
    where the user has let themselves in: who sees the patient is for those to say who follow them. Raises NotSaved.
    """
    before = unit.following(patient_id)
    if not receiver or not before or receiver in before:
        return False
    if ground_of(unit.stood(Viewer(user.id, user.name, at), patient_id), at) is Ground.EMERGENCY:
        return False
    _change(unit, access, patient_id, (*before, receiver), reason, user, at)
    return True


def taken_back(
    unit: Writing, access: Notes, patient_id: int, handed_at: datetime, reason: str, user: User, at: datetime
) -> None:
    """The handover of that moment was a mistake: the unit that follows because of it no longer does."""
    mine = [each for each in unit.unit_changes(patient_id) if (each.at, each.author) == (handed_at, user.name)]
    added = {name for change in mine for name in set(change.after) - set(change.before)}
    before = unit.following(patient_id)
    left = [name for name in before if name not in added]
    if left and len(left) < len(before):  # without any left, the patient would be open to all
        _change(unit, access, patient_id, left, reason, user, at)


def _change(
    unit: Writing, access: Notes, patient_id: int, units: Iterable[str], reason: str, user: User, at: datetime
) -> None:
    before, after = unit.following(patient_id), tuple(sorted(units))
    number = unit.change_units(patient_id, before, after, reason, user.id, at)
    adds = None if number is None else (Log.CHANGES, number)
    access.note(unit, "units", patient_id, adds, before=len(before), after=len(after))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
