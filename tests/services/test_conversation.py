"""A conversation through the services: what is offered, what is durable, what two nurses do to each other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.history import Event
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import Conversation, ConversationDetails, Place, Respondent, Role
from kartlegging_tui.domain.plan import is_planned
from kartlegging_tui.domain.worklist import Due
from kartlegging_tui.records.errors import MaybeSaved, NotSaved, Reason
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services import saving
from kartlegging_tui.services.browse import WorklistQuery
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.talk import Talk
from tests.conftest import TODAY

pytestmark = pytest.mark.both

DETAILS = ConversationDetails(held_on=TODAY, place=Place.OFFICE, respondent=Respondent.PATIENT, present="")


def started(desk: Desk) -> Conversation:
    """A conversation, just begun, at a contact point 2 that is due; at point 1 nothing was agreed yet."""
    rows = desk.browse.worklist(WorklistQuery(states=frozenset({Due.OPEN})), TODAY).rows
    with desk.database.read() as view:
        new = [
            row
            for row in rows
            if row.number == 2 and not any(is_planned(each.path) for each in view.pathway_events(row.pathway_id))
        ]
    point = new[0].contact_point_id
    assert point is not None
    return desk.conduct.start(point, DETAILS)


def talk_of(desk: Desk) -> Talk:
    return desk.conduct.open(started(desk).id)


def count_events(desk: Desk) -> int:
    with desk.database.read() as view:
        patients = desk.browse.worklist(WorklistQuery(limit=1000), TODAY).rows
        points = [point for row in patients for point in view.contact_points(row.pathway_id)]
        talks = [talk for point in points if (talk := view.conversation(point.id))]
        return sum(len(view.events(assessment.id)) for talk in talks for assessment in view.assessments(talk.id))


def test_opening_a_conversation_writes_nothing(desk: Desk) -> None:
    conversation = started(desk)
    before = count_events(desk)
    talk = desk.conduct.open(conversation.id)
    with desk.database.read() as view:
        assert view.assessments(conversation.id) == []
    assert count_events(desk) == before
    assert all(not filling.sheet.answers for filling in talk.fillings.values())


def test_a_form_is_offered_when_an_answer_in_another_calls_for_it_and_stays_once_it_has_answers(desk: Desk) -> None:
    talk = talk_of(desk)
    assert "phq9" not in [filling.id for filling in talk.offered()]
    talk.fillings["psykososial"].answer("interesse", Answer(value=2))
    talk.fillings["psykososial"].answer("nedstemt", Answer(value=2))
    assert "phq9" in [filling.id for filling in talk.offered()]
    talk.fillings["phq9"].answer("sovn", Answer(value=1))
    talk.fillings["psykososial"].answer("interesse", Answer(value=0))
    talk.fillings["psykososial"].answer("nedstemt", Answer(value=0))
    assert "phq9" in [filling.id for filling in talk.offered()]


def test_the_childrens_form_is_offered_until_somebody_has_said_that_there_are_none(desk: Desk) -> None:
    talk = talk_of(desk)
    assert "barn_som_parorende" in [filling.id for filling in talk.offered()]
    talk.fillings["parorende"].answer("har_barn", Answer(value=False))
    assert "barn_som_parorende" not in [filling.id for filling in talk.offered()]


def test_everything_is_as_it_was_after_a_restart_and_can_be_undone_step_by_step(desk: Desk) -> None:
    talk = talk_of(desk)
    filling = talk.fillings["esas_r"]
    filling.answer("smerte", Answer(value=4))
    filling.answer("smerte", Answer(value=8, note="verst om natta"))
    filling.answer("slapphet", Answer(value=3))
    filling.undo()
    assert desk.saver.flush(10)

    again = desk.conduct.open(talk.conversation.id).fillings["esas_r"]
    assert again.sheet.answers == {"smerte": Answer(value=8, note="verst om natta")}
    assert again.sheet.urgent() == ["smerte"]
    undone = again.undo()
    assert undone is not None
    assert again.sheet.answers == {"smerte": Answer(value=4)}
    again.undo()
    assert again.sheet.answers == {}
    assert again.undo() is None


def test_the_text_being_typed_is_there_after_a_restart(desk: Desk) -> None:
    talk = talk_of(desk)
    talk.fillings["apning"].keep_typing("viktigst", "barne")
    talk.fillings["apning"].keep_typing("viktigst", "barnebarna")
    assert desk.saver.flush(10)
    assert desk.conduct.open(talk.conversation.id).fillings["apning"].unfinished == {"viktigst": "barnebarna"}


def test_two_nurses_never_overwrite_each_other_silently(desk: Desk) -> None:
    talk = talk_of(desk)
    other = open_demo(24, 1, Role.COORDINATOR, desk.database.where)
    theirs = other.conduct.open(talk.conversation.id)
    theirs.fillings["esas_r"].answer("smerte", Answer(value=7))
    assert other.saver.flush(10)
    other.close()

    told: list[tuple[str, Answer, Event]] = []
    mine = talk.fillings["esas_r"]
    mine.on_conflict = lambda path, answer, event: told.append((path, answer, event))
    mine.answer("smerte", Answer(value=2))
    mine.answer("slapphet", Answer(value=1))
    assert desk.saver.flush(10)
    assert [(path, answer.value, event.content) for path, answer, event in told] == [("smerte", 2, '{"value":7}')]
    now = desk.conduct.open(talk.conversation.id).fillings["esas_r"].sheet.answers
    assert now == {"smerte": Answer(value=7), "slapphet": Answer(value=1)}

    mine.take_over(told[0][2])
    mine.answer("smerte", Answer(value=2))  # asked again, and meant
    assert desk.saver.flush(10)
    assert desk.conduct.open(talk.conversation.id).fillings["esas_r"].sheet.answer("smerte") == Answer(value=2)


def test_a_finished_conversation_is_held_and_its_summary_reads_back_what_was_said(desk: Desk) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("smerte", Answer(value=8, note="verst om natta"))
    talk.fillings["apning"].answer("viktigst", Answer(value="Barnebarna"))
    desk.conduct.finish(talk.conversation.id)
    summary = desk.conduct.summary(talk.conversation.id)
    assert summary.contact_point.status is ContactPointStatus.HELD
    assert summary.conversation.ended_at is not None
    forms = {form.id: form for form in summary.forms}
    (section,) = forms["esas_r"].sections
    assert [(line.question, line.answer, line.note, line.flagged) for line in section[1]] == [
        ("Smerte", "8", "verst om natta", True)
    ]
    assert any("merte" in item.need.title for item in summary.needs)
    assert forms["esas_r"].urgent[0].text == "Smerte: 8"
    assert desk.conduct.reopen(talk.conversation.id).ended_at is None


class Trouble:
    """A disk that fails a number of times."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, error: NotSaved, times: int, after_commit: bool = False
    ) -> None:
        self.left = times
        real = Writing.commit

        def commit(unit: Writing) -> None:
            if self.left and after_commit:
                real(unit)
            if self.left:
                self.left -= 1
                raise error
            real(unit)

        monkeypatch.setattr(Writing, "commit", commit)
        monkeypatch.setattr(saving, "RETRY_SECONDS", 0.01)


