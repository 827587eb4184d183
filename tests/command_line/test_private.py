"""What the program leaves behind is its user's alone; what authors share stays shared."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kartlegging_tui.definitions.text_file import put_in_place

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")


def run(code: str, *words: str, folder: Path) -> str:
    given = {**os.environ, "PYTHONPATH": str(ROOT), "KARTLEGGING_CONFIG": os.devnull}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, capture_output=True, text=True, env=given, umask=0o022
    )
    return done.stdout + done.stderr


def test_files_are_private_and_a_crash_leaves_no_memory_behind(tmp_path: Path) -> None:
    code = (
        "import os, resource; from kartlegging_tui.cli import main; main(['find', '--database', 'nowhere/a.db', 'x'])\n"
        "print('\\n', oct(os.umask(0)), resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert " 0o77 (0, 0)" in run(code, folder=tmp_path).splitlines()


def test_a_new_form_is_read_as_authors_want_it(tmp_path: Path) -> None:
    code = "import sys; from kartlegging_tui.cli import main; sys.exit(main(sys.argv[1:]))"
    assert "smerter.yaml" in run(code, "new", "smerter", folder=tmp_path)
    assert (tmp_path / "smerter.yaml").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(("folder", "file"), [(0o755, 0o644), (0o775, 0o664), (0o700, 0o600)])
def test_a_form_made_beside_the_records_is_shared_as_its_folder_is(tmp_path: Path, folder: int, file: int) -> None:
    tmp_path.chmod(folder)
    before = os.umask(0o077)
    try:
        put_in_place(tmp_path / "smerter.yaml", b"form: smerter")
    finally:
        os.umask(before)
    assert (tmp_path / "smerter.yaml").stat().st_mode & 0o777 == file
