"""Whatever is in a file, reading it gives findings at their places, in the words of the file; never an exception."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kartlegging_tui.definitions.answers_file import answers_from_text
from kartlegging_tui.definitions.findings import MAX_FINDINGS, Finding, Severity, has_errors
from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text, read_questionnaire
from kartlegging_tui.definitions.scenarios import scenarios_from_text
from kartlegging_tui.definitions.services import services_from_text
from kartlegging_tui.definitions.yaml_reader import MAX_BYTES, parse
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.safe import is_unsafe
from tests.definitions.good_files import FORM, places, spoiled
from tests.definitions.mutations import mutated

TEXTS = ["no", "yes", "on", "off", "NO", "ja", "y", "1:30", "23:59:59", "2026-11-21", "010", "0x1f", "0o7", "1_000",
         "1e3", ".5", "5.", "+3", "-.inf", ".nan", "=", "True", "NULL", "01010012345", "~2026"]  # fmt: skip
VALUES = [("true", True), ("false", False), ("3", 3), ("-1", -1), ("0", 0), ("2.50", 2.5), ("-0.5", -0.5)]


@pytest.mark.parametrize("written", TEXTS)
def test_what_yaml_1_1_took_for_something_else_is_a_text(written):
    assert parse(f"a: {written}\n{written}: b", "f").data == {"a": written, written: "b"}


@pytest.mark.parametrize(("written", "value"), VALUES)
def test_truth_values_and_plain_numbers_are_what_they_look_like(written, value):
    data = parse(f"a: {written}\nb: '{written}'", "f").data
    assert data == {"a": value, "b": written}
    assert type(data["a"]) is type(value)


HAZARDS = [
    ("anchor", "a: ¤&x b"),
    ("anchor", "a: ¤*x"),
    ("tag", "a: ¤!x b"),
    ("tag", "a: ¤!!python/object/apply:os.system [ls]"),
    ("tag", "a: ¤!!binary aGVp"),
    ("merge-key", "a: {¤<<: {b: c}}"),
    ("duplicate-key", "a: 1\nb: 2\n¤a: 3"),
    ("duplicate-key", "a:\n  - {b: 1, ¤b: 2}"),
    ("key-not-text", "¤1: a"),
    ("key-not-text", "¤true: a"),
    ("key-not-text", "? ¤[a, b]\n: c"),
    ("key-not-text", "? ¤{a: b}\n: c"),
    ("several-documents", "a: b\n¤---\nc: d"),
    ("unsafe-character", "a: b¤\x1b[31m"),
    ("unsafe-character", "a: b¤\x00"),
    ("unsafe-character", "a: b¤\x7f"),
    ("unsafe-character", "a: b¤\x9b"),
    ("unsafe-character", "a: b¤\u202ec"),
    ("unsafe-character", "a: b¤\u200bc"),
    ("unsafe-character", "a: b¤\u2028c"),
    ("unsafe-character", "a: b¤\ud800"),
    ("unsafe-character", "a: b¤\uffff"),
    ("unsafe-character", "a: b # ¤\x1b"),
    ("unsafe-character", "a: b¤\r"),
    ("unsafe-character", 'a: "b ¤\\e[31m"'),
    ("unsafe-character", 'a: "b ¤\\x00"'),
    ("unsafe-character", 'a: "b ¤\\u202e"'),
    ("unsafe-character", '"a¤\\u202e": b'),
    ("number-too-long", "a: ¤" + "9" * 5000),
    ("number-too-long", "a: ¤0." + "9" * 5000),
    ("too-deep", "[" * 30 + "¤" + "[" * 100_000),
    ("too-deep", "[" * 30 + "¤" + "[" * 100_000 + "]" * 100_030),
    ("too-deep", "{a: " * 30 + "¤" + "{a: " * 100_000),
    ("too-deep", "- " * 30 + "¤" + "- " * 100_000),
    ("too-large", "[" + "a," * 99_999 + "¤a" + ",a" * 100_000 + "]"),
    ("too-large", "¤a: " + "x" * MAX_BYTES),
    ("empty-file", "¤"),
    ("empty-file", "¤# nothing"),
    ("syntax", "a: b¤: c"),
    ("syntax", "a:\n¤\t- b"),
    ("syntax", "a: ¤@x"),
    ("syntax", "a: ¤`x"),
    ("syntax", 'a: ¤"b\nc: d'),
    ("syntax", "a: [b¤\nc: d"),
    ("syntax", "a: {b: c¤\nd: e"),
    ("syntax", "a: 'it'¤s'"),
    ("syntax", "a: ¤- b"),
    ("syntax", "a: |¤x\n b"),
    ("syntax", 'a: "¤\\q"'),
    ("syntax", "%YAML 1.2\n---\na: ¤]"),
]


@pytest.mark.parametrize(("code", "marked"), HAZARDS, ids=lambda value: value[:24].encode("unicode_escape").decode())
def test_a_hazard_is_found_at_its_place(code, marked):
    text, place = spoiled(marked, marked, marked)
    assert places(parse(text, "f.yaml").findings) == [(code, *place)]
    assert questionnaire_from_text(text, "f.yaml").questionnaire is None


def test_a_mark_at_the_beginning_and_the_line_ends_of_windows_are_no_hazards():
    assert parse("\ufeffa: b\r\nc: d\r\n", "f").findings == []


def test_letters_are_composed_so_that_they_equal_those_typed_elsewhere():
    assert parse("a\u030a: a\u030a", "f").data == {"å": "å"}


def test_everything_that_is_wrong_is_found_at_once():
    text = FORM.replace("uro, ", "&x uro, ").replace("max: 10", "max: 10\n        max: 11").replace("Hvor", "Hv\x1bor")
    text = text.replace("smerte >= 4 and", "hest >= 4 and").replace("flag: true", "flagg: true")
    codes = {
        finding.code
        for finding in questionnaire_from_text(text.replace("Rygg, nn", "&x Rygg, nn"), "god.yaml").findings
    }
    assert codes == {"anchor", "duplicate-key", "unsafe-character", "unknown-name", "unknown-key"}


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("anchor", "max: 10", "max: ¤*x"),
        ("anchor", "visible_if: har_barn", "visible_if: ¤*x"),
        ("number-too-long", "max_rows: 20", f"max_rows: ¤{'9' * 20}"),
        ("key-not-text", "at_most: 2", "¤2: 2"),
        ("merge-key", "at_most: 2", "¤<<: {at_most: 2}"),
    ],
)
def test_what_follows_from_a_finding_is_not_another(code, old, new):
    bad, place = spoiled(FORM, old, new)
    assert places(questionnaire_from_text(bad, "god.yaml").findings) == [(code, *place)]


SHAPES = [
    ("missing-key", "id: god\n", "", (1, 1)),
    ("missing-key", "- id: har_barn\n        type: yes_no", "- ¤id: har_barn", None),
    ("unknown-key", "status: active", "¤stat: active", None),
    ("unknown-key", "at_most: 2", "¤atmost: 2", None),
    ("unknown-key", "score: 2}", "¤skore: 2}", None),
    ("unknown-key", "min: 0, max: 120", "min: 0, max: 120, ¤lines: 2", None),
    ("wrong-type", 'version: "1.0"', "version: ¤1.0", None),
    ("wrong-type", "title: {nb: God, nn: God, en: Good}", "title: ¤5", None),
    ("wrong-type", "flag: true", "flag: ¤yes", None),
    ("wrong-type", "max: 120", "max: ¤'120'", None),
    ("wrong-type", "at_most: 2", "at_most: ¤2.5", None),
    ("wrong-type", "options: svar", "options: ¤5", None),
    ("wrong-type", "{value: ja,", "{value: ¤true,", None),
    ("wrong-type", "value: sum(smerte, uro)", "value: ¤3", None),
    ("wrong-type", "wording: {nb: own, nn: own, en: own}", "wording: ¤own", None),
    ("unknown-value", "status: active", "status: ¤aktive", None),
    ("unknown-value", "type: yes_no", "type: ¤yesno", None),
    ("unknown-value", "{id: navn, type: text", "{id: navn, type: ¤rows", None),
    ("unknown-value", "value: sum(smerte, uro)", "value: sum(smerte, uro)\n    missing: ¤none", None),
    ("unknown-value", "value: sum(smerte, uro)", "value: smerte\n    missing: {allow: 1, method: ¤median}", None),
    ("out-of-range", "value: sum(smerte, uro)", "value: smerte\n    missing: {allow: ¤0, method: mean}", None),
    ("out-of-range", "max_rows: 20", "max_rows: ¤501", None),
    ("out-of-range", "id: yrke", f"id: ¤{'y' * 65}", None),
    ("wrong-value", "id: yrke", "id: ¤Yrke", None),
    ("wrong-value", "  svar:\n", "  ¤Svar:\n", None),
    ("wrong-value", 'version: "1.0"', 'version: ¤"1.0-beta"', None),
    ("wrong-value", "{value: kne,", "{key: ¤ab, value: kne,", None),
    ("empty-value", "visible_if: har_barn", "¤visible_if:", None),
    ("empty-value", "visible_if: har_barn", 'visible_if: ¤""', None),
    ("empty-value", "- {nb: Samtale, nn: Samtale, en: Talk}", "-¤", None),
    ("comma-in-text", "{nb: Uro, nn: Uro, en: Worry}", "{nb: Uro, ¤kanskje, nn: Uro, en: Worry}", None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "place"), SHAPES)
def test_what_has_not_the_shape_of_the_format_is_found_at_its_place(code, old, new, place):
    bad, marked = (FORM.replace(old, new), place) if place else spoiled(FORM, old, new)
    reading = questionnaire_from_text(bad, "god.yaml")
    errors = [finding for finding in reading.findings if finding.severity is Severity.ERROR]
    assert (code, *marked) in places(errors)
    assert reading.questionnaire is None


PLAIN_WORDS = [
    ('version: "1.0"', "version: 1.0", "quotation marks"),
    ("flag: true", "flag: no", "Write true or false, not `no`"),
    ("at_most: 2", "atmost: 2", "`at_most`"),
    ("status: active", "status: aktiv", "`active`"),
    ("type: yes_no", "type: yesno", "`yes_no`"),
    ("title: {nb: God, nn: God, en: Good}", "title: 5", "a text"),
]


@pytest.mark.parametrize(("old", "new", "words"), PLAIN_WORDS)
def test_a_message_says_what_to_do_in_the_words_of_the_file(old, new, words):
    messages = [finding.message for finding in questionnaire_from_text(FORM.replace(old, new), "god.yaml").findings]
    assert any(words in message for message in messages)


JARGON = ("Input should", "valid string", "validation", "pydantic", "tuple", "extra_forbidden", "dict", "NoneType")


@pytest.mark.parametrize(("code", "old", "new", "place"), SHAPES)
def test_no_message_speaks_of_how_the_program_is_made(code, old, new, place):
    for finding in questionnaire_from_text(FORM.replace(old, new.replace("¤", "")), "god.yaml").findings:
        assert not any(word in finding.message for word in JARGON)


def test_a_finding_is_one_line_without_control_characters_whatever_the_file_says():
    finding = Finding("a\x1b\n.yaml", 1, 2, Severity.ERROR, "x", "b\x9b\u202e\nc\t")
    assert str(finding) == "a\ufffd\\n.yaml:1:2: error[x]: b\ufffd\ufffd\\nc\\t"


def test_findings_come_in_the_order_of_the_file():
    text = FORM.replace("when: plage", "when: plagg").replace("id: god", "id: God").replace("at_most", "atmost")
    lines = [finding.line for finding in questionnaire_from_text(text, "god.yaml").findings]
    assert lines == sorted(lines)
    assert len(lines) > 1


def test_of_a_file_that_is_no_form_at_all_a_thousand_findings_are_enough():
    findings = questionnaire_from_text("\n".join(f"k{number}: 1" for number in range(5000)), "f.yaml").findings
    assert len(findings) == MAX_FINDINGS + 1
    assert "more-findings" in {finding.code for finding in findings}


def test_a_file_that_is_not_there_or_no_file_is_a_finding(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "absent.yaml", tmp_path / "pipe", Path("/dev/zero"), Path("a\0b")):
        assert [finding.code for finding in read_questionnaire(path).findings] == ["unreadable"]


def test_a_file_that_is_not_utf_8_is_a_finding_at_the_first_strange_byte(tmp_path):
    (tmp_path / "god.yaml").write_bytes("id: god\ntitle: Små\n".encode("latin-1"))
    assert places(read_questionnaire(tmp_path / "god.yaml").findings) == [("encoding", 2, 10)]


def test_a_file_larger_than_the_limit_is_a_finding(tmp_path):
    (tmp_path / "god.yaml").write_bytes(b"#" * (MAX_BYTES + 1))
    assert [finding.code for finding in read_questionnaire(tmp_path / "god.yaml").findings] == ["too-large"]


ANSWERED = questionnaire_from_text(FORM, "god.yaml").value
READERS = {
    "questionnaire": questionnaire_from_text,
    "pathway": lambda text, path: pathway_from_text(text, path, {"god": ANSWERED}),
    "services": services_from_text,
    "answers": lambda text, path: answers_from_text(text, path, ANSWERED),
    "scenarios": lambda text, path: scenarios_from_text(text, path, ANSWERED),
}


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(mutated(), st.sampled_from([*READERS, "questionnaire", "questionnaire"]))
def test_no_file_does_anything_but_give_findings_at_its_places(text, kind):
    reading = READERS[kind](text, "god.yaml")
    lines = parse(text, "god.yaml").text.split("\n")
    for finding in reading.findings:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert not any(is_unsafe(character) or character == "\n" for character in str(finding))
    assert READERS[kind](text, "god.yaml") == reading
    if kind in ("questionnaire", "pathway", "services"):
        assert (reading.value is None) == has_errors(reading.findings)
    if kind == "questionnaire" and reading.value is not None:
        Form(reading.value)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200) | mutated().map(lambda text: text.encode("utf-8", "surrogatepass")), st.integers(0, 9))
def test_no_bytes_do_either(tmp_path_factory, content, place):
    path = tmp_path_factory.getbasetemp() / "god.yaml"
    path.write_bytes(content[:place] + b"\xff\x00\xfe\xc3"[place % 5 :] + content[place:])
    reading = read_questionnaire(path)
    assert reading.value is None or not has_errors(reading.findings)
    assert reading == read_questionnaire(path)
