"""Filters under a name: kept in a file that stays the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kartlegging_tui.definitions.filters_file import (
    NotKept,
    filters_path,
    read_filters,
    remove_filter,
    save_records_filter,
    save_worklist_filter,
)
from kartlegging_tui.domain.diagnosis_groups import DiagnosisGroup
from kartlegging_tui.domain.filters import Filter, Whose
from kartlegging_tui.domain.worklist import Due

MINE = Filter(frozenset({Due.OVERDUE, Due.OPEN}), responsible=frozenset({Whose.ME, Whose.NOBODY, 12}), late=True)
BREAST = Filter(
    municipalities=frozenset({"0301", "1804"}),
    units=frozenset({"Kreftteamet «nord»: A"}),
    diagnoses=frozenset({DiagnosisGroup.BREAST}),
    children=True,
    urgent=True,
)

WRITTEN = """\
# mine filtre
worklist:
  # til mandagsmøtet
  Bryst: {diagnosis: [breast]}   # bare bryst

  "Forfalte":
    status:
      - overdue     # ikke åpne
    responsible: [me]
records:
  # vondt
  Smerte: >-
    smerte >= 7
    and not any(tiltak)
  Uro: "uro > 3"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "filters.yaml"


def test_what_is_saved_is_read_again(file: Path) -> None:
    assert read_filters(file).worklist == {} and read_filters(file).findings == ()
    save_worklist_filter(file, "Mine", MINE)
    save_records_filter(file, "Mye smerte", 'smerte >= 7 and not "rygg" in sted')
    save_worklist_filter(file, "Bryst: nord # 1", BREAST)
    save_worklist_filter(file, "Alle", Filter())
    saved = read_filters(file)
    assert list(saved.worklist.items()) == [("Mine", MINE), ("Bryst: nord # 1", BREAST), ("Alle", Filter())]
    assert saved.records == {"Mye smerte": 'smerte >= 7 and not "rygg" in sted'} and saved.findings == ()
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_what_the_user_has_written_stays_as_it_was(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(WRITTEN, "utf-8")
    assert read_filters(file).worklist["Forfalte"] == Filter(
        frozenset({Due.OVERDUE}), responsible=frozenset({Whose.ME})
    )
    save_worklist_filter(file, "Ny", Filter(late=True))
    save_records_filter(file, "Smerte", "smerte > 8")
    wanted = WRITTEN.replace("responsible: [me]\n", 'responsible: [me]\n  "Ny":\n    late: true\n')
    wanted = wanted.replace("  Smerte: >-\n    smerte >= 7\n    and not any(tiltak)\n", '  "Smerte": "smerte > 8"\n')
    assert file.read_text("utf-8") == wanted
    save_worklist_filter(file, "Forfalte", Filter(children=True))
    assert "# til mandagsmøtet" in file.read_text("utf-8") and read_filters(file).worklist["Forfalte"].children


def test_one_is_taken_out_and_the_others_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(WRITTEN, "utf-8")
    for section, name in (("worklist", "Bryst"), ("worklist", "Ingen"), ("records", "Smerte"), ("records", "Uro")):
        remove_filter(file, section, name)
    saved = read_filters(file)
    assert (list(saved.worklist), saved.records, saved.findings) == (["Forfalte"], {}, ())
    save_records_filter(file, "Uro", "uro > 1")
    assert read_filters(file).records == {"Uro": "uro > 1"} and "# mine filtre" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("worklist:\n  A: {status: [overdue]\n", 2),
        ("worklist:\n  A:\n    statuss: [overdue]\n", 3),
        ("worklist:\n  A:\n    status: [forfalt]\n", 3),
        ("worklist:\n  A:\n    late: ja\n", 3),
        ("arbeidsliste:\n  A:\n    late: true\n", 1),
        ("worklist:\n  A: {late: true}\n  A: {late: true}\n", 3),
        ("- A\n", 1),
    ],
)
def test_a_broken_file_is_told_with_its_line_and_not_written_to(file: Path, text: str, line: int) -> None:
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    assert line in [finding.line for finding in read_filters(file).findings]
    with pytest.raises(NotKept) as refused:
        save_worklist_filter(file, "B", MINE)
    assert refused.value.findings and file.read_text("utf-8") == text


def test_what_is_right_beside_a_mistake_is_read(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("worklist:\n  A: {late: true}\n  B: {latee: true}\nrecords:\n  C: uro > 1\n", "utf-8")
    saved = read_filters(file)
    assert saved.worklist["A"] == Filter(late=True) and saved.records == {"C": "uro > 1"} and saved.findings


def test_a_file_between_braces_is_not_spoiled(file: Path) -> None:
    file.parent.mkdir()
    text = '{"worklist": {"A": {"late": true}}}\n'
    file.write_text(text, "utf-8")
    with pytest.raises(NotKept):
        save_worklist_filter(file, "B", MINE)
    assert file.read_text("utf-8") == text


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("", "utf-8")
    with pytest.raises(NotKept) as refused:
        save_records_filter(tmp_path / "occupied" / "filters.yaml", "A", "uro > 1")
    assert refused.value.reason


def test_the_file_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KARTLEGGING_FILTERS", str(tmp_path / "mine.yaml"))
    assert filters_path() == tmp_path / "mine.yaml"
    monkeypatch.delenv("KARTLEGGING_FILTERS")
    assert filters_path().name == "filters.yaml"
