"""The hooks for pre-commit name commands that there are, and look at a folder as they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kartlegging_tui.cli import main
from kartlegging_tui.definitions.yaml_reader import read_source

ROOT = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in read_source(ROOT / ".pre-commit-hooks.yaml").data}


@pytest.mark.parametrize("name", ["kartlegging-check", "kartlegging-test"])
def test_a_hook_runs_as_it_stands(name, monkeypatch, capsys):
    hook = HOOKS[name]
    program, *words = hook["entry"].split()
    assert (program, hook["language"], hook["pass_filenames"]) == ("kartlegging", "python", False)
    monkeypatch.chdir(ROOT)
    assert main([*words, *hook["args"]]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("name", HOOKS)
def test_a_hook_looks_at_the_forms_and_at_what_lies_beside_them(name):
    files = re.compile(HOOKS[name]["files"])
    seen = ("questionnaires/phq9.yaml", "questionnaires/scenarios/phq9.yml", "questionnaires/pathways/a.yaml")
    assert all(files.search(path) for path in seen)
    assert not any(files.search(path) for path in ("README.md", "docs/questionnaires/a.yaml", "questionnaires/a.json"))


def test_the_page_for_authors_names_the_hooks_that_there_are():
    page = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    assert set(re.findall(r"- id: (kartlegging-\w+)", page)) == set(HOOKS)
