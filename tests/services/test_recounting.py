"""What lists and searches are made of is compared with the record it follows from, and made anew where it differs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kartlegging_tui import language
from kartlegging_tui.domain.answers import Answer
from kartlegging_tui.domain.people import Role
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.desks import open_demo
from kartlegging_tui.services.indexing import bring_up_to_date
from kartlegging_tui.services.recounting import rebuild, recount, recount_words
from tests.services.test_conversation import talk_of
from tests.services.test_verifying import one, tamper

TABLES = ("worklist", "said", "need", "action", "handover", "passage", "follow_up", "urgent")


@pytest.fixture
def own(demo_file: Path, tmp_path: Path) -> Iterator[Desk]:
    """All brought up to date."""
    file = tmp_path / "demo.sqlite3"
    shutil.copy(demo_file, file)
    opened = open_demo(24, 1, Role.NURSE, file)
    bring_up_to_date(opened.database)
    yield opened
    opened.close()


@pytest.mark.both
def test_what_was_kept_up_to_date_follows_from_the_record(desk: Desk) -> None:
    talk = talk_of(desk)
    talk.fillings["esas_r"].answer("kvalme", Answer(value=9, note="om natta"))
    desk.saver.flush(10)
    marked = recount(desk.database)
    assert (marked.marked, marked.first) == (1, [])
    bring_up_to_date(desk.database)
    found = recount(desk.database)
    assert (found.marked, found.first) == (0, [])
    assert found.pathways == marked.pathways + 1


@pytest.mark.parametrize("table", TABLES)
def test_a_row_too_few_is_told_with_its_patient_and_made_anew(own: Desk, table: str) -> None:
    pathway, patient = (
        one(own, f"SELECT pathway.id, patient_id FROM pathway WHERE id IN (SELECT pathway_id FROM {table}) LIMIT 1")
        if table != "worklist"
        else one(own, "SELECT pathway_id, patient_id FROM worklist LIMIT 1")
    )
    tamper(own, f"DELETE FROM {table} WHERE pathway_id = {pathway}")
    (differs,) = recount(own.database).first
    assert (differs.pathway_id, differs.patient_id, differs.tables) == (pathway, patient, (table,))
    language.use("en")
    assert any(f"patient {patient}:" in line for line in recount_words(recount(own.database)))
    assert rebuild(own.database).differing == 1
    assert recount(own.database).sound


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("worklist", "ends = '2031-01-01'"),
        ("worklist", "municipality = '9999'"),
        ("worklist", "urgent = urgent + 1"),
        ("said", "amount = amount + 1"),
        ("need", "left_open = 1 - left_open"),
        ("action", "due = '2031-01-01'"),
        ("follow_up", "day = '2031-01-01'"),
    ],
)
def test_a_row_that_says_something_else_is_told_and_made_anew(own: Desk, table: str, change: str) -> None:
    where = "amount IS NOT NULL" if table == "said" else "1"
    (pathway,) = one(own, f"SELECT pathway_id FROM {table} WHERE {where} LIMIT 1")
    tamper(own, f"UPDATE {table} SET {change} WHERE pathway_id = {pathway} AND {where}")
    (differs,) = recount(own.database).first
    assert (differs.pathway_id, differs.tables) == (pathway, (table,))
    assert rebuild(own.database).differing == 1
    assert recount(own.database).sound


def test_a_patient_who_is_not_found_by_their_name_is_told_and_is_found_again(own: Desk) -> None:
    tamper(own, "DELETE FROM name_word WHERE patient_id = 5", "INSERT INTO name_word VALUES ('zorro', 7)")
    assert [each.patient_id for each in recount(own.database).first] == [5, 7]
    rebuild(own.database)
    assert recount(own.database).sound


def test_the_index_of_words_is_made_anew(own: Desk) -> None:
    (text,) = one(own, "SELECT text FROM passage WHERE text LIKE '% %' LIMIT 1")
    tamper(own, "INSERT INTO passage_words (passage_words) VALUES ('delete-all')", "UPDATE setting SET value = value")
    word = max(str(text).split(), key=len)
    with own.database.read() as view:
        assert view.find_words(word, 10, 0)[1] == 0
    rebuild(own.database)
    with own.database.read() as view:
        assert view.find_words(word, 10, 0)[1] > 0


def test_what_cannot_be_read_is_told_and_does_not_stop_the_others(own: Desk) -> None:
    tamper(own, "UPDATE answer_event SET answer = 'x' WHERE assessment_id = 1")
    tamper(own, "UPDATE worklist SET urgent = 77 WHERE pathway_id = (SELECT max(pathway_id) FROM worklist)")
    found = recount(own.database)
    assert found.differing == 2
    assert found.first[0].tables == ("unreadable",)
    assert rebuild(own.database).differing == 2
    assert recount(own.database).differing == 1
