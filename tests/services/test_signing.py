"""Signing: what stands in the way, what it locks, and corrections that leave the original readable."""

from __future__ import annotations

import pytest

from kartlegging_tui.domain.answers import EMPTY, Answer, Missing
from kartlegging_tui.domain.people import AssessmentStatus
from kartlegging_tui.domain.plan import FollowUp, Handled, urgent_path
from kartlegging_tui.domain.signing import SigningState, chained
from kartlegging_tui.domain.transcript import Transcript
from kartlegging_tui.records.errors import Conflict
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.need_items import need_items
from kartlegging_tui.services.review import ObstacleKind, Seen, obstacles, seen
from kartlegging_tui.services.signing import ChangedMeanwhile, NotReady
from kartlegging_tui.services.talk import Talk
from tests.conftest import TODAY
from tests.services.test_conversation import talk_of

pytestmark = pytest.mark.both


def settle(talk: Talk) -> None:
    """Asks about children, weighs every need, and records what was done about every urgent answer."""
    if not talk.fillings["parorende"].sheet.answer("har_barn").given:
        for question in ("har_barn", "samtykke_informasjon"):
            talk.fillings["parorende"].answer(question, Answer(missing=Missing.NOT_RELEVANT))
    for item in need_items(talk, "nb"):
        talk.planning.weigh(item.path, item.need.model_copy(update={"follow_up": FollowUp.NO}))
    for filling, path in talk.urgent():
        where = urgent_path(talk.contact_point.number, filling.id, path)
        talk.planning.handle(where, Handled(answer=filling.sheet.answer(path), done="Ringte lege", by="Kari Lunde"))


def as_it_stands(desk: Desk, conversation_id: int) -> Seen:
    desk.saver.flush(10)
    return seen(desk.conduct.open(conversation_id))


def last_hash(desk: Desk) -> str:
    """Of what was signed last in the whole database."""
    with desk.database.read() as view:
        pathways = [row.pathway_id for row in view.worklist(TODAY, limit=1000)]
        points = [point.id for pathway in pathways for point in view.contact_points(pathway)]
        talks = [talk.id for point in points if (talk := view.conversation(point))]
        return max((each.id, each.hash) for talk in talks for each in view.signings(talk) if each.hash)[1]


def signed(desk: Desk) -> Talk:
    """A conversation with a few answers, signed."""
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("kvalme", Answer(value=3))
    talk.fillings["esas_r"].answer("smerte", Answer(value=2))
    settle(talk)
    desk.conduct.signatures.sign(talk.conversation.id, as_it_stands(desk, talk.conversation.id))
    return desk.conduct.open(talk.conversation.id)


def test_what_stands_in_the_way_is_told_and_nothing_is_signed(desk: Desk) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("smerte", Answer(value=8))
    talk.planning.add_need("Ensom om kveldene")
    talk.fillings["barn_som_parorende"].answer("verre_plan", Answer(value="ja"))
    found = obstacles(talk, "nb")
    assert [(each.kind, each.form, each.path) for each in found if each.kind is ObstacleKind.URGENT] == [
        (ObstacleKind.URGENT, "esas_r", "smerte")
    ]
    assert ("barn_som_parorende", "barn_avklart") in [(each.form, each.path) for each in found]
    assert "Ensom om kveldene" in [each.title for each in found if each.kind is ObstacleKind.UNPLANNED]
    assert ObstacleKind.UNASKED in [each.kind for each in found]  # the form sees a need in the pain
    with pytest.raises(NotReady):
        desk.conduct.signatures.sign(talk.conversation.id, as_it_stands(desk, talk.conversation.id))
    assert desk.conduct.open(talk.conversation.id).state is SigningState.DRAFT


def test_signing_locks_the_assessments_and_ends_the_conversation(desk: Desk) -> None:
    talk = signed(desk)
    assert talk.state is SigningState.SIGNED
    assert talk.conversation.ended_at is not None
    with desk.database.read() as view:
        assert {each.status for each in view.assessments(talk.conversation.id)} == {AssessmentStatus.SIGNED}
    talk.fillings["esas_r"].answer("kvalme", Answer(value=9))
    desk.saver.flush(10)
    assert desk.conduct.open(talk.conversation.id).fillings["esas_r"].sheet.answer("kvalme") == Answer(value=3)
    with pytest.raises(Conflict):
        desk.conduct.signatures.sign(talk.conversation.id, seen(desk.conduct.open(talk.conversation.id)))


def test_the_signed_document_holds_every_answer_with_its_author_and_the_plan(desk: Desk) -> None:
    before = last_hash(desk)
    talk = signed(desk)
    with desk.database.read() as view:
        json = view.signed_document(talk.conversation.id, 1)
        (signing,) = view.signings(talk.conversation.id)
    document = Transcript.model_validate_json(json)
    form = next(form for form in document.forms if form.form == "esas_r")
    assert {(said.path, said.answer.value, said.author) for said in form.answers} == {
        ("smerte", 2, "Kari Lunde"),
        ("kvalme", 3, "Kari Lunde"),
    }
    assert document.patient == talk.patient and document.signed_by == "Kari Lunde"
    assert signing.hash == chained(before, json)


