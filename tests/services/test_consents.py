"""To whom something may be sent: who said so and when, what was sent, and what was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kartlegging_tui.domain.plan import Consent, Ground, Manner
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.browse import Browse
from kartlegging_tui.services.consents import ConsentView, consent_views, is_used
from kartlegging_tui.services.planning import NotAgreed, Planning, open_planning
from kartlegging_tui.services.saving import Saver
from tests.records.cases import NOW, TODAY, World, world
from tests.services.reading import unlogged


def consent(recipient: str, ground: Ground = Ground.CONSENT) -> Consent:
    return Consent(recipient=recipient, ground=ground, manner=Manner.SPOKEN, said_by="pasienten", given_on=TODAY)


@pytest.fixture
def saver(database: Database) -> Iterator[Saver]:
    made = Saver(database, lambda: NOW)
    yield made
    made.close()


def opened(database: Database, saver: Saver, made: World) -> Planning:
    assert saver.flush(5)
    return open_planning(database, saver, made.nurse, made.pathway.id, lambda: NOW, unlogged)


def seen(database: Database, saver: Saver, made: World) -> list[ConsentView]:
    planning = opened(database, saver, made)
    return consent_views(planning.plan, planning.events)


def test_what_was_agreed_and_sent_is_told_with_who_noted_it(database: Database, saver: Saver) -> None:
    made = world(database)
    planning = opened(database, saver, made)
    assert planning.contact_point == 1
    planning.consent(consent("NAV"))
    gp = planning.consent(consent("Fastlege", Ground.NO_OBJECTION))
    planning.hand_over("Fastlege", "Sammendrag")
    doctor, nav = seen(database, saver, made)
    assert (doctor.path, doctor.consent.recipient, nav.consent.recipient) == (gp, "Fastlege", "NAV")
    assert doctor.noted is not None and (doctor.noted.author, doctor.noted.at) == ("Kari Lunde", NOW)
    assert [(sent.handover.what, sent.event.author) for sent in doctor.sent] == [("Sammendrag", "Kari Lunde")]
    assert nav.sent == ()
    page = Browse(database, unlogged).patient_page(made.patient.id, TODAY)
    assert [each.recipient for each in page.pathways[0].consents] == ["NAV", "Fastlege"]


def test_nothing_is_sent_after_a_withdrawal_and_what_was_sent_stays_told(database: Database, saver: Saver) -> None:
    made = world(database)
    planning = opened(database, saver, made)
    path = planning.consent(consent("NAV"))
    planning.hand_over("NAV", "Sammendrag")
    planning = opened(database, saver, made)
    planning.withdraw(path, date(2026, 5, 20))
    with pytest.raises(NotAgreed):
        planning.hand_over("NAV", "Mer")
    (view,) = seen(database, saver, made)
    assert view.consent.withdrawn_on == date(2026, 5, 20) and len(view.sent) == 1
    assert view.withdrawn is not None and view.withdrawn.author == "Kari Lunde"
    assert is_used(opened(database, saver, made).plan, path)


def test_a_mistake_is_taken_back_and_nothing_else_with_it(database: Database, saver: Saver) -> None:
    made = world(database)
    planning = opened(database, saver, made)
    path = planning.consent(consent("NAV"))
    need = planning.add_need("Søvn")
    planning = opened(database, saver, made)
    assert planning.undo("consent") == path
    assert planning.undo("consent") is None
    again = opened(database, saver, made)
    assert again.plan.consents == {} and need in again.plan.needs
    assert again.consent(consent("NAV")) != path


def test_what_was_signed_is_not_taken_back(database: Database, saver: Saver) -> None:
    made = world(database)
    opened(database, saver, made).consent(consent("NAV"))
    assert saver.flush(5)
    with database.write() as unit:
        unit.end_conversation(made.conversation.id, NOW)
        unit.sign(made.conversation.id, "{}", made.nurse.id, NOW)
        unit.commit()
    planning = opened(database, saver, made)
    assert planning.contact_point == 2
    assert planning.undo("consent") is None
