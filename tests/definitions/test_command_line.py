"""`kartlegging check` and `kartlegging schema`, as another program sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.definitions.good_files import FORM

PROGRAM = "import sys; from kartlegging_tui.cli import main; sys.exit(main())"
LOADED = """
import sys
from kartlegging_tui.cli import main
try:
    main()
except SystemExit:
    pass
print(sorted({"textual", "rich", "sqlmodel", "sqlalchemy", "alembic", "pydantic"} & set(sys.modules)), file=sys.stderr)
"""


def run(*words: str, program: str = PROGRAM, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "KARTLEGGING_LANGUAGE": "en", **environment},
        check=False,
    )


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "god.yaml"
    path.write_text(FORM, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(FORM.replace("id: god", "id: bad").replace("when: plage", "when: plagg"), encoding="utf-8")
    return path


def test_a_file_without_findings_prints_nothing_and_succeeds(good):
    result = run("check", str(good))
    assert (result.returncode, result.stdout) == (0, "")
    assert result.stderr.strip()


def test_an_error_is_one_line_with_its_place_and_fails(bad):
    result = run("check", str(bad))
    lines = result.stdout.splitlines()
    assert result.returncode == 1
    assert [line.startswith(f"{bad}:70:11: error[unknown-name]: ") for line in lines] == [True]
    assert result.stderr.strip() == "1 error, 0 warnings."


def test_a_warning_is_printed_and_no_failure(good):
    other = good.rename(good.with_name("annet.yaml"))
    result = run("check", str(other))
    assert result.returncode == 0
    assert f"{other}:1:5: warning[file-name]: " in result.stdout


def test_all_files_are_checked_and_not_only_the_first_bad_one(good, bad, tmp_path):
    (tmp_path / "verre.yaml").write_text("id: [", encoding="utf-8")
    result = run("check", str(tmp_path))
    assert {line.partition(":")[0] for line in result.stdout.splitlines()} == {str(bad), str(tmp_path / "verre.yaml")}


def test_json_has_the_same_findings(bad):
    result = run("check", "--json", str(bad))
    assert result.returncode == 1
    (finding,) = json.loads(result.stdout)
    assert (finding["path"], finding["line"], finding["column"]) == (str(bad), 70, 11)
    assert (finding["severity"], finding["code"]) == ("error", "unknown-name")
    assert finding["line_text"] == "    when: plagg >= 4"


def test_json_of_a_good_file_is_an_empty_list(good):
    assert json.loads(run("check", "--json", str(good)).stdout) == []


@pytest.mark.parametrize("words", [["check", "absent.yaml"], ["check", "--wrong"], ["chekc"], ["--language", "xx"]])
def test_wrong_use_is_told_from_findings(words):
    result = run(*words)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


def test_without_a_path_the_shipped_forms_are_checked():
    assert run("check").returncode == 0


def test_nothing_in_a_file_or_its_name_reaches_the_terminal_as_a_command(tmp_path):
    path = tmp_path / "a\x1b]0;x\x07\nb.yaml"
    path.write_text(FORM.replace("status: active", 'status: "\x1b]0;x\x07\\e[31m\\n\u202e"'), encoding="utf-8")
    for words in (["check", str(path)], ["check", "--json", str(path)], ["check", str(path) + "\x1b"]):
        result = run(*words)
        assert not set("\x1b\x07\u202e\x9b") & set(result.stdout + result.stderr)
    assert all(line.count("]: ") == 1 for line in run("check", str(path)).stdout.splitlines())


def test_a_terminal_that_lacks_letters_stops_nothing(tmp_path):
    path = tmp_path / "blå.yaml"
    path.write_text("id: blå\n", encoding="utf-8")
    result = run("check", str(path), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert result.returncode == 1
    assert r"bl\xe5" in result.stdout
    assert "Traceback" not in result.stderr


def test_nobody_reading_on_is_no_error(tmp_path):
    (tmp_path / "god.yaml").write_text("\n".join(f"k{number}: 1" for number in range(2000)), encoding="utf-8")
    command = f'"{sys.executable}" -c "{PROGRAM}" check "{tmp_path}" | head -n 1'
    result = subprocess.run(command, shell=True, capture_output=True, encoding="utf-8", check=False)
    assert len(result.stdout.splitlines()) == 1
    assert "Traceback" not in result.stderr and "BrokenPipe" not in result.stderr


@pytest.mark.parametrize("words", [["schema"], ["schema", "--pathway"], ["schema", "--services"]])
def test_schema_prints_json(words):
    result = run(*words)
    assert result.returncode == 0
    assert json.loads(result.stdout)["$schema"].startswith("http://json-schema.org/")


@pytest.mark.parametrize("words", [["--help"], ["check", "--help"], ["--version"]])
def test_help_succeeds_and_loads_none_of_the_large_libraries(words):
    result = run(*words, program=LOADED)
    assert result.stdout.strip()
    assert result.stderr.strip() == "[]"


def test_check_loads_neither_the_screens_nor_the_database(good):
    assert run("check", str(good), program=LOADED).stderr.splitlines()[-1] == "['pydantic']"
