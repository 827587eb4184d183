"""Whether a user may write: asked in the unit of work that writes, of what the user has then and not when they read.

Source: Normen, guide to access control: access ends with the need; pasientjournalloven § 19. An answer counts by the
moment at which it was given: it was given in a talk that the user was in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kartlegging_tui.domain.access import Ground
from kartlegging_tui.domain.people import User
from kartlegging_tui.domain.who_may_see import Ended, ground_of
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.records.units import Viewer
from kartlegging_tui.services.rights import Right, allowed


def what_ended(view: Reading, user: User, patient_id: int | None, moments: Iterable[datetime]) -> Ended | None:
    """What this user wrote by and has no longer; None where they might write at one of these moments.

    Of a patient, or of none: then their role has to be the one that they logged in with. Raises NotRead.
    """
    ended = Ended.ROLE
    for at in dict.fromkeys(moments):
        viewer = Viewer(user.id, user.name, at)
        grounds = view.grounds(viewer, patient_id)
        if patient_id is None:
            if grounds.role is user.role:
                return None
        elif grounds.role is not None and allowed(grounds.role, Right.PATIENTS):
            if ground_of(grounds.standing, at) is not Ground.NONE:
                return None
            standing = view.stood(viewer, patient_id)
            if ground_of(standing, at) is not Ground.NONE or len(view.staff()) == 1:
                return None
            ended = Ended.RELATION if standing.emergency_until is None else Ended.EMERGENCY
    return ended