def test_signatures_of_a_database_are_chained(desk: Desk) -> None:
    first = signed(desk)
    desk.conduct.signatures.correct(first.conversation.id, "Feil tall")
    desk.conduct.signatures.sign(first.conversation.id, as_it_stands(desk, first.conversation.id))
    with desk.database.read() as view:
        one, _correcting, two = view.signings(first.conversation.id)
        assert two.hash == chained(one.hash, view.signed_document(first.conversation.id, 2))


def test_answers_to_hidden_questions_are_dropped_at_signing_and_stay_in_the_history(desk: Desk) -> None:
    talk = talk_of(desk)
    children = talk.fillings["barn_som_parorende"]
    children.answer("barn_avklart", Answer(value="ikke_avklart"))
    children.answer("avklares_innen", Answer(value="2026-12-01"))
    children.answer("barn_avklart", Answer(value="nei"))
    assert children.sheet.answer("avklares_innen").value == "2026-12-01"
    settle(talk)
    desk.conduct.signatures.sign(talk.conversation.id, as_it_stands(desk, talk.conversation.id))
    again = desk.conduct.open(talk.conversation.id).fillings["barn_som_parorende"]
    assert again.sheet.answer("avklares_innen") == EMPTY
    assert '{"value":"2026-12-01"}' in [event.content for event in again.events]
    with desk.database.read() as view:
        document = Transcript.model_validate_json(view.signed_document(talk.conversation.id, 1))
    assert [form.dropped for form in document.forms if form.dropped] == [("avklares_innen",)]


def test_what_somebody_answered_after_it_was_shown_is_not_signed_unseen(desk: Desk) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("kvalme", Answer(value=1))
    settle(talk)
    shown = as_it_stands(desk, talk.conversation.id)
    talk.fillings["esas_r"].answer("kvalme", Answer(value=2))
    desk.saver.flush(10)
    with pytest.raises(ChangedMeanwhile):
        desk.conduct.signatures.sign(talk.conversation.id, shown)


def test_a_correction_has_a_reason_and_leaves_the_original_readable(desk: Desk) -> None:
    talk = signed(desk)
    with pytest.raises(ValueError, match="reason"):
        desk.conduct.signatures.correct(talk.conversation.id, "  ")
    desk.conduct.signatures.correct(talk.conversation.id, "Pasienten sa 5, ikke 3")
    correcting = desk.conduct.open(talk.conversation.id)
    assert correcting.state is SigningState.CORRECTING
    correcting.fillings["esas_r"].answer("kvalme", Answer(value=5))
    correcting.fillings["esas_r"].answer("angst", Answer(value=1))
    settle(correcting)
    desk.conduct.signatures.sign(talk.conversation.id, as_it_stands(desk, talk.conversation.id))

    said = {
        line.answer
        for form in desk.conduct.summary(talk.conversation.id, 1).forms
        if form.id == "esas_r"
        for _, lines in form.sections
        for line in lines
    }
    now = {
        line.answer
        for form in desk.conduct.summary(talk.conversation.id).forms
        if form.id == "esas_r"
        for _, lines in form.sections
        for line in lines
    }
    assert said == {"3", "2"} and now == {"5", "2", "1"}
    with desk.database.read() as view:
        signings = view.signings(talk.conversation.id)
        assert [(each.version, each.kind.value, each.reason) for each in signings] == [
            (1, "signed", ""),
            (2, "correcting", "Pasienten sa 5, ikke 3"),
            (2, "signed", "Pasienten sa 5, ikke 3"),
        ]
        assert {each.status for each in view.assessments(talk.conversation.id)} == {AssessmentStatus.CORRECTED}


def test_in_a_correction_one_undoes_ones_own_changes_and_never_what_was_signed(desk: Desk) -> None:
    talk = signed(desk)
    desk.conduct.signatures.correct(talk.conversation.id, "Feil")
    filling = desk.conduct.open(talk.conversation.id).fillings["esas_r"]
    assert filling.undo() is None
    filling.answer("kvalme", Answer(value=5))
    assert filling.undo() is not None
    assert filling.undo() is None
    assert filling.sheet.answer("kvalme") == Answer(value=3)


def test_a_correction_with_nothing_changed_can_be_given_up_and_another_cannot(desk: Desk) -> None:
    talk = signed(desk)
    signatures = desk.conduct.signatures
    signatures.correct(talk.conversation.id, "Trodde det var feil")
    signatures.give_up(talk.conversation.id)
    assert desk.conduct.open(talk.conversation.id).state is SigningState.SIGNED
    signatures.correct(talk.conversation.id, "Det var feil likevel")
    desk.conduct.open(talk.conversation.id).fillings["esas_r"].answer("kvalme", Answer(value=5))
    desk.saver.flush(10)
    with pytest.raises(Conflict):
        signatures.give_up(talk.conversation.id)


def test_a_form_can_be_begun_in_a_correction_and_not_after_signing(desk: Desk) -> None:
    talk = signed(desk)
    talk.fillings["apning"].answer("viktigst", Answer(value="Barna"))
    desk.saver.flush(10)
    assert desk.conduct.open(talk.conversation.id).fillings["apning"].assessment is None
    desk.conduct.signatures.correct(talk.conversation.id, "Glemte et skjema")
    again = desk.conduct.open(talk.conversation.id)
    again.fillings["apning"].answer("viktigst", Answer(value="Barna"))
    desk.saver.flush(10)
    kept = desk.conduct.open(talk.conversation.id).fillings["apning"]
    assert kept.assessment is not None and kept.assessment.status is AssessmentStatus.CORRECTING
