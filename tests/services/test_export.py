"""Export: every fact comes out; a recipient gets what is signed, and only on a ground that is recorded."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.export import Export
from kartlegging_tui.domain.plan import Consent, Ground, Manner
from kartlegging_tui.records.errors import NotFound
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.planning import NotAgreed
from kartlegging_tui.services.talk import Talk
from tests.conftest import TODAY
from tests.services.test_conversation import talk_of
from tests.services.test_signing import as_it_stands, settle

pytestmark = pytest.mark.both

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONSENT = Consent(
    recipient="Fastlegen",
    service="fastlege",
    ground=Ground.CONSENT,
    manner=Manner.SPOKEN,
    said_by="Pasienten",
    given_on=TODAY,
)


def held(desk: Desk) -> Talk:
    """A signed talk with a corrected answer, a note and an action."""
    talk = talk_of(desk)
    pain = talk.fillings["esas_r"]
    pain.answer("smerte", Answer(value=2))
    pain.answer("smerte", Answer(value=3, note="verst om natta"))
    pain.answer("kvalme", Answer(value=1))
    need = talk.planning.add_need("Ensom om kveldene")
    settle(talk)
    talk.planning.agree(need, "Ringe frisklivssentralen", "Frisklivssentralen", "frisklivssentral", TODAY)
    desk.conduct.signatures.sign(talk.conversation.id, as_it_stands(desk, talk.conversation.id))
    return talk


def test_every_fact_comes_out_with_its_history(desk: Desk) -> None:
    talk = held(desk)
    export = desk.conduct.exporting.patients([talk.patient.id], NOW)
    again = Export.model_validate_json(export.model_dump_json())
    assert again == export
    (pathway,) = [each for each in again.patients[0].pathways if each.pathway.id == talk.pathway.id]
    point = next(each for each in pathway.contact_points if each.contact_point.id == talk.contact_point.id)
    assert point.talk is not None
    form = next(form for form in point.talk.forms if form.form == "esas_r")
    assert [(event.path, json.loads(event.content)) for event in form.history] == [
        ("smerte", {"value": 2}),
        ("smerte", {"value": 3, "note": "verst om natta"}),
        ("kvalme", {"value": 1}),
    ]
    assert {said.path: said.answer for said in form.answers} == {
        "smerte": Answer(value=3, note="verst om natta"),
        "kvalme": Answer(value=1),
    }
    action = next(each.content for each in pathway.agreed if each.path.startswith("action/"))
    assert (action["text"], action["who"], action["by"]) == (
        "Ringe frisklivssentralen",
        "Frisklivssentralen",
        TODAY.isoformat(),
    )
    assert [each.version for each in point.talk.signed] == [1]


def test_nothing_goes_to_a_recipient_without_a_ground_nor_after_it_is_withdrawn(desk: Desk) -> None:
    talk = held(desk)
    exporting = desk.conduct.exporting
    with pytest.raises(NotAgreed):
        exporting.for_recipient(talk.patient.id, "Fastlegen", "Kartlegging", NOW)
    desk.conduct.signatures.correct(talk.conversation.id, "Samtykke kom etterpå")
    path = talk.planning.consent(CONSENT)
    talk.planning.consent(CONSENT.model_copy(update={"recipient": "NAV", "service": "nav"}))
    desk.conduct.signatures.sign(talk.conversation.id, as_it_stands(desk, talk.conversation.id))
    sent = exporting.for_recipient(talk.patient.id, "fastlege", "Kartlegging", NOW)
    (pathway,) = sent.patients[0].pathways
    talks = [point.talk for point in pathway.contact_points if point.talk]
    assert 2 in [len(each.signed) for each in talks] and all(not each.forms for each in talks)
    assert "NAV" not in sent.model_dump_json(exclude={"questionnaires"})  # forms speak of NAV too

    again = desk.conduct.open(talk.conversation.id)
    (handover,) = again.planning.plan.handovers.values()
    assert (handover.recipient, handover.consent, handover.what) == ("Fastlegen", path, "Kartlegging")
    again.planning.withdraw(path, TODAY)
    desk.saver.flush(10)
    with pytest.raises(NotAgreed):
        exporting.for_recipient(talk.patient.id, "fastlege", "Kartlegging", NOW)


def test_a_patient_is_found_by_identifier_or_number(desk: Desk) -> None:
    with desk.database.read() as view:
        patient = view.patient(2)
    assert patient.identifier is not None
    exporting = desk.conduct.exporting
    assert exporting.find("2") == exporting.find(patient.identifier) == 2
    with pytest.raises(NotFound):
        exporting.find("99999")


def test_the_command_writes_a_file_for_its_owner_alone_and_never_over_another(
    desk: Desk, tmp_path_factory: pytest.TempPathFactory
) -> None:
    database = str(desk.database.where)
    file = tmp_path_factory.mktemp("out") / "kari.json"
    wanted = ["export", "--database", database, "--patient", "2"]
    assert main([*wanted, "--output", str(file)]) == 0
    assert Export.model_validate_json(file.read_text("utf-8")).patients[0].patient.id == 2
    assert file.stat().st_mode & 0o777 == 0o600
    assert main([*wanted, "--output", str(file)]) == 2
    assert main([*wanted, "--to", "Fastlegen"]) == 1
    assert main(["export", "--database", database, "--to", "Fastlegen"]) == 2
    assert main(["export", "--database", database, "--patient", "99999"]) == 2
