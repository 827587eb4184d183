"""What is offered while a file is being written. `¤` is the cursor."""

from __future__ import annotations

import random
from enum import Enum

import pytest

from kartlegging_tui import language
from kartlegging_tui.definitions.completion import Completion, complete, describe
from kartlegging_tui.definitions.documentation import FILES, key_doc, member_docs, parts, spoken, type_docs
from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.definitions.model_keys import keys
from kartlegging_tui.definitions.names_in_text import Names, NamesInText
from kartlegging_tui.definitions.reader import questionnaire_from_text
from kartlegging_tui.domain.texts import Text
from tests.definitions.good_files import FORM, HERE, PATHWAY

FORMS = {"god": questionnaire_from_text(FORM, "god.yaml").questionnaire}
AT_MOST = "        at_most: 2\n"
URO = "        visible_if: smerte >= 4 and "
SHIPPED = sorted(shipped().questionnaire_files.values())


def at_cursor(old: str, new: str, base: str = FORM) -> tuple[str, int]:
    """The text with `new` for `old`, and the place of the cursor in it."""
    assert base.count(old) >= 1, old
    marked = base.replace(old, new, 1)
    assert marked.count(HERE) == 1
    return marked.replace(HERE, ""), marked.index(HERE)


def offered(old: str, new: str, base: str = FORM) -> list[str]:
    """What can be put in, in order."""
    text, index = at_cursor(old, new, base)
    return [candidate.text for candidate in complete(text, index, FORMS).candidates]


def in_condition(written: str) -> list[str]:
    """What is offered in the condition of the question `uro`."""
    return offered('        visible_if: smerte >= 4 and "rygg" in sted\n', f"        visible_if: {written}\n")


def applied(old: str, new: str, label: str, base: str = FORM) -> str:
    """The text once the candidate with this label has been put in."""
    text, index = at_cursor(old, new, base)
    completion = complete(text, index, FORMS)
    chosen = next(candidate for candidate in completion.candidates if candidate.label == label)
    return text[: completion.start] + chosen.text + text[completion.end :]


# Keys


def test_an_empty_file_is_offered_what_every_form_must_have_first():
    assert [key.partition(":")[0] for key in offered(FORM, HERE)][:5] == ["id", "version", "area", "title", "source"]


def test_the_keys_of_a_question_are_those_of_its_type_that_are_not_there_yet():
    keys = offered(AT_MOST, f"        {HERE}\n")
    assert "at_most: " in keys
    assert not {"id: ", "type: ", "options: ", "min: ", "lines: "} & set(keys)


def test_keys_that_come_after_the_cursor_are_there_already():
    assert "at_most: " not in offered(AT_MOST, f"        {HERE}\n{AT_MOST}")


def test_what_is_typed_narrows_the_keys():
    assert offered(AT_MOST, f"{AT_MOST}        vis{HERE}\n") == ["visible_if: "]


def test_a_key_that_begins_so_comes_before_one_that_holds_it():
    assert offered(AT_MOST, f"        r{HERE}\n")[:2] == ["required: ", "real_change: "]
    assert "worse: " in offered(AT_MOST, f"        r{HERE}\n")[2:]


def test_a_key_in_the_place_of_another_keeps_its_colon():
    assert applied("visible_if: har_barn", f"vis{HERE}ible_if: har_barn", "visible_if") == FORM


def test_a_question_without_a_type_is_offered_the_type_first():
    assert offered(AT_MOST, f"{AT_MOST}      - {HERE}\n")[0] == "type: "


def test_under_the_dashes_a_new_item_is_offered_with_its_dash():
    assert offered(AT_MOST, f"{AT_MOST}      {HERE}\n")[:2] == ["- type: ", "- id: "]


def test_right_below_the_key_of_a_list_the_first_item_is_offered():
    assert offered("    questions:\n", f"    questions:\n      {HERE}\n")[0].startswith("- ")


def test_a_list_may_stand_right_under_its_key_and_the_next_key_too():
    keys = offered(FORM, f"option_lists:\n  svar:\n  - value: 1\n    text: Ja\n{HERE}\n")
    assert "id: " in keys
    assert "option_lists:\n  " not in keys


def test_a_key_for_a_list_of_maps_opens_the_first_of_them():
    assert "codes:\n          - " in offered(AT_MOST, f"        cod{HERE}\n")


def test_between_braces_the_keys_of_the_map_are_offered():
    assert offered("min: 0, max: 120,", f"min: 0, ma{HERE}") == ["max: "]
    assert "max: " not in offered("min: 0, max: 120,", f"{HERE}, min: 0, max: 120,")
    assert offered("      - {to: 3, text:", f"      - {{{HERE} to: 3, text:") == ["from: ", "flag: "]


