"""Formatting puts the layout in order; what a file says and all its comments stay as they were."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings

from kartlegging_tui.definitions.formatting import format_text
from kartlegging_tui.definitions.writer import to_yaml
from kartlegging_tui.definitions.yaml_reader import parse
from tests.definitions.good_files import FORM, PATHWAY
from tests.definitions.mutations import SHIPPED, mutated, spread
from tests.domain.random_forms import forms

SHIPPED_TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in SHIPPED}


@pytest.mark.parametrize("name", SHIPPED_TEXTS)
def test_a_shipped_file_is_in_order(name):
    assert format_text(SHIPPED_TEXTS[name]).text == SHIPPED_TEXTS[name]


@pytest.mark.parametrize("text", [FORM, PATHWAY])
def test_a_file_in_order_stays_as_it_is(text):
    assert format_text(text).text == text


@pytest.mark.parametrize("name", SHIPPED_TEXTS)
def test_a_file_that_was_indented_otherwise_comes_back_as_it_was(name):
    text = SHIPPED_TEXTS[name]
    assert format_text(spread(text)).text == text
    assert format_text(text.replace("\n", "\r\n")).text == text
    assert format_text("\ufeff" + text.replace("\n\n", "\n\n \n\n") + "\n\n").text == text


CASES = {
    "white space at the ends of lines": ("a: b  \nc: [d,  \n  e]\t\n", "a: b\nc: [d,\n  e]\n"),
    "no line end": ("a: b", "a: b\n"),
    "empty lines": ("\n\na: b\n\n\n\nc: d\n\n", "a: b\n\nc: d\n"),
    "a list below its key": ("a:\n- b\n- c:\n  - d\ne: f\n", "a:\n  - b\n  - c:\n      - d\ne: f\n"),
    "a value on its own line": ("a:\n        b c\nd:\n   - e:\n            f\n", "a:\n  b c\nd:\n  - e:\n      f\n"),
    "brackets over several lines": ("a:\n    b: {c: d,\n        e: f}\n", "a:\n  b: {c: d,\n      e: f}\n"),
    "a folded text": ("a:\n    b: >-\n      c\n\n        d\n      e  \n", "a:\n  b: >-\n    c\n\n      d\n    e  \n"),
    "lines": ("a:\n    b: |\n        c\n         d\n\n\n    e: f\n", "a:\n  b: |\n    c\n     d\n\n  e: f\n"),
    "a text that keeps its end": ("a:\n    b: |+\n      c\n\n\nd: e\n", "a:\n  b: |+\n    c\n\n\nd: e\n"),
    "a text that begins with spaces": ("a:\n    b: |2\n         c\n", "a:\n  b: |2\n       c\n"),
    "a plain text over lines": ("a:\n    b: c\n            d\n\n     e\n", "a:\n  b: c\n    d\n\n    e\n"),
    "quotation marks over lines": ('a:\n    b: "c\n       d  \n\n\n  e"\n', 'a:\n  b: "c\n    d\n\n\n    e"\n'),
    "a space that is spelled out": ('a: "b\\ \n  c"\nd:\n    e: f\n', 'a: "b\\ \n  c"\nd:\n  e: f\n'),
    "quotation marks in brackets": ("a: [b, 'c\n\n\n  d']\n", "a: [b, 'c\n\n\n  d']\n"),
    "a comment before a part": ("a:\n    # b\n    - c\n", "a:\n  # b\n  - c\n"),
    "a comment after a part": ("a:\n    - b: c\n      # d\n    - e\n", "a:\n  - b: c\n    # d\n  - e\n"),
    "a comment after a text": ("a:\n    b: |\n        c\n    # d\ne: f\n", "a:\n  b: |\n    c\n  # d\ne: f\n"),
    "a comment that is far out": ("a:\n    - b\n         # c\n    - d\n", "a:\n  - b\n  # c\n  - d\n"),
    "a comment behind a value": ("a:   b   # c  \n", "a:   b   # c\n"),
    "a comment at the end": ("a:\n    b: c\n# d\n", "a:\n  b: c\n# d\n"),
    "letters in two parts": ("a: a\u030a\n", "a: å\n"),
    "lists in lists": ("a:\n  -   -   b\n      -   c\n", "a:\n  - - b\n    - c\n"),
    "a question mark before a key": ("? a\n:     b\n", "? a\n:     b\n"),
    "nothing to indent": ("{a: b}\n", "{a: b}\n"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_formatting(case):
    before, after = CASES[case]
    assert format_text(before).text == after
    assert format_text(after).text == after
    assert parse(after, "f").data == parse(before, "f").data


def test_what_the_layout_would_change_the_meaning_of_is_left_alone(monkeypatch):
    monkeypatch.setattr("kartlegging_tui.definitions.formatting._Layout.formatted", lambda layout: "a: c\n")
    assert format_text("a:   b\n").text == "a:   b\n"


@pytest.mark.parametrize("text", ["", "a: [b\n", "a: &x b\n", "a: b\na: c\n", "a: b\x1b\n", "a: b\n---\nc: d\n"])
def test_a_file_that_cannot_be_read_is_left_alone_and_says_why(text):
    formatted = format_text(text, "f.yaml")
    assert formatted.text is None
    assert formatted.findings == tuple(parse(text, "f.yaml").findings) != ()


def comments(text: str) -> list[str]:
    """Whatever stands behind a number sign, in texts as well: none of it may be lost."""
    return re.findall(r"#.*\S", text)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated())
def test_whatever_is_formatted_says_the_same_has_its_comments_and_is_in_order(text):
    formatted = format_text(text).text
    if formatted is not None:
        assert parse(formatted, "f").data == parse(text, "f").data
        assert comments(formatted) == comments(parse(text, "f").text)
        assert format_text(formatted).text == formatted


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(forms())
def test_what_the_program_writes_is_in_order(form):
    text = to_yaml(form)
    assert format_text(text).text == text
    assert format_text(spread(text)).text == text
