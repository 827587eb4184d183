"""Scores: what is missing, what bands mean, how numbers are rounded; and four instruments as they are used."""

from __future__ import annotations

from typing import Any

import pytest

from kartlegging_tui.definitions.library import shipped
from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.scoring import ScoreResult, rounded
from kartlegging_tui.domain.sheet import Sheet
from tests.domain.forms import answers, choice, form_of, integer, questionnaire, rows, sheet_of, text, yes_no


def score(form: Questionnaire, **given: Any) -> ScoreResult:
    """The last score of the form with these answers."""
    return list(sheet_of(form, **given).scores.values())[-1]


def form(*questions: Any, **keys: Any) -> Questionnaire:
    bands = [{"to": 4, "text": text("lav")}, {"from": 5, "text": text("høy"), "flag": True}]
    return form_of(*questions, scores=[{"id": "poeng", "bands": bands, **keys}])


ABC = (integer("a", min=0, max=3), integer("b", min=0, max=3), integer("c", min=0, max=3))


def test_without_a_rule_one_missing_answer_is_no_score() -> None:
    result = score(form(*ABC, value="sum(a, b, c)"), a=3, b=Missing.DECLINED)
    assert (result.value, result.bounds, result.band, result.complete) == (None, None, None, False)
    assert result.missing == ("b", "c")


def test_an_interval_has_a_band_only_where_all_of_it_lies_in_one() -> None:
    interval = form(*ABC, value="sum(a, b, c)", missing="interval")
    wide = score(interval, a=3)
    assert (wide.bounds, wide.band, wide.flagged) == ((3, 9), None, False)
    high = score(interval, a=3, b=2)
    assert (high.bounds, high.flagged, high.complete) == ((5, 8), True, False)
    done = score(interval, a=0, b=0, c=0)
    assert (done.value, done.bounds, done.complete, done.flagged) == (0, None, True, False)


def test_an_interval_without_limits_says_nothing() -> None:
    result = score(form(integer("a"), value="a + 1", missing="interval"))
    assert (result.value, result.bounds) == (None, None)


def test_missing_answers_count_as_the_mean_of_the_rest_up_to_the_number_allowed() -> None:
    filled = form(*ABC, value="sum(a, b, c)", missing={"allow": 1, "method": "mean"})
    two = score(filled, a=2, b=3)
    assert (two.value, two.complete, two.missing) == (8, False, ("c",))
    assert score(filled, a=2).value is None
    assert score(form(*ABC, value="mean(a, b, c)", missing={"allow": 2, "method": "mean"}), a=2).value == 2


def test_a_score_of_a_score_waits_for_it() -> None:
    first = {"id": "forst", "value": "sum(a, b)", "missing": "interval"}
    both = form_of(*ABC, scores=[first, {"id": "andre", "value": "forst * 2"}])
    waiting = score(both, a=1)
    assert (waiting.value, waiting.bounds, waiting.missing) == (None, None, ("forst",))
    assert score(both, a=1, b=2).value == 6


@pytest.mark.parametrize(
    ("value", "band"), [(4, "lav"), (4.4, "lav"), (4.5, "høy"), (5, "høy"), (-1, "lav"), (99, "høy")]
)
def test_both_ends_belong_to_the_band(value: float, band: str) -> None:
    question = {"id": "a", "type": "decimal", "decimals": 1}
    result = score(form(question, value="a", decimals=0), a=value)
    assert result.band is not None
    assert result.band.text.to("nb") == band


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (2.5, 0, 3),
        (-2.5, 0, -3),
        (3.5, 0, 4),
        (2.4999, 0, 2),
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (3 * 0.35, 1, 1.1),
        (0.1 + 0.2, 1, 0.3),
        (7, 1, 7.0),
        (float("inf"), 0, float("inf")),
    ],
)
def test_half_is_rounded_away_from_zero(value: float, decimals: int, expected: float) -> None:
    assert rounded(value, decimals) == expected
    assert type(rounded(value, decimals)) is type(expected)


@pytest.mark.parametrize(
    ("question", "formula", "given", "expected"),
    [
        (integer("a"), "a", 7, 7),
        (integer("a"), "a / 4", 7, 1.8),
        (integer("a"), "mean(a, 4)", 7, 5.5),
        (integer("a"), "a * 0.25", 7, 1.75),
        ({"id": "a", "type": "decimal", "decimals": 2}, "a", 7.25, 7.25),
        ({"id": "a", "type": "quantity", "unit": "kg", "decimals": 1}, "sum(a, a)", 7.5, 15.0),
        (choice("a", 0.5, 1.5), "a", 1.5, 1.5),
    ],
)
def test_a_score_has_the_decimals_of_its_parts(question: Any, formula: str, given: float, expected: float) -> None:
    result = score(form(question, value=formula), a=given)
    assert result.value == expected
    assert type(result.value) is type(expected)


def test_a_hidden_question_is_missing_unless_it_counts_while_hidden() -> None:
    hidden = integer("b", min=0, max=3, visible_if="vis")
    assert score(form(yes_no("vis"), integer("a"), hidden, value="a + b"), a=2, vis=False, b=3).value is None
    counted = integer("b", min=0, max=3, visible_if="vis", score_if_hidden=1)
    result = score(form(yes_no("vis"), integer("a"), counted, value="a + b"), a=2, vis=False, b=3)
    assert (result.value, result.complete) == (3, True)
    assert score(form(yes_no("vis"), integer("a"), counted, value="a + b"), a=2, vis=True, b=3).value == 5


