"""Scenarios on the command line: what differs, what nobody tries, and the exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from tests.definitions.good_files import FORM, PATHWAY

GOOD = """\
form: god
scenarios:
  - name: Ingen smerter
    given: {smerte: 0, sted: [ingen]}
    expect:
      hidden: [uro]
      needs: []
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "skjemaer" / "scenarios").mkdir(parents=True)
    (tmp_path / "skjemaer" / "god.yaml").write_text(FORM)
    (tmp_path / "skjemaer" / "scenarios" / "god.yaml").write_text(GOOD)
    return Path("skjemaer")


def failing(folder: Path) -> None:
    (folder / "scenarios" / "god.yaml").write_text(GOOD.replace("hidden: [uro]", "visible: [uro]"))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[str]]:
    code = main(["test", *words])
    return code, capsys.readouterr().out.splitlines()


def test_what_is_as_expected_is_a_line_for_each_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run(capsys, "--no-coverage", str(folder))
    assert code == 0
    assert [line.partition(":")[0] for line in lines] == ["god"]


def test_what_differs_is_said_at_its_line_and_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failing(folder)
    code, lines = run(capsys, "--no-coverage", "--short", str(folder))
    assert code == 1
    assert lines[0].startswith("skjemaer/scenarios/god.yaml:6:17: error[scenario-failed]: `Ingen smerter`: ")
    assert "smerte >= 4" in lines[0] and "smerte: 0" in lines[0]


def test_the_line_of_the_expectation_is_quoted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failing(folder)
    _code, lines = run(capsys, "--no-coverage", str(folder))
    assert any("visible: [uro]" in line for line in lines)


def test_what_nobody_tries_is_listed_by_its_line_and_fails_only_if_that_is_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = run(capsys, str(folder))
    holes = [line for line in lines if "warning[not-tried]" in line]
    assert code == 0 and holes
    line = FORM.splitlines().index('        visible_if: smerte >= 4 and "rygg" in sted') + 1
    assert any(hole.startswith(f"skjemaer/god.yaml:{line}:21: ") and "`uro`" in hole for hole in holes)
    assert run(capsys, "--coverage-required", str(folder))[0] == 1


@pytest.mark.parametrize("path", ["skjemaer", "skjemaer/god.yaml", "skjemaer/scenarios/god.yaml", "skjemaer/scenarios"])
def test_a_folder_a_form_and_a_file_of_scenarios_mean_the_same_scenarios(
    folder: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    failing(folder)
    code, lines = run(capsys, "--short", path)
    assert code == 1 and sum("scenario-failed" in line for line in lines) == 1


def test_a_pathway_is_tested_with_the_forms_beside_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pathways").mkdir()
    (folder / "pathways" / "forlop.yaml").write_text(PATHWAY)
    (folder / "mer.yaml").write_text(FORM.replace("id: god", "id: mer", 1))
    (folder / "scenarios" / "forlop.yaml").write_text(
        "pathway: forlop\nscenarios:\n  - {name: x, contact_point: 2, given: {god: {smerte: 4}}, "
        "expect: {offered: [mer], problems: []}}\n"
    )
    code, lines = run(capsys, "--no-coverage", "--short", "skjemaer/pathways/forlop.yaml")
    assert code == 1
    assert "`god.har_barn`" in lines[0] and lines[0].startswith("skjemaer/scenarios/forlop.yaml:3:")


def test_own_scenarios_may_be_about_a_shipped_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scenarios" / "ecog.yaml").write_text(
        "form: ecog\nscenarios:\n  - {name: Helt frisk, given: {ecog: 0}, expect: {needs: []}}\n"
    )
    code, lines = run(capsys, "--no-coverage", "skjemaer/scenarios/ecog.yaml")
    assert code == 0 and [line.partition(":")[0] for line in lines] == ["ecog"]


def test_a_form_with_errors_cannot_be_tested(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "god.yaml").write_text(FORM.replace("visible_if: har_barn", "visible_if: har_born"))
    code, lines = run(capsys, "--short", str(folder))
    assert code == 1 and "unknown-name" in lines[0]


def test_scenarios_without_a_form_are_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scenarios" / "borte.yaml").write_text(GOOD.replace("form: god", "form: borte"))
    code, lines = run(capsys, "--short", str(folder))
    assert code == 1 and "unknown-form" in lines[0]


def test_other_programs_get_it_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failing(folder)
    code = main(["test", "--json", str(folder)])
    (tested,) = json.loads(capsys.readouterr().out)["files"]
    assert code == 1
    assert (tested["id"], tested["passed"], tested["tried"] < tested["rules"]) == ("god", False, True)
    (scenario,) = tested["scenarios"]
    assert (scenario["name"], scenario["line"], scenario["differences"][0]["line"]) == ("Ingen smerter", 3, 6)
    assert tested["not_tried"][0]["code"] == "not-tried"


def test_a_path_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(tmp_path / "borte")]) == 2
    assert "borte" in capsys.readouterr().err


def test_neither_screens_nor_records_are_loaded(folder: Path) -> None:
    program = (
        "import sys; from kartlegging_tui.cli import main; main(['test', 'skjemaer']); "
        "print(sorted({'textual', 'rich', 'sqlmodel', 'sqlalchemy', 'alembic'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_what_was_evaluated_is_kept_as_a_scenario(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("svar.yaml").write_text("smerte: 5\nsted: [rygg]\nuro: 1\n")
    assert main(["evaluate", "skjemaer/god.yaml", "svar.yaml", "--scenario", "Vondt i ryggen"]) == 0
    (folder / "scenarios" / "god.yaml").write_text(capsys.readouterr().out)
    code, lines = run(capsys, "--no-coverage", str(folder))
    assert code == 0 and lines[0].startswith("god: 1 ")


def test_what_is_wrong_with_answers_does_not_get_into_the_file_of_scenarios(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("svar.yaml").write_text("smerte: mye\n")
    assert main(["evaluate", "skjemaer/god.yaml", "svar.yaml", "--scenario", "Vondt"]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and "svar.yaml:1:" in printed.err


def test_an_error_in_the_scenarios_does_not_drown_in_the_rules_that_they_would_try(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scenarios" / "god.yaml").write_text("form: god\nscenarios:\n\t- name: x\n", encoding="utf-8")
    assert main(["test", "--short", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "error[syntax]" in lines[0] and not any("[not-tried]" in line for line in lines)
