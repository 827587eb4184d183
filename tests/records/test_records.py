"""What is written is read back, as values of the domain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kartlegging_tui.domain.history import current
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import IdentifierKind, Role
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import AnswerConflict, Conflict, NotFound, PublishedDiffers, Refused
from tests.records.cases import DETAILS, NOW, WINDOWS, form, world

pytestmark = pytest.mark.both


def test_nothing_remains_of_a_unit_that_is_not_committed(database: Database) -> None:
    with database.write() as unit:
        unit.add_patient(name="Kari Nordmann")
    with database.write() as unit:
        assert unit.add_patient(name="Ola Nordmann").id == 1


def test_nothing_remains_of_a_unit_that_failed(database: Database) -> None:
    with pytest.raises(RuntimeError), database.write() as unit:
        patient = unit.add_patient(name="Kari Nordmann")
        raise RuntimeError
    with database.read() as view, pytest.raises(NotFound):
        view.patient(patient.id)


def test_what_is_written_is_read_back(database: Database) -> None:
    made = world(database)
    with database.read() as view:
        assert view.patient(made.patient.id) == made.patient
        assert view.pathways(made.patient.id) == [made.pathway]
        points = view.contact_points(made.pathway.id)
        assert [(point.number, point.opens, point.closes) for point in points] == list(WINDOWS)
        assert view.conversation(made.points[0].id) == made.conversation
        assert made.conversation.author == "Kari Lunde" and made.conversation.started_at == NOW
        assert view.assessments(made.conversation.id) == [made.assessment]
        assert view.staff() == [made.nurse, made.other]


def test_an_identifier_belongs_to_one_patient(database: Database) -> None:
    with database.write() as unit:
        kari = unit.add_patient(name="Kari", identifier="10915596784", identifier_kind=IdentifierKind.FNR)
        assert unit.patient_with("10915596784") == kari.id
        with pytest.raises(Conflict):
            unit.add_patient(name="Ola", identifier="10915596784", identifier_kind=IdentifierKind.FNR)


def test_answers_are_appended_and_the_latest_holds(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        first = unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        later = NOW + timedelta(seconds=7)
        second = unit.append(made.assessment.id, "a", '{"value":false}', made.other.id, later, seen=first.number)
        back = unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, later, undoes=2, seen=2)
        unit.commit()
    assert (first.number, second.number, second.author, second.at) == (1, 2, "Per Vik", later)
    with database.read() as view:
        events = view.events(made.assessment.id)
        assert events == [first, second, back]
        assert view.answers([made.assessment.id]) == {made.assessment.id: {"a": '{"value":true}'}}
    assert current(events) == {"a": back}


@pytest.mark.parametrize("seen", [None, 1])
def test_an_answer_that_somebody_changed_meanwhile_is_not_overwritten(database: Database, seen: int | None) -> None:
    made = world(database)
    with database.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        unit.append(made.assessment.id, "a", '{"value":false}', made.other.id, NOW, seen=1)
        unit.append(made.assessment.id, "b", '{"value":1}', made.other.id, NOW)
        with pytest.raises(AnswerConflict) as caught:
            unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW, seen=seen)
        assert (caught.value.path, caught.value.newer) == ("a", 2)
        unit.append(made.assessment.id, "c", '{"value":1}', made.nurse.id, NOW, seen=1)
        unit.commit()


def test_what_is_being_typed_is_kept_and_dropped(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        unit.keep_typing(made.assessment.id, "a", "Våkner", made.nurse.id)
        unit.keep_typing(made.assessment.id, "a", "Våkner kl. 4", made.nurse.id)
        unit.keep_typing(made.assessment.id, "b", "x", made.nurse.id)
        unit.drop_typing(made.assessment.id, "b")
        unit.commit()
    with database.read() as view:
        assert view.typing(made.assessment.id) == {"a": "Våkner kl. 4"}


def test_what_is_being_written_outside_the_forms_is_kept_for_whoever_writes_it(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        other = unit.add_staff("Kari Lunde", Role.NURSE)
        unit.keep_box(made.patient.id, made.nurse.id, "pathway/1/need/new", "Søvn")
        unit.keep_box(made.patient.id, made.nurse.id, "pathway/1/need/new", "Søvn om natta")
        unit.keep_box(made.patient.id, made.nurse.id, "conversation/1/correction", "x")
        unit.keep_box(made.patient.id, other.id, "pathway/1/need/new", "Mat")
        unit.drop_box(made.patient.id, made.nurse.id, "conversation/1/correction")
        unit.commit()
    with database.read() as view:
        assert view.box_texts(made.patient.id, made.nurse.id) == {"pathway/1/need/new": "Søvn om natta"}
        assert view.box_texts(made.patient.id, other.id) == {"pathway/1/need/new": "Mat"}


def test_a_published_form_comes_back_as_it_was(database: Database) -> None:
    with database.write() as unit:
        for version in ("1.9", "1.10", "1.2"):
            unit.publish(form(version=version), "…", NOW)
        unit.publish(form(version="1.2"), "with another comment", NOW)
        unit.commit()
    with database.read() as view:
        assert view.questionnaire("skjema", "1.10") == form(version="1.10")
        assert view.latest_version("skjema") == "1.10"
        assert view.latest_version("ukjent") is None
        with pytest.raises(NotFound):
            view.questionnaire("skjema", "2.0")


def test_a_published_version_never_changes(database: Database) -> None:
    with database.write() as unit:
        unit.publish(form(), "…", NOW)
        with pytest.raises(PublishedDiffers, match=r"skjema 1\.0"):
            unit.publish(form(title="Noe annet"), "…", NOW)


def test_an_assessment_keeps_its_version(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        unit.publish(form(version="2.0"), "…", NOW)
        assert unit.open_assessment(made.conversation.id, "skjema", "2.0") == made.assessment
        with pytest.raises(NotFound):
            unit.open_assessment(made.conversation.id, "ukjent", "1.0")


def test_last_time_is_the_latest_earlier_contact_point_with_answers(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
        second = unit.start_conversation(made.points[1].id, made.nurse.id, DETAILS, NOW)
        unit.open_assessment(second.id, "skjema", "1.0")  # opened, never answered
        unit.commit()
    with database.read() as view:
        assert view.previous_assessment(made.points[0].id, "skjema") is None
        found = view.previous_assessment(made.points[2].id, "skjema")
        assert found == (made.assessment, view.contact_point(made.points[0].id), made.conversation)
        assert view.previous_assessment(made.points[2].id, "annet") is None


def test_a_conversation_ends_and_goes_on(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        assert unit.end_conversation(made.conversation.id, NOW).ended_at == NOW
        assert unit.contact_point(made.points[0].id).status is ContactPointStatus.HELD
        assert unit.reopen_conversation(made.conversation.id).ended_at is None
        assert unit.contact_point(made.points[0].id).status is ContactPointStatus.OFFERED
        with pytest.raises(Conflict):
            unit.start_conversation(made.points[0].id, made.nurse.id, DETAILS, NOW)


def test_a_decline_is_for_now(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        day = date(2026, 6, 1)
        declined = unit.set_contact_point_status(made.points[1].id, ContactPointStatus.DECLINED, day)
        assert (declined.status, declined.ask_again_on) == (ContactPointStatus.DECLINED, day)
        unit.start_conversation(made.points[1].id, made.nurse.id, DETAILS, NOW)
        assert unit.contact_point(made.points[1].id).ask_again_on is None


def test_a_window_does_not_close_before_it_opens(database: Database) -> None:
    made = world(database)
    with pytest.raises(Refused), database.write() as unit:
        unit.add_contact_points(made.pathway.id, [(4, date(2026, 2, 1), date(2026, 1, 1))])


def test_a_view_is_of_one_moment(database: Database) -> None:
    made = world(database)
    with database.read() as view:
        assert view.events(made.assessment.id) == []
        with database.write() as unit:
            unit.append(made.assessment.id, "a", '{"value":true}', made.nurse.id, NOW)
            unit.commit()
        assert view.events(made.assessment.id) == []


@pytest.mark.sqlite
def test_an_answer_costs_at_most_120_bytes(database: Database) -> None:
    made = world(database)
    with database.write() as unit:
        before = unit._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        for number in range(5000):
            unit.append(made.assessment.id, f"sporsmal_{number}", '{"value":2}', made.nurse.id, NOW, seen=number)
        after = unit._connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    assert (after - before) * 4096 / 5000 <= 120
