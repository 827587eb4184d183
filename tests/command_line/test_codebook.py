"""`kartlegging codebook`: where it goes, and what it refuses."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kartlegging_tui.cli import main

LOADED = """
import sys
from kartlegging_tui.cli import main
main(["codebook", "ecog"])
print([name for name in ("textual", "sqlmodel", "sqlalchemy", "typst") if name in sys.modules], file=sys.stderr)
"""


def test_it_goes_to_the_screen_as_markdown(capsys):
    assert main(["codebook", "ecog"]) == 0
    assert capsys.readouterr().out.startswith("# ")


@pytest.mark.parametrize(
    ("name", "begins"), [("k.pdf", b"%PDF"), ("k.html", b"<!doctype"), ("k.md", b"# "), ("k", b"# ")]
)
def test_the_name_of_the_file_says_how_it_is_written(name, begins, tmp_path):
    assert main(["codebook", "ecog", "--output", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_file_that_is_there_is_kept_until_force_is_said(tmp_path, capsys):
    file = tmp_path / "k.md"
    file.write_text("mitt")
    assert main(["codebook", "ecog", "--output", str(file)]) == 2
    assert "--force" in capsys.readouterr().err
    assert file.read_text() == "mitt"
    assert main(["codebook", "ecog", "--output", str(file), "--force"]) == 0
    assert file.read_text("utf-8").startswith("# ")


def test_what_cannot_be_written_is_said_in_a_line(tmp_path, capsys):
    assert main(["codebook", "ecog", "--output", str(tmp_path / "no" / "k.md")]) == 2
    assert main(["codebook", "ecog", "--format", "pdf"]) == 2
    assert main(["codebook", "finnes_ikke"]) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 4  # the last tells also which forms there are


def test_a_form_with_errors_is_told_about_and_has_no_codebook(tmp_path, capsys):
    file = tmp_path / "gal.yaml"
    file.write_text("id: gal\n")
    assert main(["codebook", str(file)]) == 1
    assert "missing-key" in capsys.readouterr().out


def test_neither_screens_nor_records_are_loaded():
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, encoding="utf-8", check=True)
    assert run.stderr.strip().endswith("[]")
