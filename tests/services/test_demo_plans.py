"""The demo's signatures and plans: true by the program's own rules, and as lives are."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import mean

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.history import Event, current
from kartlegging_tui.domain.people import AssessmentStatus, Role
from kartlegging_tui.domain.plan import ActionStatus, FollowUp, Plan
from kartlegging_tui.domain.signing import SigningKind, SigningState, chained
from kartlegging_tui.domain.transcript import Transcript
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import Refused
from kartlegging_tui.services import demo
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo, publish_active
from kartlegging_tui.services.earlier import earlier_actions
from kartlegging_tui.services.review import obstacles
from kartlegging_tui.services.signing import agreed_now, said_form
from kartlegging_tui.services.talk import Talk

TODAY = date(2026, 11, 22)


def built(file: Path, patients: int, today: date = TODAY, seed: int = 1, signed: int = demo.SIGNED) -> Path:
    database = Database.open(file)
    publish_active(database, shipped())
    demo.build(database, shipped(), patients=patients, seed=seed, today=today, signed=signed)
    database.close()
    return file


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("demo") / "demo.sqlite3", 60)


@pytest.fixture(scope="module")
def sixty(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    copy = shutil.copy(file, tmp_path_factory.mktemp("copy") / "demo.sqlite3")
    desk = open_demo(60, 1, Role.NURSE, Path(copy))
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def talks(sixty: Desk) -> list[Talk]:
    """All conversations, opened as a nurse opens them."""
    with sixty.database.read() as view:
        points = [point for row in view.worklist(TODAY, limit=100) for point in view.contact_points(row.pathway_id)]
        found = [talk.id for point in points if (talk := view.conversation(point.id))]
    return [sixty.conduct.open(each) for each in found]


def plans(talks: list[Talk]) -> list[Plan]:
    return list({talk.pathway.id: talk.planning.plan for talk in talks}.values())


def events_until(talk: Talk, version: int) -> list[Event]:
    at = next(each.at for each in talk.signings if (each.version, each.kind) == (version, SigningKind.SIGNED))
    return [event for event in talk.planning.events if event.at <= at]


def test_nothing_stands_in_the_way_of_any_signed_conversation(talks: list[Talk]) -> None:
    signed = [talk for talk in talks if talk.state is SigningState.SIGNED]
    assert len(signed) > 35
    assert {talk.conversation.id: obstacles(talk, "nb") for talk in signed if obstacles(talk, "nb")} == {}
    assert [talk.conversation.id for talk in signed if talk.unmet()] == []


@pytest.mark.parametrize(("seed", "today"), [(7, date(2028, 2, 29)), (8, date(2026, 3, 31))])
def test_nor_on_another_day_with_other_people(tmp_path: Path, seed: int, today: date) -> None:
    desk = open_demo(60, seed, Role.NURSE, built(tmp_path / "demo.sqlite3", 60, today, seed))
    with desk.database.read() as view:
        points = [point for row in view.worklist(today, limit=100) for point in view.contact_points(row.pathway_id)]
        found = [talk.id for point in points if (talk := view.conversation(point.id)) and view.signings(talk.id)]
    assert [found for each in found for found in obstacles(desk.conduct.open(each), "nb")] == []
    desk.close()


def test_held_conversations_are_signed_but_for_a_few(talks: list[Talk], sixty: Desk) -> None:
    held = [talk for talk in talks if talk.conversation.ended_at]
    waiting = [talk for talk in held if talk.state is SigningState.DRAFT]
    assert 1 <= len(waiting) <= len(held) / 5
    with sixty.database.read() as view:
        for talk in talks:
            expected = {SigningState.DRAFT: AssessmentStatus.DRAFT, SigningState.SIGNED: AssessmentStatus.SIGNED}
            status = AssessmentStatus.CORRECTED if len(talk.signings) > 1 else expected[talk.state]
            assert {each.status for each in view.assessments(talk.conversation.id)} == {status}
    assert all(talk.state is SigningState.DRAFT for talk in talks if talk.conversation.ended_at is None)


def test_what_was_signed_is_what_the_records_hold(talks: list[Talk], sixty: Desk) -> None:
    """Each document says the same as one that the program itself makes of the conversation in that version."""
    compared = 0
    for talk in talks:
        for version in {each.version for each in talk.signings}:
            with sixty.database.read() as view:
                document = Transcript.model_validate_json(view.signed_document(talk.conversation.id, version))
                then = sixty.conduct._opening.open(view, talk.conversation.id, version)
            forms = tuple(said_form(filling) for filling in then.fillings.values() if filling.assessment)
            assert document.forms == forms
            assert document.agreed == agreed_now(events_until(talk, version))
            assert (document.patient, document.pathway) == (talk.patient, talk.pathway)
            assert (document.contact_point, document.conversation) == (talk.contact_point, talk.conversation)
            assert (document.version, document.signed_by) == (version, talk.conversation.author)
            compared += 1
    assert compared > 40


def test_signatures_are_chained_in_the_order_of_the_records(talks: list[Talk], sixty: Desk) -> None:
    signings = sorted((each for talk in talks for each in talk.signings), key=lambda each: each.id)
    last = ""
    with sixty.database.read() as view:
        for each in signings:
            if each.kind is SigningKind.SIGNED:
                assert each.hash == chained(last, view.signed_document(each.conversation_id, each.version))
                last = each.hash
    assert last


def test_a_signature_of_the_program_goes_on_with_the_chain_of_the_demo(file: Path, tmp_path: Path) -> None:
    desk = open_demo(60, 1, Role.NURSE, Path(shutil.copy(file, tmp_path / "demo.sqlite3")))
    with desk.database.write() as unit:
        last = max((each for row in unit.worklist(TODAY, limit=100) for point in unit.contact_points(row.pathway_id)
                    if (talk := unit.conversation(point.id)) for each in unit.signings(talk.id)
                    if each.kind is SigningKind.SIGNED), key=lambda each: each.id)  # fmt: skip
        unit.begin_correction(last.conversation_id, desk.user.id, desk.saver._now(), "Feil")
        again = unit.sign(last.conversation_id, "{}", desk.user.id, desk.saver._now(), "Feil")
        assert again.hash == chained(last.hash, "{}")
    desk.close()


def test_the_database_refuses_another_answer_in_a_signed_talk_of_the_demo(sixty: Desk, talks: list[Talk]) -> None:
    talk = next(talk for talk in talks if talk.state is SigningState.SIGNED)
    form = next(filling for filling in talk.fillings.values() if filling.assessment)
    assert form.assessment is not None
    with pytest.raises(Refused), sixty.database.write() as unit:
        unit.append(form.assessment.id, form.events[0].path, "{}", sixty.user.id, sixty.saver._now(), seen=9999)


def test_one_patient_in_twenty_has_a_correction_that_leaves_the_original_readable(
    talks: list[Talk], sixty: Desk
) -> None:
    corrected = [talk for talk in talks if len(talk.signings) > 1]
    assert len(corrected) == 3
    for talk in corrected:
        first, begun, second = talk.signings
        assert begun.reason and begun.reason == second.reason and first.at < begun.at < second.at
        later = [event for form in talk.fillings.values() for event in form.events if event.at > first.at]
        assert len(later) == 1 and begun.at < later[0].at < second.at
        old, new = (sixty.conduct.summary(talk.conversation.id, version) for version in (1, 2))
        assert old.forms != new.forms


def test_everything_happened_in_its_order_and_none_of_it_in_the_future(talks: list[Talk]) -> None:
    for talk in talks:
        moments = [event.at for event in talk.planning.events]
        assert moments == sorted(moments) and all(at.date() <= TODAY for at in moments)
        for filling in talk.fillings.values():
            given = [event.at for event in filling.events]
            assert given == sorted(given) and len(set(given)) == len(given)
        if talk.conversation.ended_at:
            assert talk.conversation.started_at < talk.conversation.ended_at
            assert talk.conversation.ended_at - talk.conversation.started_at < timedelta(hours=2)


def test_what_was_agreed_is_followed_up_in_proportions_as_in_life(talks: list[Talk]) -> None:
    last = {talk.pathway.id: talk for talk in talks}
    asked = [each for talk in last.values() for each in earlier_actions(talk, talk.conversation.held_on)]
    assert len(asked) > 15 and all(each.asked for each in asked)
    actions = [action for plan in plans(talks) for action in plan.actions.values()]
    before = [
        action
        for talk in last.values()
        for action in talk.planning.plan.actions.values()
        if action.contact_point < talk.contact_point.number
    ]
    statuses = Counter(action.status for action in before)
    assert 0.6 < statuses[ActionStatus.DONE] / len(before) < 0.8
    assert statuses[ActionStatus.DROPPED] and statuses[ActionStatus.OPEN]
    assert all(action.outcome for action in actions if action.status is ActionStatus.DROPPED)
    assert all((action.closed_on is None) is (action.status is ActionStatus.OPEN) for action in actions)
    still = [action for action in actions if action.status is ActionStatus.OPEN]
    assert any(action.by and action.by < TODAY for action in still) and any(
        action.by and action.by > TODAY for action in still
    )
    assert any(action.helped for action in actions) and all(action.who and action.text for action in actions)
    services = {service.id for service in shipped().services()}
    assert len({action.service for action in actions} - {""}) >= 6 and {action.service for action in actions} <= {
        "",
        *services,
    }


def test_needs_are_weighed_ranked_and_some_have_goals_in_the_words_of_the_patient(talks: list[Talk]) -> None:
    needs = [need for plan in plans(talks) for need in plan.needs.values()]
    assert {need.follow_up for need in needs} == set(FollowUp)
    assert sum(bool(need.goal) for need in needs) > 30
    assert 1 <= mean(len(plan.actions) for plan in plans(talks) if plan.actions) <= 10
    for plan in plans(talks):
        ranked = [path for order in plan.orders.values() for path in order.needs]
        assert sorted(ranked) == sorted(plan.needs)


def test_most_patients_agree_to_something_being_sent_and_nothing_is_sent_to_others(talks: list[Talk]) -> None:
    held = [plan for plan in plans([talk for talk in talks if talk.conversation.ended_at]) if plan.needs]
    assert sum(bool(plan.consents) for plan in held) > len(held) * 0.8
    assert any(not consent.holds for plan in held for consent in plan.consents.values())
    sent = [handover for plan in held for handover in plan.handovers.values()]
    assert len(sent) > len(held)
    for plan in held:
        assert all(handover.consent in plan.consents for handover in plan.handovers.values())


def test_words_are_in_the_language_of_the_patient(talks: list[Talk]) -> None:
    """No nynorsk word in a plan in bokmål, nor the other way."""
    words = {"nb": {"ikkje", "eg", "frå", "noko", "heime"}, "nn": {"ikke", "jeg", "fra", "noe", "hjemme"}}
    seen = Counter[str]()
    for talk in talks:
        language = talk.patient.language
        for event in current(talk.planning.events).values():
            said = set(event.content.lower().replace('"', " ").replace(".", " ").split())
            assert not said & words.get(language, set()), event.content
            seen[language] += 1
    assert min(seen["nb"], seen["nn"]) > 50


def test_patients_beyond_those_with_signatures_have_ended_talks_and_short_plans(tmp_path: Path) -> None:
    database = Database.open(built(tmp_path / "demo.sqlite3", 60, signed=20))
    with database.read() as view:
        signed = set()
        for row in view.worklist(TODAY, limit=100):
            for point in view.contact_points(row.pathway_id):
                talk = view.conversation(point.id)
                if talk and view.signings(talk.id):
                    signed.add(row.patient_id)
            if row.patient_id > 20:
                plan = Plan.of(
                    {path: event.content for path, event in current(view.pathway_events(row.pathway_id)).items()}
                )
                assert len(plan.needs) <= 9
        assert signed and max(signed) <= 20
    database.close()