GATED = (
    integer("gate"),
    integer("a", min=0, max=3),
    integer("b", min=0, max=3, visible_if="gate > 0", score_if_hidden=0),
)


@pytest.mark.parametrize(
    ("gate", "value", "bounds", "missing"),
    [
        (0, 2, None, ()),
        (None, None, (2, 5), ("b",)),
        (Missing.DECLINED, None, (2, 5), ("b",)),
        (1, None, (2, 5), ("b",)),
    ],
)
def test_a_hidden_question_counts_only_where_it_is_certain_that_it_is_not_asked(
    gate: Any, value: int | None, bounds: tuple[int, int] | None, missing: tuple[str, ...]
) -> None:
    result = score(form(*GATED, value="a + b", missing="interval"), gate=gate, a=2)
    assert (result.value, result.bounds, result.missing) == (value, bounds, missing)


@pytest.mark.parametrize(
    ("outer", "gate", "value"), [(0, 1, 0), (0, None, 0), (None, 0, 0), (None, 1, None), (1, 0, 0)]
)
def test_a_closed_section_or_a_false_condition_is_enough_to_count(
    outer: int | None, gate: int | None, value: int | None
) -> None:
    inner = {"id": "inne", "visible_if": "outer > 0", "questions": [GATED[2]]}
    sections = [{"id": "ute", "questions": [integer("outer"), GATED[0]]}, inner]
    assert score(questionnaire(sections, scores=[{"id": "s", "value": "b"}]), outer=outer, gate=gate).value == value


def test_a_column_counts_while_hidden_row_by_row() -> None:
    group = rows("barn", integer("alder"), integer("timer", min=0, max=9, visible_if="alder >= 6", score_if_hidden=0))
    sheet = sheet_of(form_of(group, scores=[{"id": "s", "value": "sum(barn.timer)"}]), barn=(1, 2), barn__1__alder=3)
    assert sheet.scores["s"].value is None
    sheet.set("barn/2/alder", Answer(value=4))
    assert sheet.scores["s"].value == 0


# ---- instruments, as they are shipped ------------------------------------------------------------------------------


def instrument(identifier: str, **given: Any) -> Sheet:
    return Sheet(Form(shipped().questionnaire(identifier)), None, answers(given))


PHQ9 = ("interesse", "nedstemt", "sovn", "energi", "matlyst", "selvbilde", "konsentrasjon", "tempo", "selvskading")


def test_phq9_with_eight_answers_is_a_range_and_no_band() -> None:
    sheet = instrument("phq9", **dict(zip(PHQ9[:8], (2, 2, 2, 2, 1, 1, 1, 1), strict=True)))
    result = sheet.scores["phq9"]
    assert (result.value, result.bounds, result.band, result.missing) == (None, (12, 15), None, ("selvskading",))


def test_phq9_with_eight_answers_has_a_band_where_the_last_makes_no_difference() -> None:
    sheet = instrument("phq9", **dict(zip(PHQ9[:8], (1, 1, 1, 1, 1, 0, 0, 0), strict=True)))
    result = sheet.scores["phq9"]
    assert result.bounds == (5, 8)
    assert result.band is not None


def test_phq9_calls_for_something_at_once_where_the_last_answer_is_more_than_never() -> None:
    sheet = instrument("phq9", selvskading=1)
    assert sheet.urgent() == ["selvskading"]
    sheet.set("selvskading", Answer(value=0))
    assert sheet.urgent() == []


def test_audit_c_of_one_who_never_drinks_is_0_and_complete() -> None:
    sheet = instrument("audit_c", audit_c_1=0)
    result = sheet.scores["audit_c"]
    assert (result.value, result.complete, result.flagged) == (0, True, False)
    assert list(sheet.visible()) == ["audit_c_1"]


def test_audit_c_of_one_who_drinks_waits_for_the_rest() -> None:
    sheet = instrument("audit_c", audit_c_1=4)
    assert sheet.scores["audit_c"].missing == ("audit_c_2", "audit_c_3")
    assert sheet.scores["audit_c"].value is None


def test_who5_is_the_sum_times_four() -> None:
    form = Form(shipped().questionnaire("who5"))
    (result,) = Sheet(form).scores.values()
    assert len(result.missing) == 5
    sheet = Sheet(form, None, answers(dict.fromkeys(result.missing, 3)))
    (score,) = sheet.scores.values()
    assert (score.value, score.complete) == (60, True)


@pytest.mark.parametrize(
    ("given", "points", "needs"),
    [
        ({"mst_vekttap": "nei", "mst_matlyst": "nei"}, 0, []),
        ({"mst_vekttap": "nei", "mst_matlyst": "ja"}, 1, []),
        ({"mst_vekttap": "vet_ikke", "mst_matlyst": "nei"}, 2, ["underernaering"]),
        ({"mst_vekttap": "ja", "mst_kilo": "kg_1_5", "mst_matlyst": "ja"}, 2, ["underernaering"]),
        ({"mst_vekttap": "ja", "mst_kilo": "over_15", "mst_matlyst": "ja"}, 5, ["underernaering"]),
        ({"mst_vekttap": "vet_ikke"}, None, ["underernaering"]),
        ({"mst_vekttap": "ja", "mst_matlyst": "ja"}, None, []),
    ],
)
def test_mst_finds_the_risk_of_malnutrition(given: dict[str, Any], points: int | None, needs: list[str]) -> None:
    sheet = instrument("mst", **given)
    assert sheet.scores["mst"].value == points
    assert [need.key for need in sheet.needs()] == needs
