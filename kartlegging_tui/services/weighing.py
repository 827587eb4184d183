"""Weighing needs with the patient: which comes first, what they wish, and what agreeing on an action means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from kartlegging_tui.domain.answers import Path
from kartlegging_tui.domain.pathway import add_months
from kartlegging_tui.domain.plan import FollowUp
from kartlegging_tui.domain.questionnaire import Priority
from kartlegging_tui.services.need_items import NeedItem
from kartlegging_tui.services.planning import Planning


def move_to(planning: Planning, items: Sequence[NeedItem], need: Path, place: int) -> None:
    """Gives a need its place, from 1, among those of a contact point; the others keep their order."""
    others = [item.path for item in items if item.counts and item.path != need]
    planning.rank([*others[: place - 1], need, *others[place - 1 :]])


def weigh(planning: Planning, item: NeedItem, **update: object) -> None:
    """Keeps a need with something said about it: `follow_up`, `goal`, `reason`."""
    planning.weigh(item.path, item.need.model_copy(update=update))


def agree(planning: Planning, item: NeedItem, text: str) -> Path:
    """What will be done about a need, while it is not said yet by whom and by when. The patient wants it, then."""
    if item.need.follow_up in (None, FollowUp.NO):
        weigh(planning, item, follow_up=FollowUp.YES)
    return planning.agree(item.path, text, who="")


def deadlines(held_on: date, next_opens: date | None) -> list[date]:
    """The days by which something is usually done: today, in a week, two, a month, before the next contact point."""
    days = [held_on, held_on + timedelta(weeks=1), held_on + timedelta(weeks=2), add_months(held_on, 1)]
    return [*days, *([next_opens - timedelta(days=1)] if next_opens is not None and next_opens > days[-1] else [])]


def usual_deadline(priority: Priority) -> int:
    """Which of `deadlines` is likely, by its place: the sooner the more pressing. Our own choice, only proposed."""
    return {Priority.URGENT: 0, Priority.HIGH: 1, Priority.MEDIUM: 2, Priority.LOW: 3}[priority]
