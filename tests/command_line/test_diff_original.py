"""`kartlegging diff --original`: what has changed in a variant's original, and what is different in the variant."""

from __future__ import annotations

import json

import pytest

from kartlegging_tui import language
from kartlegging_tui.cli import main
from kartlegging_tui.definitions.library import shipped_folder


@pytest.fixture
def folder(tmp_path, monkeypatch, capsys):
    """A folder of one's own with a variant of PHQ-9."""
    monkeypatch.setenv("KARTLEGGING_QUESTIONNAIRES", str(tmp_path))
    assert main(["new", "min_phq", "--from", "phq9"]) == 0
    capsys.readouterr()
    return tmp_path


def told(capsys, *words):
    assert main(["--language", "en", "diff", "--original", *words]) == 0
    language.use("nb")
    return capsys.readouterr().out


def change(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def new_original(folder):
    """A newer version of the original, in the folder of one's own."""
    file = folder / "phq9.yaml"
    file.write_text((shipped_folder() / "phq9.yaml").read_text("utf-8"), "utf-8")
    change(file, 'version: "1.0"', 'version: "1.1"')
    change(file, "nb: Noen dager", "nb: Enkelte dager")


def test_what_was_changed_in_the_variant_is_told_and_what_makes_it_a_variant_is_not(folder, capsys):
    change(folder / "min_phq.yaml", "nb: Nesten hver dag", "nb: Omtrent hver dag")
    page = told(capsys, "min_phq")
    assert "Nothing has changed in the original" in page
    assert "Nesten hver dag → Omtrent hver dag" in page
    assert "phq9 → min_phq" not in page and "draft" not in page


def test_what_has_changed_in_the_original_since_is_told_apart(folder, capsys):
    new_original(folder)
    change(folder / "min_phq.yaml", "nb: Nesten hver dag", "nb: Omtrent hver dag")
    page = told(capsys, str(folder / "min_phq.yaml"))
    original, _, variant = page.partition("Different in min_phq 1.0")
    assert "Noen dager → Enkelte dager" in original and "Noen dager" not in variant
    assert "Omtrent hver dag" in variant and "Omtrent hver dag" not in original
    assert '"1.1"' in original


def test_once_its_changes_are_taken_over_the_original_has_changed_no_more(folder, capsys):
    new_original(folder)
    change(
        folder / "min_phq.yaml",
        'derived_from: {form: phq9, version: "1.0"}',
        'derived_from: {form: phq9, version: "1.1"}',
    )
    assert "Nothing has changed in the original" in told(capsys, "min_phq")


def test_an_original_that_is_not_kept_is_said_in_a_line(folder, capsys):
    change(folder / "min_phq.yaml", 'version: "1.0"}', 'version: "0.9"}')
    assert main(["diff", "--original", "min_phq"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_for_scripts_there_is_json(folder, capsys):
    new_original(folder)
    report = json.loads(told(capsys, "min_phq", "--json"))
    assert "Enkelte dager" in json.dumps(report["original"]) and "Enkelte dager" not in json.dumps(report["variant"])
    assert {change["field"] for each in report["variant"] for change in each["changes"]} == {"wording"}


@pytest.mark.parametrize("words", [["phq9"], ["finnes_ikke"], ["min_phq", "phq9"]])
def test_what_is_no_variant_is_said_in_a_line(words, folder, capsys):
    assert main(["diff", "--original", *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
