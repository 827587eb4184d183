"""The figures of the yearly report, and what counts in each.

Each thing that is counted – a contact point, a need, an action, something sent – is first seen as a small value
(`PointSeen` …), and a rule says in which figures such a one counts. The records count how many there are of each value,
so that a rule stands in one place for the figure and for the list behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from kartlegging_tui.domain.contact_points import ASKED, Reason
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.pathway import ContactPointStatus


class Figure(StrEnum):
    """What is counted. What exactly, the rules below say; in words, `services.report_words`."""

    DUE = "due"
    OFFERED = "offered"
    HELD = "held"
    DECLINED = "declined"
    POSTPONED = "postponed"
    NO_CAPACITY = "no_capacity"
    INSIDE = "inside_window"
    DAYS = "median_days"
    CHILDREN_ASKED = "children_asked"
    SIGNED = "signed"
    MINORS = "minors"
    RELAPSES = "relapses"
    TO_COME = "to_come"
    DIED = "died"
    MOVED = "moved"
    AHEAD = "dated_ahead"
    NEEDS = "needs"
    NEEDS_WANTED = "needs_wanted"
    NEEDS_PLACED = "needs_placed"
    FAMILY_AND_NETWORK = "needs_family_and_network"
    WORK_AND_EDUCATION = "needs_work_and_education"
    ECONOMY_AND_HOUSING = "needs_economy_and_housing"
    HELP_AT_HOME = "needs_help_at_home"
    REHABILITATION = "needs_rehabilitation"
    PHYSICAL_FUNCTION = "needs_physical_function"
    NUTRITION = "needs_nutrition"
    OWN_HEALTH = "needs_own_health"
    RESOURCES_AND_COPING = "needs_resources_and_coping"
    LEISURE_AND_SOCIAL = "needs_leisure_and_social"
    MENTAL_HEALTH = "needs_mental_health"
    SEXUAL_HEALTH = "needs_sexual_health"
    ORAL_HEALTH = "needs_oral_health"
    NO_THEME = "needs_no_theme"
    ACTIONS = "actions"
    ACTIONS_CLOSED = "actions_closed"
    ACTIONS_DONE = "actions_done"
    ACTIONS_LATE = "actions_late"
    HANDOVERS = "handovers"


THEMES: Mapping[str, Figure] = {theme.value: Figure(f"needs_{theme.value}") for theme in Theme} | {"": Figure.NO_THEME}
"""The figure of each theme; that of a need without one under the empty text."""

PART_OF: Mapping[Figure, Figure] = {
    Figure.OFFERED: Figure.DUE,
    Figure.HELD: Figure.DUE,
    Figure.DECLINED: Figure.DUE,
    Figure.POSTPONED: Figure.DUE,
    Figure.NO_CAPACITY: Figure.DUE,
    Figure.MINORS: Figure.DUE,
    Figure.RELAPSES: Figure.DUE,
    Figure.INSIDE: Figure.HELD,
    Figure.CHILDREN_ASKED: Figure.HELD,
    Figure.SIGNED: Figure.HELD,
    Figure.AHEAD: Figure.HELD,
    Figure.NEEDS_WANTED: Figure.NEEDS,
    Figure.NEEDS_PLACED: Figure.NEEDS_WANTED,
    **dict.fromkeys(THEMES.values(), Figure.NEEDS),
    Figure.ACTIONS_CLOSED: Figure.ACTIONS,
    Figure.ACTIONS_DONE: Figure.ACTIONS_CLOSED,
    Figure.ACTIONS_LATE: Figure.ACTIONS,
}
"""Of which figure another is a share: whatever counts in the one counts in the other."""


OF_TALKS = frozenset(
    {
        *(Figure.NEEDS, Figure.NEEDS_WANTED, Figure.NEEDS_PLACED, *THEMES.values()),
        *(Figure.ACTIONS, Figure.ACTIONS_CLOSED, Figure.ACTIONS_DONE, Figure.ACTIONS_LATE, Figure.HANDOVERS),
    }
)
"""What comes of talks, many of each: a large number of them may be about a single patient."""

COUNTED: tuple[Figure, ...] = tuple(figure for figure in Figure if figure is not Figure.DAYS)
"""What is a number of things; the median is none."""


class PointSeen(NamedTuple):
    """What the report sees of a contact point."""

    status: ContactPointStatus
    """As it is; where the patient's death ended it, as it was before."""
    reason: str
    """Why it is put off or cancelled (`Reason`); empty where nothing is said."""
    offered: bool
    """A letter, an answer or a talk tells that the patient was asked, and it was not taken back."""
    died: bool
    """The patient had died by the last day of the window."""
    over: bool
    """The window had closed before the day of the report."""
    inside: bool
    """The day of the talk lies in the window, its first and last day included."""
    signed: bool
    asked: bool
    """A question of whether there are children was answered, also by not wanting to."""
    minor: bool
    """The patient was under 18 on the day of the talk, or else on the last day of the window."""
    relapse: bool
    ahead: bool
    """The talk is dated after the day of the report."""


