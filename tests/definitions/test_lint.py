"""Each thing that can be wrong with a form or a pathway is found, alone, at its place; the good twin has no finding."""

from __future__ import annotations

import pytest

from kartlegging_tui.definitions.findings import Severity
from kartlegging_tui.definitions.reader import pathway_from_text, questionnaire_from_text
from kartlegging_tui.domain.questionnaire import Questionnaire
from tests.definitions.good_files import FORM, PATHWAY, places, spoiled

WORK_OPTIONS = """\
options:
          - {value: ja, text: {nb: Ja, nn: Ja, en: "Yes"}}
          - {value: nei, text: {nb: Nei, nn: Nei, en: "No"}}
"""
OTHER = """\
type: text
        text: {nb: Annet, nn: Anna, en: Other}
"""
NAMES = [
    ("file-name", "id: god\n", "id: ¤annen\n"),
    ("duplicate-id", "id: annet\n", "id: ¤yrke\n"),
    ("duplicate-id", "- {id: navn, type", "- {id: ¤har_barn, type"),
    ("duplicate-id", "scores:\n", "scores:\n  - {id: ¤annet, value: smerte}\n"),
    ("duplicate-id", "id: hjemme", "id: ¤plager"),
    ("duplicate-id", "id: tilsyn", "id: ¤lindring"),
    ("duplicate-id", "id: samtale", "id: ¤tilsyn"),
    ("unknown-group", "each: barn", "each: ¤barna"),
    ("not-rows", "each: barn", "each: ¤smerte"),
    ("not-rows", "each: barn", "each: ¤alder"),
    ("not-rows", "each: barn", "each: ¤plage"),
    ("unknown-column", "type: rows\n", "type: rows\n        children: {age: ¤aar}\n"),
    ("unknown-column", "type: rows\n", "type: rows\n        children: {born: ¤navn}\n"),
    ("no-age", "type: rows\n", "type: rows\n        children: ¤{}\n"),
    ("reserved-name", "id: yrke", "id: ¤declined"),
    ("reserved-name", "id: yrke", "id: ¤age"),
    ("reserved-name", "id: yrke", "id: ¤del"),
]
TEXTS = [
    ("missing-translation", "{nb: Uro, nn: Uro, en: Worry}", "¤{nb: Uro, nn: Uro}"),
    ("missing-translation", "{nb: Uro, nn: Uro, en: Worry}", "¤Uro"),
    ("missing-translation", "- {nb: Samtale, nn: Samtale, en: Talk}", "- ¤Samtale"),
    ("missing-translation", 'text: {nb: Ja, nn: Ja, en: "Yes"}}\nsections', "text: ¤Ja}\nsections"),
    ("unknown-language", "{nb: Uro, nn: Uro, en: Worry}", "{nb: Uro, nn: Uro, en: Worry, ¤Norsk: Uro}"),
    ("empty-text", "{nb: Uro, nn: Uro, en: Worry}", '{nb: Uro, nn: Uro, en: ¤" "}'),
    ("empty-text", "{nb: Uro, nn: Uro, en: Worry}", "¤{}"),
    ("missing-key", "- id: har_barn\n        type: yes_no\n        text: {nb: Barn, nn: Barn, en: Children}",
     "- ¤id: har_barn\n        type: yes_no"),
]  # fmt: skip
OPTIONS = [
    ("unknown-option-list", WORK_OPTIONS, "options: ¤svarene\n"),
    ("empty-option-list", WORK_OPTIONS, "options: ¤[]\n"),
    ("unused-option-list", "option_lists:\n", "option_lists:\n  ¤andre: [{value: 0, text: '0'}]\n"),
    ("duplicate-value", "{value: 1,", "{value: ¤0,"),
    ("mixed-values", "{value: nei,", "{value: ¤2,"),
    ("duplicate-option-key", "{value: kne,", "{key: ¤'1', value: kne,"),
    ("duplicate-option-key", "{value: kne, text: {nb: Kne, nn: Kne, en: Knee}, score: 2}",
     "{key: a, value: kne, text: '2', score: 2}\n          - {key: ¤a, value: hals, text: '3', score: 3}"),
    ("exclusive-in-choice", "{value: nei,", "{¤exclusive: true, value: nei,"),
    ("exclusive-in-choice", "{value: 1,", "{¤exclusive: true, value: 1,"),
    ("out-of-range", "at_most: 2", "at_most: ¤4"),
    ("option-without-key", "          - {value: nei,",
     "".join(f"          - {{value: v{n}, text: '{n}'}}\n" for n in range(8)) + "          - ¤{value: nei,"),
]  # fmt: skip
NUMBERS = [
    (
        "reversed-limits",
        OTHER,
        "type: scale\n        ends: {low: '0', high: '1'}\n        text: '1'\n        min: ¤10\n        max: 9\n",
    ),
    (
        "reversed-limits",
        OTHER,
        "type: scale\n        ends: {low: '0', high: '1'}\n        text: '1'\n        max: ¤0\n",
    ),
    ("reversed-limits", "min: 0, max: 120", "min: ¤120, max: 0"),
    ("reversed-limits", "min_rows: 1", "min_rows: ¤21"),
    ("reversed-band", "{from: 4, to: 7,", "¤{from: 7, to: 4,"),
    ("band-overlap", "{from: 4, to: 7,", "¤{from: 3, to: 7,"),
    ("band-overlap", "{from: 4, to: 7,", "¤{to: 7,"),
    ("band-gap", "{from: 4, to: 7,", "¤{from: 5, to: 7,"),
]
CONDITIONS = [
    ("unknown-name", "smerte >= 4 and", "¤smerter >= 4 and"),
    ("unknown-name", 'and "rygg" in sted', 'and ¤hest or "rygg" in sted'),
    ("unknown-option", '"rygg" in sted', '¤"hals" in sted'),
    ("unknown-function", "sum(smerte, uro)", "¤summ(smerte, uro)"),
    ("unlike-things", "smerte >= 4 and", '¤smerte >= "4" and'),
    ("not-a-truth", "smerte >= 4 and", "¤smerte and"),
    ("not-a-number", "sum(smerte, uro)", "sum(smerte, ¤annet)"),
    ("option-without-score", "sum(smerte, uro)", "sum(smerte, ¤yrke)"),
    ("column-outside-aggregate", "when: plage >= 4", "when: ¤barn.alder >= 4"),
    ("wrong-arguments", "when: plage >= 4", "when: ¤answered(plage, uro)"),
    ("never-true", "when: plage >= 4", "when: ¤smerte > 10"),
    ("condition-syntax", "when: plage >= 4", "when: plage ¤= 4"),
    ("condition-not-allowed", "when: plage >= 4", "when: ¤plage ** 2 >= 4"),
    ("condition-too-long", "when: plage >= 4", f"when: ¤{'not ' * 100} har_barn"),
    ("never-true", "alder <= 12", "¤alder > 120"),
    ("unknown-name", "alder <= 12", "¤aldr <= 12"),
    ("column-outside-aggregate", "alder <= 12", "¤barn.alder <= 12"),
    ("wrong-arguments", "when: plage >= 4", "when: declined(¤plage)"),
    ("unknown-function", "alder <= 12", "¤asket(alder)"),
    ("cycle", "id: smerte\n", "id: smerte\n        visible_if: ¤uro == 1\n"),
    ("cycle", "value: sum(smerte, uro)", "value: ¤sum(smerte, plage)"),
]
NEVER = [
    ("never-true", "when: plage >= 4", "when: ¤plage > 11"),
    ("never-shown", "id: yrke\n", "id: yrke\n        visible_if: ¤uro == 1 and smerte < 4\n"),
    ("never-shown", "{id: navn, type: text,", "{id: navn, type: text, visible_if: ¤not har_barn,"),
    ("need-never-raised", "when: plage >= 4", "when: ¤smerte < 4 and uro == 1"),
    ("need-never-raised", "when: alder <= 12 and", "when: ¤alder <= 12 and not har_barn and"),
    ("never-urgent", "type: rows\n", "type: rows\n        urgent: {when: ¤not har_barn, text: '1'}\n"),
    ("always-true", "when: plage >= 4", "when: ¤plage >= 0"),
    ("always-true", "when: plage >= 4", "when: ¤true or plage >= 4"),
    ("always-true", 'visible_if: smerte >= 4 and "rygg" in sted', "visible_if: '¤true'"),
    ("always-true", "when: plage >= 4", "when: ¤count(sted) >= 1"),
    ("always-true", "alder <= 12 and smerte >= 1", "¤alder <= 120"),
    ("always-true", "when: plage >= 4", "when: ¤answered(uro) or not answered(uro)"),
]  # fmt: skip
SCORES = [
    ("unreachable-band", "- {from: 8,", "- {from: 8, to: 11, text: '1'}\n      - ¤{from: 12,"),
    ("unreachable-band", "{to: 3,", "{to: -1, text: '1'}\n      - {from: 0, to: 3,".replace("{to: -1", "¤{to: -1")),
    ("real-change-too-large", "value: sum(smerte, uro)", "value: sum(smerte, uro)\n    real_change: ¤12"),
    ("real-change-too-large", "id: smerte\n", "id: smerte\n        real_change: ¤11\n"),
    ("real-change-too-large", "max: 120,", "max: 120, real_change: ¤121,"),
]
FINDINGS = [*NAMES, *TEXTS, *OPTIONS, *NUMBERS, *CONDITIONS, *NEVER, *SCORES]
WARNINGS = {
    "file-name", "missing-translation", "unused-option-list", "exclusive-in-choice", "option-without-key", "band-gap",
    "wrong-order", "never-shown", "need-never-raised", "never-urgent", "score-never-known", "always-true",
    "unreachable-band", "real-change-too-large",
}  # fmt: skip

