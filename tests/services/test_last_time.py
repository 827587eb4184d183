"""What was answered last time, through the services: other versions of a form, what was hidden, rows, scores."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from kartlegging_tui.domain.answers import EMPTY, Answer
from kartlegging_tui.domain.comparison import Misfit
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.trend import Difference, Trend
from kartlegging_tui.records.database import Database
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.talk import Talk
from tests.conftest import TODAY
from tests.domain.forms import Data, choice, form_of, integer, rows, text, yes_no
from tests.services.test_conversation import DETAILS, talk_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def publish(database: Database, version: str, *questions: Data, **keys: Any) -> Questionnaire:
    """A version of the form that takes the place of ESAS-r in the demo's conversations."""
    form = form_of(*questions, id="esas_r", version=version, **keys)
    with database.write() as unit:
        unit.publish(form, json.dumps(questions), NOW)
        unit.commit()
    return form


def held_with(desk: Desk, given: dict[str, Answer], talk: Talk | None = None) -> Talk:
    """The conversation at the first contact point of a new patient, where this was answered to the form."""
    if talk is None:
        with desk.database.write() as unit:
            patient = unit.add_patient(name="Ola Nordmann", birth_date=date(1970, 1, 2))
            pathway = unit.add_pathway(patient.id, "pakkeforlop_hjem", date(2025, 11, 1), "C50.9", relapse=False)
            windows = [(number, date(2026, number, 1), date(2026, number, 20)) for number in (1, 2, 3)]
            points = unit.add_contact_points(pathway.id, windows)
            unit.commit()
        talk = desk.conduct.open(desk.conduct.start(points[0].id, DETAILS).id)
    for path, answer in given.items():
        talk.fillings["esas_r"].answer(path, answer)
    assert desk.saver.flush(10)
    return talk


def next_talk(desk: Desk, talk: Talk) -> Talk:
    """The conversation at the contact point after."""
    with desk.database.read() as view:
        points = view.contact_points(talk.pathway.id)
    point = next(point for point in points if point.number == talk.contact_point.number + 1)
    return desk.conduct.open(desk.conduct.start(point.id, DETAILS).id)


def test_it_is_the_contact_point_before_with_day_and_author(desk: Desk) -> None:
    last = talk_of(desk).fillings["esas_r"].last_time
    assert last is not None
    assert last.contact_point == 1
    assert last.held_on < TODAY
    assert last.author
    assert last.answer("smerte").given


def test_an_old_answer_keeps_the_words_of_the_version_it_was_given_to(desk: Desk) -> None:
    listed = [{"value": "god", "text": text("God")}, {"value": "ille", "text": text("Dårlig")}]
    publish(desk.database, "2.0", {"id": "sovn", "type": "choice", "options": listed}, integer("smerte"))
    talk = held_with(desk, {"sovn": Answer(value="ille"), "smerte": Answer(value=4)})
    publish(desk.database, "2.1", choice("sovn", "god", "middels"), yes_no("smerte"))
    filling = next_talk(desk, talk).fillings["esas_r"]
    last = filling.last_time
    assert last is not None
    assert (last.questionnaire.version, filling.form.questionnaire.version) == ("2.0", "2.1")
    asked = last.asked("sovn")
    assert asked is not None
    assert [option.text.to("nb") for option in asked.questionnaire.options(asked.item)] == ["God", "Dårlig"]  # type: ignore[arg-type]
    assert filling.misfit("sovn") is Misfit.OPTION_GONE
    assert filling.misfit("smerte") is Misfit.KIND
    assert filling.last_answer("sovn") == Answer(value="ille")


def test_what_was_hidden_in_the_end_was_not_asked(desk: Desk) -> None:
    publish(desk.database, "2.0", yes_no("vondt"), integer("smerte", visible_if="vondt"))
    talk = held_with(desk, {"vondt": Answer(value=False), "smerte": Answer(value=4)})
    filling = next_talk(desk, talk).fillings["esas_r"]
    assert filling.last_answer("smerte") == EMPTY
    assert filling.misfit("smerte") is Misfit.NOT_ANSWERED