class NeedSeen(NamedTuple):
    """What the report sees of a need that came up in a talk held."""

    theme: str
    refused: bool
    """The patient does not want it followed up."""
    placed: bool
    """An action for it, not dropped, has somebody who does it and a day."""


class ActionSeen(NamedTuple):
    """What the report sees of an action that was open at some time of the year."""

    closed: bool
    """Closed in the year."""
    done: bool
    """Closed because it is done; else because it was dropped."""
    late: bool
    """Still open at the end of the year, or on the day of the report, with its deadline behind it."""
    died: bool
    """The patient had died by then: nobody waits for it."""


class SentSeen(NamedTuple):
    """What the report sees of something that was sent on."""


Seen = PointSeen | NeedSeen | ActionSeen | SentSeen


KINDS: Mapping[Figure, type[Seen]] = {
    **dict.fromkeys(COUNTED, PointSeen),
    **dict.fromkeys((Figure.NEEDS, Figure.NEEDS_WANTED, Figure.NEEDS_PLACED, *THEMES.values()), NeedSeen),
    **dict.fromkeys((Figure.ACTIONS, Figure.ACTIONS_CLOSED, Figure.ACTIONS_DONE, Figure.ACTIONS_LATE), ActionSeen),
    Figure.HANDOVERS: SentSeen,
}
"""What each figure counts."""


def counts_in(seen: Seen) -> frozenset[Figure]:
    """The figures in which it counts."""
    match seen:
        case PointSeen():
            return frozenset(_of_point(seen))
        case NeedSeen():
            return frozenset(_of_need(seen))
        case ActionSeen():
            return frozenset(_of_action(seen))
        case SentSeen():
            return frozenset({Figure.HANDOVERS})


def _of_point(seen: PointSeen) -> Iterator[Figure]:
    if seen.status is ContactPointStatus.HELD:
        yield from _of_talk(seen)
    elif seen.died:
        yield Figure.DIED
        return
    elif seen.status is ContactPointStatus.CANCELLED and seen.reason == Reason.MOVED:
        yield Figure.MOVED
        return
    elif not seen.over and not seen.offered and seen.status is ContactPointStatus.PLANNED:
        yield Figure.TO_COME
        return
    yield Figure.DUE
    if seen.offered or seen.status in (ContactPointStatus.HELD, *ASKED):
        yield Figure.OFFERED
    if seen.status is ContactPointStatus.DECLINED:
        yield Figure.DECLINED
    if seen.status is ContactPointStatus.POSTPONED:
        yield Figure.POSTPONED
    if seen.reason == Reason.NO_CAPACITY and seen.status in (
        ContactPointStatus.POSTPONED,
        ContactPointStatus.CANCELLED,
    ):
        yield Figure.NO_CAPACITY
    if seen.minor:
        yield Figure.MINORS
    if seen.relapse:
        yield Figure.RELAPSES


def _of_talk(seen: PointSeen) -> Iterator[Figure]:
    yield Figure.HELD
    if seen.inside:
        yield Figure.INSIDE
    if seen.asked:
        yield Figure.CHILDREN_ASKED
    if seen.signed:
        yield Figure.SIGNED
    if seen.ahead:
        yield Figure.AHEAD


def _of_need(seen: NeedSeen) -> Iterator[Figure]:
    yield Figure.NEEDS
    yield THEMES.get(seen.theme, Figure.NO_THEME)
    if not seen.refused:
        yield Figure.NEEDS_WANTED
        if seen.placed:
            yield Figure.NEEDS_PLACED


def _of_action(seen: ActionSeen) -> Iterator[Figure]:
    yield Figure.ACTIONS
    if seen.closed:
        yield Figure.ACTIONS_CLOSED
        if seen.done:
            yield Figure.ACTIONS_DONE
    if seen.late and not seen.died:
        yield Figure.ACTIONS_LATE
