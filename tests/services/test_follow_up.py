"""Following up across patients: the lists in words, and what is done about what stands on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.follow_up import FollowUpRow, Kind
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.plan import ActionStatus, Handled, Helped
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.follow_up import FollowUpLine, FollowUpQuery, When
from kartlegging_tui.services.talk import Talk
from tests.conftest import TODAY
from tests.services.test_conversation import talk_of


@pytest.fixture
def other_desk(desk: Desk) -> Iterator[Desk]:
    """A second desk on the same database, of the coordinator."""
    opened = open_demo(24, 1, Role.COORDINATOR, desk.database.where)
    yield opened
    opened.close()


def lines(desk: Desk, kind: Kind = Kind.ACTION, language: str = "nb", **query: object) -> tuple[FollowUpLine, ...]:
    desk.saver.flush(5)
    wanted = FollowUpQuery(kind, limit=500, **query)  # type: ignore[arg-type]
    return desk.follow_ups.page(wanted, TODAY, language).lines


@pytest.fixture
def ola(desk: Desk) -> Talk:
    """In a talk that goes on, the nurse has heard of Ola, and nothing is agreed about him."""
    talk = talk_of(desk)
    children = talk.fillings["barn_som_parorende"]
    children.answer("barn_avklart", Answer(value="ja"))
    children.answer("barn", Answer(value=(1,)))
    children.answer("barn/1/navn", Answer(value="Ola"))
    return talk


def died(desk: Desk, row: FollowUpRow, on: date) -> None:
    desk.contact_points.died(row.patient_id, on, TODAY)


def test_every_open_action_of_every_patient_is_on_the_list_once_the_late_first(desk: Desk) -> None:
    """Counted again the slow way: from the plan of each pathway."""
    expected = []
    for patient_id in _patients(desk):
        for pathway in desk.browse.patient_page(patient_id, TODAY).pathways:
            plan = desk.planning(pathway.pathway.id).plan
            expected += [
                (action.by or date.max, pathway.pathway.id, path)
                for path, action in plan.actions.items()
                if action.status is ActionStatus.OPEN
            ]
    found = lines(desk)
    assert [(line.row.day, line.row.pathway_id, line.row.path) for line in found] == sorted(expected)
    page = desk.follow_ups.page(FollowUpQuery(), TODAY, "nb")
    assert page.counts[Kind.ACTION] == page.total == len(expected)
    assert page.late == sum(day < TODAY for day, _pathway, _path in expected)


def _patients(desk: Desk) -> list[int]:
    with desk.database.read() as view:
        return view.patient_ids()


def test_the_days_divide_the_list_and_leave_nothing_out(desk: Desk) -> None:
    parts = [lines(desk, when=when) for when in (When.LATE, When.WEEK, When.LATER, When.NO_DAY)]
    assert sum(parts, ()) == lines(desk)
    assert all(line.row.day < TODAY for line in parts[0])
    assert all(TODAY <= line.row.day < TODAY + timedelta(days=7) for line in parts[1])


def test_actions_and_needs_are_told_in_the_language_of_the_program(desk: Desk) -> None:
    bokmaal, nynorsk = (lines(desk, Kind.NEED, language) for language in ("nb", "nn"))
    assert [line.row for line in bokmaal] == [line.row for line in nynorsk]
    assert [line.what for line in bokmaal] != [line.what for line in nynorsk]


def test_a_form_that_is_gone_from_the_disk_is_still_told_in_its_own_words(desk: Desk) -> None:
    before = [line.what for kind in Kind for line in lines(desk, kind)]
    desk.library.questionnaire_files.clear()
    assert [line.what for kind in Kind for line in lines(desk, kind)] == before


def test_what_is_closed_here_is_closed_and_the_next_talk_is_told_what_came_of_it(desk: Desk) -> None:
    line = lines(desk)[0]
    planning = desk.planning(line.row.pathway_id)
    planning.close(line.row.path, ActionStatus.DONE, TODAY, Helped.YES, "Sover bedre")
    left = lines(desk)
    assert line.row not in [each.row for each in left]
    kept = desk.planning(line.row.pathway_id).plan.actions[line.row.path]
    assert (kept.status, kept.helped, kept.outcome) == (ActionStatus.DONE, Helped.YES, "Sover bedre")
    assert kept.followed_up == planning.contact_point
    planning.undo()
    assert lines(desk)[0].row == line.row


def test_what_is_handed_over_is_on_the_list_of_whoever_does_it_and_its_history_says_why(desk: Desk) -> None:
    line = lines(desk)[0]
    planning = desk.planning(line.row.pathway_id)
    action = planning.plan.actions[line.row.path]
    said = {"who": "Leyla Demir", "service": "", "why": "Permisjon"}
    planning.change(line.row.path, action.model_copy(update=said))
    assert desk.saver.flush(5)
    desk.follow_ups.page(FollowUpQuery(), TODAY, "nb")
    found = [
        line for whose in desk.follow_ups.whose() if whose.value == "Leyla Demir" for line in lines(desk, whose=whose)
    ]
    assert [each.row.path for each in found] == [line.row.path]
    detail = desk.follow_ups.detail(line.row, "nb")
    assert detail is not None and detail.steps[-1].author == desk.user.name
    assert detail.steps[-1].after is not None and detail.steps[-1].after.why == "Permisjon"
    assert detail.steps[0].before is None


def test_an_urgent_answer_leaves_its_list_once_it_is_recorded_what_was_done(desk: Desk) -> None:
    line = lines(desk, Kind.URGENT)[0]
    item = desk.follow_ups.urgent_item(line.row)
    assert item is not None and item.to_do("nb")
    planning = desk.planning(line.row.pathway_id)
    planning.handle(line.row.path, Handled(answer=item.answer, done="Ringte legen", by=desk.user.name))
    assert line.row not in [each.row for each in lines(desk, Kind.URGENT)]


@pytest.mark.parametrize("kind", [Kind.NEED, Kind.CHILD])
def test_a_need_leaves_its_list_once_it_is_said_why_nothing_is_done(desk: Desk, ola: Talk, kind: Kind) -> None:
    line = lines(desk, kind)[0]
    detail = desk.follow_ups.detail(line.row, "nb")
    assert detail is not None and detail.need is not None
    planning = desk.planning(line.row.pathway_id)
    planning.weigh(line.row.path, detail.need.model_copy(update={"reason": "Ønsker det ikke nå"}))
    assert line.row not in [each.row for each in lines(desk, kind)]
    planning.undo()
    assert line.row in [each.row for each in lines(desk, kind)]


def test_a_child_is_called_by_name_and_is_not_forgotten_when_the_patient_dies(desk: Desk, ola: Talk) -> None:
    title = "Avklare oppfølging av barnet: Ola"
    (line,) = lines(desk, Kind.CHILD)
    assert line.what == title and line.row.died_on is None
    died(desk, line.row, TODAY)
    (line,) = lines(desk, Kind.CHILD)
    assert line.what == title and line.row.died_on == TODAY
    detail = desk.follow_ups.detail(line.row, "nn")
    assert detail is not None and detail.need is not None and detail.suggestions
    path = desk.planning(line.row.pathway_id).agree(line.row.path, "Ringe helsesykepleier", "", "", TODAY)
    assert lines(desk, Kind.CHILD) == ()
    assert path in [line.row.path for line in lines(desk)], "an action about the children is still to be done"


def test_what_the_dead_leave_is_shown_apart_and_comes_back_where_it_was_a_mistake(desk: Desk) -> None:
    before = {kind: [line.row.path for line in lines(desk, kind)] for kind in Kind}
    row = lines(desk)[0].row
    died(desk, row, TODAY)
    closing = lines(desk, Kind.CLOSING)
    assert row.path in [line.row.path for line in closing]
    assert {(line.row.patient_id, line.row.died_on, line.row.day) for line in closing} == {
        (row.patient_id, TODAY, TODAY)
    }
    assert row.path in desk.follow_ups.left_over(row.pathway_id)
    desk.contact_points.not_died(row.patient_id)
    assert {kind: [line.row.path for line in lines(desk, kind)] for kind in Kind} == before


def test_of_two_who_close_the_same_action_the_first_stands_and_the_second_is_told(desk: Desk, other_desk: Desk) -> None:
    row = lines(desk)[0].row
    mine, theirs = desk.planning(row.pathway_id), other_desk.planning(row.pathway_id)
    told: list[tuple[str, str]] = []
    mine.on_conflict = lambda path, event: told.append((path, event.author))
    theirs.close(row.path, ActionStatus.DONE, TODAY, Helped.YES, "Fikk time")
    assert other_desk.saver.flush(5)
    mine.close(row.path, ActionStatus.DROPPED, TODAY, None, "Finnes ikke")
    assert desk.saver.flush(5)
    assert told == [(row.path, other_desk.user.name)]
    kept = desk.planning(row.pathway_id).plan.actions[row.path]
    assert (kept.status, kept.outcome) == (ActionStatus.DONE, "Fikk time")


def test_whoever_keeps_the_forms_does_not_see_what_patients_wait_for(desk: Desk) -> None:
    admin = open_demo(24, 1, Role.ADMIN, desk.database.where)
    with pytest.raises(NotAllowed):
        admin.follow_ups  # noqa: B018 – asking is what is refused
    admin.close()
