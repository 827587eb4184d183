"""How forms are used, counted by the database, is what one counts who reads every assessment."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Connection

from kartlegging_tui.domain.answers import Answer, Missing, cell, read
from kartlegging_tui.domain.form_use import PAUSE, Open, Tallies, several_options
from kartlegging_tui.domain.names import SAME
from kartlegging_tui.domain.people import AssessmentStatus, Role
from kartlegging_tui.domain.questions import Computed, Info, Rows
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Context, Sheet
from kartlegging_tui.domain.suppression import FEW
from kartlegging_tui.records import form_use, plain_sql
from kartlegging_tui.records.reading import Reading
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.services.indexing import bring_up_to_date
from tests.services.test_comparison_plans import copied
from tests.services.test_conversation import talk_of

__all__ = ["copied"]


def recounted(view: Reading) -> tuple[Tallies, dict[tuple[str, str], int]]:
    """Everything once more, assessment by assessment; and how often a question was shown and nothing noted."""
    versions: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    seconds: defaultdict[str, Counter[int]] = defaultdict(Counter)
    said: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    skipped: Counter[tuple[str, str]] = Counter()
    talks = [
        (view.patient(patient), talk, point)
        for patient in view.patient_ids()
        for pathway in view.pathways(patient)
        for point in view.contact_points(pathway.id)
        if (talk := view.conversation(point.id)) is not None
    ]
    for patient, talk, point in talks:
        for each in view.assessments(talk.id):
            signed = each.status is not AssessmentStatus.DRAFT
            versions[each.form, each.version][signed] += 1
            if not signed:
                continue
            moments = [event.at for event in view.events(each.id)]
            gaps = [after - before for before, after in pairwise(moments)]
            if gaps:
                counted = sum((gap for gap in gaps if gap <= timedelta(minutes=PAUSE)), timedelta())
                seconds[each.form][int(counted.total_seconds())] += 1
            answers = {path: read(json) for path, json in view.answers([each.id])[each.id].items()}
            context = Context(point.number, patient.age(talk.held_on), {}, talk.held_on)
            sheet = Sheet(Form(view.questionnaire(each.form, each.version)), context, answers)
            for item in sheet.form.items.values():
                paths = [(item.id, item.id, item)]
                for row in sheet.rows(item.id) if isinstance(item, Rows) else ():
                    paths += [(f"{item.id}.{column.id}", cell(item.id, row, column.id), column) for column in item.row]
                for name, path, asked in paths:
                    if isinstance(asked, Info | Computed) or not sheet.is_shown(path):
                        continue
                    answer = sheet.answer(path)
                    if answer.given:
                        said[each.form, name][answer.missing.value if answer.missing else ""] += 1
                    else:
                        skipped[each.form, name] += 1
    return Tallies({key: (drafts, signed) for key, (drafts, signed) in versions.items()}, seconds, said), skipped


def several(view: Reading) -> set[tuple[str, str]]:
    return {each for form in view.published_forms() for each in several_options(form, SAME)}


def busier(desk: Desk) -> None:
    """A talk in which somebody declines, pauses and does not know; and many rows and options."""
    talk = talk_of(desk)
    filling = talk.fillings["esas_r"]
    for path, missing in (("smerte", Missing.DECLINED), ("slapphet", Missing.UNKNOWN)):
        filling.answer(path, Answer(missing=missing))
    children = talk.fillings["barn_som_parorende"]
    children.answer("barn_avklart", Answer(value="ja"))
    children.answer("barn", Answer(value=(1, 2)))
    children.answer("barn/1/navn", Answer(missing=Missing.DECLINED))
    assert desk.saver.flush(10)
    bring_up_to_date(desk.database)


def same(counted: Tallies, slowly: Tallies) -> None:
    assert counted.versions == slowly.versions
    assert {form: dict(each) for form, each in counted.seconds.items()} == {
        form: dict(each) for form, each in slowly.seconds.items()
    }
    asked = {key: {kind: count for kind, count in counted.said.get(key, {}).items() if count} for key in slowly.said}
    assert asked == {key: dict(each) for key, each in slowly.said.items()}


def test_the_database_counts_what_one_counts_by_hand(desk: Desk) -> None:
    busier(desk)
    with desk.database.read() as view:
        slowly, _skipped = recounted(view)
        same(view.form_use(several(view)), slowly)
    assert len(slowly.said) > 50 and any("declined" in kinds for kinds in slowly.said.values())


def test_postgresql_counts_the_same(desk: Desk, copied: Connection) -> None:
    with desk.database.read() as view:
        slowly, _skipped = recounted(view)
        wanted = several(view)
    same(form_use.tallies(copied, wanted), slowly)


@pytest.fixture
def admin(desk: Desk) -> Desk:
    with desk.database.read() as view:
        user = next(user for user in view.staff() if user.role is Role.ADMIN)
    return Desk(desk.database, desk.library, user, demo=True)


def test_what_is_said_to_be_skipped_was_shown_and_nothing_noted(desk: Desk, admin: Desk) -> None:
    with desk.database.read() as view:
        _tallies, skipped = recounted(view)
    uses = admin.form_use.all()
    told = {
        (use.form, question.name): question.open[Open.SKIPPED].number
        for use in uses
        for question in use.questions
        if Open.SKIPPED in question.open
    }
    assert len(told) > 50
    assert all(number is None or number == skipped[key] for key, number in told.items())
    assert any(number for number in told.values())
    shown = [cell.number for use in uses for question in use.questions for cell in question.open.values()]
    assert not [number for number in shown if number and number < FEW]


def test_it_tells_where_a_form_is_offered_and_when(admin: Desk) -> None:
    phq9 = next(use for use in admin.form_use.all() if use.form == "phq9")
    assert [each.contact_point for each in phq9.offered] == [2, 3]
    assert "PHQ-2" in phq9.offered[0].condition


def test_nurses_are_not_given_it_and_coordinators_are(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        _ = desk.form_use
    with desk.database.read() as view:
        user = next(user for user in view.staff() if user.role is Role.COORDINATOR)
    assert Desk(desk.database, desk.library, user, demo=True).form_use.all()


def test_pauses_are_not_counted(desk: Desk) -> None:
    """Two answers in a minute, then an hour later two more in a minute: two minutes."""
    with desk.database.write() as unit:
        conversation = unit.conversation_with(1)
        before = unit.form_use(()).seconds.get("ecog", {})
        assert before == {}
        version = unit.latest_version("ecog")
        assert version is not None
        connection = unit._connection
        plain_sql.execute(
            connection,
            "INSERT INTO assessment (conversation_id, questionnaire_version_id, form, status) "
            "SELECT :talk, id, 'ecog', 'draft' FROM questionnaire_version WHERE form = 'ecog'",
            {"talk": conversation.id},
        )
        key = connection.exec_driver_sql("SELECT max(id) FROM assessment").scalar()
        for number, minutes in enumerate((0, 1, 61, 62), 1):
            plain_sql.execute(
                connection,
                "INSERT INTO answer_event (assessment_id, number, path, answer, author_id, at) "
                "VALUES (:key, :number, 'ecog', '{}', 1, :at)",
                {"key": key, "number": number, "at": 1_700_000_000_000 + minutes * 60_000},
            )
        assert unit.form_use(()).seconds.get("ecog", {}) == {}  # a draft is not filled yet
        plain_sql.execute(connection, "UPDATE assessment SET status = 'signed' WHERE id = :key", {"key": key})
        assert unit.form_use(()).seconds["ecog"] == {120: 1}
