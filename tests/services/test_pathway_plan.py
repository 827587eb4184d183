"""The patient's page: needs and actions of all contact points, children, who was told, and what it costs to read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.plan import ActionStatus, Consent, FollowUp, Ground, Helped, Manner, Need, NeedRef
from kartlegging_tui.services.browse import PathwayView
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.pathway_plan import ChildView
from kartlegging_tui.services.talk import Talk
from tests.conftest import TODAY
from tests.services.test_conversation import talk_of
from tests.services.test_lasting import next_talk


@pytest.fixture
def talk(desk: Desk) -> Talk:
    return talk_of(desk)


def page(desk: Desk, talk: Talk) -> PathwayView:
    assert desk.saver.flush(10)
    shown = desk.browse.patient_page(talk.patient.id, TODAY).pathways
    return next(way for way in shown if way.pathway.id == talk.pathway.id)


def name_a_child(talk: Talk, **columns: str | int) -> None:
    children = talk.fillings["barn_som_parorende"]
    children.answer("barn_avklart", Answer(value="ja"))
    children.answer("barn", Answer(value=(1,)))
    for column, value in columns.items():
        children.answer(f"barn/1/{column}", Answer(value=value))


def test_a_need_is_shown_with_what_was_agreed_at_any_contact_point(desk: Desk, talk: Talk) -> None:
    need = talk.planning.add_need("Søvn")
    done = talk.planning.agree(need, "Ringe", "Fastlege", by=TODAY - timedelta(days=1))
    later = next_talk(desk, talk)
    later.planning.agree(need, "Søvnkurs", "Frisklivssentral")
    later.planning.close(done, ActionStatus.DONE, TODAY, Helped.YES)
    (seen,) = [each for each in page(desk, talk).needs if each.path == need]
    assert [(action.text, action.status) for _path, action in seen.actions] == [
        ("Ringe", ActionStatus.DONE),
        ("Søvnkurs", ActionStatus.OPEN),
    ]
    assert seen.left and seen.weighed and seen.contact_point == talk.contact_point.number


def test_what_nobody_has_asked_about_is_left_and_what_has_a_reason_is_not(desk: Desk, talk: Talk) -> None:
    talk.fillings["fysisk"].answer("fall", Answer(value="flere"))
    needs = {each.path: each for each in page(desk, talk).needs}
    unasked = [each for each in needs.values() if not each.weighed and each.left]
    assert unasked
    first = unasked[0]
    talk.planning.weigh(first.path, first.need.model_copy(update={"follow_up": FollowUp.YES, "reason": "Venter"}))
    assert not next(each for each in page(desk, talk).needs if each.path == first.path).left


def test_what_is_left_to_do_comes_first_then_the_most_pressing(desk: Desk, talk: Talk) -> None:
    needs = page(desk, talk).needs
    assert [each.left for each in needs] == sorted((each.left for each in needs), reverse=True)


def test_an_action_whose_need_was_taken_away_is_not_lost(desk: Desk, talk: Talk) -> None:
    need = talk.planning.add_need("Søvn")
    talk.planning.agree(need, "Ringe", "Fastlege")
    talk.planning.take_away(need)
    (seen,) = [each for each in page(desk, talk).needs if each.path == need]
    assert seen.left and seen.need.title == ""


def test_a_need_is_called_as_its_form_calls_it_in_the_language_spoken(desk: Desk, talk: Talk) -> None:
    path = NeedRef(talk.contact_point.number, "fysisk", "fall").path
    found = [each for each in page(desk, talk).needs if NeedRef.of(each.path).form]
    path = found[0].path
    talk.planning.weigh(path, Need(title="gammel tittel", follow_up=FollowUp.NO))
    language.use("nn")
    title = next(each for each in page(desk, talk).needs if each.path == path).need.title
    assert title != "gammel tittel"


def test_a_child_has_an_age_and_is_unsettled_until_something_is_agreed(desk: Desk, talk: Talk) -> None:
    name_a_child(talk, navn="Ola", fodselsaar=2015)
    (child,) = page(desk, talk).children.named
    assert (child.name, child.born, child.ages(TODAY), child.settled) == ("Ola", 2015, (10, 11), False)
    need = NeedRef(talk.contact_point.number, "barn_som_parorende", "uten_oppfolging/1").path
    talk.planning.agree(need, "Samtale med helsesykepleier", "Helsesykepleier")
    assert page(desk, talk).children.named[0].settled


def test_a_later_talk_in_which_nobody_asked_takes_no_child_away(desk: Desk, talk: Talk) -> None:
    name_a_child(talk, navn="Ola")
    later = next_talk(desk, talk)
    later.fillings["barn_som_parorende"].answer("barn_avklart", Answer(value="ja"))
    assert [child.name for child in page(desk, talk).children.named] == ["Ola"]


@pytest.mark.parametrize(
    ("born", "then", "told", "today", "ages"),
    [
        (2015, None, date(2026, 3, 1), date(2026, 11, 22), (10, 11)),
        (2026, None, date(2026, 3, 1), date(2026, 11, 22), (0, 0)),
        (None, 8, date(2025, 3, 1), date(2026, 2, 28), (8, 9)),
        (None, 8, date(2025, 3, 1), date(2026, 3, 1), (9, 10)),
        (None, 8, date(2026, 3, 1), date(2026, 3, 1), (8, 8)),
        (None, 8, date(2026, 3, 1), date(2026, 2, 1), (8, 8)),
        (None, None, date(2026, 3, 1), date(2026, 11, 22), None),
    ],
)
def test_how_old_a_child_can_be_now(
    born: int | None, then: int | None, told: date, today: date, ages: tuple[int, int] | None
) -> None:
    assert ChildView("Ola", born, then, told, True).ages(today) == ages


def test_who_was_told_what_and_on_what_ground_and_who_no_longer_may_be(desk: Desk, talk: Talk) -> None:
    def agree(recipient: str) -> str:
        return talk.planning.consent(
            Consent(
                recipient=recipient,
                ground=Ground.CONSENT,
                manner=Manner.SPOKEN,
                said_by="pasienten",
                given_on=TODAY,
            )
        )

    before = len(page(desk, talk).told)
    agree("Skolen")
    talk.planning.hand_over("Skolen", "Sammendrag")
    talk.planning.withdraw(agree("NAV"), TODAY)
    way = page(desk, talk)
    assert len(way.told) == before + 1
    newest = way.told[0]
    assert (newest.handover.recipient, newest.handover.what) == ("Skolen", "Sammendrag")
    assert newest.ground is not None and newest.ground.ground is Ground.CONSENT
    assert [consent.recipient for consent in way.withdrawn][-1] == "NAV"


def test_an_answer_to_a_question_that_the_version_never_had_stops_nothing(desk: Desk, talk: Talk) -> None:
    name_a_child(talk, navn="Ola")
    assert desk.saver.flush(10)
    assessment = talk.fillings["barn_som_parorende"].assessment
    assert assessment is not None
    with desk.database.write() as unit:
        unit.append(assessment.id, "fjernet", '{"value":1}', desk.user.id, talk.planning.now())
        unit.append(assessment.id, "barn/1/fjernet", '{"value":1}', desk.user.id, talk.planning.now())
        unit.commit()
    assert [child.name for child in page(desk, talk).children.named] == ["Ola"]


def test_reading_the_page_asks_the_database_as_often_however_much_is_answered(desk: Desk, talk: Talk) -> None:
    filling = talk.fillings["fysisk"]
    filling.answer("smerte", Answer(value=3))

    def asked() -> int:
        assert desk.saver.flush(10)
        counted: list[str] = []
        engine = desk.database._reader

        def count(*call: object) -> None:
            counted.append(str(call[2]))

        event.listen(engine, "before_cursor_execute", count)
        desk.browse.patient_page(talk.patient.id, TODAY)
        event.remove(engine, "before_cursor_execute", count)
        return len(counted)

    asked()
    before = asked()
    for value in range(9):
        filling.answer("smerte", Answer(value=value))
        talk.planning.add_need(f"Behov {value}")
    assert asked() == before
