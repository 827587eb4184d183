"""What counts in which figure, told by small stories."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.report import EVERYTHING, Asked, Group, Report
from tests.services.report_worlds import Course, Person, Point, World, build

SPRING, NEXT_YEAR = date(2025, 4, 1), date(2026, 4, 1)


Told = Callable[..., Report]


@pytest.fixture
def told(new_copy: Callable[[str], Path | str]) -> Told:
    """The report on these people and nobody else."""

    def made(*people: Person, year: int = 2025, today: date = NEXT_YEAR) -> Report:
        desk = build(new_copy("forms"), World(people))
        try:
            return desk.reports.make(Asked(year), today, small_numbers=True)
        finally:
            desk.close()

    return made


def point(*happened: str, opens: int = 30, lasts: int = 30, held_on: int = 40) -> Point:
    """A contact point with its window in February 2025, unless something else is said."""
    return Point(opens, lasts, happened, held_on, (), ())


def person(*points: Point, died: int | None = None, relapse: bool = False, born: date | None = None) -> Person:
    return Person(born, "0301", died, False, (Course(relapse, None, points),))


def counted(made: Report, group: Group = EVERYTHING) -> set[str]:
    return {figure.value for figure in Figure if made.cell(figure, group).number}


def test_who_died_before_the_window_closed_is_in_no_share(told: Told) -> None:
    assert counted(told(person(point(), died=50))) == {"died"}


def test_who_died_later_counts_as_it_stood_before(told: Told) -> None:
    made = told(person(point("declined"), point("letter"), point(), died=200))
    assert counted(made) == {"due", "offered", "declined"}
    assert made.cell(Figure.DUE).number == 3 and made.cell(Figure.OFFERED).number == 2


def test_a_talk_that_was_held_counts_also_when_the_patient_has_died(told: Told) -> None:
    made = told(person(point("held"), died=50))
    assert {"due", "offered", "held", "inside_window"} <= counted(made)


def test_who_moved_is_in_no_share(told: Told) -> None:
    assert counted(told(person(point("letter", "moved")))) == {"moved"}


def test_who_wants_no_more_is_due_and_has_declined(told: Told) -> None:
    assert counted(told(person(point("never")))) == {"due", "offered", "declined"}


def test_planned_again_is_as_if_nothing_had_been_said(told: Told) -> None:
    assert counted(told(person(point("letter", "again")))) == {"due"}


def test_what_is_still_to_come_is_in_no_share_until_something_is_said(told: Told) -> None:
    later = point(opens=60, lasts=100)
    assert counted(told(person(later), today=SPRING)) == {"to_come"}
    asked = point("declined", opens=60, lasts=100)
    assert counted(told(person(asked), today=SPRING)) == {"due", "offered", "declined"}


@pytest.mark.parametrize(("year", "held"), [(2025, 0), (2026, 1)])
def test_a_talk_counts_in_the_year_in_which_it_was_held_and_only_there(told: Told, year: int, held: int) -> None:
    made = told(person(point("held", held_on=400)), year=year)
    assert made.cell(Figure.HELD).number == made.cell(Figure.DUE).number == held
    assert not made.cell(Figure.INSIDE).number


def test_two_pathways_of_one_patient_count_each_for_itself(told: Told) -> None:
    both = (Course(False, None, (point("held"),)), Course(True, None, (point("held"),)))
    made = told(Person(None, "0301", None, False, both))
    assert made.cell(Figure.HELD).number == 2 and made.cell(Figure.RELAPSES).number == 1


def test_children_who_are_patients_count_as_all_others_and_are_told(told: Told) -> None:
    made = told(person(point("held"), born=date(2007, 2, 11)), person(point("held")))
    assert made.cell(Figure.HELD).number == 2
    assert made.cell(Figure.MINORS).number == 1  # 18 the day after the talk


def test_a_talk_dated_ahead_counts_and_is_told(told: Told) -> None:
    made = told(person(point("held", held_on=300)), today=SPRING)
    assert made.cell(Figure.HELD).number == made.cell(Figure.AHEAD).number == 1


def test_want_of_capacity_is_counted_as_such_and_is_no_offer(told: Told) -> None:
    assert counted(told(person(point("cancelled")))) == {"due", "no_capacity"}