def test_between_braces_over_several_lines_the_keys_are_offered_too():
    assert offered(AT_MOST, f"        urgent: {{when: true,\n                 te{HERE}\n") == ["text: "]


def test_a_text_is_offered_the_languages_it_lacks():
    assert offered("{nb: God, nn: God, en: Good}", f"{{nb: God, {HERE}}}") == ["nn: ", "en: "]


def test_a_line_that_is_broken_elsewhere_is_in_nobodys_way():
    broken = FORM.replace("        type: scale\n", "        type: [scale\n").replace("source: Own\n", "source: 'Own\n")
    assert offered(AT_MOST, f"{AT_MOST}        vis{HERE}\n", broken) == ["visible_if: "]
    assert offered("when: plage >= 4", f"when: pl{HERE}", broken) == ["plage"]


def test_nothing_is_offered_in_a_comment_and_behind_a_closed_value():
    assert offered("licence: MIT", f"licence: MIT # {HERE}") == []
    assert offered("{nb: own, nn: own, en: own}", f"{{nb: own, nn: own, en: own}} {HERE}") == []


def test_every_key_that_is_offered_says_what_it_means():
    text, index = at_cursor(AT_MOST, f"        {HERE}\n")
    assert all(candidate.detail for candidate in complete(text, index).candidates)


# Values


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("status: active", f"status: {HERE}", ["draft", "active", "retired"]),
        ("status: active", f"status: re{HERE}active", ["retired"]),
        ("type: scale", f"type: ch{HERE}", ["choice", "choices"]),
        ("{id: alder, type: integer", f"{{id: alder, type: in{HERE}", ["integer"]),
        ("      - id: smerte\n        type: scale", f"      - type: sc{HERE}\n        id: smerte", ["scale"]),
        ("    lasting: true\n", f"    priority: hi{HERE}\n", ["high"]),
        ("    lasting: true\n", f"    lasting: {HERE}\n", ["true", "false"]),
        ("    bands:\n", f"    missing: {HERE}\n    bands:\n", ["none_allowed", "interval"]),
        ("    bands:\n", f"    missing: {{allow: 1, method: {HERE}}}\n    bands:\n", ["mean"]),
        ("{nb: own, nn: own, en: own}", f"{{nb: off{HERE}}}", ["official", "unofficial"]),
        ("options: svar", f"options: {HERE}", ["svar"]),
        ("each: barn", f"each: {HERE}", ["barn"]),
        ("        row:\n", f"        children: {{born: {HERE}}}\n        row:\n", ["navn", "alder"]),
        ("        row:\n", f"        children:\n          age: al{HERE}\n        row:\n", ["alder"]),
    ],
)
def test_a_value_is_offered_what_the_key_allows(old, new, expected):
    assert offered(old, new) == expected


def test_themes_are_offered_with_what_they_are():
    text, index = at_cursor(AT_MOST, f"        theme: men{HERE}\n")
    assert [(one.text, one.detail) for one in complete(text, index).candidates] == [("mental_health", "Mental health.")]


def test_a_list_of_options_is_offered_with_its_options():
    text, index = at_cursor("options: svar", f"options: {HERE}")
    assert complete(text, index, language="nb").candidates[0].detail == "Nei, Ja"


def test_no_column_is_a_group_of_rows_or_a_text_between_the_questions():
    assert "rows" not in offered("{id: alder, type: integer", f"{{id: alder, type: {HERE}")
    assert "info" in offered("type: scale", f"type: {HERE}")


# Conditions


def test_a_condition_is_offered_questions_and_scores_the_nearest_above_first():
    names = in_condition(HERE)
    assert names[:2] == ["sted", "smerte"]
    assert {"plage", "har_barn", "age", "contact_point", "answered("} <= set(names)


def test_a_question_does_not_decide_about_itself():
    assert "uro" not in in_condition(HERE)
    assert "plage" not in offered("value: sum(smerte, uro)", f"value: sum({HERE})")


def test_whether_an_answer_is_urgent_is_about_the_answer_itself_first():
    assert offered(AT_MOST, f"        urgent:\n          when: {HERE}\n")[0] == "sted"


