"""Every code that a finding can have is explained, and its example shows just what it says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kartlegging_tui.definitions.codes import CODES, GROUPS, severity_of
from kartlegging_tui.definitions.codes.code import Example
from kartlegging_tui.definitions.codes.example import findings_in
from kartlegging_tui.domain.syntax import ProblemCode
from tests import codes_page
from tests.definitions.good_files import places

ROOT = Path(__file__).parents[2]
WITHOUT_EXAMPLE = {
    # what the file system gives, or the size of a file
    "unreadable", "no-files", "outside-folder", "id-in-two-files", "encoding", "too-large", "more-findings",
    # what is found in questions about all records alone
    "ambiguous-name", "free-text",
    # what takes another form, the archive of versions, or answers
    "published-changed", "active-not-published", "id-gone", "type-changed", "stale-translation",
    "form-without-text", "history-broken", "published-missing", "published-altered", "published-unlisted",
    "not-a-question", "not-a-date", "words-not-wanted",
    # what takes a form and its scenarios
    "other-form", "unknown-pathway", "scenario-failed", "not-tried",
}  # fmt: skip
"""Codes that the text of one file cannot show. Each has a test of its own."""


def nodes() -> Iterator[ast.AST]:
    """The syntax of the sources in which findings are made."""
    for folder in ("definitions", "services"):
        for path in (ROOT / "kartlegging_tui" / folder).rglob("*.py"):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def given() -> set[str]:
    """The codes that the sources give: the first text of each call that reports, and what is called `CODE`."""
    reporting = {"finding", "finding_at", "report", "stop", "add", "_unreadable", "Finding"}
    found = {code.value for code in ProblemCode}
    for node in nodes():
        texts: list[object] = []
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "CODE":
            texts = [ast.literal_eval(node.value)]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in reporting:
            texts = [word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
        for text in texts[:1]:
            if isinstance(text, str) and (text in CODES or re.fullmatch(r"[a-z]+(-[a-z]+)+", text)):
                found.add(text)
    return found


def test_every_code_that_the_sources_give_is_explained_and_no_other():
    assert given() == set(CODES)


def test_no_code_is_explained_twice():
    assert sum(len(codes) for _title, codes in GROUPS) == len(CODES)


@pytest.mark.parametrize("name", CODES)
def test_every_code_has_an_example_of_one_bad_file_and_its_good_twin(name):
    code = CODES[name]
    if code.example is None:
        assert name in WITHOUT_EXAMPLE
        return
    assert findings_in(code.example, code.example.file) == ()
    found = findings_in(code.example, code.example.bad)
    assert places(found) == [(name, *code.example.place)]
    assert found[0].severity is code.severity is severity_of(name)


@pytest.mark.parametrize("name", sorted(WITHOUT_EXAMPLE))
def test_a_code_without_an_example_has_a_test_of_its_own(name):
    tests = (path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__))
    quoted = {name, *(code.name for code in ProblemCode if code.value == name)}
    assert CODES[name].example is None
    assert any(
        f'"{word}"' in text or f".{word}" in text
        for path in tests
        for text in [path.read_text("utf-8")]
        for word in quoted
    )


def test_the_place_of_an_example_is_where_its_mark_stands():
    example = Example("b: 1", "b: ¤2", "a: 0\nb: 1\n")
    assert (example.bad, example.place) == ("a: 0\nb: 2\n", (2, 4))


def test_the_page_of_codes_is_that_of_the_registry():
    kept = (ROOT / "docs" / "codes.md").read_text("utf-8")
    assert kept == codes_page.page(), "run `python -m tests.codes_page > docs/codes.md`"
