"""The difference between two versions: nothing goes unnoticed, and everything has its weight."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kartlegging_tui.definitions.library import shipped_folder
from kartlegging_tui.definitions.model_keys import keys
from kartlegging_tui.definitions.published import Published
from kartlegging_tui.domain.changes import Change, Thing, Weight, What
from kartlegging_tui.domain.difference import difference
from kartlegging_tui.domain.questionnaire import Band, NeedRule, Questionnaire, Score, Section
from kartlegging_tui.domain.questions import AnyItem, Option
from kartlegging_tui.domain.weights import RULES
from tests.domain import random_forms
from tests.domain.forms import form_of, integer, yes_no
from tests.domain.renamings import all_otherwise, with_former
from tests.domain.whole_form import WHOLE, changed_in_one_place, form, put, text

BREAKING, CAREFUL, HARMLESS = Weight
BEFORE = form(WHOLE)
CHANGED = tuple(changed_in_one_place(WHOLE))
MADE_OF = {"sections", "questions", "scores", "bands", "needs", "option_lists"}
ITEMS = get_args(get_args(AnyItem)[0])


def told(data: dict[str, Any], before: dict[str, Any] = WHOLE) -> list[tuple[Weight, Thing, What, str, str]]:
    return [
        (each.weight, each.thing, each.what, each.name, each.field) for each in difference(form(before), form(data))
    ]


def one(data: dict[str, Any], before: dict[str, Any] = WHOLE) -> Change:
    """The one change that there is."""
    found = difference(form(before), form(data))
    assert len(found) == 1, found
    return found[0]


def question(name: str, data: dict[str, Any]) -> dict[str, Any]:
    """A question of the data, to be changed in place."""
    return next(item for section in data["sections"] for item in section["questions"] if item["id"] == name)


def with_question(name: str, **keys: Any) -> dict[str, Any]:
    """The whole form with other keys of one question; None takes a key away."""
    data = deepcopy(WHOLE)
    item = question(name, data)
    for key, value in keys.items():
        if value is None:
            del item[key]
        else:
            item[key] = value
    return data


# Nothing goes unnoticed


def test_every_change_in_one_place_is_a_difference_if_and_only_if_the_hash_changes():
    seen: set[str] = set()
    for place, after in CHANGED:
        same = after.content_hash() == BEFORE.content_hash()
        assert (difference(BEFORE, after) == ()) is same, place
        assert (difference(after, BEFORE) == ()) is same, place
        if not same:
            seen.update(str(step) for step in place)
    models = [Questionnaire, Section, *ITEMS, Option, Score, Band, NeedRule]
    assert seen >= {key for model in models for key in keys(model)}


@settings(max_examples=40, deadline=None)
@given(random_forms.forms(), random_forms.forms())
def test_two_forms_have_no_difference_if_and_only_if_their_hashes_are_equal(one, other):
    assert difference(one, one) == ()
    assert (difference(one, other) == ()) is (one.content_hash() == other.content_hash())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([after for _place, after in CHANGED]), st.sampled_from([after for _place, after in CHANGED]))
def test_of_two_forms_changed_in_two_places_the_same_holds(one, other):
    assert (difference(one, other) == ()) is (one.content_hash() == other.content_hash())


def test_every_field_of_every_model_has_its_weight():
    """A new field of the format must be weighed here before anybody can change it in a form."""
    assert set(RULES[Thing.FORM]) == set(keys(Questionnaire)) - MADE_OF
    assert set(RULES[Thing.SECTION]) == set(keys(Section)) - MADE_OF
    assert set(RULES[Thing.QUESTION]) == {key for item in ITEMS for key in keys(item)}
    assert RULES[Thing.COLUMN] is RULES[Thing.QUESTION]
    assert set(RULES[Thing.OPTION]) == set(keys(Option))
    assert RULES[Thing.LISTED] is RULES[Thing.OPTION]
    assert set(RULES[Thing.SCORE]) == set(keys(Score)) - MADE_OF
    assert set(RULES[Thing.BAND]) == set(keys(Band))
    assert set(RULES[Thing.NEED]) == set(keys(NeedRule))


# What it weighs


@pytest.mark.parametrize(
    ("name", "key", "value", "weight"),
    [
        ("har_barn", "text", text("Noe annet"), CAREFUL),
        ("har_barn", "text", text("om HAR_BARN?"), HARMLESS),
        ("har_barn", "text", {"nb": "Om har_barn", "nn": "Noko anna", "en": "New"}, HARMLESS),
        ("har_barn", "hint", text("Noe annet"), HARMLESS),
        ("har_barn", "visible_if", "smerte >= 3", CAREFUL),
        ("har_barn", "visible_if", None, CAREFUL),
        ("har_barn", "visible_if", "(smerte)  >=2", HARMLESS),
        ("har_barn", "theme", "nutrition", HARMLESS),
        ("har_barn", "confidential", None, CAREFUL),
        ("har_barn", "codes", None, HARMLESS),
        ("har_barn", "required", None, HARMLESS),
        ("har_barn", "urgent", None, CAREFUL),
        ("har_barn", "urgent", {"when": "smerte>=8", "text": text("Ring lege!")}, HARMLESS),
        ("har_barn", "urgent", {"when": "smerte >= 7", "text": text("Ring lege")}, CAREFUL),
        ("har_barn", "urgent", {"when": "smerte >= 8", "text": text("Vent")}, CAREFUL),
        ("har_barn", "score_if_hidden", 0, BREAKING),
        ("har_barn", "worse", "lower", CAREFUL),
        ("har_barn", "real_change", 3, CAREFUL),
        ("har_barn", "type", "choice", BREAKING),
        ("antall", "type", "decimal", CAREFUL),
        ("feber", "type", "integer", BREAKING),
        ("antall", "max", 5, CAREFUL),
        ("antall", "min", None, CAREFUL),
        ("smerte", "max", 8, BREAKING),
        ("smerte", "max", 10, BREAKING),
        ("smerte", "ends", {"low": text("Verst"), "high": text("Ingen")}, BREAKING),
        ("smerte", "ends", {"low": text("Ingen"), "high": text("Sterk")}, CAREFUL),
        ("smerte", "ends", {"low": {"nb": "Ingen"}, "high": text("Verst")}, HARMLESS),
        ("smerte", "descending", None, HARMLESS),
        ("sted", "at_most", 1, CAREFUL),
        ("sted", "at_most", 3, HARMLESS),
        ("sted", "at_most", None, HARMLESS),
        ("vekt", "unit", "g", BREAKING),
        ("vekt", "unit_text", text("gram"), CAREFUL),
        ("vekt", "decimals", 1, HARMLESS),
        ("bmi", "decimals", 2, CAREFUL),
        ("bmi", "value", "vekt / 3", BREAKING),
        ("bmi", "value", "vekt/2", HARMLESS),
        ("fritt", "lines", 4, HARMLESS),
        ("fritt", "max_length", 50, CAREFUL),
        ("fritt", "max_length", 500, HARMLESS),
        ("siden", "partial", None, CAREFUL),
        ("siden", "future", True, HARMLESS),
        ("barn", "children", {"born": "fodt"}, CAREFUL),
        ("barn", "max_rows", 5, CAREFUL),
        ("barn", "max_rows", 50, HARMLESS),
        ("barn", "formerly", None, HARMLESS),
        ("barn", "formerly", ["barn_v1", "barn_v0"], HARMLESS),
    ],
)
def test_a_changed_key_of_a_question_has_this_weight(name, key, value, weight):
    data = with_question(name, **{key: value})
    if value == "choice":
        question(name, data)["options"] = "ofte"
    if value == "integer":
        del question(name, data)["decimals"]
    change = one(data)
    assert (change.weight, change.thing, change.what, change.name, change.field) == (
        *(weight, Thing.QUESTION, What.CHANGED, name, key),
    )


def test_what_becomes_required_or_secret_is_to_be_thought_about():
    before = with_question("har_barn", required=None)
    assert one(WHOLE, before).weight is CAREFUL


def test_a_question_that_is_gone_breaks_with_its_answers_and_one_with_formerly_does_not():
    data = with_question("antall", id="hvor_mange")
    data["scores"][0]["value"] = "sum(smerte, hvor_mange)"
    assert told(data) == [
        (BREAKING, Thing.QUESTION, What.REMOVED, "antall", ""),
        (BREAKING, Thing.SCORE, What.CHANGED, "plage", "value"),
        (CAREFUL, Thing.QUESTION, What.ADDED, "hvor_mange", ""),
    ]
    question("hvor_mange", data)["formerly"] = ["antall_v1", "antall"]
    assert told(data) == [
        (CAREFUL, Thing.QUESTION, What.RENAMED, "hvor_mange", ""),
        (HARMLESS, Thing.SCORE, What.CHANGED, "plage", "value"),
    ]


def test_an_info_that_goes_or_comes_may_shift_what_is_asked():
    data = deepcopy(WHOLE)
    del data["sections"][0]["questions"][0]
    assert one(data).weight is CAREFUL
    assert one(WHOLE, data).weight is CAREFUL


def test_columns_are_compared_within_their_group():
    data = deepcopy(WHOLE)
    row = question("barn", data)["row"]
    row[1]["max"] = 17
    row[2]["id"] = "trives"
    assert told(data) == [
        (BREAKING, Thing.COLUMN, What.REMOVED, "barn.glad", ""),
        (CAREFUL, Thing.COLUMN, What.CHANGED, "barn.alder", "max"),
        (CAREFUL, Thing.COLUMN, What.ADDED, "barn.trives", ""),
    ]
    row[2]["formerly"] = ["glad_v1", "glad"]
    assert (CAREFUL, Thing.COLUMN, What.RENAMED, "barn.trives", "") in told(data)


def test_a_column_that_becomes_a_question_of_its_own_is_another_one():
    data = deepcopy(WHOLE)
    data["sections"][1]["questions"].append(question("barn", data)["row"].pop(2))
    assert told(data) == [
        (BREAKING, Thing.COLUMN, What.REMOVED, "barn.glad", ""),
        (CAREFUL, Thing.QUESTION, What.ADDED, "glad", ""),
    ]


def test_an_option_that_is_gone_breaks_and_one_that_says_what_it_was_does_not():
    data = deepcopy(WHOLE)
    options = question("sted", data)["options"]
    options[1]["value"] = "kneet"
    assert told(data) == [
        (BREAKING, Thing.OPTION, What.REMOVED, "sted.kne", ""),
        (CAREFUL, Thing.OPTION, What.ADDED, "sted.kneet", ""),
    ]
    options[1]["formerly"] = "kne"
    assert told(data) == [(CAREFUL, Thing.OPTION, What.RENAMED, "sted.kneet", "")]


@pytest.mark.parametrize(
    ("key", "value", "weight"),
    [
        ("text", text("Kneet"), CAREFUL),
        ("score", 3, BREAKING),
        ("key", "k", HARMLESS),
        ("exclusive", True, CAREFUL),
        ("other", True, CAREFUL),
        ("formerly", ["knee"], HARMLESS),
        ("codes", [], HARMLESS),
    ],
)
def test_a_changed_key_of_an_option_has_this_weight(key, value, weight):
    data = deepcopy(WHOLE)
    question("sted", data)["options"][1][key] = value
    change = one(data)
    assert (change.weight, change.what, change.name, change.field) == (weight, What.CHANGED, "sted.kne", key)


def test_points_written_out_are_no_other_points():
    data = put(WHOLE, ("option_lists", "ofte", 0, "score"), 0)
    assert one(data).weight is HARMLESS
    assert one(put(WHOLE, ("option_lists", "ofte", 0, "score"), 1)).weight is BREAKING


def test_a_shared_list_is_told_once_and_weighs_nothing_where_no_question_uses_it():
    data = deepcopy(WHOLE)
    question("har_barn", data).update(type="choice", options="ofte")
    before = deepcopy(data)
    del data["option_lists"]["ofte"][1]
    assert told(data, before) == [(BREAKING, Thing.LISTED, What.REMOVED, "ofte.1", "")]
    data = put(WHOLE, ("option_lists", "ubrukt"), [{"value": 1, "text": text("En")}])
    assert {each.weight for each in difference(BEFORE, form(data))} == {HARMLESS}


def test_a_list_under_another_name_is_the_same_to_the_question():
    data = deepcopy(WHOLE)
    data["option_lists"] = {"hvor_ofte": data["option_lists"]["ofte"], "ubrukt": data["option_lists"]["ubrukt"]}
    question("hvor_ofte", data)["options"] = "hvor_ofte"
    assert {weight for weight, *_rest in told(data)} == {HARMLESS}
    del data["option_lists"]["hvor_ofte"][1]
    assert (BREAKING, Thing.OPTION, What.REMOVED, "hvor_ofte.1", "") in told(data)


def test_a_question_that_is_only_moved_is_harmless_and_alone_is_told():
    data = deepcopy(WHOLE)
    questions = data["sections"][0]["questions"]
    questions.insert(0, questions.pop(3))
    assert told(data) == [(HARMLESS, Thing.QUESTION, What.MOVED, "sted", "")]


def test_a_question_moved_under_another_condition_is_to_be_thought_about():
    data = deepcopy(WHOLE)
    data["sections"][1]["questions"].append(data["sections"][0]["questions"].pop())
    change = one(data)
    assert (change.weight, change.what, change.before, change.after) == (CAREFUL, What.MOVED, "en", "to")
    for section in data["sections"]:
        section.pop("visible_if", None), section.pop("confidential", None)
    before = deepcopy(data)
    data["sections"][0]["questions"].append(data["sections"][1]["questions"].pop())
    assert one(data, before).weight is HARMLESS


def test_a_section_with_another_id_is_the_same_section():
    data = put(WHOLE, ("sections", 0, "id"), "forst")
    change = one(data)
    assert (change.weight, change.thing, change.what) == (HARMLESS, Thing.SECTION, What.RENAMED)
    assert (change.before, change.after) == ("en", "forst")


@pytest.mark.parametrize(
    ("place", "value", "weight"),
    [
        (("scores", 0, "value"), "sum(smerte,antall)", HARMLESS),
        (("scores", 0, "value"), "sum(smerte)", BREAKING),
        (("scores", 0, "missing"), "interval", CAREFUL),
        (("scores", 0, "bands", 0, "to"), 2, CAREFUL),
        (("scores", 0, "bands", 0, "text"), text("Litt"), CAREFUL),
        (("scores", 0, "bands", 1, "flag"), False, CAREFUL),
        (("scores", 0, "source"), "Other", HARMLESS),
        (("needs", 0, "when"), "alder < 16", CAREFUL),
        (("needs", 0, "each"), "unger", BREAKING),
        (("needs", 0, "priority"), "low", CAREFUL),
        (("needs", 0, "suggest"), [text("Ring")], HARMLESS),
        (("needs", 1, "id"), "smertelindring", BREAKING),
        (("scores", 1, "id"), "uroen", BREAKING),
        (("sections", 0, "visible_if"), "age >= 16", CAREFUL),
        (("sections", 0, "title"), text("Noe annet"), CAREFUL),
        (("sections", 0, "hint"), text("Noe annet"), HARMLESS),
        (("title",), text("Noe annet"), CAREFUL),
        (("licence",), "Free", HARMLESS),
        (("status",), "retired", HARMLESS),
        (("version",), "1.1", HARMLESS),
        (("id",), "noe_annet", BREAKING),
    ],
)
def test_the_heaviest_of_what_is_changed_here_has_this_weight(place, value, weight):
    assert told(put(WHOLE, place, value))[0][0] is weight


def test_a_condition_that_only_follows_a_new_name_says_the_same():
    data = with_question("sted", id="hvor", formerly=["sted", "sted_v1"])
    data["sections"][0]["questions"][3]["options"][0].update(value="ryggen", formerly=["bak", "rygg"])
    before = deepcopy(WHOLE)
    before["needs"][1]["when"] = '"rygg" in sted and smerte >= 4'
    data["needs"][1]["when"] = '"ryggen" in hvor and smerte>=4'
    assert (HARMLESS, Thing.NEED, What.CHANGED, "lindring", "when") in told(data, before)
    data["needs"][1]["when"] = '"kne" in hvor and smerte >= 4'
    assert (CAREFUL, Thing.NEED, What.CHANGED, "lindring", "when") in told(data, before)


def test_conditions_with_mistakes_are_compared_as_they_are_written():
    before = put(WHOLE, ("needs", 1, "when"), "smerte >=")
    assert one(put(WHOLE, ("needs", 1, "when"), "smerte   >="), before).weight is HARMLESS
    assert one(put(WHOLE, ("needs", 1, "when"), "smerte >"), before).weight is CAREFUL


def test_the_versions_of_a_shipped_form_differ_in_what_was_changed():
    published = Published(shipped_folder() / "published")
    versions = [published.questionnaire("barn_som_parorende", version) for version in ("1.0", "1.1", "1.2")]
    assert {(each.thing, each.name, each.field) for each in difference(versions[1], versions[2])} == {
        (Thing.QUESTION, "barn", "children"),
        (Thing.FORM, "", "version"),
    }
    assert all(each.weight is not BREAKING for each in difference(versions[0], versions[2]))


def test_a_large_form_turned_round_is_compared_without_comparing_all_with_all():
    """Five thousand questions: with a work that grew with the square, this would take minutes."""
    data = {key: value for key, value in WHOLE.items() if key not in ("scores", "needs")}
    questions = [{"id": f"q{number}", "type": "yes_no", "text": text(str(number))} for number in range(5000)]
    before = form({**data, "sections": [{"id": "en", "title": text("En"), "questions": questions}]})
    after = form({**data, "sections": [{"id": "en", "title": text("En"), "questions": questions[::-1]}]})
    assert len(difference(before, after)) == 4999


def test_a_draft_that_has_an_id_twice_is_compared_all_the_same():
    data = deepcopy(WHOLE)
    data["sections"][1]["questions"].append({"id": "feber", "type": "yes_no", "text": text("Igjen")})
    assert told(data) == [(CAREFUL, Thing.QUESTION, What.ADDED, "feber", "")]
    assert told(WHOLE, data) == [(BREAKING, Thing.QUESTION, What.REMOVED, "feber", "")]


def test_what_was_renamed_twice_is_the_same_thing_where_the_version_between_is_at_hand():
    def renamed_once(version: Questionnaire, number: str) -> Questionnaire:
        return with_former(version, all_otherwise(version)).model_copy(update={"version": number})

    second = renamed_once(BEFORE, "7.0")
    third = renamed_once(second, "8.0")
    asked = (Thing.QUESTION, Thing.COLUMN, Thing.OPTION, Thing.SCORE, Thing.NEED)

    def of(what: What, between: tuple[Questionnaire, ...]) -> int:
        return sum(each.what is what and each.thing in asked for each in difference(BEFORE, third, between))

    assert of(What.REMOVED, ()) > 10
    assert of(What.REMOVED, (second,)) == of(What.ADDED, (second,)) == 0
    assert of(What.RENAMED, (second,)) == sum(
        each.what is What.RENAMED and each.thing in asked for each in difference(BEFORE, second)
    )


def test_an_id_that_was_given_to_something_else_meanwhile_is_not_taken_for_the_same():
    first = form_of(yes_no("a"), version="1.0")
    second = form_of(yes_no("b", formerly="a"), version="1.1")
    third = form_of(yes_no("b"), integer("a"), version="1.2")
    found = {(each.what, each.name) for each in difference(first, third, [second])}
    assert {(What.RENAMED, "b"), (What.ADDED, "a")} <= found