def test_what_was_shown_because_of_the_time_before_is_last_times_answer(desk: Desk) -> None:
    hidden_at_first = integer("hvorfor", visible_if="smerte > previous(smerte)")
    publish(desk.database, "2.0", integer("smerte"), hidden_at_first)
    second = next_talk(desk, held_with(desk, {"smerte": Answer(value=2)}))
    held_with(desk, {"smerte": Answer(value=7), "hvorfor": Answer(value=1)}, second)
    third = next_talk(desk, second).fillings["esas_r"]
    assert third.last_answer("hvorfor") == Answer(value=1)


def test_a_condition_sees_as_previous_only_what_counted_and_still_fits(desk: Desk) -> None:
    def weight(unit: str) -> Data:
        return {"id": "vekt", "type": "quantity", "unit": unit}

    then = [yes_no("vondt"), integer("smerte", visible_if="vondt"), weight("kg"), integer("alder")]
    publish(desk.database, "2.0", *then)
    given = {
        "vondt": Answer(value=False),
        "smerte": Answer(value=4),
        "vekt": Answer(value=70),
        "alder": Answer(value=5),
    }
    talk = held_with(desk, given)
    now = [integer(f"om_{name}", visible_if=f"previous({name}) > 0") for name in ("smerte", "vekt", "alder")]
    publish(desk.database, "2.1", *then[:2], weight("g"), then[3], *now)
    filling = next_talk(desk, talk).fillings["esas_r"]
    assert [path for path in filling.sheet.visible() if path.startswith("om_")] == ["om_alder"]


def test_a_score_stands_beside_last_times(desk: Desk) -> None:
    score = {"id": "sum", "value": "smerte * 2", "worse": "higher"}
    publish(desk.database, "2.0", integer("smerte"), scores=[score])
    talk = held_with(desk, {"smerte": Answer(value=2)})
    publish(desk.database, "2.1", integer("smerte", text=text("Hvor vondt?")), scores=[score])
    filling = next_talk(desk, talk).fillings["esas_r"]
    last = filling.last_time
    assert last is not None
    filling.answer("smerte", Answer(value=5))
    found = last.score(filling.form, "sum", filling.sheet.scores["sum"])
    assert found is not None
    assert found.result.value == 4
    assert found.difference == Difference(Trend.WORSE, rose=True)


def test_rows_keep_their_numbers_through_the_whole_pathway(desk: Desk) -> None:
    publish(desk.database, "2.0", rows("barn", integer("alder")), yes_no("annet"))
    first = held_with(desk, {"barn": Answer(value=(1, 2, 3)), "barn/2/alder": Answer(value=7)})
    second = next_talk(desk, held_with(desk, {"barn": Answer(value=(1, 2))}, first))
    filling = second.fillings["esas_r"]
    assert filling.last_rows("barn") == (1, 2)
    assert filling.sheet.next_row("barn") == 4  # 3 was a child, if only by mistake
    held_with(desk, {"annet": Answer(value=True)}, second)
    third = next_talk(desk, second).fillings["esas_r"]
    assert third.last_rows("barn") == ()
    assert third.sheet.next_row("barn") == 4  # nobody was asked about children in between


def test_a_row_taken_away_is_not_last_times(desk: Desk) -> None:
    publish(desk.database, "2.0", rows("barn", integer("alder")))
    answers = {"barn": Answer(value=(1, 2)), "barn/1/alder": Answer(value=4), "barn/2/alder": Answer(value=7)}
    talk = held_with(desk, answers)
    filling = next_talk(desk, held_with(desk, {"barn": Answer(value=(2,))}, talk)).fillings["esas_r"]
    assert filling.last_answer("barn/1/alder") == EMPTY
    assert filling.last_answer("barn/2/alder") == Answer(value=7)


def test_opening_a_conversation_works_nothing_out_of_last_time(desk: Desk) -> None:
    talk = talk_of(desk)
    worked_out = [
        name
        for filling in talk.fillings.values()
        if filling.last_time is not None
        for name in ("form", "sheet")
        if name in vars(filling.last_time)
    ]
    assert worked_out == []
