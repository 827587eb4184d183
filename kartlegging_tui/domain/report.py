"""The yearly report: what is counted, added up by contact point, municipality and unit.

A contact point belongs to exactly one year: that in which its talk was held, and as long as none was, that in which its
window closes. So no talk is counted twice, nor lost because it was early (the window of point 3 is half a year long and
often lies in two years); what is held late moves to the year in which it was held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from kartlegging_tui.domain.figures import COUNTED, OF_TALKS, PART_OF, THEMES, Figure, Seen, counts_in
from kartlegging_tui.domain.suppression import FEW, Mark, Sum, suppressed


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
Name = tuple[Group, Figure]
"""Which number of a report."""


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
    number: int


class Days(NamedTuple):
    """How many talks were held so many days after the diagnosis."""

    where: Where
    days: int
    number: int


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
    """Of a contact point, the day of the talk, or else the last day of its window; of a need, the day of its talk; of
    an action, its deadline (the last of all days where there is none); of what was sent, when."""
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
    cells: Mapping[Name, Cell]
    groups: tuple[Group, ...]
    """All together first, then by contact point, municipality and unit, each in order."""
    small_numbers: bool
    """Small numbers are shown."""

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
    numbers: Counter[Name] = Counter()
    groups = {EVERYTHING}
    for where, seen, count in tallies:
        for group in where.groups():
            groups.add(group)
            for figure in counts_in(seen):
                numbers[group, figure] += count
    ordered = tuple(sorted(groups, key=_order))
    complete: dict[Name, int] = {(group, figure): numbers[group, figure] for group in ordered for figure in COUNTED}
    marks: dict[Name, Mark] = dict.fromkeys(complete, Mark.SHOWN)
    if not small_numbers:
        of_few: set[Name] = {
            (group, figure) for group in ordered if numbers[group, Figure.HELD] < FEW for figure in OF_TALKS
        }
        marks = suppressed(complete, _sums(ordered), of_few)
    cells: dict[Name, Cell] = {name: _cell(name, complete, marks) for name in complete}
    medians = _medians(days)
    for group in ordered:
        mark = marks[group, Figure.HELD]
        lasted, count = medians.get(group, (None, 0))
        if not small_numbers and mark is Mark.SHOWN and 0 < count < FEW:
            mark = Mark.HIDDEN
        cells[group, Figure.DAYS] = Cell(lasted if mark is Mark.SHOWN else None, mark)
    return Report(asked, made_on, cells, ordered, small_numbers)


def _order(group: Group) -> tuple[int, int, str]:
    number = int(group.key) if group.dimension is Dimension.CONTACT_POINT else 0
    return list(Dimension).index(group.dimension), number, group.key


def _sums(groups: Sequence[Group]) -> Iterator[Sum[Name]]:
    """What adds up: the groups of a dimension to all, and the themes to the needs."""
    for dimension in (Dimension.CONTACT_POINT, Dimension.MUNICIPALITY, Dimension.UNIT):
        members = [group for group in groups if group.dimension is dimension]
        if members:
            for figure in COUNTED:
                yield Sum((EVERYTHING, figure), tuple((group, figure) for group in members))
    for group in groups:
        yield Sum((group, Figure.NEEDS), tuple((group, figure) for figure in THEMES.values()))


def _cell(name: Name, numbers: Mapping[Name, int], marks: Mapping[Name, Mark]) -> Cell:
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
