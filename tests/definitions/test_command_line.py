"""`kartlegging check` and `kartlegging schema`, as another program sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.definitions.codes import CODES
from tests.definitions.good_files import FORM, PATHWAY

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


def run(
    *words: str, program: str = PROGRAM, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [sys.executable, "-c", program, *words],
        input=stdin,
        capture_output=True,
        env={**os.environ, "KARTLEGGING_LANGUAGE": "en", **environment},
        check=False,
    )
    said, complained = (output.decode("utf-8") for output in (result.stdout, result.stderr))
    return subprocess.CompletedProcess(result.args, result.returncode, said, complained)


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


def test_an_error_begins_with_a_line_for_programs_and_shows_the_place_and_what_was_meant(bad):
    result = run("check", str(bad))
    first, *drawn = result.stdout.splitlines()
    assert result.returncode == 1
    assert first.startswith(f"{bad}:70:11: error[unknown-name]: ")
    assert drawn == [
        "   |",
        "70 |     when: plagg >= 4",
        "   |           ^^^^^",
        "   = help: did you mean `plage`? `--fix` writes it.",
        "",
    ]
    assert result.stderr.startswith("1 error, 0 warnings. 1 of them is mended by `--fix`.")


def test_short_is_that_line_alone(bad):
    result = run("check", "--short", str(bad))
    assert [line.startswith(f"{bad}:70:11: error[unknown-name]: ") for line in result.stdout.splitlines()] == [True]


def test_a_warning_is_printed_and_no_failure(good):
    other = good.rename(good.with_name("annet.yaml"))
    result = run("check", str(other))
    assert result.returncode == 0
    assert f"{other}:1:5: warning[file-name]: " in result.stdout


def test_all_files_are_checked_and_not_only_the_first_bad_one(good, bad, tmp_path):
    (tmp_path / "verre.yaml").write_text("id: [", encoding="utf-8")
    result = run("check", "--short", str(tmp_path))
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
    check = ["check", str(path)]
    for words in (check, [*check, "--json"], [*check, "--fix", "--dry-run"], [*check, "--fix"], [check[1] + "\x1b"]):
        result = run(*words)
        assert not set("\x1b\x07\u202e\x9b") & set(result.stdout + result.stderr)
    assert all(line.count("]: ") == 1 for line in run("check", "--short", str(path)).stdout.splitlines())


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


def test_fix_mends_the_file_and_says_what_was_mended(bad):
    result = run("check", "--fix", str(bad))
    assert (result.returncode, result.stdout) == (0, "")
    assert bad.read_text(encoding="utf-8") == FORM.replace("id: god", "id: bad")
    assert "70:11: unknown-name: `plagg` → `plage`" in result.stderr


def test_a_dry_run_shows_what_would_change_and_writes_nothing(bad):
    before = bad.read_bytes()
    result = run("check", "--fix", "--dry-run", str(bad))
    assert result.returncode == 1
    changed = [line for line in result.stdout.splitlines() if line[:2] in ("- ", "+ ")]
    assert changed == ["-    when: plagg >= 4", "+    when: plage >= 4"]
    assert bad.read_bytes() == before


def test_what_comes_in_is_checked_as_the_file_that_it_will_be(good, tmp_path):
    pathway = tmp_path / "pathways" / "forlop.yaml"
    text = PATHWAY.replace("form: mer\n        offer_if: god.smerte", "form: god\n        offer_if: age").encode()
    result = run("check", "--short", "-", "--stdin-name", str(pathway), stdin=text)
    assert f"{pathway}:18:15: error[duplicate-offer]: " in result.stdout
    assert run("check", "-", stdin=FORM.encode()).stdout == ""
    assert "error[encoding]" in run("check", "-", stdin=b"id: bl\xe5\n").stdout


def test_what_comes_in_goes_out_mended():
    result = run("check", "--fix", "-", stdin=FORM.replace("when: plage", "when: plagg").encode())
    assert (result.returncode, result.stdout) == (0, FORM)


@pytest.mark.parametrize(
    "words",
    [["check", "--dry-run"], ["check", "--stdin-name", "x"], ["check", "-", "x"], ["check", "--json", "--short"]],
)
def test_arguments_that_do_not_go_together_are_wrong_use(words):
    result = run(*words)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr


def test_a_code_is_explained_with_an_example(good):
    page = run("check", "--explain", "band-gap").stdout
    assert page.startswith("band-gap (warning): ")
    assert "^^^" in page and "66 |       - {from: 4, to: 7," in page


def test_all_codes_are_listed_and_a_misspelt_one_gets_the_right_one_suggested():
    listed = run("check", "--explain").stdout
    assert all(f"  {name} " in listed for name in CODES)
    result = run("check", "--explain", "bandgap")
    assert (result.returncode, result.stdout) == (2, "")
    assert "`band-gap`" in result.stderr


@pytest.mark.parametrize("name", CODES)
def test_every_code_can_be_explained(name, capsys):
    assert main(["--language", "nn", "check", "--explain", name]) == 0
    assert capsys.readouterr().out.startswith(name)


@pytest.mark.parametrize(
    "content", [b"id: bl\xe5\n", b"# " + b"x" * 1_000_100 + b"\n", b""], ids=["latin", "large", "empty"]
)
def test_what_cannot_be_mended_goes_out_as_it_came_in(content):
    result = subprocess.run(
        [sys.executable, "-m", "kartlegging_tui", "check", "--fix", "-"],
        input=content,
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, content)
    assert b"Traceback" not in result.stderr
