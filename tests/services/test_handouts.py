"""The papers: the patient's copy says what was agreed and nothing confidential, in the patient's own language."""

from __future__ import annotations

from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.confidential import confidential_names, confidential_needs
from kartlegging_tui.domain.plan import FollowUp
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.interchange.plain import plain
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.need_items import need_items
from tests.conftest import TODAY
from tests.domain.forms import form_of, text, yes_no
from tests.services.test_conversation import talk_of
from tests.services.test_signing import as_it_stands, settle


def test_the_patients_copy_says_what_was_agreed_with_whom_and_by_when_and_whom_to_call(desk: Desk) -> None:
    talk = talk_of(desk)
    talk.fillings["apning"].answer("viktigst", Answer(value="Å kunne gå på fjellet"))
    need = talk.planning.add_need("Trening")
    weighed = talk.planning.plan.needs[need].model_copy(update={"goal": "Galdhøpiggen til sommeren"})
    talk.planning.weigh(need, weighed)
    talk.planning.agree(need, "Time hos fysioterapeut", "Fysioterapeuten", by=TODAY.replace(month=12))
    desk.saver.flush(10)
    copy = plain(desk.conduct.handouts.for_patient(talk.conversation.id, "nb"))
    for said in ("Å kunne gå på fjellet", "Galdhøpiggen", "Time hos fysioterapeut", "Fysioterapeuten"):
        assert said in copy
    assert "22. desember 2026" in copy
    assert "Kontaktpersonen din" in copy
    assert "Tilbod" in plain(desk.conduct.handouts.for_patient(talk.conversation.id, "nn")).title()


def test_nothing_confidential_and_nothing_the_patient_wants_left_is_on_the_patients_copy(desk: Desk) -> None:
    talk = talk_of(desk)
    relatives = talk.fillings["parorende"]
    kept_back = confidential_needs(relatives.form)
    assert kept_back  # else this tests nothing
    for name in confidential_names(relatives.form):
        item = relatives.form.items.get(name)
        if item is not None and item.type == "text":
            relatives.answer(name, Answer(value="hemmelig"))
    left = talk.planning.add_need("Røyking")
    talk.planning.weigh(left, talk.planning.plan.needs[left].model_copy(update={"follow_up": FollowUp.NO}))
    for item in need_items(talk, "nb"):
        if item.ref.rule in kept_back:
            talk.planning.agree(item.path, "hemmelig tiltak", "noen")
    desk.saver.flush(10)
    copy = plain(desk.conduct.handouts.for_patient(talk.conversation.id, "nb"))
    assert "hemmelig" not in copy and "Røyking" not in copy


def test_what_follows_from_something_confidential_is_confidential() -> None:
    form = Form(
        form_of(
            yes_no("a", confidential=True),
            yes_no("b"),
            scores=[{"id": "poeng", "value": "sum(a, b)"}],
            needs=[
                {"id": "av_poeng", "when": "poeng > 0", "title": text("Av poeng")},
                {"id": "av_b", "when": "b", "title": text("Av b")},
            ],
        )
    )
    assert confidential_names(form) == {"a", "poeng"}
    assert confidential_needs(form) == {"av_poeng"}


def test_the_text_for_the_record_says_that_it_is_a_draft_and_once_signed_by_whom(desk: Desk) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("smerte", Answer(value=8, note="verst om natta"))
    settle(talk)
    desk.saver.flush(10)
    handouts = desk.conduct.handouts
    assert "Kladd, ikke signert" in plain(handouts.for_record(talk.conversation.id))
    desk.conduct.signatures.sign(talk.conversation.id, as_it_stands(desk, talk.conversation.id))
    copy = plain(handouts.for_record(talk.conversation.id))
    assert "Signert av Kari Lunde" in copy
    for said in ("Smerte 8 [verst om natta]", "Ringte lege (Kari Lunde)", "ønsker ikke oppfølging"):
        assert said in copy
