"""What becomes of contact points is written with its history, and a death that was a mistake leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from kartlegging_tui.domain.contact_points import Problem, Reason, Standing
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import ContactPoint, User
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.services.browse import Browse, ContactPointView, WorklistQuery
from kartlegging_tui.services.contact_points import ContactPoints, NotPossible
from kartlegging_tui.services.planning import open_planning
from kartlegging_tui.services.saving import Nowhere
from tests.records.cases import NOW, TODAY, World, world
from tests.services.reading import unlogged

pytestmark = pytest.mark.both

DECLINED = Standing(status=ContactPointStatus.DECLINED, ask_again_on=date(2026, 6, 10))


def service(database: Database, user: User, now: Callable[[], datetime] = lambda: NOW) -> ContactPoints:
    return ContactPoints(database, user, now, unlogged)


def views(database: Database, made: World) -> tuple[ContactPointView, ...]:
    return Browse(database, unlogged).patient_page(made.patient.id, TODAY).pathways[0].contact_points


def points(database: Database, made: World) -> list[ContactPoint]:
    return [view.contact_point for view in views(database, made)]


def state(database: Database) -> tuple[int | None, Due]:
    (row,) = Browse(database, unlogged).worklist(WorklistQuery(), TODAY).rows
    return row.number, row.due


def end(database: Database, made: World) -> None:
    with database.write() as unit:
        unit.end_conversation(made.conversation.id, NOW)
        unit.commit()


def test_the_whole_history_of_a_contact_point_is_told(database: Database) -> None:
    made = world(database)
    end(database, made)
    later = iter([NOW, NOW + timedelta(days=1)])
    service(database, made.nurse, lambda: next(later)).change(made.points[1], DECLINED, TODAY)
    assert state(database) == (2, Due.DECLINED)
    ill = Standing(
        status=ContactPointStatus.POSTPONED, ask_again_on=date(2026, 5, 30), reason=Reason.ILL, words="feber"
    )
    service(database, made.other, lambda: next(later)).change(points(database, made)[1], ill, TODAY)
    assert state(database) == (2, Due.COMING)
    first, second = views(database, made)[1].history
    assert first.change is not None and second.change is not None
    assert (first.author, first.at, first.change.status) == ("Kari Lunde", NOW, ContactPointStatus.DECLINED)
    assert (second.author, second.change.reason, second.change.words) == ("Per Vik", Reason.ILL, "feber")
    assert views(database, made)[2].history == ()


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(database: Database) -> None:
    made = world(database)
    service(database, made.other).change(made.points[1], DECLINED, TODAY)
    with pytest.raises(Conflict):
        service(database, made.nurse).change(
            made.points[1], Standing(status=ContactPointStatus.CANCELLED, reason=Reason.MOVED), TODAY
        )
    assert points(database, made)[1].status is ContactPointStatus.DECLINED


def test_what_is_held_stays_held(database: Database) -> None:
    made = world(database)
    end(database, made)
    with pytest.raises(Conflict):
        service(database, made.nurse).change(points(database, made)[0], DECLINED, TODAY)


def test_what_is_wrong_changes_nothing(database: Database) -> None:
    made = world(database)
    with pytest.raises(NotPossible) as caught:
        service(database, made.nurse).change(made.points[1], Standing(status=ContactPointStatus.POSTPONED), TODAY)
    assert caught.value.problems == (Problem.NO_DAY, Problem.NO_REASON)
    assert points(database, made)[1] == made.points[1]


def test_a_conversation_is_left_aside_and_taken_up_again_with_its_answers(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        unit.commit()
    assert state(database) == (1, Due.ONGOING)
    tired = Standing(
        status=ContactPointStatus.POSTPONED, ask_again_on=date(2026, 5, 26), reason=Reason.OTHER, words="sliten"
    )
    service(database, made.nurse).change(points(database, made)[0], tired, TODAY)
    assert state(database) == (1, Due.COMING)
    service(database, made.nurse).take_up(made.points[0].id)
    assert state(database) == (1, Due.ONGOING)
    view = views(database, made)[0]
    assert view.conversation == made.conversation and view.assessments[0].answered == 1
    assert view.contact_point.ask_again_on is None and len(view.history) == 2


def test_taking_up_what_is_not_left_aside_changes_nothing(database: Database) -> None:
    made = world(database)
    for number in (0, 1):
        service(database, made.nurse).take_up(made.points[number].id)
    assert [view.history for view in views(database, made)] == [(), (), ()]
    assert points(database, made)[1].status is ContactPointStatus.PLANNED


def test_nobody_is_reminded_of_the_dead(database: Database) -> None:
    made = world(database)
    service(database, made.nurse).change(made.points[1], DECLINED, TODAY)
    service(database, made.nurse).died(made.patient.id, TODAY, TODAY)
    page = Browse(database, unlogged).worklist(WorklistQuery(), date(2028, 1, 1))
    assert [(row.due, row.reason, row.died_on) for row in page.rows] == [(Due.NOT_POSSIBLE, Reason.DIED, TODAY)]
    assert page.counts[Due.DECLINED] == page.counts[Due.OVERDUE] == 0
    changes = [view.history[-1].change for view in views(database, made)]
    assert [(each.status, each.reason) for each in changes if each] == [(ContactPointStatus.CANCELLED, Reason.DIED)] * 3


def test_whatever_is_done_after_a_death_reminds_nobody(database: Database) -> None:
    made = world(database)
    service(database, made.nurse).died(made.patient.id, TODAY, TODAY)
    end(database, made)
    with database.write() as unit:
        unit.reopen_conversation(made.conversation.id)
        unit.commit()
    assert state(database) == (3, Due.NOT_POSSIBLE)


def test_the_day_it_was_put_off_to_goes_when_the_conversation_is_held(database: Database) -> None:
    made = world(database)
    ill = Standing(status=ContactPointStatus.POSTPONED, ask_again_on=date(2026, 5, 30), reason=Reason.ILL)
    service(database, made.nurse).change(points(database, made)[0], ill, TODAY)
    end(database, made)
    point = points(database, made)[0]
    assert (point.status, point.ask_again_on) == (ContactPointStatus.HELD, None)


def test_a_death_that_was_a_mistake_leaves_everything_as_it_was(database: Database) -> None:
    made = world(database)
    contact = service(database, made.nurse)
    contact.change(made.points[1], DECLINED, TODAY)
    contact.change(made.points[2], Standing(status=ContactPointStatus.CANCELLED, reason=Reason.MOVED), TODAY)
    before, waited = points(database, made), state(database)
    for _ in range(2):
        contact.died(made.patient.id, TODAY, TODAY)
        assert state(database)[1] is Due.NOT_POSSIBLE
        contact.not_died(made.patient.id)
        assert points(database, made) == before and state(database) == waited
        page = Browse(database, unlogged).patient_page(made.patient.id, TODAY)
        assert page.died_on is None
    history = views(database, made)[1].history
    assert [each.takes_back for each in history] == [False, False, True, False, True]
    assert history[-1].change == history[0].change
    assert len(views(database, made)[2].history) == 1


def test_what_was_held_before_a_death_or_after_it_stays_held(database: Database) -> None:
    made = world(database)
    contact = service(database, made.nurse)
    contact.died(made.patient.id, TODAY, TODAY)
    end(database, made)
    contact.not_died(made.patient.id)
    assert points(database, made)[0].status is ContactPointStatus.HELD


def test_a_day_of_death_has_come_and_is_said_once(database: Database) -> None:
    made = world(database)
    contact = service(database, made.nurse)
    with pytest.raises(NotPossible):
        contact.died(made.patient.id, TODAY + timedelta(days=1), TODAY)
    contact.died(made.patient.id, TODAY, TODAY)
    with pytest.raises(Conflict):
        contact.died(made.patient.id, TODAY, TODAY)
    with pytest.raises(Conflict):
        contact.change(points(database, made)[1], DECLINED, TODAY)
    contact.take_up(made.points[0].id)
    assert points(database, made)[0].status is ContactPointStatus.CANCELLED


def test_undoing_in_the_plan_never_takes_back_what_became_of_a_contact_point(database: Database) -> None:
    made = world(database)
    service(database, made.nurse).change(made.points[1], DECLINED, TODAY)
    planning = open_planning(database, Nowhere(), made.nurse, made.pathway.id, lambda: NOW, unlogged)
    assert planning.undo() is None
