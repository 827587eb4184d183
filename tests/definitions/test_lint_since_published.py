"""What has changed since the published version: what was answered there is not lost sight of without a word."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.check import check
from kartlegging_tui.definitions.findings import Finding, Severity
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.definitions.reader import questionnaire_from_text
from tests.definitions.good_files import FORM, places, spoiled
from tests.definitions.test_published import keep

NEXT = FORM.replace('version: "1.0"', 'version: "1.1"')
WITH_UNIT = """\
      - id: annet
        type: quantity
        unit: kg
        text: {nb: Annet, nn: Anna, en: Other}
"""
CHANGES = [
    ("id-gone", "  - id: plager\n    title: {nb: Plager, nn: Plager, en: Trouble}\n    questions:\n      - id: smerte",
     "  - id: plager\n    title: {nb: Plager, nn: Plager, en: Trouble}\n    ¤questions:\n      - id: vondt"),
    ("id-gone", "        row:\n          - {id: navn,", "        ¤row:\n          - {id: fornavn,"),
    ("id-gone", "        options:\n          - {value: ja,", "        ¤options:\n          - {value: jo,"),
    ("id-gone", "option_lists:\n  svar:\n    - {value: 0,", "option_lists:\n  ¤svar:\n    - {value: 2,"),
    ("id-gone", "needs:\n  - id: lindring", "¤needs:\n  - id: smertelindring"),
    ("type-changed", "      - id: annet\n        type: text", "      - id: annet\n        type: ¤date"),
    ("type-changed", "max: 10\n", "max: ¤9\n"),
    ("stale-translation", "{nb: Uro, nn: Uro, en: Worry}", "{nb: Nervøs, nn: ¤Uro, en: Worry}"),
    ("stale-translation", "{nb: Uro, nn: Uro, en: Worry}", "{nb: Nervøs, nn: Nervøs, en: ¤Worry}"),
    ("stale-translation", "title: {nb: Plager, nn: Plager", "title: {nb: Problemer, nn: ¤Plager"),
    ("stale-translation", "low: {nb: Ingen, nn: Ingen, en: None}", "low: {nb: Ikke noe, nn: ¤Ingen, en: None}"),
    ("stale-translation", "- {nb: Samtale, nn: Samtale, en: Talk}", "- {nb: Prat, nn: ¤Samtale, en: Talk}"),
    ("stale-translation", "{from: 8, text: {nb: Mye, nn: Mykje", "{from: 8, text: {nb: Verst, nn: ¤Mykje"),
    ("stale-translation", "{nb: Kne, nn: Kne, en: Knee}", "{nb: Legg, nn: ¤Kne, en: Knee}"),
]  # fmt: skip


def since(text: str, published: str = FORM) -> tuple[Finding, ...]:
    before = questionnaire_from_text(published, "god.yaml").questionnaire
    return questionnaire_from_text(text, "god.yaml", lambda form: before).findings


def test_a_new_version_that_says_the_same_has_no_findings():
    assert since(NEXT) == ()
    assert since(FORM) == ()


@pytest.mark.parametrize(("code", "old", "new"), CHANGES)
def test_what_earlier_answers_depend_on_is_told_at_its_place(code, old, new):
    bad, place = spoiled(NEXT, old, new)
    found = [each for each in since(bad) if each.code not in ("unknown-name", "unknown-option")]
    assert places(tuple(found)) == [(code, *place)]
    assert found[0].severity is Severity.WARNING


def test_what_is_said_to_have_been_called_otherwise_is_not_gone():
    renamed = NEXT.replace("- {id: navn,", "- {formerly: navn, id: fornavn,")
    assert since(renamed) == ()
    assert since(NEXT.replace("{value: ja,", "{formerly: ja, value: jo,")) == ()
    assert since(NEXT.replace("needs:\n  - id: lindring", "needs:\n  - id: ny\n    formerly: lindring")) == ()


def test_what_is_gone_is_told_with_the_line_that_would_keep_it_followed():
    (found,) = since(NEXT.replace("- {id: navn,", "- {id: fornavn,"))
    assert "`barn.navn`" in found.message and "`fornavn`" in found.message and "`formerly: navn`" in found.message


def test_another_unit_is_another_question():
    old = "      - id: annet\n        type: text\n        text: {nb: Annet, nn: Anna, en: Other}\n"
    bad, place = spoiled(NEXT.replace(old, WITH_UNIT), "unit: kg", "unit: ¤g")
    assert places(since(bad, FORM.replace(old, WITH_UNIT))) == [("type-changed", *place)]


def test_a_comma_or_a_translation_alone_makes_no_translation_stale():
    assert since(NEXT.replace("{nb: Uro, nn: Uro, en: Worry}", "{nb: Uro?, nn: Uro, en: Worry}")) == ()
    assert since(NEXT.replace("{nb: Uro, nn: Uro, en: Worry}", "{nb: Uro, nn: Otte, en: Fear}")) == ()
    assert since(NEXT.replace("{nb: Uro, nn: Uro, en: Worry}", "{nb: Otte, nn: Otte, en: Fear}")) == ()


def test_the_same_version_must_say_the_same_but_for_its_status():
    bad, place = spoiled(FORM.replace("max: 10", "max: 11"), 'version: "1.0"', 'version: ¤"1.0"')
    found = since(bad)
    assert [finding.code for finding in found] == ["published-changed", "type-changed"]
    assert (found[0].line, found[0].column, found[0].severity) == (*place, Severity.ERROR)
    assert since(FORM.replace("status: active", "status: retired")) == ()


def test_the_check_compares_a_form_with_its_own_version_or_else_with_the_latest(tmp_path):
    file = tmp_path / "god.yaml"
    archive = Published.beside(file)
    keep(archive, FORM)
    keep(archive, NEXT.replace("nb: Uro", "nb: Nervøs"))
    told = {}
    for version in ("1.0", "1.1", "1.2"):
        file.write_text(FORM.replace('version: "1.0"', f'version: "{version}"'), encoding="utf-8")
        told[version] = [finding.code for finding in check([file])]
    assert told == {
        "1.0": [],
        "1.1": ["published-changed", "stale-translation"],
        "1.2": ["active-not-published", "stale-translation"],
    }