def test_a_name_is_offered_with_the_question_that_it_is():
    text, index = at_cursor(URO, f"        visible_if: sm{HERE} and ")
    assert complete(text, index, language="en").candidates[0].detail == "Pain"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("smer¤", ["smerte"]),
        ("SMER¤", ["smerte"]),
        ("yrke == ¤", ['"ja"', '"nei"']),
        ('yrke == "n¤', ['"nei"']),
        ('yrke != "¤"', ['"ja"', '"nei"']),
        ("yrke in (¤", ['"ja"', '"nei"']),
        ('yrke not in ("ja", ¤', ['"ja"', '"nei"']),
        ("har_barn == ¤", ["true", "false"]),
        ("previous(yrke) == ¤", ['"ja"', '"nei"']),
        ('smerte > 1 and "¤" in sted', ['"rygg"', '"kne"', '"ingen"']),
        ("'\"kn¤\" in sted'", ['"kne"']),
        ("'\"kne\" in ¤'", ["sted"]),
        ("'\"kne\" not in s¤'", ["sted"]),
        ("smerte >= 4 and no¤", ["not ", "not_relevant("]),
        ("any(barn.a¤", ["barn.alder"]),
        ("smerte >= 4 ¤", ["and ", "or "]),
        ("har_barn ¤", ["and ", "or "]),
        (">-\n          smerte >= 3\n          and sm¤", ["smerte"]),
        ("smerte >= 3\n          and sm¤", ["smerte"]),
    ],
)
def test_a_condition_is_offered_what_may_come_next(written, expected):
    assert in_condition(written)[: len(expected)] == expected


def test_the_values_of_a_choice_are_offered_with_their_texts():
    text, index = at_cursor(URO, f"        visible_if: yrke == {HERE}  # ")
    details = [(one.label, one.detail) for one in complete(text, index, language="en").candidates]
    assert details == [('"ja"', "Yes"), ('"nei"', "No")]


def test_a_condition_that_begins_with_a_quotation_mark_is_put_in_quotation_marks_whole():
    after = applied(URO + '"rygg" in sted', f'        visible_if: "kn{HERE}', '"kne" in sted')
    assert "visible_if: '\"kne\" in sted'\n" in after
    assert questionnaire_from_text(after, "god.yaml").questionnaire is not None


def test_within_quotation_marks_of_yaml_the_text_between_them_is_the_condition():
    assert in_condition(f'"smer{HERE}te >= 4"') == ["smerte"]


def test_about_answers_only_names_are_offered():
    assert not any(name.endswith("(") for name in in_condition(f"answered({HERE}"))


def test_within_a_row_the_columns_are_named_alone():
    assert offered("{id: navn, type: text,", f"{{id: navn, type: text, visible_if: {HERE},")[0] == "alder"
    assert offered("when: alder <= 12 and smerte >= 1", f"when: {HERE}")[:2] == ["alder", "navn"]
    assert "alder" not in in_condition(HERE)


def test_an_id_is_found_with_norwegian_letters():
    norwegian = FORM.replace("id: uro\n", "id: sovn_fodselsaar\n")
    assert offered("when: plage >= 4", f"when: søvn_fødselså{HERE}", norwegian) == ["sovn_fodselsaar"]


def test_a_condition_between_braces_is_completed():
    assert offered("min: 0, max: 120,", f"min: 0, visible_if: smer{HERE},") == ["smerte"]


# Pathways


def test_a_pathway_is_offered_the_forms_there_are_with_their_titles():
    text, index = at_cursor("form: mer", f"form: {HERE}", PATHWAY)
    assert [(one.text, one.detail) for one in complete(text, index, FORMS, "en").candidates] == [("god", "Good")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("offer_if: god.smerte >= 4", f"offer_if: god.sm{HERE}", ["god.smerte"]),
        ("offer_if: god.smerte >= 4", f"offer_if: god.yrke == {HERE}", ['"ja"', '"nei"']),
        ("that: asked(god.har_barn)", f"that: asked(har{HERE})", ["god.har_barn"]),
        ("question: god.har_barn", f"question: har_{HERE}", ["god.har_barn"]),
        ("held_by: specialist", f"held_by: {HERE}", ["specialist", "municipality"]),
        ("window: {opens: 0, closes: 1}", f"window: {{opens: 0, {HERE}}}", ["closes: "]),
        ("      - form: god\n", f"      - form: god\n        {HERE}\n", ["offer_if: "]),
    ],
)
def test_a_pathway_is_offered_what_the_forms_have(old, new, expected):
    assert offered(old, new, PATHWAY) == expected


def test_a_list_of_services_is_offered_its_own_keys_and_values():
    services_file = "id: a\ntitle: A\nsource: B\nservices:\n  - id: lege\n    kind: ¤\n"
    assert offered("¤", HERE, services_file) == ["role", "unit", "person"]
    assert offered("kind: ¤", HERE, services_file)[:2] == ["name: ", "kind: "]


