"""Tables for a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from kartlegging_tui.interchange.spreadsheet import csv_file


def read_back(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+47 22 22 22 22", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "-", "=HYPERLINK(\"x\";\"y\")"],
)  # fmt: skip
def test_no_cell_is_run_as_a_formula(cell: str) -> None:
    assert read_back(csv_file([[cell, "b"]])) == [[f"'{cell}", "b"]]


@pytest.mark.parametrize("cell", ["", "7", "-3", "-0,5", "Smerte; verst om natta", 'han sa "nei"', "to\nlinjer", "æøå"])
def test_what_is_no_formula_stands_as_it_was_written(cell: str) -> None:
    assert read_back(csv_file([[cell, "b"]])) == [[cell, "b"]]


def test_it_begins_with_the_mark_by_which_a_spreadsheet_knows_the_letters() -> None:
    assert csv_file([["a", "b"]]) == b"\xef\xbb\xbfa;b\r\n"
