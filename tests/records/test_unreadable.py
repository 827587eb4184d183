"""A damaged file: what cannot be read any more is said to be so, with its place, and nothing of it is quoted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from kartlegging_tui.domain.people import User
from kartlegging_tui.records import as_values, connections
from kartlegging_tui.records.database import Database
from kartlegging_tui.records.errors import CannotOpen, Reason, Unreadable
from kartlegging_tui.records.reading import Reading

ANSWERED = "(SELECT min(assessment_id) FROM answer_event)"
AGREED = "(SELECT min(pathway_id) FROM pathway_event)"
SIGNED = "(SELECT min(id) FROM signing WHERE kind = 'signed')"
NO_TEXT = "CAST(x'ff4b617269' AS TEXT)"
NONSENSE = "substr(content, 1, 9)"


def first(view: Reading, sql: str) -> int:
    return int(view._connection.exec_driver_sql(f"SELECT {sql}").scalar_one())


def answers(view: Reading) -> object:
    return view.answers([first(view, ANSWERED)])


def events(view: Reading) -> object:
    return view.events(first(view, ANSWERED))


def agreed(view: Reading) -> object:
    return view.pathway_events(first(view, AGREED))


def forms(view: Reading) -> object:
    return view.published_forms()


def patient(view: Reading) -> object:
    return view.patient(1)


def conversation(view: Reading) -> object:
    return view.conversation_with(1)


def contact_point(view: Reading) -> object:
    return view.contact_point(1)


def signed(view: Reading) -> object:
    return view.signed_document(first(view, f"conversation_id FROM signing WHERE id = {SIGNED}"), 1)


DAMAGE: list[tuple[str, str, Callable[[Reading], object], str]] = [
    ("answer_event", f"answer = substr(answer, 2) WHERE assessment_id = {ANSWERED}", events, "answer_event "),
    ("answer_event", f"""answer = '{{"valuf":true}}' WHERE assessment_id = {ANSWERED}""", events, "answer_event "),
    ("answer_event", f"answer = substr(answer, 2) WHERE assessment_id = {ANSWERED}", answers, "answer_event "),
    ("answer_event", f"path = 'barn/x/navn' || number WHERE assessment_id = {ANSWERED}", answers, "answer_event "),
    ("answer_event", f"answer = {NO_TEXT} WHERE assessment_id = {ANSWERED}", events, "a text in the column content"),
    ("answer_event", f"at = 1 << 62 WHERE assessment_id = {ANSWERED}", events, "a moment"),
    ("pathway_event", f"content = {NONSENSE} WHERE pathway_id = {AGREED}", agreed, "pathway_event "),
    ("questionnaire_version", f"content = {NONSENSE}", forms, "questionnaire_version "),
    ("patient", f"name = {NO_TEXT} WHERE id = 1", patient, "a text in the column name"),
    ("patient", "birth_date = '1950-x2-11' WHERE id = 1", patient, "a day"),
    ("contact_point", "status = 'plannee' WHERE id = 1", contact_point, "a word for ContactPointStatus"),
    ("conversation", "place = 'hjemme' WHERE id = 1", conversation, "a word for Place"),
    ("signing", f"document = substr(document, 2) WHERE id = {SIGNED}", signed, "signing of conversation "),
]


@pytest.mark.parametrize(("table", "change", "read", "place"), DAMAGE, ids=[f"{each[0]} {each[1]}" for each in DAMAGE])
def test_what_a_damaged_file_holds_is_said_to_be_unreadable_with_its_place(
    demo_file: Path, tmp_path: Path, table: str, change: str, read: Callable[[Reading], object], place: str
) -> None:
    where = tmp_path / "records.sqlite3"
    shutil.copy(demo_file, where)
    damage(where, table, change)
    database = Database.open(where)
    with pytest.raises(Unreadable) as raised, database.read() as view:
        read(view)
    database.close()
    assert raised.value.place.startswith(place)
    assert raised.value.reason is Reason.CORRUPT
    assert raised.value.__cause__ is None and raised.value.__suppress_context__
    assert "Kari" not in str(raised.value) and "valuf" not in str(raised.value)


def test_a_value_of_another_kind_than_its_column_is_unreadable_and_the_row_is_named(demo_file: Path) -> None:
    database = Database.open(demo_file)
    with pytest.raises(Unreadable, match="staff 7 cannot be read"), database.read() as view:
        row = view._connection.exec_driver_sql("SELECT 7 AS id, NULL AS name, 'nurse' AS role").one()
        as_values.value(User, row, "staff")
    database.close()


def test_a_file_of_whose_schema_letters_are_lost_is_not_opened_and_told_apart_from_a_mistake_of_ours(
    demo_file: Path, tmp_path: Path
) -> None:
    where = tmp_path / "records.sqlite3"
    content = demo_file.read_bytes()
    assert content.count(b"CREATE TABLE patient ")
    where.write_bytes(content.replace(b"CREATE TABLE patient ", b"CREATE\xffTABLE patient "))
    with pytest.raises(CannotOpen, match="malformed database schema"):
        Database.open(where)


def damage(where: Path, table: str, change: str) -> None:
    """Changes rows past the triggers and the constraints, as a bad disk does."""
    with closing(connections.connect(where)) as raw:
        for (trigger,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        assert raw.execute(f"UPDATE {table} SET {change}").rowcount > 0