PATHWAYS = [
    ("file-name", "id: forlop", "id: ¤reise"),
    ("missing-translation", "{nb: Etter, nn: Etter, en: After}", "¤Etter"),
    ("duplicate-id", "number: 2", "number: ¤1"),
    ("reversed-window", "{opens: 3, closes: 4}", "{opens: ¤5, closes: 4}"),
    ("duplicate-offer", "- form: mer\n        offer_if: god.smerte >= 4", "- form: ¤god"),
    ("unknown-form", "- form: mer\n        offer_if: god.smerte >= 4", "- form: ¤mor"),
    ("unknown-name", "god.smerte >= 4", "age >= 18 and ¤god.smertene >= 4"),
    ("unknown-name", "god.smerte >= 4", "¤smerte >= 4"),
    ("unlike-things", "god.smerte >= 4", '¤god.smerte >= "4"'),
    ("cycle", "god.smerte >= 4", "age >= 18 and ¤mer.smerte >= 4"),
    ("form-not-offered", "question: god.har_barn", "question: ¤got.har_barn"),
    ("unknown-name", "question: god.har_barn", "question: god.¤har_barna"),
    ("unknown-name", "question: god.har_barn", "question: god.¤plage"),
    ("unknown-name", "question: god.har_barn", "question: god.¤navn"),
    ("wrong-value", "question: god.har_barn", "question: ¤har_barn"),
    (
        "missing-key",
        "that: asked(god.har_barn) or asked(god.annet)\n        question: god.har_barn",
        "¤question: god.har_barn",
    ),
    ("unknown-name", "asked(god.annet)", "asked(¤god.annt)"),
    ("unknown-name", "asked(god.annet)", "asked(¤annet)"),
    ("wrong-arguments", "asked(god.annet)", "asked(¤god.plage)"),
    ("never-true", "asked(god.har_barn) or asked(god.annet)", "¤god.smerte > 10"),
    (
        "missing-translation",
        "text: {nb: Spør om barn, nn: Spør om barn, en: Ask about children}",
        "text: ¤Spør om barn",
    ),
]


