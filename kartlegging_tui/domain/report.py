"""The yearly report: which figures there are, and what counts in each.

Each thing that is counted – a contact point, a need, an action, something sent – is first seen as a small value
(`PointSeen` …), and a rule says in which figures such a one counts. The records count how many there are of each value,
so that a rule stands in one place for the figure and for the list behind it.

A contact point belongs to exactly one year: that in which its talk was held, and as long as none was, that in which its
window closes. So no talk is counted twice, nor lost because it was early (the window of point 3 is half a year long and
often lies in two years); what is held late moves to the year in which it was held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from kartlegging_tui.domain.contact_points import ASKED, Reason
from kartlegging_tui.domain.definition import Theme
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.suppression import FEW, Mark, Sum, suppressed


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


class Dimension(StrEnum):
    """What the figures are divided by."""

    ALL = "all"
    CONTACT_POINT = "contact_point"
    MUNICIPALITY = "municipality"
    UNIT = "unit"


class Group(NamedTuple):
    """Those that are counted together."""

    dimension: Dimension
    key: str = ""
    """The number of the contact point, of the municipality, or the name of the unit; empty where it is not known."""


EVERYTHING = Group(Dimension.ALL)


class Where(NamedTuple):
    """Where something that is counted belongs."""

    contact_point: int
    """The number; for an action, that of the point at which it was agreed."""
    municipality: str
    """The patient's, as it is today."""
    unit: str
    """The unit of whoever is responsible for the pathway today; empty where nobody is."""

    def groups(self) -> Iterator[Group]:
        """All in which it counts."""
        yield EVERYTHING
        yield Group(Dimension.CONTACT_POINT, str(self.contact_point))
        yield Group(Dimension.MUNICIPALITY, self.municipality)
        yield Group(Dimension.UNIT, self.unit)


class Tally(NamedTuple):
    """How many there are of one kind in one place."""

    where: Where
    seen: Seen
    count: int


class Days(NamedTuple):
    """How many talks were held so many days after the diagnosis."""

    where: Where
    days: int
    count: int


@dataclass(frozen=True, slots=True)
class Behind:
    """One thing that a figure counts: a line of the list behind it."""

    pathway_id: int
    patient_id: int
    name: str
    birth_date: date | None
    where: Where
    relapse: bool
    day: date | None
    """Of a contact point, the day of the talk, or else the last day of its window; of a need, the day of its talk; of an
    action, its deadline (the last of all days where there is none); of what was sent, when."""
    about: str
    """The contact point's id, a need's `form/rule`, an action's path, or the recipient."""
    seen: Seen


@dataclass(frozen=True)
class Asked:
    """Which report is wanted."""

    year: int
    municipality: str | None = None
    """Only this one; None for all."""
    unit: str | None = None

    @property
    def first(self) -> date:
        """The first day of the year."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day of the year."""
        return date(self.year, 12, 31)


