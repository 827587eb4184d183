"""`kartlegging report`: every format, whoever asks, and over no data."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from kartlegging_tui.cli import main
from kartlegging_tui.domain.figures import Figure
from kartlegging_tui.records.database import Database
from kartlegging_tui.services import desks
from tests.conftest import TODAY


@pytest.fixture(autouse=True)
def there(demo_place: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo is that of the other tests, and today is its day."""
    monkeypatch.setattr(desks, "demo_file", lambda *_which: demo_place)
    monkeypatch.setenv("KARTLEGGING_LANGUAGE", "nb")


YEAR = str(TODAY.year)


def test_it_is_written_as_markdown_where_nothing_else_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--demo", "--year", YEAR]) == 0
    written = capsys.readouterr().out
    assert written.startswith("# ") and YEAR in written.splitlines()[0]
    rows = [line for line in written.splitlines() if line.startswith("|")]
    assert len(rows) > 40 and "\\<5" in written


@pytest.mark.parametrize("form", ["md", "html", "pdf", "csv", "json"])
def test_every_format_is_written_to_a_file_that_its_owner_alone_can_read(form: str, tmp_path: Path) -> None:
    file = tmp_path / f"rapport.{form}"
    assert main(["report", "--demo", "--year", YEAR, "--output", str(file)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert main(["report", "--demo", "--year", YEAR, "--output", str(file)]) == 2  # never over another
    if form == "pdf":
        pages = [page.extract_text() for page in PdfReader(file).pages]
        assert "§ 10 a" in " ".join(pages) and "<5" in pages[0]


def test_csv_and_json_say_the_same_one_figure_a_line(tmp_path: Path) -> None:
    for form in ("csv", "json"):
        assert main(["report", "--demo", "--year", YEAR, "--output", str(tmp_path / f"r.{form}")]) == 0
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream, delimiter=";"))
    told = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert len(lines) == len(told["figures"]) and {line["figure"] for line in lines} == set(Figure)
    for line, figure in zip(lines, told["figures"], strict=True):
        number = "" if figure["number"] is None else str(figure["number"]).replace(".", ",")
        assert (line["number"], line["suppressed"]) == (number, figure["suppressed"] or "")
        assert not (figure["suppressed"] and figure["number"] is not None)
    assert any(figure["suppressed"] == "few" for figure in told["figures"])
    assert set(told["definitions"]) == set(Figure) and all(each["meaning"] for each in told["definitions"].values())


def test_no_small_number_is_in_any_format_unless_a_coordinator_asks(tmp_path: Path) -> None:
    def numbers(*options: str) -> set[float]:
        file = tmp_path / f"{len(options)}.json"
        assert main(["report", "--demo", "--year", YEAR, "--output", str(file), *options]) == 0
        found = json.loads(file.read_text("utf-8"))["figures"]
        return {each["number"] for each in found if each["number"] and each["figure"] != "median_days"}

    assert min(numbers()) >= 5
    assert min(numbers("--small-numbers", "--as", "coordinator")) < 5


@pytest.mark.parametrize("role", ["nurse", "admin"])
def test_small_numbers_are_refused_to_others(role: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--demo", "--small-numbers", "--as", role]) == 1
    told = capsys.readouterr()
    assert told.out == "" and told.err.strip()


def test_over_no_data_it_says_so_and_all_is_well(
    empty_place: Path | str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = str(empty_place)
    empty = Database.open(database)
    with empty.write() as unit:
        unit.set("demo", "no patients")  # so that nobody has to log in
        unit.commit()
    empty.close()
    for form in ("md", "html", "csv", "json"):
        assert main(["report", "--database", database, "--year", "2031", "--format", form]) == 0
        told = capsys.readouterr()
        assert told.out and "2031" in told.err
    assert main(["report", "--database", database, "--output", str(tmp_path / "nothing.pdf")]) == 0


@pytest.mark.parametrize("year", ["0", "99999", "i fjor", "-2026"])
def test_what_is_no_year_is_refused(year: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["report", "--demo", f"--year={year}"])
    assert stopped.value.code == 2


def test_a_pdf_is_not_written_to_the_screen() -> None:
    assert main(["report", "--demo", "--format", "pdf"]) == 2