def form(text: str = FORM, name: str = "god") -> Questionnaire:
    questionnaire = questionnaire_from_text(text, f"{name}.yaml").questionnaire
    assert questionnaire is not None
    return questionnaire


FORMS = {"god": form(), "mer": form(FORM.replace("id: god", "id: mer"), "mer")}


def test_the_good_twins_have_no_finding():
    assert questionnaire_from_text(FORM, "god.yaml").findings == ()
    assert pathway_from_text(PATHWAY, "forlop.yaml", FORMS).findings == ()


@pytest.mark.parametrize(("code", "old", "new"), FINDINGS)
def test_a_form_with_one_thing_wrong_has_one_finding_at_its_place(code, old, new):
    bad, place = spoiled(FORM, old, new)
    reading = questionnaire_from_text(bad, "god.yaml")
    assert places(reading.findings) == [(code, *place)]
    expected = Severity.WARNING if code in WARNINGS else Severity.ERROR
    assert reading.findings[0].severity is expected
    assert (reading.questionnaire is None) == (expected is Severity.ERROR)


@pytest.mark.parametrize(("code", "old", "new"), PATHWAYS)
def test_a_pathway_with_one_thing_wrong_has_one_finding_at_its_place(code, old, new):
    bad, place = spoiled(PATHWAY, old, new)
    reading = pathway_from_text(bad, "forlop.yaml", FORMS)
    assert places(reading.findings) == [(code, *place)]
    assert (reading.value is None) == (code not in WARNINGS)


