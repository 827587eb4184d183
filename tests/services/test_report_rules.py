"""What counts in which figure, told by small stories."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.domain.report import EVERYTHING, Asked, Group, Report
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.desk import publish_active
from tests.services.report_worlds import Course, Person, Point, World, build

SPRING, NEXT_YEAR = date(2025, 4, 1), date(2026, 4, 1)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "empty.sqlite3"
    database = Database.open(file)
    publish_active(database, shipped())
    database.close()
    return file


def point(*happened: str, opens: int = 30, lasts: int = 30, held_on: int = 40) -> Point:
    """A contact point with its window in February 2025, unless something else is said."""
    return Point(opens, lasts, happened, held_on, (), ())


def person(*points: Point, died: int | None = None, relapse: bool = False, born: date | None = None) -> Person:
    return Person(born, "0301", died, False, (Course(relapse, None, points),))


def told(file: Path, tmp_path: Path, *people: Person, year: int = 2025, today: date = NEXT_YEAR) -> Report:
    desk = build(Path(shutil.copy(file, tmp_path / "world.sqlite3")), World(people))
    try:
        return desk.reports.make(Asked(year), today, small_numbers=True)
    finally:
        desk.close()


def counted(made: Report, group: Group = EVERYTHING) -> set[str]:
    return {figure.value for figure in Figure if made.cell(figure, group).number}


def test_who_died_before_the_window_closed_is_in_no_share(empty: Path, tmp_path: Path) -> None:
    assert counted(told(empty, tmp_path, person(point(), died=50))) == {"died"}


def test_who_died_later_counts_as_it_stood_before(empty: Path, tmp_path: Path) -> None:
    made = told(empty, tmp_path, person(point("declined"), point("letter"), point(), died=200))
    assert counted(made) == {"due", "offered", "declined"}
    assert made.cell(Figure.DUE).number == 3 and made.cell(Figure.OFFERED).number == 2


def test_a_talk_that_was_held_counts_also_when_the_patient_has_died(empty: Path, tmp_path: Path) -> None:
    made = told(empty, tmp_path, person(point("held"), died=50))
    assert {"due", "offered", "held", "inside_window"} <= counted(made)


def test_who_moved_is_in_no_share(empty: Path, tmp_path: Path) -> None:
    assert counted(told(empty, tmp_path, person(point("letter", "moved")))) == {"moved"}


def test_who_wants_no_more_is_due_and_has_declined(empty: Path, tmp_path: Path) -> None:
    assert counted(told(empty, tmp_path, person(point("never")))) == {"due", "offered", "declined"}


def test_planned_again_is_as_if_nothing_had_been_said(empty: Path, tmp_path: Path) -> None:
    assert counted(told(empty, tmp_path, person(point("letter", "again")))) == {"due"}


def test_what_is_still_to_come_is_in_no_share_until_something_is_said(empty: Path, tmp_path: Path) -> None:
    later = point(opens=60, lasts=100)
    assert counted(told(empty, tmp_path, person(later), today=SPRING)) == {"to_come"}
    asked = point("declined", opens=60, lasts=100)
    (tmp_path / "asked").mkdir()
    assert counted(told(empty, tmp_path / "asked", person(asked), today=SPRING)) == {"due", "offered", "declined"}


@pytest.mark.parametrize(("year", "held"), [(2025, 0), (2026, 1)])
def test_a_talk_counts_in_the_year_in_which_it_was_held_and_only_there(
    empty: Path, tmp_path: Path, year: int, held: int
) -> None:
    made = told(empty, tmp_path, person(point("held", held_on=400)), year=year)
    assert made.cell(Figure.HELD).number == made.cell(Figure.DUE).number == held
    assert not made.cell(Figure.INSIDE).number


def test_two_pathways_of_one_patient_count_each_for_itself(empty: Path, tmp_path: Path) -> None:
    both = (Course(False, None, (point("held"),)), Course(True, None, (point("held"),)))
    made = told(empty, tmp_path, Person(None, "0301", None, False, both))
    assert made.cell(Figure.HELD).number == 2 and made.cell(Figure.RELAPSES).number == 1


def test_children_who_are_patients_count_as_all_others_and_are_told(empty: Path, tmp_path: Path) -> None:
    made = told(empty, tmp_path, person(point("held"), born=date(2007, 2, 11)), person(point("held")))
    assert made.cell(Figure.HELD).number == 2
    assert made.cell(Figure.MINORS).number == 1  # 18 the day after the talk


def test_a_talk_dated_ahead_counts_and_is_told(empty: Path, tmp_path: Path) -> None:
    made = told(empty, tmp_path, person(point("held", held_on=300)), today=SPRING)
    assert made.cell(Figure.HELD).number == made.cell(Figure.AHEAD).number == 1


def test_want_of_capacity_is_counted_as_such_and_is_no_offer(empty: Path, tmp_path: Path) -> None:
    assert counted(told(empty, tmp_path, person(point("cancelled")))) == {"due", "no_capacity"}
