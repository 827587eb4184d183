"""A form whose ids have changed since the last contact point: all is followed, and shown as it was asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.compared import Row, Standing
from kartlegging_tui.domain.plan import Handled, NeedRef, urgent_path
from kartlegging_tui.domain.report import Asked
from kartlegging_tui.domain.trend import Trend
from kartlegging_tui.records.derived import name, need, said
from kartlegging_tui.services.browse import PatientPage
from kartlegging_tui.services.compare import Comparison
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.indexing import bring_up_to_date
from kartlegging_tui.services.need_items import need_items
from kartlegging_tui.services.talk import Talk
from tests.conftest import TODAY
from tests.domain.forms import Data, choice, integer, rows, text, yes_no
from tests.domain.renamings import all_otherwise, with_former
from tests.domain.test_comparison import scale
from tests.services.test_last_time import NOW, held_with, next_talk, publish

OLD: list[Data] = [
    scale("vondt", worse="higher", urgent={"when": "vondt >= 9", "text": text("Ring lege")}),
    choice("sivil", "gift", "alene", text=text("Sivilstand")),
    rows("barna", {"id": "fornavn", "type": "text"}, integer("aar", text=text("Født"))),
]
OLD_KEYS: dict[str, Any] = {
    "scores": [{"id": "plage", "title": text("Plager"), "value": "vondt * 2", "worse": "higher"}],
    "needs": [
        {"id": "lindre", "when": "vondt >= 5", "lasting": True, "title": text("Lindring")},
        {"id": "liten", "each": "barna", "when": "aar > 2010", "lasting": True, "title": text("Barnet")},
    ],
}
MARITAL: Data = {
    "id": "samliv",
    "formerly": "sivil",
    "type": "choice",
    "text": text("Sivilstand"),
    "options": [{"value": "par", "formerly": "gift"}, {"value": "alene"}],
}
NEW: list[Data] = [
    scale("smerte", formerly="vondt", worse="higher", urgent={"when": "smerte >= 9", "text": text("Ring lege")}),
    MARITAL,
    rows(
        "barn",
        {"id": "navn", "formerly": "fornavn", "type": "text"},
        integer("fodt", formerly="aar", text=text("Født")),
        formerly="barna",
    ),
    yes_no("forverring", visible_if='smerte > previous(smerte) and previous(samliv) == "par"'),
]
NEW_KEYS: dict[str, Any] = {
    "scores": [{"id": "sum", "formerly": "plage", "title": text("Plager"), "value": "smerte * 2", "worse": "higher"}],
    "needs": [
        {"id": "lindring", "formerly": "lindre", "when": "smerte >= 5", "lasting": True, "title": text("Lindring")},
        {
            "id": "barn_alene",
            "formerly": "liten",
            "each": "barn",
            "when": "fodt > 2010",
            "lasting": True,
            "title": text("Barnet"),
        },
    ],
}
FIRST = {
    "vondt": Answer(value=5, note="verst om natta"),
    "sivil": Answer(value="gift"),
    "barna": Answer(value=(1, 2)),
    "barna/1/fornavn": Answer(value="Ola"),
    "barna/1/aar": Answer(value=2015),
}
SECOND = {
    "smerte": Answer(value=7),
    "samliv": Answer(value="par"),
    "barn": Answer(value=(1,)),
    "barn/1/navn": Answer(value="Ola"),
    "barn/1/fodt": Answer(value=2015),
}


@pytest.fixture
def first(desk: Desk) -> Talk:
    """Answered in 2.0; then 2.1 is published, which calls everything otherwise."""
    publish(desk.database, "2.0", *OLD, **OLD_KEYS)
    talk = held_with(desk, FIRST)
    publish(desk.database, "2.1", *NEW, **NEW_KEYS)
    return talk


@pytest.fixture
def second(desk: Desk, first: Talk) -> Iterator[Talk]:
    yield next_talk(desk, first)


def comparison_of(desk: Desk, talk: Talk) -> Comparison:
    return desk.compare.comparison(talk.patient.id, [talk.pathway.id], TODAY)


def row_of(comparison: Comparison, called: str) -> Row:
    (found,) = (row for row in comparison.rows if row.text == called)
    return found


def test_one_row_holds_what_was_asked_under_both_names(desk: Desk, second: Talk) -> None:
    comparison = comparison_of(desk, held_with(desk, SECOND, second))
    pain = row_of(comparison, "smerte")
    assert ([cell.text for cell in pain.cells], pain.cells[0].asked_as) == (["5", "7"], "vondt")
    assert pain.cells[1].trend is not None and pain.cells[1].trend.trend is Trend.WORSE
    assert pain.cells[0].note == "verst om natta"
    married = row_of(comparison, "Sivilstand")
    assert [cell.text for cell in married.cells] == ["gift", "par"]
    assert married.cells[1].trend is not None and married.cells[1].trend.trend is Trend.UNCHANGED
    (born, _of_the_second) = (row for row in comparison.rows if row.text == "Født")
    assert [cell.text for cell in born.cells] == ["2015", "2015"]
    assert not {"vondt", "barna", "fornavn"} & {row.text for row in comparison.rows}


def test_a_score_has_both_points_of_its_line(desk: Desk, second: Talk) -> None:
    total = row_of(comparison_of(desk, held_with(desk, SECOND, second)), "Plager")
    assert [cell.number for cell in total.cells] == [10, 14]
    assert total.cells[1].trend is not None and (total.cells[1].trend.trend, total.cells[1].by) == (Trend.WORSE, "+4")
    assert total.marks == ()


def test_a_need_is_one_row_and_what_was_agreed_stands_at_its_contact_point(desk: Desk, first: Talk) -> None:
    (item,) = [item for item in need_items(first, "nb") if item.need.title == "Lindring"]
    assert item.path == NeedRef(1, "esas_r", "lindre").path
    first.planning.weigh(item.path, item.need.model_copy(update={"goal": "sove godt"}))
    first.planning.agree(item.path, "Ringe smerteteamet", "Fastlege")
    second = held_with(desk, SECOND, next_talk(desk, first))
    relief = row_of(comparison_of(desk, second), "Lindring")
    assert [cell.standing for cell in relief.cells] == [Standing.GIVEN, Standing.GIVEN]
    assert "sove godt" in relief.cells[0].told
    action = next(row for row in comparison_of(desk, second).rows if "Ringe smerteteamet" in row.text)
    assert action.confidential is False  # the form that saw the need is known


def test_last_time_stands_beside_the_question_under_its_new_name(second: Talk) -> None:
    filling = second.fillings["esas_r"]
    assert filling.last_answer("smerte") == Answer(value=5, note="verst om natta")
    assert filling.last_answer("samliv") == Answer(value="par")
    assert filling.misfit("samliv") is None
    assert filling.last_rows("barn") == (1, 2)
    assert filling.last_answer("barn/1/fodt") == Answer(value=2015)
    assert filling.sheet.next_row("barn") == 3
    last = filling.last_time
    assert last is not None
    then = last.asked("samliv")
    assert then is not None and then.questionnaire.version == "2.0"
    total = last.score(filling.form, "sum", filling.sheet.scores["sum"])
    assert total is not None and (total.result.value, total.counts_alike) == (10, True)


def test_a_condition_sees_what_was_answered_before_under_the_old_name(desk: Desk, second: Talk) -> None:
    held_with(desk, {"smerte": Answer(value=6)}, second)
    assert second.fillings["esas_r"].sheet.is_shown("forverring")


def test_an_answer_that_no_longer_fits_stays_no_answer(desk: Desk) -> None:
    publish(desk.database, "2.0", {"id": "vekt_kg", "type": "quantity", "unit": "kg"}, choice("a", "x", "y"))
    talk = held_with(desk, {"vekt_kg": Answer(value=70), "a": Answer(value="x")})
    weight = {"id": "vekt", "formerly": "vekt_kg", "type": "quantity", "unit": "g"}
    publish(desk.database, "2.1", weight, choice("b", "y", "z", formerly="a"))
    filling = next_talk(desk, talk).fillings["esas_r"]
    assert filling.last_time is not None and filling.last_time.previous(filling.form) is not None
    assert filling.misfit("vekt") is not None
    assert filling.misfit("b") is not None
    assert filling.last_answer("b") == Answer(value="x")  # shown as it was asked


def test_a_lasting_need_is_one_under_both_names(desk: Desk, second: Talk) -> None:
    titles = [item.need.title for item in need_items(second, "nb")]
    assert (titles.count("Lindring"), titles.count("Barnet: Ola")) == (1, 1)
    left = {need.ref.path for need in second.still_open()}
    assert left == {NeedRef(1, "esas_r", "lindre").path, NeedRef(1, "esas_r", "liten/1").path}
    held_with(desk, SECOND, second)
    assert [item.need.title for item in need_items(second, "nb")].count("Lindring") == 1
    assert second.still_open() == []
    held_with(desk, {"smerte": Answer(value=0), "barn/1/fodt": Answer(value=1990)}, second)
    assert need_items(second, "nb") == []  # the answers of now have ruled them out


def test_what_was_settled_under_the_old_name_is_settled(desk: Desk, first: Talk) -> None:
    first.planning.agree(NeedRef(1, "esas_r", "lindre").path, "Ringe smerteteamet", "Fastlege")
    assert desk.saver.flush(10)
    second = next_talk(desk, first)
    assert [item.need.title for item in need_items(second, "nb")] == ["Barnet: Ola"]


def test_asking_finds_both_by_the_new_name_and_by_the_old(desk: Desk, second: Talk) -> None:
    held_with(desk, SECOND, second)

    def found(condition: str, at: int | None) -> bool:
        question = desk.asking.check(condition).question
        assert question is not None, condition
        return second.pathway.id in [pathway for pathway, _due in desk.asking.ask(question, at, TODAY).pathways]

    for at in (1, 2):
        assert found("smerte >= 5", at)
        assert found("vondt >= 5", at)
        assert found("esas_r.vondt >= 5", at)
        assert found('samliv == "par"', at)
        assert found("esas_r.sum >= 10", at)
        assert found("any(esas_r.barn.fodt == 2015)", at)
        assert found("any(esas_r.barna.aar == 2015)", at)
    assert not found("smerte == 5", None)  # the latest answer is one, whatever it was called


def test_publishing_marks_those_who_answered_the_older_version_and_nobody_else(desk: Desk) -> None:
    publish(desk.database, "2.0", *OLD, **OLD_KEYS)
    talk = held_with(desk, FIRST)
    bring_up_to_date(desk.database)
    publish(desk.database, "2.0.1", *OLD, **OLD_KEYS)
    with desk.database.read() as view:
        assert view.stale_count() == 0
    publish(desk.database, "2.1", *NEW, **NEW_KEYS)
    with desk.database.read() as view:
        marked = set(view.stale(1000))
        filled = {
            pathway.id
            for patient in view.patient_ids()
            for pathway in view.pathways(patient)
            for point in view.contact_points(pathway.id)
            if (held := view.conversation(point.id)) and "esas_r" in {each.form for each in view.assessments(held.id)}
        }
    assert talk.pathway.id in marked
    assert marked == filled
    publish(desk.database, "2.1", *NEW, **NEW_KEYS)
    bring_up_to_date(desk.database)
    publish(desk.database, "2.1", *NEW, **NEW_KEYS)  # once more: nothing is new
    with desk.database.read() as view:
        assert view.stale_count() == 0


def test_the_tables_across_patients_hold_the_names_of_today_and_the_needs_as_they_were_seen(
    desk: Desk, first: Talk
) -> None:
    bring_up_to_date(desk.database)
    with desk.database.read() as view:
        mine = said.c.pathway_id == first.pathway.id
        names = {row.name for row in view._connection.execute(name.select().join(said).where(mine))}
        rules = {
            row.rule for row in view._connection.execute(need.select().where(need.c.pathway_id == first.pathway.id))
        }
    assert names == {"smerte", "samliv", "barn", "barn.navn", "barn.fodt", "sum"}
    assert rules == {"lindre", "liten/1"}  # where they are to be found in what was answered


def test_an_urgent_answer_that_was_handled_is_handled(desk: Desk) -> None:
    publish(desk.database, "2.0", *OLD, **OLD_KEYS)
    talk = held_with(desk, {"vondt": Answer(value=9)})
    path = urgent_path(1, "esas_r", "vondt")
    talk.planning.handle(path, Handled(answer=Answer(value=9), done="Ringte lege", by="Kari"))
    assert desk.saver.flush(10)
    publish(desk.database, "2.1", *NEW, **NEW_KEYS)
    told = row_of(comparison_of(desk, talk), "vondt").cells[0].told
    assert "Ringte lege" in told


def test_the_old_assessment_is_drawn_as_it_was_asked(desk: Desk, first: Talk) -> None:
    read = desk.conduct.read_form(first.conversation.id, "esas_r")
    assert list(read.filling.form.items) == ["vondt", "sivil", "barna"]
    assert read.filling.sheet.answer("sivil") == Answer(value="gift")


def test_the_patients_page_knows_the_child_and_the_need_again(desk: Desk, second: Talk) -> None:
    held_with(desk, SECOND, second)
    (way,) = desk.browse.patient_page(second.patient.id, TODAY).pathways
    titles = [each.need.title for each in way.needs if each.contact_point == 2]
    assert sorted(titles) == ["Barnet: Ola", "Lindring"]


# Everything in every form is called otherwise from now on


def rename_everything(desk: Desk) -> None:
    with desk.database.read() as view:
        forms = [view.questionnaire(form, version) for form, version in view.versions()]
    newest = {form.id: form for form in forms}
    with desk.database.write() as unit:
        for form in newest.values():
            later = with_former(form, all_otherwise(form)).model_copy(update={"version": "99.0"})
            unit.publish(later, later.model_dump_json(), NOW)
        unit.commit()


def test_the_yearly_report_counts_as_before(desk: Desk) -> None:
    before = desk.reports.make(Asked(2026), TODAY)
    rename_everything(desk)
    after = desk.reports.make(Asked(2026), TODAY)
    assert after == before


def test_every_comparison_says_what_it_said(desk: Desk) -> None:
    def everything() -> list[list[Row]]:
        compared = (desk.compare.comparison(each, (), TODAY) for each in desk.conduct.exporting.everybody())
        return [[replace(row, key="") for row in each.rows] for each in compared]

    before = everything()
    rename_everything(desk)
    assert everything() == before


def test_every_patients_page_says_what_it_said(desk: Desk) -> None:
    def everything() -> list[PatientPage]:
        return [desk.browse.patient_page(each, TODAY) for each in desk.conduct.exporting.everybody()]

    before = everything()
    rename_everything(desk)
    assert everything() == before


def test_what_was_asked_by_the_old_names_is_asked_as_before(desk: Desk) -> None:
    conditions = [
        "esas_r.smerte >= 4",
        "phq9.phq9 >= 5",
        "any(barn_som_parorende.barn.fodselsaar > 2012)",
        "parorende.har_barn",
    ]

    def found() -> list[tuple[tuple[int, Any], ...]]:
        questions = [desk.asking.check(text).question for text in conditions]
        return [desk.asking.ask(each, None, TODAY).pathways for each in questions if each is not None]

    before = found()
    assert len(before) == len(conditions) and any(before)
    rename_everything(desk)
    assert found() == before


def test_a_row_that_was_ever_there_under_the_old_name_is_never_given_its_number_again(desk: Desk, first: Talk) -> None:
    held_with(desk, {"barna": Answer(value=(1, 2, 3))}, first)
    held_with(desk, {"barna": Answer(value=(1,))}, first)
    second = held_with(desk, {"smerte": Answer(value=1)}, next_talk(desk, first))
    assert next_talk(desk, second).fillings["esas_r"].sheet.next_row("barn") == 4


def test_a_lasting_need_is_left_open_once_on_the_lists_across_patients(desk: Desk, second: Talk) -> None:
    held_with(desk, SECOND, second)
    bring_up_to_date(desk.database)
    with desk.database.read() as view:
        mine = need.select().where(need.c.pathway_id == second.pathway.id, need.c.left_open == True)  # noqa: E712
        left = {(row.contact_point, row.rule) for row in view._connection.execute(mine)}
    assert left == {(2, "lindring"), (2, "barn_alene/1")}


def test_a_talk_that_goes_on_in_the_old_version_keeps_its_names(desk: Desk) -> None:
    publish(desk.database, "2.0", *OLD, **OLD_KEYS)
    first = held_with(desk, FIRST)
    second = held_with(desk, {"vondt": Answer(missing=Missing.UNKNOWN)}, next_talk(desk, first))
    publish(desk.database, "2.1", *NEW, **NEW_KEYS)
    opened = desk.conduct.open(second.conversation.id)
    filling = opened.fillings["esas_r"]
    assert filling.form.questionnaire.version == "2.0"
    assert filling.last_answer("sivil") == Answer(value="gift")
    assert {need.ref.rule for need in opened.still_open()} == {"lindre", "liten/1"}
    held_with(desk, {"vondt": Answer(value=0)}, opened)
    assert {need.ref.rule for need in opened.still_open()} == {"liten/1"}