@pytest.mark.parametrize(
    ("status", "slot", "code", "severity"),
    [
        ("retired", "", "form-not-offered", Severity.ERROR),
        ("draft", "slot: {holder: H, how: '1'}\n", "form-without-text", Severity.WARNING),
    ],
)
def test_a_form_that_cannot_be_offered_is_said_where_it_is_offered(status, slot, code, severity):
    text = FORM.replace("status: active\n", f"status: {status}\n{slot}")
    if slot:
        text = text.replace("        text: {nb: Barn, nn: Barn, en: Children}\n", "")
    offered = form(text)
    findings = pathway_from_text(PATHWAY, "forlop.yaml", FORMS | {"god": offered}).findings
    assert [(finding.code, finding.line, finding.severity) for finding in findings] == [
        (code, 11, severity),
        (code, 17, severity),
    ]


def test_contact_points_out_of_order_are_a_warning():
    findings = pathway_from_text(PATHWAY.replace("number: 1", "number: 3"), "forlop.yaml", FORMS).findings
    assert places(findings) == [("wrong-order", 12, 13)]
    assert findings[0].severity is Severity.WARNING


SECTION = "title: {nb: Hjemme, nn: Heime, en: At home}\n"
CONDITION_PLACES = [
    (SECTION, f"{SECTION}    visible_if: smerte > 1 and ¤hest\n"),
    ("type: yes_no\n", "type: yes_no\n        urgent: {when: har_barn and ¤hest, text: '1'}\n"),
    (OTHER, "type: computed\n        text: '1'\n        value: smerte + ¤hest\n"),
    ("max: 120,", "max: 120, visible_if: navn == 'x' and ¤hest,"),
    ("max: 120,", "max: 120, urgent: {when: alder > 1 and ¤hest, text: '1'},"),
]


@pytest.mark.parametrize(("old", "new"), CONDITION_PLACES)
def test_conditions_are_checked_wherever_they_may_stand(old, new):
    bad, place = spoiled(FORM, old, new)
    assert places(questionnaire_from_text(bad, "god.yaml").findings) == [("unknown-name", *place)]


def test_a_column_is_named_alone_within_its_row():
    text = FORM.replace("max: 120,", "max: 120, visible_if: navn == 'x' and smerte > 1,")
    assert questionnaire_from_text(text, "god.yaml").findings == ()


def test_a_pathway_on_its_own_is_checked_for_itself():
    assert pathway_from_text(PATHWAY, "forlop.yaml").findings == ()


