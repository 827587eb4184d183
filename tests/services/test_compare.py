"""Comparing contact points through the services: other versions of a form, needs, actions, what is gone from disk."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.compared import Mark, Row, RowKind, Standing
from kartlegging_tui.domain.narrowing import Changes, Narrowing
from kartlegging_tui.domain.people import Role
from kartlegging_tui.domain.plan import ActionStatus, FollowUp, Handled, Helped, Need, NeedRef, urgent_path
from kartlegging_tui.domain.signing import SigningState
from kartlegging_tui.domain.trend import Trend
from kartlegging_tui.interchange.formats import in_format
from kartlegging_tui.interchange.spreadsheet import csv_file
from kartlegging_tui.services.compare import Comparison
from kartlegging_tui.services.compare_export import Export, as_json, document, spreadsheet
from kartlegging_tui.services.compare_words import pathways_text
from kartlegging_tui.services.desk import Desk, NotAllowed
from kartlegging_tui.services.talk import Talk
from kartlegging_tui.tui.plot_text import curve_of
from tests import raw
from tests.conftest import TODAY
from tests.domain.forms import choice, integer, rows, text, yes_no
from tests.domain.test_comparison import scale, words
from tests.interchange.read_back import packed, pdf_text
from tests.services.test_conversation import DETAILS
from tests.services.test_last_time import held_with, next_talk, publish

PAIN = scale("smerte", worse="higher", real_change=2)
NEED = {"id": "smertelindring", "when": "smerte >= 6", "title": text("Smertelindring"), "priority": "high"}
ALONE = words("hun_alene", confidential=True)


def comparison_of(desk: Desk, talk: Talk) -> Comparison:
    return desk.compare.comparison(talk.patient.id, [talk.pathway.id], TODAY)


def row_of(comparison: Comparison, key: str) -> Row:
    return next(row for row in comparison.rows if row.key == key)


def two_versions(desk: Desk) -> Talk:
    """Two contact points, the second in a newer version: reworded, with a new question, without an old one."""
    sums = {"scores": [{"id": "plager", "value": "smerte * 2", "worse": "higher"}], "needs": [NEED]}
    publish(desk.database, "2.0", PAIN, integer("gammel"), choice("sovn", "godt", "ille"), ALONE, **sums)
    given = {"smerte": Answer(value=4), "gammel": Answer(value=1), "sovn": Answer(value="ille")}
    first = held_with(desk, {**given, "hun_alene": Answer(value="=HYPERLINK(1)", note="sa datteren")})
    reworded = {**PAIN, "text": text("Hvor vondt har du?")}
    publish(desk.database, "2.1", reworded, integer("ny"), choice("sovn", "godt", "middels"), ALONE, **sums)
    second = next_talk(desk, first)
    later = {"smerte": Answer(value=7, note="verst om natta"), "ny": Answer(value=2), "sovn": Answer(value="middels")}
    return held_with(desk, {**later, "hun_alene": Answer(missing=Missing.DECLINED)}, second)


def test_each_answer_stands_in_the_version_it_was_given_to(desk: Desk) -> None:
    talk = two_versions(desk)
    comparison = comparison_of(desk, talk)
    assert [column.point.number for column in comparison.columns] == [1, 2]
    assert [cell.text for cell in row_of(comparison, "esas_r").cells] == ["2.0", "2.1"]
    assert [cell.text for cell in row_of(comparison, "sovn").cells] == ["ille", "middels"]
    pain = row_of(comparison, "smerte")
    assert (pain.text, pain.cells[0].asked_as, pain.marks) == ("Hvor vondt har du?", "smerte", (Mark.REWORDED,))
    assert pain.cells[1].trend is not None and pain.cells[1].trend.trend is Trend.WORSE
    assert (pain.cells[1].by, pain.cells[1].note) == ("+3", "verst om natta")
    assert row_of(comparison, "ny").marks == (Mark.NEW,)
    assert row_of(comparison, "gammel").marks == (Mark.RETIRED,)
    assert row_of(comparison, "sovn").marks == (Mark.OPTIONS,)


def test_scores_and_needs_come_before_the_forms(desk: Desk) -> None:
    comparison = comparison_of(desk, two_versions(desk))
    parts = [row.text for row in comparison.rows if row.kind in (RowKind.PART, RowKind.FORM)]
    assert parts == ["Skårer", "Behov", "Form"]
    assert [cell.by for cell in row_of(comparison, "plager").cells] == ["", "+6"]
    need = row_of(comparison, "0/smertelindring")
    assert [cell.standing for cell in need.cells] == [Standing.ABSENT, Standing.GIVEN]
    assert need.flagged and need.changed


def test_a_need_stands_as_it_was_weighed_and_an_action_as_it_stood_at_each_contact_point(desk: Desk) -> None:
    publish(desk.database, "2.0", PAIN, needs=[NEED])
    first = held_with(desk, {"smerte": Answer(value=8)})
    path = NeedRef(1, "esas_r", "smertelindring").path
    weighed = Need(title="Smertelindring", follow_up=FollowUp.YES, goal="sove")
    first.planning.weigh(path, weighed)
    done = first.planning.agree(path, "Ring legen", "Fastlege", by=date(2026, 1, 1))
    first.planning.close(done, ActionStatus.DONE, TODAY, Helped.YES, "")
    first.planning.agree(path, "Skriv", "", by=date(2026, 1, 1))
    second = held_with(desk, {"smerte": Answer(value=2)}, next_talk(desk, first))
    assert desk.saver.flush(10)
    comparison = comparison_of(desk, second)
    need = row_of(comparison, "0/smertelindring")
    assert need.cells[0].text == "ønsker oppfølging, middels"
    assert need.cells[0].told == "Mål: sove."
    assert need.cells[1].standing is Standing.ABSENT
    finished, late = [row for row in comparison.rows if row.kind is RowKind.ACTION]
    assert (finished.text, [cell.text for cell in finished.cells][1]) == ("✓ Ring legen", "gjort, det hjalp")
    assert finished.cells[0].text == "Fastlege, innen 1. januar 2026"
    assert not finished.flagged
    assert late.flagged and late.cells[1].text == "ikke gjort ennå"


def test_an_action_for_a_confidential_need_is_confidential_as_the_need_is(desk: Desk) -> None:
    need = {"id": "trygghet", "when": "utrygg", "title": text("Situasjonen hjemme")}
    publish(desk.database, "2.0", yes_no("utrygg", confidential=True), needs=[need])
    talk = held_with(desk, {"utrygg": Answer(value=True)})
    talk.planning.agree(NeedRef(1, "esas_r", "trygghet").path, "Ringe krisesenteret", "")
    talk.planning.agree(talk.planning.add_need("Ensom"), "Ringe frivilligsentralen", "")
    assert desk.saver.flush(10)
    comparison = comparison_of(desk, talk)
    assert row_of(comparison, "0/trygghet").confidential
    told = in_format(document(Export(comparison, Narrowing(), "nb", for_others=True)), ".txt").decode()
    assert "frivilligsentralen" in told
    assert "krisesenteret" not in told and "hjemme" not in told


def test_what_was_done_about_an_urgent_answer_stands_with_it(desk: Desk) -> None:
    alarm = scale("smerte", urgent={"when": "smerte > 7", "text": text("Ring")})
    entry = integer("sorg", urgent={"when": "sorg > 7", "text": text("Ring")})
    publish(desk.database, "2.0", alarm, rows("barn", words("navn"), entry))
    given = {"smerte": Answer(value=9), "barn": Answer(value=(1,)), "barn/1/sorg": Answer(value=8, note="sover ikke")}
    talk = held_with(desk, given)
    handled = Handled(answer=Answer(value=9), done="Ringt vakthavende", by="Kari Lunde")
    talk.planning.handle(urgent_path(1, "esas_r", "smerte"), handled)
    assert desk.saver.flush(10)
    comparison = comparison_of(desk, talk)
    assert row_of(comparison, "smerte").cells[0].told == "Gjort: Ringt vakthavende (Kari Lunde)"
    sorrow = row_of(comparison, f"{talk.pathway.id}/barn/1/sorg").cells[0]
    assert (sorrow.note, sorrow.told) == ("sover ikke", "Det er ikke notert hva som ble gjort.")
    others = in_format(document(Export(comparison, Narrowing(), "nb", for_others=True)), ".txt").decode()
    assert "vakthavende" not in others and "sover" not in others


def test_a_conversation_that_may_still_change_says_so(desk: Desk) -> None:
    assert [column.state for column in comparison_of(desk, two_versions(desk)).columns] == [SigningState.DRAFT] * 2


def test_a_pathway_file_that_is_gone_stops_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = two_versions(desk)

    def gone(identifier: str) -> None:
        raise KeyError(identifier)

    monkeypatch.setattr(desk.library, "pathway", gone)
    monkeypatch.setattr(desk.library, "questionnaire", gone)
    assert row_of(comparison_of(desk, talk), "smerte").cells[1].text == "7"


def test_a_clock_that_was_wrong_does_not_change_the_order(desk: Desk) -> None:
    publish(desk.database, "2.0", PAIN)
    first = held_with(desk, {"smerte": Answer(value=2)})
    with desk.database.read() as view:
        point = next(point for point in view.contact_points(first.pathway.id) if point.number == 2)
    early = DETAILS.model_copy(update={"held_on": date(2025, 1, 1)})
    held_with(desk, {"smerte": Answer(value=8)}, desk.conduct.open(desk.conduct.start(point.id, early).id))
    comparison = comparison_of(desk, first)
    assert [column.point.number for column in comparison.columns] == [1, 2]
    assert row_of(comparison, "smerte").cells[1].by == "+6"
    assert comparison.columns[1].since == (0, 0)
    assert comparison.months(comparison.columns[1]) < 0
    months = [month for month, _words in curve_of(comparison, row_of(comparison, "smerte")).visits]
    assert months == sorted(months)


def test_a_pathway_without_conversations_is_empty(desk: Desk) -> None:
    with desk.database.write() as unit:
        patient = unit.add_patient(name="Ola Nordmann", birth_date=None)
        unit.add_pathway(patient.id, "pakkeforlop_hjem", date(2026, 1, 1), "C50.9", relapse=False)
        unit.commit()
    comparison = desk.compare.comparison(patient.id, [], TODAY)
    assert (comparison.columns, comparison.rows) == ((), ())


def test_another_pathway_of_the_patient_can_stand_beside(desk: Desk) -> None:
    talk = two_versions(desk)
    with desk.database.write() as unit:
        relapse = unit.add_pathway(talk.patient.id, "pakkeforlop_hjem", date(2026, 10, 1), "C50.9", relapse=True)
        points = unit.add_contact_points(relapse.id, [(1, date(2026, 10, 1), date(2026, 12, 1))])
        unit.commit()
    later = desk.conduct.open(desk.conduct.start(points[0].id, DETAILS).id)
    held_with(desk, {"smerte": Answer(value=1)}, later)
    alone = desk.compare.comparison(talk.patient.id, [], TODAY)
    assert [column.pathway.relapse for column in alone.columns] == [True]
    both = desk.compare.comparison(talk.patient.id, [talk.pathway.id, relapse.id], TODAY)
    assert [column.label for column in both.columns] == ["A1", "A2", "B1"]
    assert pathways_text(both, "nb") == "A C50.9 01.11.2025 + B C50.9 01.10.2026 tilbakefall"
    assert [column.label for column in alone.columns] == ["1"]
    assert [cell.text for cell in row_of(both, "smerte").cells] == ["4", "7", "1"]
    assert both.others == ()


def test_the_reading_is_logged_and_not_for_those_who_keep_the_forms(desk: Desk) -> None:
    talk = two_versions(desk)
    comparison_of(desk, talk)
    logged = raw.found(desk.database, "SELECT staff_id, patient_id FROM access WHERE what = 'comparison'")
    assert logged == [{"staff_id": desk.user.id, "patient_id": talk.patient.id}]
    desk.user = desk.user.model_copy(update={"role": Role.ADMIN})
    with pytest.raises(NotAllowed):
        comparison_of(desk, talk)


# What is handed out


def export_of(desk: Desk, **keys: object) -> Export:
    comparison = comparison_of(desk, two_versions(desk))
    return Export(**{"comparison": comparison, "narrowing": Narrowing(), "language": "nb", "for_others": False, **keys})  # type: ignore[arg-type]


def test_staff_get_all_with_what_is_confidential_marked(desk: Desk) -> None:
    told = in_format(document(export_of(desk)), ".txt").decode()
    assert "◆ hun_alene" in told
    assert "«verst om natta»" in told
    assert "▲ +3 verre" in told
    assert "[utgått]" in told
    assert "utkast, ikke signert" in told


@pytest.mark.parametrize("suffix", [".txt", ".html", ".pdf"])
def test_others_get_neither_what_is_confidential_nor_notes_and_are_told_so(desk: Desk, suffix: str) -> None:
    content = in_format(document(export_of(desk, for_others=True)), suffix)
    told = pdf_text(content) if suffix == ".pdf" else content.decode()
    told = packed(told)
    assert packed("Hvor vondt har du?") in told
    assert "HYPERLINK" not in told and "hun_alene" not in told
    assert packed("verst om natta") not in told and "datteren" not in told
    assert packed("Utelatt: det som er fortrolig (1 rader)") in told


def test_only_what_is_shown_is_handed_out(desk: Desk) -> None:
    told = in_format(document(export_of(desk, narrowing=Narrowing(Changes.MOVED))), ".txt").decode()
    assert "bare bedre eller verre" in told
    assert "Hvor vondt" in told and "gammel" not in told


def test_the_spreadsheet_opens_in_norwegian_and_runs_no_formula(desk: Desk) -> None:
    content = csv_file(spreadsheet(export_of(desk)))
    assert content.startswith(b"\xef\xbb\xbf")
    head, *lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert all(len(line) == len(head) for line in lines)
    by_question = {line[2]: line for line in lines}
    assert by_question["hun_alene"][7] == "'=HYPERLINK(1)"
    assert by_question["Hvor vondt har du?"][13:15] == ["7", "verre +3"]
    assert by_question["Hvor vondt har du?"][-1] == "2.1"
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t") for line in lines for cell in line)


def test_many_contact_points_lie_on_their_side(desk: Desk) -> None:
    comparison = comparison_of(desk, two_versions(desk))
    doubled = tuple(replace(row, cells=row.cells * 2) for row in comparison.rows)
    four = replace(comparison, columns=comparison.columns * 2, rows=doubled)
    for shown, landscape in ((comparison, False), (four, True)):
        page = PdfReader(io.BytesIO(in_format(document(Export(shown, Narrowing(), "nb", False)), ".pdf"))).pages[0]
        assert (page.mediabox.width > page.mediabox.height) is landscape
    assert "A4 landscape" in in_format(document(Export(four, Narrowing(), "nb", False)), ".html").decode()


def test_other_programs_get_zeros_and_differences_as_data(desk: Desk) -> None:
    data = json.loads(as_json(export_of(desk)))
    pain = next(row for row in data["rows"] if row["id"] == "smerte")
    assert pain["answers"][1]["compared_with"] == 0
    assert pain["answers"][1]["trend"] == "worse"
    assert pain["answers"][0]["number"] == 4
