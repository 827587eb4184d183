"""After signing, every way to change what was said refuses, and what was signed reads as it did."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.people import AssessmentStatus
from kartlegging_tui.interchange.plain import plain
from kartlegging_tui.records.errors import Conflict, Refused
from kartlegging_tui.records.writing import Writing
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.review import seen
from kartlegging_tui.services.talk import Talk
from tests.services.test_signing import signed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def content(desk: Desk, talk: Talk) -> Any:
    """All that is kept of a conversation: the talk, its forms with their history, signatures and signed documents."""
    export = desk.conduct.exporting.patients([talk.patient.id], NOW)
    points = [point for pathway in export.patients[0].pathways for point in pathway.contact_points]
    (found,) = [point.talk for point in points if point.talk and point.talk.conversation.id == talk.conversation.id]
    return json.loads(found.model_dump_json())


IN_UNITS: dict[str, Callable[[Writing, Talk, int], object]] = {
    "an answer": lambda unit, talk, form: unit.append(form, "kvalme", '{"value":9}', 1, NOW),
    "an answer taken back": lambda unit, talk, form: unit.append(form, "kvalme", "{}", 1, NOW, undoes=1),
    "another form": lambda unit, talk, form: unit.open_assessment(talk.conversation.id, "apning", "1.0"),
    "reopening": lambda unit, talk, form: unit.reopen_conversation(talk.conversation.id),
    "another talk": lambda unit, talk, form: unit.start_conversation(talk.contact_point.id, 1, talk.conversation, NOW),
    "signing again": lambda unit, talk, form: unit.sign(talk.conversation.id, "{}", 1, NOW),
    "giving up no correction": lambda unit, talk, form: unit.give_up_correction(talk.conversation.id, 1, NOW),
    "a draft again": lambda unit, talk, form: unit._set_assessments(talk.conversation.id, AssessmentStatus.DRAFT),
}


@pytest.mark.parametrize("way", IN_UNITS)
def test_the_records_refuse(desk: Desk, way: str) -> None:
    talk = signed(desk)
    before = content(desk, talk)
    with desk.database.read() as view:
        form = next(each.id for each in view.assessments(talk.conversation.id) if each.form == "esas_r")
    with pytest.raises((Conflict, Refused)), desk.database.write() as unit:
        IN_UNITS[way](unit, talk, form)
        unit.commit()
    assert content(desk, talk) == before


IN_SERVICES: dict[str, Callable[[Desk, Talk], object]] = {
    "answering": lambda desk, talk: talk.fillings["esas_r"].answer("kvalme", Answer(value=9)),
    "noting": lambda desk, talk: talk.fillings["esas_r"].answer("kvalme", Answer(value=3, note="egentlig ikke")),
    "declining": lambda desk, talk: talk.fillings["esas_r"].answer("kvalme", Answer(missing=Missing.DECLINED)),
    "beginning a form": lambda desk, talk: talk.fillings["apning"].answer("viktigst", Answer(value="Barna")),
    "undoing": lambda desk, talk: talk.fillings["esas_r"].undo(),
    "starting": lambda desk, talk: desk.conduct.start(talk.contact_point.id, talk.conversation),
    "finishing": lambda desk, talk: desk.conduct.finish(talk.conversation.id),
    "reopening": lambda desk, talk: desk.conduct.reopen(talk.conversation.id),
    "signing": lambda desk, talk: desk.conduct.signatures.sign(talk.conversation.id, seen(talk)),
    "giving up": lambda desk, talk: desk.conduct.signatures.give_up(talk.conversation.id),
}


@pytest.mark.parametrize("way", IN_SERVICES)
def test_what_a_user_can_do_changes_nothing(desk: Desk, way: str) -> None:
    talk = signed(desk)
    before = content(desk, talk)
    with suppress(Conflict):
        IN_SERVICES[way](desk, desk.conduct.open(talk.conversation.id))
    desk.saver.flush(10)
    assert content(desk, talk) == before


def test_what_another_place_sends_changes_nothing(desk: Desk) -> None:
    talk = signed(desk)
    whole = json.loads(desk.conduct.exporting.patients([talk.patient.id], NOW).model_dump_json())
    for pathway in whole["patients"][0]["pathways"]:
        for point in pathway["contact_points"]:
            if point["talk"] and point["talk"]["conversation"]["id"] == talk.conversation.id:
                point["talk"]["conversation"]["present"] = "Noen andre"
    before = content(desk, talk)
    for arrival in desk.inbox.receive(json.dumps(whole).encode()).waiting:
        desk.inbox.take_known(arrival, talk.patient)
    assert content(desk, talk) == before


def refused(desk: Desk, talk: Talk) -> None:
    desk.conduct.refusing.refuse(talk.conversation.id, date(2026, 11, 20), "Vil ha bort kvalmen", "Den er riktig.")


def test_a_refused_request_stands_wherever_the_conversation_is_read_printed_and_exported(desk: Desk) -> None:
    talk = signed(desk)
    refused(desk, talk)
    (kept,) = desk.conduct.summary(talk.conversation.id).refused
    assert (kept.request, kept.reason, kept.author) == ("Vil ha bort kvalmen", "Den er riktig.", "Kari Lunde")
    assert desk.conduct.summary(talk.conversation.id, 1).refused == (kept,)
    assert desk.conduct.read_form(talk.conversation.id, "esas_r").refused == (kept,)
    assert content(desk, talk)["refused"][0]["request"] == "Vil ha bort kvalmen"
    text = plain(desk.conduct.handouts.for_record(talk.conversation.id))
    assert "Vil ha bort kvalmen" in text and "Den er riktig" in text


def test_a_refused_request_says_what_and_why_and_is_about_what_is_signed(desk: Desk) -> None:
    talk = signed(desk)
    for request, reason in (("", "fordi"), ("noe", " ")):
        with pytest.raises(ValueError, match="refusal"):
            desk.conduct.refusing.refuse(talk.conversation.id, date(2026, 11, 20), request, reason)
    desk.conduct.signatures.correct(talk.conversation.id, "Feil")
    with pytest.raises(Conflict):
        refused(desk, talk)
