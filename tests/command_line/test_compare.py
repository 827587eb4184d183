"""`kartlegging compare`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.services.desk import Desk
from tests.services.test_compare import two_versions

Told = pytest.CaptureFixture[str]


def database(desk: Desk) -> str:
    """Where it is, let go by the desk."""
    where = str(desk.database.where)
    assert desk.close()
    return where


def test_it_is_told_on_the_screen_as_text_or_as_data(desk: Desk, capsys: Told) -> None:
    patient, where = str(two_versions(desk).patient.id), database(desk)
    assert main(["--language", "nb", "compare", patient, "--database", where]) == 0
    assert "▲ +3 verre" in capsys.readouterr().out
    assert main(["compare", patient, "--format", "json", "--changed", "--for-others", "--database", where]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert "smerte" in [row["id"] for row in rows] and "hun_alene" not in [row["id"] for row in rows]


@pytest.mark.parametrize(("suffix", "start"), [("pdf", b"%PDF"), ("html", b"<!doctype"), ("csv", b"\xef\xbb\xbf")])
def test_it_is_written_to_a_file_that_is_never_overwritten(
    desk: Desk, tmp_path: Path, capsys: Told, suffix: str, start: bytes
) -> None:
    patient, where = str(two_versions(desk).patient.id), database(desk)
    words = ["compare", patient, "--format", suffix, "--output", str(tmp_path / "ut"), "--database", where]
    assert main(words) == 0
    assert (tmp_path / "ut").read_bytes().startswith(start)
    assert main(words) == 2
    assert "ut" in capsys.readouterr().err


def test_what_is_not_there_is_told_and_not_a_crash(desk: Desk, capsys: Told) -> None:
    patient, where = str(two_versions(desk).patient.id), database(desk)
    assert main(["compare", "99999", "--database", where]) == 2
    assert main(["compare", patient, "--pathway", "7", "--database", where]) == 2
    assert "7" in capsys.readouterr().err
    assert main(["compare", patient, "--format", "pdf", "--database", where]) == 2


def test_its_help_loads_neither_screens_nor_records() -> None:
    code = (
        "import sys; from kartlegging_tui.cli import main\n"
        "try: main(['compare', '--help'])\nexcept SystemExit: pass\n"
        "sys.exit(bool({'textual', 'sqlmodel', 'numpy'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
