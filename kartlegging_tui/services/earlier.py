"""What was agreed at earlier contact points and is asked about now: was it done, did it help?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.plan import Action, ActionStatus
from kartlegging_tui.services.talk import Talk


@dataclass(frozen=True)
class EarlierAction:
    """An action of an earlier contact point."""

    path: Path
    action: Action
    need: str
    """The title of the need that it is for; empty where it is no longer in the plan."""
    overdue: bool
    """True if its day has passed and it is still open."""
    asked: bool
    """True if it was asked about at this contact point."""


def earlier_actions(talk: Talk, today: date) -> list[EarlierAction]:
    """Those open, and those asked about at this contact point; the first deadline first."""
    plan, number = talk.planning.plan, talk.contact_point.number
    found = [
        (path, action)
        for path, action in plan.actions.items()
        if action.contact_point < number and (action.status is ActionStatus.OPEN or action.followed_up == number)
    ]
    found.sort(key=lambda each: (each[1].by or date.max, each[1].contact_point))
    return [
        EarlierAction(
            path=path,
            action=action,
            need=plan.needs[action.need].title if action.need in plan.needs else "",
            overdue=action.status is ActionStatus.OPEN and action.by is not None and action.by < today,
            asked=action.followed_up == number,
        )
        for path, action in found
    ]


def comes_first(talk: Talk, today: date) -> bool:
    """True if the talk begins with what was agreed last: something is open, and nothing is said or answered yet."""
    if any(filling.events for filling in talk.fillings.values()):
        return False
    earlier = earlier_actions(talk, today)
    return bool(earlier) and not any(each.asked for each in earlier)