@contextmanager
def listening(desk: Desk) -> Iterator[list[saving.SaveState]]:
    states: list[saving.SaveState] = []
    desk.saver.listen = states.append
    yield states


def test_what_cannot_be_saved_is_kept_and_tried_again_in_order(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = talk_of(desk)
    Trouble(monkeypatch, NotSaved(Reason.DISK_FULL, "full"), times=3)
    with listening(desk) as states:
        for value in (1, 2, 3):
            talk.fillings["esas_r"].answer("smerte", Answer(value=value))
        assert desk.saver.flush(10)
    assert Reason.DISK_FULL in {state.trouble for state in states}
    assert not any(state.all_saved for state in states if state.trouble)
    assert states[-1].all_saved
    with desk.database.read() as view:
        (assessment,) = view.assessments(talk.conversation.id)
        assert [event.content for event in view.events(assessment.id)] == [
            f'{{"value":{value}}}' for value in (1, 2, 3)
        ]


def test_a_commit_of_unknown_outcome_is_read_back_and_not_done_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = talk_of(desk)
    Trouble(monkeypatch, MaybeSaved(Reason.IO, "?"), times=1, after_commit=True)
    talk.fillings["esas_r"].answer("smerte", Answer(value=5))
    talk.fillings["esas_r"].answer("slapphet", Answer(value=6))
    assert desk.saver.flush(10)
    with desk.database.read() as view:
        (assessment,) = view.assessments(talk.conversation.id)
        assert [(event.path, event.content) for event in view.events(assessment.id)] == [
            ("smerte", '{"value":5}'),
            ("slapphet", '{"value":6}'),
        ]


def test_saved_is_said_only_after_the_commit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = talk_of(desk)
    may_commit = threading.Event()
    real = Writing.commit

    def commit(unit: Writing) -> None:
        assert may_commit.wait(10)
        real(unit)

    monkeypatch.setattr(Writing, "commit", commit)
    with listening(desk) as states:
        talk.fillings["esas_r"].answer("smerte", Answer(value=5))
        assert [state.all_saved for state in states] == [False]
        assert not desk.saver.flush(0.2)
        assert not any(state.all_saved for state in states)
        may_commit.set()
        assert desk.saver.flush(10)


def test_a_form_is_pinned_to_the_version_it_was_begun_with(desk: Desk) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("smerte", Answer(value=5))
    assert desk.saver.flush(10)
    with desk.database.write() as unit:
        old = unit.questionnaire("esas_r", "1.0")
        unit.publish(old.model_copy(update={"version": "1.1"}), "", datetime.now(UTC))
        unit.commit()
    assert desk.conduct.open(talk.conversation.id).fillings["esas_r"].form.questionnaire.version == "1.0"
    with desk.database.read() as view:
        assert view.latest_version("esas_r") == "1.1"


def test_the_day_of_the_conversation_decides_the_age(desk: Desk) -> None:
    talk = talk_of(desk)
    born = talk.patient.birth_date
    assert born is not None
    assert talk.fillings["esas_r"].context.age == talk.patient.age(DETAILS.held_on)


def test_the_demo_is_built_once_and_opened_again_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "demo.sqlite3"
    first = open_demo(3, 1, Role.NURSE, file)
    conversation_count = count_events(first)
    first.close()
    second = open_demo(3, 1, Role.NURSE, file)
    assert count_events(second) == conversation_count
    second.close()


def test_a_form_changed_without_a_new_version_is_told_and_the_published_one_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "forms"
    own.mkdir()
    text = shipped().questionnaire_files["ecog"].read_text("utf-8")
    (own / "ecog.yaml").write_text(text, "utf-8")
    monkeypatch.setenv("KARTLEGGING_QUESTIONNAIRES", str(own))
    first = open_demo(2, 1, Role.NURSE, tmp_path / "demo.sqlite3")
    assert first.changed == []
    first.close()
    (own / "ecog.yaml").write_text(text.replace("area: physical", "area: other"), "utf-8")
    second = open_demo(2, 1, Role.NURSE, tmp_path / "demo.sqlite3")
    assert second.changed == ["ecog"]
    with second.database.read() as view:
        assert view.questionnaire("ecog", "1.0").area.value == "physical"
    second.close()
    (own / "ecog.yaml").write_text(text.replace('version: "1.0"', 'version: "1.1"'), "utf-8")
    third = open_demo(2, 1, Role.NURSE, tmp_path / "demo.sqlite3")
    assert third.changed == []
    with third.database.read() as view:
        assert view.latest_version("ecog") == "1.1"
    third.close()