@dataclass(frozen=True)
class Cell:
    """A figure as it is shown."""

    number: float | None
    """None where it is not shown, and for a median of nothing."""
    mark: Mark = Mark.SHOWN
    of: int | None = None
    """The number that it is a share of; None where there is none, or where it is not shown."""

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None where either number is not shown, or where it is a share of nothing."""
        return None if self.number is None or not self.of else self.number / self.of


@dataclass(frozen=True)
class Report:
    """The figures of a year."""

    asked: Asked
    made_on: date
    """Everything is told as it was on this day."""
    cells: Mapping[tuple[Group, Figure], Cell]
    groups: tuple[Group, ...]
    """All together first, then by contact point, municipality and unit, each in order."""
    small_numbers: bool
    """Small numbers are shown."""
    without_file: tuple[str, ...] = field(default=())
    """Pathways of which the file is gone: what it says of children is not known."""

    def cell(self, figure: Figure, group: Group = EVERYTHING) -> Cell:
        """A figure of a group."""
        return self.cells[group, figure]

    def by(self, dimension: Dimension) -> list[Group]:
        """The groups of a dimension."""
        return [group for group in self.groups if group.dimension is dimension]

    @property
    def is_empty(self) -> bool:
        """True if nothing was counted."""
        return all(cell.mark is Mark.SHOWN and not cell.number for cell in self.cells.values())


def report(
    asked: Asked, made_on: date, tallies: Iterable[Tally], days: Iterable[Days], *, small_numbers: bool
) -> Report:
    """The report that follows from what is counted."""
    numbers: Counter[tuple[Group, Figure]] = Counter()
    groups = {EVERYTHING}
    for where, seen, count in tallies:
        for group in where.groups():
            groups.add(group)
            for figure in counts_in(seen):
                numbers[group, figure] += count
    ordered = tuple(sorted(groups, key=_order))
    complete = {(group, figure): numbers[group, figure] for group in ordered for figure in COUNTED}
    marks = dict.fromkeys(complete, Mark.SHOWN)
    if not small_numbers:
        of_few = {(group, figure) for group in ordered if numbers[group, Figure.HELD] < FEW for figure in OF_TALKS}
        marks = suppressed(complete, _sums(ordered), of_few)
    cells = {name: _cell(name, complete, marks) for name in complete}
    medians = _medians(days)
    for group in ordered:
        mark = marks[group, Figure.HELD]
        lasted, count = medians.get(group, (None, 0))
        if not small_numbers and mark is Mark.SHOWN and 0 < count < FEW:
            mark = Mark.HIDDEN
        cells[group, Figure.DAYS] = Cell(lasted if mark is Mark.SHOWN else None, mark)
    return Report(asked, made_on, cells, ordered, small_numbers)


OF_TALKS = frozenset(
    {
        *(Figure.NEEDS, Figure.NEEDS_WANTED, Figure.NEEDS_PLACED, *THEMES.values()),
        *(Figure.ACTIONS, Figure.ACTIONS_CLOSED, Figure.ACTIONS_DONE, Figure.ACTIONS_LATE, Figure.HANDOVERS),
    }
)
"""What comes of talks, many of each: a large number of them may be about a single patient."""

COUNTED = tuple(figure for figure in Figure if figure is not Figure.DAYS)


def _order(group: Group) -> tuple[int, int, str]:
    number = int(group.key) if group.dimension is Dimension.CONTACT_POINT else 0
    return list(Dimension).index(group.dimension), number, group.key


def _sums(groups: Sequence[Group]) -> Iterator[Sum[tuple[Group, Figure]]]:
    """What adds up: the groups of a dimension to all, and the themes to the needs."""
    for dimension in (Dimension.CONTACT_POINT, Dimension.MUNICIPALITY, Dimension.UNIT):
        members = [group for group in groups if group.dimension is dimension]
        if members:
            for figure in COUNTED:
                yield Sum((EVERYTHING, figure), tuple((group, figure) for group in members))
    for group in groups:
        yield Sum((group, Figure.NEEDS), tuple((group, figure) for figure in THEMES.values()))


def _cell(
    name: tuple[Group, Figure], numbers: Mapping[tuple[Group, Figure], int], marks: Mapping[tuple[Group, Figure], Mark]
) -> Cell:
    group, figure = name
    whole = PART_OF.get(figure)
    of = None if whole is None or marks[group, whole] is not Mark.SHOWN else numbers[group, whole]
    return Cell(numbers[name] if marks[name] is Mark.SHOWN else None, marks[name], of)


def _medians(days: Iterable[Days]) -> dict[Group, tuple[float, int]]:
    """The median of each group, and of how many talks."""
    held: dict[Group, list[int]] = {}
    for where, lasted, count in days:
        for group in where.groups():
            held.setdefault(group, []).extend([lasted] * count)
    return {group: (median(found), len(found)) for group, found in held.items()}