def test_only_a_form_with_a_slot_may_have_questions_without_text():
    text = FORM.replace("        text: {nb: Barn, nn: Barn, en: Children}\n", "")
    assert [finding.code for finding in questionnaire_from_text(text, "god.yaml").findings] == ["missing-key"]
    slot = text.replace("option_lists:", "slot: {holder: Owner, how: '1'}\noption_lists:")
    slot = slot.replace("status: active", "status: draft")
    assert questionnaire_from_text(slot, "god.yaml").findings == ()


def test_a_text_without_letters_needs_no_translation():
    text = FORM.replace("{nb: Uro, nn: Uro, en: Worry}", '"1–5"')
    assert questionnaire_from_text(text, "god.yaml").findings == ()


def test_the_languages_of_a_form_are_those_of_its_title():
    text = FORM.replace("title: {nb: God, nn: God, en: Good}", "title: God").replace(", nn: Uro, en: Worry", "")
    assert questionnaire_from_text(text, "god.yaml").findings == ()


def test_bands_of_a_score_with_decimals_stand_one_decimal_apart():
    bands = FORM.replace("value: sum(smerte, uro)", "value: sum(smerte, uro)\n    decimals: 1")
    apart = bands.replace("{to: 3,", "{to: 3.9,").replace("to: 7,", "to: 7.9,")
    assert [finding.code for finding in questionnaire_from_text(bands, "god.yaml").findings] == ["band-gap", "band-gap"]
    assert questionnaire_from_text(apart, "god.yaml").findings == ()


def test_what_follows_from_something_never_shown_is_said_too():
    title = "title: {nb: Hjemme, nn: Heime, en: At home}\n"
    text = FORM.replace(title, f"{title}    visible_if: uro == 1 and smerte < 4\n")
    findings = questionnaire_from_text(text, "god.yaml").findings
    assert [finding.code for finding in findings] == ["never-shown", "need-never-raised", "need-never-raised"]
    assert '`smerte >= 4 and "rygg" in sted`' in findings[0].message


def test_what_rules_a_question_out_is_pointed_at():
    bad = FORM.replace("id: yrke\n", "id: yrke\n        visible_if: uro == 1 and smerte < 4\n")
    (finding,) = questionnaire_from_text(bad, "god.yaml").findings
    (other,) = finding.related
    assert (other.line_text.strip(), other.message) == ('visible_if: smerte >= 4 and "rygg" in sted', "shows `uro`")


def test_a_required_question_that_is_never_shown_is_called_required():
    bad = FORM.replace("id: yrke\n", "id: yrke\n        required: true\n        visible_if: uro == 1 and smerte < 4\n")
    (finding,) = questionnaire_from_text(bad, "god.yaml").findings
    assert "`required`" in finding.message


def test_a_score_whose_parts_are_never_shown_together_never_gets_a_value():
    opposite = "type: scale\n        text: '1'\n        ends: {low: '0', high: '1'}\n        visible_if: smerte < 4\n"
    text = FORM.replace(OTHER, opposite).replace("value: sum(smerte, uro)", "value: sum(uro, annet)")
    codes = [finding.code for finding in questionnaire_from_text(text, "god.yaml").findings]
    assert codes == ["score-never-known", "need-never-raised"]


@pytest.mark.parametrize(("old", "new"), [("- {from: 8,", "- ¤{from: 8, to: 9,"), ("- {to: 3,", "- ¤{from: 1, to: 3,")])
def test_the_ends_of_a_score_lie_in_bands(old, new):
    good = FORM.replace("sum(smerte, uro)", "sum(smerte)")
    assert questionnaire_from_text(good, "god.yaml").findings == ()
    bad, place = spoiled(good, old, new)
    assert places(questionnaire_from_text(bad, "god.yaml").findings) == [("band-gap", *place)]