# What stands there


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("at_most: 2", f"at_{HERE}most: 2", "The largest number of options that may be chosen."),
        ("status: active", f"status: act{HERE}ive", "In use."),
        ("type: scale", f"type: sc{HERE}ale", "A number between two worded ends, usually 0–10."),
        (URO, f"        visible_if: sm{HERE}erte >= 4 and ", "Pain"),
        ("when: plage >= 4", f"when: pl{HERE}age >= 4", "Trouble"),
        ('and "rygg" in', f'and "ry{HERE}gg" in', "Back"),
        ("when: any(barn.alder", f"when: any(barn.al{HERE}der", "Age"),
        ("when: any(barn", f"when: a{HERE}ny(barn", "true for at least one row"),
        ("options: svar", f"options: sv{HERE}ar", "No, Yes"),
        ("licence: MIT", f"licence: M{HERE}IT", None),
        ("{nb: God,", f"{{nb: G{HERE}od,", None),
        ("licence: MIT", f"licence: MIT # st{HERE}atus", None),
    ],
)
def test_a_key_a_value_or_a_name_is_described(old, new, expected):
    text, index = at_cursor(old, new)
    assert describe(text, index, language="en") == expected


def test_a_choice_is_described_with_its_options():
    text, index = at_cursor("value: sum(smerte, uro)", f"value: sum(smerte, u{HERE}ro)")
    assert describe(text, index, language="en") == "Worry · 0 No · 1 Yes"


def test_a_question_of_another_form_is_described():
    text, index = at_cursor("offer_if: god.smerte", f"offer_if: god.sm{HERE}erte", PATHWAY)
    assert describe(text, index, FORMS, "en") == "Pain"


# The rest


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_names_of_every_shipped_form_are_read_from_its_lines(path):
    form = shipped().questionnaire(path.stem)
    names = NamesInText(path.read_text(encoding="utf-8"))
    columns = {f"{item.id}.{column.id}" for item in form.items() for column in getattr(item, "row", ())}
    assert {named.name for named in names.of(Names.COLUMN)} == columns
    assert [named.id for named in names.of(Names.QUESTION)] == [item.id for item in form.items()]
    assert [named.id for named in names.of(Names.SCORE)] == [score.id for score in form.scores]
    for item in form.items():
        named = names.find(item.id, Names.QUESTION)
        assert named.type == item.type
        assert not item.text or named.words("nb").replace('\\"', '"') == " ".join(item.text.to("nb").split())
        if hasattr(item, "options"):
            options = [(str(option.value), option.text.to("nb")) for option in form.options(item)]
            assert [(value.strip('"'), text) for value, text in named.options(names, "nb")] == options


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_in_every_shipped_form_there_is_help_at_every_place_and_nothing_is_raised(path):
    text = path.read_text(encoding="utf-8")
    chance = random.Random(path.stem)
    for index in chance.sample(range(len(text)), 60):
        assert isinstance(complete(text, index), Completion)
        assert isinstance(complete(text[:index], index), Completion)
        assert isinstance(describe(text, index), str | None)


def test_a_broken_text_is_never_more_than_broken():
    chance = random.Random(5)
    for _round in range(400):
        start = chance.randrange(len(FORM))
        rubbish = "".join(chance.choice("{}[]:,-'\"|>#& \n\tæ¤") for _ in range(chance.randrange(1, 8)))
        text = FORM[:start] + rubbish + FORM[start + chance.randrange(30) :]
        index = chance.randrange(len(text))
        complete(text, index)
        describe(text, index)


# In the language of the program

PARTS = [part for seen in [{Text}] for file in FILES for part in parts(file, seen)]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_key_value_and_type_is_explained_in_every_language(part):
    said = {spoken: explained(part, spoken) for spoken in ("en", "nb", "nn")}
    assert all(said["en"]) and all(said["en"].values())
    for norwegian in ("nb", "nn"):
        same = [name for name, words in said[norwegian].items() if words == said["en"][name]]
        assert same == []


def explained(part, spoken):
    """By key or value, what the author reads in a language."""
    language.use(spoken)
    if issubclass(part, Enum):
        return member_docs(part)
    return {key: key_doc(part, key) for key in keys(part) if key != "type"} | type_docs((part,))


@pytest.mark.parametrize(
    ("spoken", "words"),
    [("nb", "Vises bare der"), ("nn", "Blir vist berre der"), ("en", "Shown only where")],
)
def test_keys_values_and_types_are_explained_in_the_language_of_the_program(spoken, words):
    language.use(spoken)
    text, index = at_cursor(AT_MOST, f"        vis{HERE}\n")
    (offered_key,) = complete(text, index).candidates
    assert offered_key.label == "visible_if"
    assert offered_key.detail.startswith(words)
    assert describe(FORM, FORM.index("visible_if")).startswith(words)


def test_what_nothing_explains_stays_without_a_word():
    """gettext has an answer for the empty message: the head of the catalogue."""
    language.use("nb")
    text, index = at_cursor("flag: true", f"flag: {HERE}")
    assert {one.detail for one in complete(text, index).candidates} == {""}
    assert describe(FORM, FORM.index("flag: true") + 7) is None
    assert spoken("") == ""
