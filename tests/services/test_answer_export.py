"""All answers as a table: what stands in it, who is told, and that a part is read at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.domain.access import Purpose, Wanted
from kartlegging_tui.domain.answer_table import COLUMNS, Part
from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.export import Export
from kartlegging_tui.interchange import answer_files
from kartlegging_tui.interchange.answer_files import csv_parts, parquet_file
from kartlegging_tui.records import answer_rows
from kartlegging_tui.services.desk import Desk
from kartlegging_tui.services.talk import Talk
from tests.services.test_conversation import talk_of

pytestmark = pytest.mark.both

Line = dict[str, str]


def answered(desk: Desk) -> Talk:
    """A talk in which answers were changed, taken back, noted beside, and refused."""
    talk = talk_of(desk)
    pain = talk.fillings["esas_r"]
    pain.answer("smerte", Answer(value=2))
    pain.answer("smerte", Answer(value=3, note='=verst; "om natta"\nog tidlig'))
    pain.answer("kvalme", Answer(missing=Missing.DECLINED))
    pain.answer("matlyst", Answer(value=1))
    pain.answer("matlyst", Answer())
    pain.answer("tung_pust", Answer(note="Spør igjen."))
    pain.answer("slapphet", Answer(parked=True))
    desk.saver.flush(5)
    return talk


def lines(desk: Desk, talk: Talk | None = None) -> list[Line]:
    patients = [talk.patient.id] if talk else None
    with desk.conduct.exporting.answers(patients, Purpose.QUALITY) as parts:
        text = b"".join(csv_parts(parts)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def test_each_answer_that_stands_is_a_line_and_no_other(desk: Desk) -> None:
    talk = answered(desk)
    found = {line["question"]: line for line in lines(desk, talk) if line["conversation"] == str(talk.conversation.id)}
    said = {name: (line["value"], line["missing"], line["note"]) for name, line in found.items()}
    assert said == {
        "smerte": ("3", "", '\'=verst; "om natta"\nog tidlig'),
        "kvalme": ("", "declined", ""),
        "tung_pust": ("", "", "Spør igjen."),
    }
    assert (
        found["smerte"]
        | {
            "patient": str(talk.patient.id),
            "pathway": str(talk.pathway.id),
            "contact_point": str(talk.contact_point.number),
            "form": "esas_r",
            "status": "draft",
            "held_on": talk.conversation.held_on.isoformat(),
        }
        == found["smerte"]
    )
    assert found["smerte"]["answered_at"].endswith("Z")


def test_the_table_holds_every_answer_of_the_whole_export_and_nobody_by_name(desk: Desk) -> None:
    answered(desk)
    everybody = desk.conduct.exporting.everybody()
    whole: Export = desk.conduct.exporting.patients(everybody, desk.conduct._now())
    expected = {
        (each.patient.id, point.contact_point.number, form.form, event.path)
        for each in whole.patients
        for course in each.pathways
        for point in course.contact_points
        if point.talk
        for form in point.talk.forms
        for event in form.history
        if event.content != "{}"
    }
    found = lines(desk)
    told = {(int(line["patient"]), int(line["contact_point"]), line["form"], _path(line)) for line in found}
    assert told <= expected
    assert expected - told <= {key for key in expected if key[3] in ("matlyst", "slapphet")}
    names = {each.patient.name for each in whole.patients} | {each.patient.identifier for each in whole.patients}
    assert not names & {cell for line in found for cell in line.values()}


def _path(line: Line) -> str:
    group, _, column = line["question"].partition(".")
    return f"{group}/{line['row']}/{column}" if column else group


def test_columns_keep_their_names_and_their_order() -> None:
    assert [column.name for column in COLUMNS] == [
        *("patient", "born", "municipality", "pathway", "diagnosis", "diagnosed", "contact_point", "conversation"),
        *("held_on", "form", "version", "status", "question", "row", "value", "missing", "other", "note", "confirmed"),
        *("answered_by", "answered_at"),
    ]


def test_a_part_holds_some_forms_and_all_parts_together_are_the_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered(desk)
    at_once = lines(desk)
    monkeypatch.setattr(answer_rows, "_TALKS", answer_rows._TALKS.limit(7))
    with desk.conduct.exporting.answers(None, Purpose.QUALITY) as parts:
        kept = list(parts)
    assert len(kept) > 5 and max(len(part.talks) for part in kept) == 7
    assert lines(desk) == at_once


def test_each_patient_is_told_in_the_log_what_the_table_was_for_before_anything_is_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def reading(self: Any, patients: Any = None) -> Iterator[Part]:
        with desk.database.read() as view:
            seen.extend(view.access_log(Wanted(), 5))
        return iter(())

    monkeypatch.setattr("kartlegging_tui.records.reading_across.Across.answer_parts", reading)
    everybody = desk.conduct.exporting.everybody()
    with desk.conduct.exporting.answers(None, Purpose.QUALITY):
        pass
    with desk.conduct.exporting.answers([everybody[0]], Purpose.ADMINISTRATION):
        pass
    rows = {row.what: row for row in seen}
    assert rows["answers"].purpose is Purpose.QUALITY and rows["answers"].part["patients"] == sorted(everybody)
    assert rows["export"].purpose is Purpose.ADMINISTRATION and rows["export"].patient_id == everybody[0]
    with pytest.raises(ValueError), desk.conduct.exporting.answers(None, Purpose.TECHNICAL):
        pass


def test_parquet_says_the_same_as_csv(desk: Desk, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    answered(desk)
    file = tmp_path / "svar.parquet"
    with desk.conduct.exporting.answers(None, Purpose.QUALITY) as parts, file.open("wb") as stream:
        parquet_file(parts, stream)
    rows = parquet.read_table(file).to_pylist()
    table = lines(desk)
    assert len(rows) == len(table) > 1000
    for row, line in zip(rows, table, strict=True):
        at = row.pop("answered_at")
        assert at.strftime("%Y-%m-%dT%H:%M:%SZ") == line.pop("answered_at")
        assert isinstance(row["held_on"], date) and isinstance(row["confirmed"], bool)
        assert {name: answer_files.harmless(answer_files._text(cell)) for name, cell in row.items()} == line


@pytest.mark.sqlite
def test_without_the_library_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    words = ["export", "--demo", "--format", "parquet", "--purpose", "quality", "--output", str(tmp_path / "a")]
    assert main(["--language", "en", *words]) == 2
    assert "kartlegging-tui[parquet]" in capsys.readouterr().err


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "words", [[], ["--purpose", "care"], ["--purpose", "quality", "--to", "Fastlegen", "--patient", "1"]]
)
def test_a_table_asks_what_it_is_for_and_is_for_no_recipient(words: list[str]) -> None:
    try:
        assert main(["export", "--demo", "--format", "csv", *words]) == 2
    except SystemExit as stopped:
        assert stopped.code == 2


@pytest.mark.sqlite
def test_a_file_that_is_there_is_left_and_nothing_is_logged(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("mitt")
    assert main(["export", "--demo", "--format", "csv", "--purpose", "quality", "--output", str(file)]) == 2
    assert file.read_text() == "mitt"
