"""The configuration file, as a user meets it: what counts before what, and how its mistakes are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kartlegging_tui.cli import _parser
from kartlegging_tui.command_line.configuration import Configuration, usual_file

MISTAKES = """\
language = "nx"
thema = "light"
questionnaires = "nowhere"
[keys]
unddo = "x"
undo = "x"
quit = 3
"summary" = "j"
"""


def run(config: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kartlegging_tui", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "KARTLEGGING_CONFIG": str(config), "KARTLEGGING_LANGUAGE": "en", **environment},
        check=False,
    )


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_every_mistake_is_told_at_its_line_before_the_program_takes_the_screen(config: Path) -> None:
    config.write_text(MISTAKES)
    result = run(config, "demo")
    told = [line.removeprefix(f"{config}:") for line in result.stderr.splitlines() if line.startswith(f"{config}:")]
    assert (result.returncode, result.stdout) == (2, "")
    assert list(dict.fromkeys((line.split(":")[0], line.split("[")[1].split("]")[0]) for line in told)) == [
        *(("1", "unknown-value"), ("2", "unknown-setting"), ("3", "no-folder")),
        *(("5", "keys"), ("6", "keys"), ("7", "keys"), ("8", "keys")),
    ]
    assert "Did you mean `theme`?" in told[1] and "Did you mean `undo`?" in told[3]


def test_a_command_without_screens_loads_none_and_does_not_mind_keys(config: Path) -> None:
    config.write_text('[keys]\nunddo = "x"\n')
    assert run(config, "schema").returncode == 0
    assert run(config, "keys").returncode == 2


@pytest.mark.parametrize(
    ("text", "place"),
    [("[keys]\nundo=\n", "2:6"), ("a = 1\na = 2\n", "2:6"), ('undo = "x', "1:1"), ("\xff", "1:1")],
)
def test_a_file_that_is_no_toml_is_told_with_its_place(config: Path, text: str, place: str) -> None:
    config.write_bytes(text.encode("latin-1"))
    result = run(config, "schema")
    assert result.returncode == 2
    assert result.stderr.startswith(f"{config}:{place}: error[unreadable]")


def test_a_named_file_that_is_not_there_is_told(config: Path) -> None:
    result = run(config, "schema")
    assert (result.returncode, result.stdout) == (2, "")
    assert "There is no such file." in result.stderr


def test_without_a_file_all_is_as_declared(config: Path) -> None:
    assert Configuration(config).findings(with_keys=True) == []
    assert usual_file().name == "config.toml" and "kartlegging" in str(usual_file())


def test_a_file_that_an_editor_on_windows_has_written_is_read(config: Path) -> None:
    config.write_bytes(b'\xef\xbb\xbflanguage = "nn"\r\n[keys]\r\nundo = "F11"\r\n')
    assert Configuration(config).findings(with_keys=True) == []
    assert Configuration(config).language == "nn"


def test_the_command_line_counts_before_the_environment_and_that_before_the_file(config: Path) -> None:
    config.write_text('language = "nn"\n')
    wanted = {"nn": ((), {"KARTLEGGING_LANGUAGE": ""}), "en": ((), {}), "nb": (("--language", "nb"), {})}
    words = {"nn": "kommandoane", "en": "the commands", "nb": "kommandoene"}
    for spoken, (options, environment) in wanted.items():
        assert words[spoken] in run(config, *options, "--help", **environment).stdout


@pytest.mark.parametrize(
    ("words", "light"),
    [((), True), (("--dark",), False), (("demo",), True), (("demo", "--dark"), False), (("--dark", "demo"), False)],
)
def test_the_look_is_that_of_the_file_unless_the_command_line_says_otherwise(
    config: Path, words: tuple[str, ...], light: bool
) -> None:
    config.write_text('theme = "light"\n')
    given = _parser().parse_args(words)
    Configuration(config).complete(given)
    assert given.light is light


def test_the_database_is_that_of_the_file_unless_something_else_is_said(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('database = "/file.sqlite3"\n')
    for environment, words, database in (
        ("", (), "/file.sqlite3"),
        ("/environment.sqlite3", (), "/environment.sqlite3"),
        ("/environment.sqlite3", ("--database", "/said.sqlite3"), "/said.sqlite3"),
    ):
        monkeypatch.setenv("KARTLEGGING_DATABASE", environment)
        given = _parser().parse_args(words)
        Configuration(config).complete(given)
        assert given.database == database


def test_own_forms_are_found_in_the_folder_that_the_file_names_beside_itself(config: Path) -> None:
    from tests.definitions.good_files import FORM

    (config.parent / "skjemaer").mkdir()
    (config.parent / "skjemaer" / "god.yaml").write_text(FORM, encoding="utf-8")
    answers = config.parent / "answers.yaml"
    answers.write_text("{}")
    config.write_text('questionnaires = "skjemaer"\n')
    assert run(config, "evaluate", "god", str(answers)).returncode == 0
    assert run(config, "evaluate", "god", str(answers), KARTLEGGING_QUESTIONNAIRES=str(config)).returncode == 2


def test_the_table_of_keys_says_what_is_in_effect(config: Path) -> None:
    config.write_text('[keys]\nundo = "Ctrl+Z"\n')
    text = run(config, "keys").stdout
    assert "undo" in text and "Ctrl+Z brings it back." in text
    listed = json.loads(run(config, "keys", "--json").stdout)
    undo = next(entry for entry in listed if entry["id"] == "undo")
    assert (undo["keys"], undo["default"]) == (["ctrl+z"], ["z"])


@pytest.mark.parametrize("minutes", ["0", "16", "2.5", '"5"', "true"])
def test_the_screen_locks_after_one_to_fifteen_minutes(config: Path, minutes: str) -> None:
    config.write_text(f"lock_minutes = {minutes}\n")
    assert [(finding.line, finding.code) for finding in Configuration(config).findings(with_keys=False)] == [
        (1, "lock-minutes")
    ]
    config.write_text("lock_minutes = 15\n")
    given = _parser().parse_args([])
    Configuration(config).complete(given)
    assert given.lock_after.total_seconds() == 15 * 60
