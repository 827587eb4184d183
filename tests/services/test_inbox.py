"""The inbox: all that is sent is found again, nothing that is here is overwritten, and of two the second is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.arrival import ArrivalStatus
from kartlegging_tui.domain.export import Export
from kartlegging_tui.domain.pathway import ContactPointStatus
from kartlegging_tui.domain.people import Patient, Role
from kartlegging_tui.domain.plan import Plan
from kartlegging_tui.domain.signing import SigningKind, chained
from kartlegging_tui.domain.verified import Log
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Conflict, Refused
from kartlegging_tui.services.arrival_view import Hindrance, TalkFate
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.inbox import NotTakenIn
from kartlegging_tui.services.indexing import bring_up_to_date
from kartlegging_tui.services.likeness import Doubt, Likeness
from kartlegging_tui.services.verifying import verify
from tests.conftest import TODAY
from tests.services.test_erasing import DECISION
from tests.services.test_export import CONSENT

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def there(desk: Desk) -> Desk:
    """The hospital: twenty-four invented patients."""
    return desk


@pytest.fixture
def here(new_copy: Callable[[str], Path | str]) -> Iterator[Desk]:
    """A municipality that knows nobody yet."""
    database = Database.open(new_copy("forms"))
    with database.write() as unit:
        user = unit.add_staff("Tor Østbø", Role.COORDINATOR)
        unit.commit()
    opened = Desk(database, shipped(), user, demo=False)
    yield opened
    opened.close()


def sent(there: Desk, *patients: int) -> bytes:
    export = there.conduct.exporting.patients(list(patients) or there.conduct.exporting.everybody(), NOW)
    return export.model_dump_json().encode()


def without_ids(whole: Any) -> Any:
    """What is the same in two places: all but ids, hashes of the chain, and who is responsible."""
    if isinstance(whole, dict):
        return {
            name: without_ids(value)
            for name, value in whole.items()
            if name not in ("id", "patient_id", "pathway_id", "contact_point_id", "conversation_id", "hash")
        }
    if isinstance(whole, list):
        rows = [each for each in whole if not (isinstance(each, dict) and each.get("path") == "responsible")]
        return [without_ids(each) for each in rows]
    return whole


def comparable(desk: Desk, patient_id: int) -> Any:
    export = desk.conduct.exporting.patients([patient_id], NOW)
    found = without_ids(json.loads(export.model_dump_json())["patients"][0])
    for pathway in found["pathways"]:
        for event in pathway["history"]:  # the numbers close up where something is left out
            event.pop("number"), event.pop("undoes")
    return found


def with_talks(there: Desk, at_least: int = 1) -> int:
    """A patient with so many signed talks in the latest pathway."""
    with there.database.read() as view:
        for patient_id in view.patient_ids():
            points = view.contact_points(view.pathways(patient_id)[0].id)
            talks = [talk for point in points if (talk := view.conversation(point.id))]
            if sum(bool(view.signings(talk.id)) for talk in talks) >= at_least:
                return patient_id
    raise AssertionError("nobody")


def test_all_that_is_sent_is_found_again(there: Desk, here: Desk) -> None:
    received = here.inbox.receive(sent(there))
    assert len(received.waiting) == 24 and not received.known
    for theirs, arrival in zip(there.conduct.exporting.everybody(), received.waiting, strict=True):
        ours = here.inbox.take_new(arrival)
        assert comparable(here, ours) == comparable(there, theirs)
    assert here.inbox.page().waiting == 0
    assert bring_up_to_date(here.database) == 0


def test_what_was_signed_stays_to_the_letter_and_the_chain_of_this_database_goes_on_over_it(
    there: Desk, here: Desk
) -> None:
    patient = with_talks(there, 2)
    (arrival,) = here.inbox.receive(sent(there, patient)).waiting
    ours = here.inbox.take_new(arrival)
    export = there.conduct.exporting.patients([patient], NOW)
    wanted = [
        version.model_dump_json()
        for pathway in export.patients[0].pathways
        for point in pathway.contact_points
        for version in (point.talk.signed if point.talk else ())
    ]
    found, before = [], ""
    with here.database.read() as view:
        for pathway in view.pathways(ours):
            for point in view.contact_points(pathway.id):
                talk = view.conversation(point.id)
                for each in view.signings(talk.id) if talk else ():
                    if talk and each.kind is SigningKind.SIGNED:
                        document = view.signed_document(talk.id, each.version)
                        found.append(document)
                        assert each.hash == chained(before, document)
                        before = each.hash
    assert found == wanted and len(found) >= 2


def test_a_talk_that_was_signed_there_is_locked_here(there: Desk, here: Desk) -> None:
    (arrival,) = here.inbox.receive(sent(there, with_talks(there))).waiting
    ours = here.inbox.take_new(arrival)
    with here.database.read() as view:
        (pathway,) = view.pathways(ours)
        point = view.contact_points(pathway.id)[0]
        talk = view.conversation(point.id)
        assert talk is not None and point.status is ContactPointStatus.HELD
        assessment = view.assessments(talk.id)[0]
    with pytest.raises(Refused, match="is signed"), here.database.write() as unit:
        unit.append(assessment.id, "smerte", "{}", here.user.id, NOW)


def test_the_windows_of_the_municipality_start_from_the_diagnosis_date_that_came(there: Desk, here: Desk) -> None:
    patient = with_talks(there)
    whole = json.loads(sent(there, patient))
    (course,) = whole["patients"][0]["pathways"]
    course["contact_points"] = [point for point in course["contact_points"] if point["talk"]][:1]
    (arrival,) = here.inbox.receive(json.dumps(whole).encode()).waiting
    ours = here.inbox.take_new(arrival)
    plan = shipped().pathway(course["pathway"]["definition"])
    diagnosed = date.fromisoformat(course["pathway"]["diagnosed"])
    with here.database.read() as view:
        points = view.contact_points(view.pathways(ours)[0].id)
    assert [point.number for point in points] == [1, 2, 3]
    for point, planned in zip(points[1:], plan.contact_points[1:], strict=True):
        assert (point.opens, point.closes) == planned.window.dates(diagnosed)
        assert point.status is ContactPointStatus.PLANNED


def test_names_from_elsewhere_stand_under_what_they_wrote_and_are_no_users_here(there: Desk, here: Desk) -> None:
    (arrival,) = here.inbox.receive(sent(there, with_talks(there))).waiting
    ours = here.inbox.take_new(arrival)
    with here.database.read() as view:
        talk = view.conversation(view.contact_points(view.pathways(ours)[0].id)[0].id)
        assert talk is not None and talk.author in _names(there)
        assert [user.name for user in view.staff()] == ["Tor Østbø"]


def test_the_same_content_is_told_and_not_doubled(there: Desk, here: Desk) -> None:
    first = here.inbox.receive(sent(there, 1, 2))
    again = here.inbox.receive(sent(there, 1, 2, 3))
    assert again.known == first.waiting and len(again.waiting) == 1
    assert here.inbox.page().waiting == 3


def test_of_two_who_decide_at_once_the_second_is_told(there: Desk, here: Desk) -> None:
    (arrival,) = here.inbox.receive(sent(there, 1)).waiting
    here.inbox.take_new(arrival)
    with pytest.raises(Conflict):
        here.inbox.take_new(arrival)
    with pytest.raises(Conflict):
        here.inbox.put_aside(arrival, "Kommer to ganger")
    with here.database.read() as view:
        assert len(view.patient_ids()) == 1


def test_what_is_put_aside_has_a_reason_and_can_be_taken_back(there: Desk, here: Desk) -> None:
    (arrival,) = here.inbox.receive(sent(there, 1)).waiting
    with pytest.raises(ValueError, match="reason"):
        here.inbox.put_aside(arrival, "  ")
    here.inbox.put_aside(arrival, "Bor ikke her")
    assert here.inbox.page().lines == ()
    (line,) = here.inbox.page(ArrivalStatus.PUT_ASIDE).lines
    assert line.reason == "Bor ikke her"
    here.inbox.take_back(arrival)
    assert here.inbox.page().waiting == 1


def test_who_it_may_be_is_told_with_why_and_what_speaks_against_it(there: Desk, here: Desk) -> None:
    with there.database.read() as view:
        theirs = view.patient(with_talks(there))
    first, *rest = theirs.name.split()
    with here.database.write() as unit:
        known = {name: value for name, value in theirs if name != "id"}
        same = unit.add_patient(**{**known, "name": "Helt Annen", "birth_date": date(1930, 1, 1)})
        near = unit.add_patient(name=" ".join([first + "a", *rest]), birth_date=theirs.birth_date)
        alike = unit.add_patient(name=theirs.name, birth_date=theirs.birth_date)
        unit.add_patient(name="Ola Ulik", birth_date=theirs.birth_date)
        unborn = unit.add_patient(name=theirs.name)
        unit.commit()
    (arrival,) = here.inbox.receive(sent(there, theirs.id)).waiting
    found = {each.patient.id: each for each in here.inbox.open(arrival).candidates}
    assert [each.likeness for each in found.values()] == [
        Likeness.IDENTIFIER,
        Likeness.NAME_AND_BIRTH,
        Likeness.NEAR_NAME_AND_BIRTH,
        Likeness.NAME,
    ]
    assert set(found) == {same.id, near.id, alike.id, unborn.id}
    assert set(found[same.id].doubts) == {Doubt.BIRTH_DATE, Doubt.NAME}
    with pytest.raises(Conflict):
        here.inbox.take_new(arrival)


def test_somebody_known_gets_the_pathway_and_only_the_details_that_were_chosen(there: Desk, here: Desk) -> None:
    with there.database.read() as view:
        theirs = view.patient(with_talks(there))
    ours = _known(here, theirs, name="Gammelt Navn", municipality="0301", language="pl", contact_person="Søster")
    (arrival,) = here.inbox.receive(sent(there, theirs.id)).waiting
    beside = here.inbox.beside(arrival, ours.id)
    assert {each.field for each in beside.differences} >= {"name", "municipality", "language"}
    assert [fate.known for fate in beside.pathways] == [None]
    here.inbox.take_known(arrival, ours, frozenset({"name"}))
    page = here.browse.patient_page(ours.id, TODAY)
    assert (page.patient.name, page.patient.municipality, page.patient.language) == (theirs.name, "0301", "pl")
    assert len(page.pathways) == 1
    with here.database.read() as view:
        (change,) = view.patient_changes(ours.id)
        assert (change.field, change.before, change.author) == ("name", "Gammelt Navn", "Tor Østbø")


def _known(here: Desk, theirs: Patient, **otherwise: str) -> Patient:
    with here.database.write() as unit:
        ours = unit.add_patient(**({name: value for name, value in theirs if name != "id"} | otherwise))
        unit.commit()
    return ours


def test_a_known_pathway_gets_the_talks_that_are_not_there_yet_and_keeps_what_is(there: Desk, here: Desk) -> None:
    patient = with_talks(there, 2)
    whole = json.loads(sent(there, patient))
    (course,) = whole["patients"][0]["pathways"]
    early = json.loads(json.dumps(whole))
    first = course["contact_points"][0]["talk"]
    (young,) = early["patients"][0]["pathways"]
    young["contact_points"][1:] = []
    ended = first["signings"][0]["at"]
    young["history"] = [event for event in young["history"] if event["at"] <= ended]
    (arrival,) = here.inbox.receive(json.dumps(early).encode()).waiting
    ours = here.inbox.take_new(arrival)

    (later,) = here.inbox.receive(json.dumps(whole).encode()).waiting
    with here.database.read() as view:
        seen = view.patient(ours)
    (fate,) = here.inbox.beside(later, ours).pathways
    assert fate.known is not None and dict(fate.talks)[1] is TalkFate.KNOWN and dict(fate.talks)[2] is TalkFate.NEW
    assert not fate.kept
    here.inbox.take_known(later, seen)
    assert comparable(here, ours)["pathways"][0]["history"] == comparable(there, patient)["pathways"][0]["history"]
    theirs = [point["talk"] for point in comparable(there, patient)["pathways"][0]["contact_points"]]
    assert [point["talk"] for point in comparable(here, ours)["pathways"][0]["contact_points"]] == theirs


def test_what_is_agreed_here_stays_and_what_came_gets_another_number(there: Desk, here: Desk) -> None:
    patient = with_talks(there)
    with there.database.read() as view:
        theirs, course = view.patient(patient), view.pathways(patient)[0]
    ours = _known(here, theirs)
    with here.database.write() as unit:
        pathway = unit.add_pathway(ours.id, course.definition, course.diagnosed, course.icd10, course.relapse)
        unit.add_contact_points(pathway.id, [(2, date(2026, 1, 1), date(2026, 2, 1))])
        action = '{"need":"need/2//1","contact_point":2,"text":"Vårt tiltak","who":"Oss"}'
        unit.append_to_pathway(pathway.id, "action/1", action, here.user.id, NOW)
        unit.commit()
    (arrival,) = here.inbox.receive(sent(there, patient)).waiting
    here.inbox.take_known(arrival, ours)
    with here.database.read() as view:
        plan = Plan.of({event.path: event.content for event in view.pathway_events(pathway.id)})
    assert plan.actions["action/1"].text == "Vårt tiltak"
    sent_actions = json.loads(sent(there, patient))["patients"][0]["pathways"][0]["agreed"]
    assert len(plan.actions) == 1 + sum(each["path"].startswith("action/") for each in sent_actions)


def test_what_was_handed_to_a_recipient_can_be_taken_in(there: Desk, here: Desk) -> None:
    patient = with_talks(there)
    with there.database.read() as view:
        pathway = view.pathways(patient)[0]
    planning = there.planning(pathway.id)
    planning.consent(CONSENT)
    there.saver.flush(10)
    export = there.conduct.exporting.for_recipient(patient, "Fastlegen", "Alt", NOW)
    assert not export.patients[0].pathways[0].history
    (arrival,) = here.inbox.receive(export.model_dump_json().encode()).waiting
    ours = here.inbox.take_new(arrival)
    found, wanted = comparable(here, ours)["pathways"][0], comparable(there, patient)["pathways"][0]
    for point, other in zip(found["contact_points"], wanted["contact_points"], strict=True):
        if other["talk"] and other["talk"]["signed"]:
            for document, whole in zip(point["talk"]["signed"], other["talk"]["signed"], strict=True):
                assert document["forms"] == whole["forms"] and document["signed_by"] == whole["signed_by"]
            for form, same in zip(point["talk"]["forms"], other["talk"]["forms"], strict=True):
                assert (form["answers"], form["needs"], form["scores"]) == (
                    same["answers"],
                    same["needs"],
                    same["scores"],
                )
    assert not [each for each in found["agreed"] if each["path"].startswith(("consent/", "handover/"))]


def test_a_form_that_is_not_published_here_comes_with_the_patient_and_is_never_asked_here(
    there: Desk, here: Desk
) -> None:
    whole, form, version = _with_a_strange_version(sent(there, with_talks(there)), "9.9")
    (arrival,) = here.inbox.receive(json.dumps(whole).encode()).waiting
    here.inbox.take_new(arrival)
    with here.database.read() as view:
        assert view.questionnaire(form, "9.9").version == "9.9"
        assert view.latest_version(form) == version


def _with_a_strange_version(data: bytes, version: str) -> tuple[Any, str, str]:
    """The export with one form in a version that nobody else has; its id and the version that it had."""
    from kartlegging_tui.domain.questionnaire import Questionnaire

    export = Export.model_validate_json(data)
    used = export.questionnaires[0]
    content = {**used.content, "version": version}
    content_hash = Questionnaire.model_validate_json(json.dumps(content)).content_hash()
    whole = json.loads(data)
    whole["questionnaires"][0] |= {"version": version, "content": content, "content_hash": content_hash}

    def change(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("form") == used.form and value.get("content_hash") == used.content_hash:
                value |= {"version": version, "content_hash": content_hash}
            for each in value.values():
                change(each)
        elif isinstance(value, list):
            for each in value:
                change(each)

    change(whole["patients"])
    return whole, used.form, used.version


def test_a_pathway_that_has_no_file_here_stands_in_the_way_and_is_named(there: Desk, here: Desk) -> None:
    whole = json.loads(sent(there, 1))
    for course in whole["patients"][0]["pathways"]:
        course["pathway"]["definition"] = "rehabilitering"
    (arrival,) = here.inbox.receive(json.dumps(whole).encode()).waiting
    (obstacle,) = here.inbox.open(arrival).obstacles
    assert (obstacle.hindrance, obstacle.about) == (Hindrance.NO_PATHWAY, "rehabilitering")
    with pytest.raises(NotTakenIn):
        here.inbox.take_new(arrival)
    assert here.inbox.page().waiting == 1


def _names(desk: Desk) -> set[str]:
    with desk.database.read() as view:
        return {user.name for user in view.staff()}


def refused_there(there: Desk) -> tuple[int, int]:
    """A patient with a signed talk about which a request was refused there, and the talk."""
    patient = with_talks(there)
    with there.database.read() as view:
        points = view.contact_points(view.pathways(patient)[0].id)
        talks = [talk.id for point in points if (talk := view.conversation(point.id)) and view.signings(talk.id)]
    there.conduct.refusing.refuse(talks[0], date(2026, 11, 20), "Vil ha bort kvalmen", "Den er riktig.")
    return patient, talks[0]


def test_refused_requests_come_along_once_and_are_the_same_when_they_are_sent_on(there: Desk, here: Desk) -> None:
    patient, _ = refused_there(there)
    (arrival,) = here.inbox.receive(sent(there, patient)).waiting
    ours = here.inbox.take_new(arrival)
    theirs = comparable(there, patient)
    assert "Vil ha bort kvalmen" in json.dumps(theirs)
    assert comparable(here, ours) == theirs
    refused_there(there)  # another, since
    (again,) = here.inbox.receive(sent(there, patient)).waiting
    with here.database.read() as view:
        known = view.patient(ours)
    here.inbox.take_known(again, known)
    assert comparable(here, ours) == comparable(there, patient)
    assert verify(here.database).broken == ()
    assert verify(here.database).rows[Log.REFUSALS] == 2


def test_what_was_deleted_there_is_told_with_its_place_and_stays_until_it_is_decided_here(
    there: Desk, here: Desk, demo_place: Path | str
) -> None:
    patient, talk = refused_there(there)
    (arrival,) = here.inbox.receive(sent(there, patient)).waiting
    ours = here.inbox.take_new(arrival)
    admin = open_demo(24, 1, Role.ADMIN, demo_place)
    admin.erasing.erase(admin.erasing.going(patient, talk), DECISION)
    admin.close()
    (again,) = here.inbox.receive(sent(there, patient)).waiting
    beside = here.inbox.beside(again, ours)
    (told,) = beside.erased_there
    assert told.erasure.reference == DECISION.reference
    here.inbox.take_known(again, beside.patient)
    with here.database.read() as view:
        assert view.contact_point(view.conversation_with(told.conversation_id).contact_point_id).number == (
            told.contact_point
        )
        assert view.refused(told.conversation_id)
    page = here.browse.patient_page(ours, TODAY)
    assert (page.erased, [each.reference for each in page.erased_elsewhere]) == ((), [DECISION.reference])
    (stone,) = here.conduct.exporting.patients([ours], NOW).patients[0].erased
    assert stone == there.conduct.exporting.patients([patient], NOW).patients[0].erased[0]


def test_what_was_deleted_before_it_was_first_sent_is_the_same_when_it_is_sent_on(
    there: Desk, here: Desk, demo_place: Path | str
) -> None:
    patient, talk = refused_there(there)
    admin = open_demo(24, 1, Role.ADMIN, demo_place)
    admin.erasing.erase(admin.erasing.going(patient, talk), DECISION)
    admin.close()
    (arrival,) = here.inbox.receive(sent(there, patient)).waiting
    ours = here.inbox.take_new(arrival)
    assert comparable(here, ours) == comparable(there, patient)
    assert here.inbox.open(arrival).content.erased