def test_one_band_alone_may_be_silent_about_the_rest():
    bands = FORM.partition("    bands:\n")[2].partition("needs:")[0]
    text = FORM.replace(bands, "      - {to: 3, text: '1', flag: true}\n").replace("sum(smerte, uro)", "sum(smerte)")
    assert questionnaire_from_text(text, "god.yaml").findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when: plage >= 4", "when: 'true'"),
        ("when: plage >= 4", "when: answered(smerte)"),
        ("when: plage >= 4", "when: smerte >= 1"),
        ("at_most: 2", "at_most: 2\n        visible_if: count(flere) >= 1"),
    ],
)
def test_what_an_author_may_mean_is_not_called_always_true(old, new):
    more = "      - id: flere\n        type: choices\n        text: '1'\n        options: svar\n      - id: annet\n"
    text = FORM.replace(old, new).replace("      - id: annet\n", more)
    assert questionnaire_from_text(text, "god.yaml").findings == ()


def test_what_depends_on_a_missing_option_list_is_not_blamed_on_the_conditions():
    findings = questionnaire_from_text(FORM.replace("  svar:\n", "  svarene:\n"), "god.yaml").findings
    assert [finding.code for finding in findings] == ["unused-option-list", "unknown-option-list"]


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [("each: barn", "each: barna", "Did you mean `barn`?"), ("each: barn", "each: smerte", "There are: `barn`.")],
)
def test_a_need_for_each_row_of_what_has_no_rows_is_told_which_groups_there_are(old, new, advice):
    finding = questionnaire_from_text(FORM.replace(old, new), "god.yaml").findings[0]
    assert finding.message.endswith(advice)


def test_a_requirement_leads_to_something_that_can_be_answered():
    told = form(FORM.replace(OTHER, "type: info\n        text: '1'\n"))
    bad = PATHWAY.replace(" or asked(god.annet)", "").replace("question: god.har_barn", "question: god.annet")
    findings = pathway_from_text(bad, "forlop.yaml", FORMS | {"god": told}).findings
    assert [finding.code for finding in findings] == ["unknown-name"]


@pytest.mark.parametrize(("name", "advice"), [("got.har_barn", "`god`"), ("god.har_barna", "`har_barn`")])
def test_a_requirement_that_leads_nowhere_gets_the_right_name_suggested(name, advice):
    text = PATHWAY.replace("question: god.har_barn", f"question: {name}")
    assert advice in pathway_from_text(text, "forlop.yaml", FORMS).findings[0].message


def test_a_misspelt_name_gets_the_right_one_suggested():
    finding = questionnaire_from_text(FORM.replace("when: plage", "when: plagg"), "god.yaml").findings[0]
    assert "`plage`" in finding.message


@pytest.mark.parametrize("written", ["plage = 4", "plage >= 4 && har_barn", "plage >= 4 OR har_barn", "!har_barn"])
def test_signs_of_other_languages_get_the_right_one_suggested(written):
    finding = questionnaire_from_text(FORM.replace("plage >= 4", f"'{written}'"), "god.yaml").findings[0]
    assert finding.code == "condition-syntax"
    assert any(f"`{word}`" in finding.message for word in ("==", "and", "or", "not"))


CONDITION_STYLES = [
    "smerte >= 4 and ¤hest",
    "smerte >= 4 and\n      ¤hest",
    "'smerte >= 4 and ¤hest'",
    "'annet == ''x'' and ¤hest'",
    '"smerte >= 4 and ¤hest"',
    '"annet == \\"x\\" and ¤hest"',
    "\"annet == '\\u00e5' and ¤hest\"",
    '"smerte >= 4 \\\n      and ¤hest"',
    "|\n      smerte >= 4\n      and ¤hest",
    "|-\n      ¤hest",
    ">\n      smerte >= 4\n      and har_barn\n      and ¤hest\n",
    ">-  # why\n      smerte >= 4\n\n      and ¤hest",
    'annet == "på 😀" and ¤hest',
]


@pytest.mark.parametrize("written", CONDITION_STYLES)
def test_a_finding_in_a_condition_stands_at_its_word_however_the_condition_is_written(written):
    bad, place = spoiled(FORM, "plage >= 4", written)
    assert places(questionnaire_from_text(bad, "god.yaml").findings) == [("unknown-name", *place)]
