"""An admin who begins from nothing: an empty folder of forms is said to be one, and what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kartlegging_tui import language
from kartlegging_tui.cli import main
from kartlegging_tui.definitions.library import FOLDER_VARIABLE
from tests.definitions.good_files import FORM


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own = tmp_path / "skjemaer"
    own.mkdir()
    monkeypatch.setenv(FOLDER_VARIABLE, str(own))
    return own


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    try:
        code = main(["--language", "en", *words])
    finally:
        language.use("nb")
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.mark.parametrize("words", [("check",), ("test", ".")])
def test_an_empty_folder_is_said_to_be_empty_and_how_a_form_is_begun(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(folder)
    code, text = said(capsys, *words)
    assert code and "`kartlegging new` begins a form." in text


@pytest.mark.parametrize(
    "words", [("publish", "mitt", "--why", "x"), ("codebook", "mitt"), ("preview", "mitt"), ("history", "mitt")]
)
def test_a_form_that_is_not_there_is_answered_with_those_that_are(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    (folder / "god.yaml").write_text(FORM, encoding="utf-8")
    code, text = said(capsys, *words)
    assert code == 2 and "There is no form mitt.\nThere are: " in text and "god, " in text


def test_where_no_path_is_named_the_admins_own_forms_are_checked_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "god.yaml").write_text(FORM.replace("type: yes_no", "type: ja_nei"), encoding="utf-8")
    code, text = said(capsys, "check", "--short")
    assert code == 1 and "god.yaml" in text
    (folder / "god.yaml").write_text(FORM.replace("status: active", "status: draft"), encoding="utf-8")
    assert said(capsys, "check", "--short")[0] == 0


def test_a_folder_that_is_not_there_is_no_clean_folder(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder / "feil"))
    code, text = said(capsys, "check")
    assert code == 2 and str(folder / "feil") in text
