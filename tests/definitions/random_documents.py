"""Random documents of every shape that the models allow, with texts that are hard to write in YAML.

What they say makes no sense (conditions are any text, options may be missing): what is tested is that it is kept.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.safe import is_unsafe
from kartlegging_tui.domain.services import ServiceList

Data = dict[str, Any]
Maker = st.SearchStrategy[Data]

NASTY = [
    *(
        "no",
        "No",
        "YES",
        "on",
        "off",
        "ja",
        "y",
        "true",
        "False",
        "null",
        "~",
        "",
        " ",
        "  ",
        "=",
        "<<",
        "-",
        "--",
        "?",
    ),
    *("1", "0", "-1", "1.0", "010", "1e3", ".nan", ".5", "12:30", "2026-11-21", "1_000", "0x1f", "9" * 20, "44250-9"),
    *("a: b", "a:", ":a", "a :b", "a #b", "#a", "a#", "- a", "-a", "? a", "?a", "a?", "---", "...", "%a", "@a", "`a`"),
    *("a, b", "a,", "[a]", "{a: b}", "a]", "}", "*a", "&a b", "!a", "!!binary aGVp", "|", ">", ">-", "| a", "a | b"),
    *('"', '"a"', "'", "'a'", "it's", '"a" in b', '"it\'s"', "\\", "\\n", 'a\\"b', "a\tb", "\ta", "a\t", "a\n\tb"),
    *("a\nb", "a\n", "\na", "a\n\nb", "a\n b", " a\nb", "a \nb", "a\n\n", "\n", "# a\n- b", "a:\n  b: c", " a", "a "),
    *("å", "a\u030a", "\u030a", "\u212b", "=\u0338", "é\u0301", "\u00a0a\u00a0", "\u00ad", "\u3000", "ﬁ"),
    *("😀", "👩\u200d🔬", "\U000e0001", "\ufffe", "\u2028", "\x85", "\x7f", "\x1b[31m", "\u202e", "\ufeff", "\ue000"),
    *(
        "ord " * 60,
        "ord  ord " * 40,
        "ord " * 59 + "ord",
        "x" * 200,
        "a: b " * 40 + "c",
        "linje " * 30 + "\n" + "to " * 50,
    ),
]
"""What stands for something else in YAML, does not fit on a line, or reads back as something else."""

SAFE_NASTY = [text for text in NASTY if not any(is_unsafe(character) for character in text)]

texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=20),
    st.text(alphabet=" \n\t:#-?,[]{}'\"\\&*!|>%@`<=~.0123456789abåno", max_size=12),
    st.lists(st.sampled_from(SAFE_NASTY), min_size=2, max_size=4).map(" ".join),
).filter(lambda text: not any(0xD800 <= ord(character) <= 0xDFFF for character in text))
filled = texts.filter(bool)
identifiers = st.one_of(
    st.sampled_from(["no", "n", "y", "on", "null", "true", "id", "a" * 64]),
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
)
versions = st.sampled_from(["1", "1.0", "1.10", "2.0.1", "0.1"])
languages = st.one_of(st.sampled_from(["nb", "nn", "en", "no"]), texts.filter(lambda text: "\0" not in text))
words = st.one_of(texts, st.dictionaries(languages, texts, max_size=3))
whole = st.integers(-(10**14), 10**14)
numbers = st.one_of(
    whole, st.floats(-1e6, 1e6).map(lambda number: round(number, 3)), st.sampled_from([0.0, -0.5, 1e-7, 1e13])
)
above_nothing = numbers.map(abs).filter(bool)
truths = st.booleans()
worse = st.sampled_from(["higher", "lower"])
themes = st.sampled_from(["family_and_network", "oral_health"])


def a_map(required: dict[str, Any], optional: dict[str, Any] | None = None) -> Maker:
    """A map with these keys; the optional ones are sometimes left out."""
    return st.fixed_dictionaries(required, optional=optional or {})


def several(parts: Maker, at_least: int = 0) -> st.SearchStrategy[list[Data]]:
    return st.lists(parts, min_size=at_least, max_size=3)


formerly = st.one_of(identifiers, st.lists(identifiers, max_size=2))
codes = several(a_map({"system": texts, "code": texts}))
values = st.one_of(numbers, texts)
options = several(
    a_map(
        {"value": values, "text": words},
        {
            "score": numbers,
            "key": st.sampled_from("0123456789abnyæøå"),
            "exclusive": truths,
            "other": truths,
            "formerly": st.one_of(values, st.lists(values, max_size=2)),
            "codes": codes,
        },
    )
)
ITEM = {
    "formerly": formerly,
    "text": words,
    "hint": words,
    "visible_if": filled,
    "theme": themes,
    "confidential": truths,
    "codes": codes,
}
QUESTION = {
    **ITEM,
    "required": truths,
    "urgent": a_map({"when": filled, "text": words}),
    "score_if_hidden": numbers,
    "worse": worse,
    "real_change": above_nothing,
}
LIMITS = {**QUESTION, "min": numbers, "max": numbers}
DECIMALS = {"decimals": st.integers(0, 6)}


def _item(kind: str, required: dict[str, Any], optional: dict[str, Any]) -> Maker:
    return a_map({"id": identifiers, "type": st.just(kind), **required}, optional)


columns = st.one_of(
    _item("yes_no", {}, QUESTION),
    _item("choice", {"options": st.one_of(identifiers, options)}, QUESTION),
    _item("choices", {"options": st.one_of(identifiers, options)}, {**QUESTION, "at_most": st.integers(1, 9)}),
    _item(
        "scale",
        {"ends": a_map({"low": words, "high": words})},
        {**QUESTION, "min": st.integers(-100, 100), "max": st.integers(-100, 100), "descending": truths},
    ),
    _item("integer", {}, LIMITS),
    _item("decimal", {}, {**LIMITS, **DECIMALS}),
    _item("quantity", {"unit": texts}, {**LIMITS, **DECIMALS, "unit_text": words}),
    _item("text", {}, {**QUESTION, "lines": st.integers(1, 20), "max_length": st.integers(1, 20000)}),
    _item("date", {}, {**QUESTION, "partial": truths, "future": truths}),
    _item(
        "computed", {"value": filled}, {**ITEM, **DECIMALS, "unit": texts, "worse": worse, "real_change": above_nothing}
    ),
)
items = st.one_of(
    columns,
    _item("info", {}, ITEM),
    _item(
        "rows",
        {"row": several(columns, 1)},
        {
            **QUESTION,
            "row_title": words,
            "children": a_map({}, {"born": identifiers, "age": identifiers}),
            "min_rows": st.integers(0, 9),
            "max_rows": st.integers(1, 500),
        },
    ),
)
sections = several(
    a_map(
        {"id": identifiers, "title": words, "questions": several(items, 1)},
        {"hint": words, "visible_if": filled, "theme": themes, "confidential": truths},
    ),
    1,
)
bands = several(a_map({"text": words}, {"from": numbers, "to": numbers, "flag": truths}))
missing = st.sampled_from(["none_allowed", "interval", {"allow": 2, "method": "mean"}])
scores = several(
    a_map(
        {"id": identifiers, "value": filled},
        {
            "formerly": formerly,
            "title": words,
            "missing": missing,
            "decimals": st.integers(0, 6),
            "bands": bands,
            "worse": worse,
            "real_change": above_nothing,
            "confidential": truths,
            "source": texts,
            "codes": codes,
        },
    )
)
needs = several(
    a_map(
        {"id": identifiers, "when": filled, "title": words},
        {
            "formerly": formerly,
            "each": identifiers,
            "lasting": truths,
            "suggest": st.lists(words, max_size=3),
            "priority": st.sampled_from(["low", "medium", "urgent"]),
            "theme": themes,
        },
    )
)
wording = st.dictionaries(languages, st.sampled_from(["official", "own"]), max_size=3)
questionnaires = a_map(
    {
        "id": identifiers,
        "version": versions,
        "area": st.sampled_from(["physical", "other"]),
        "title": words,
        "source": texts,
        "licence": texts,
        "sections": sections,
    },
    {
        "status": st.sampled_from(["draft", "active", "retired"]),
        "description": words,
        "wording": wording,
        "derived_from": a_map({"form": identifiers, "version": versions}),
        "acknowledgement": words,
        "slot": a_map({"holder": texts, "how": words}),
        "scores": scores,
        "needs": needs,
        "option_lists": st.dictionaries(identifiers, options, max_size=2),
    },
)
names = st.builds("{}.{}".format, identifiers, identifiers)
contact_points = several(
    a_map(
        {
            "number": st.integers(1, 20),
            "title": words,
            "held_by": st.sampled_from(["specialist", "municipality"]),
            "window": a_map({"opens": st.integers(0, 600), "closes": st.integers(0, 600)}),
            "offers": several(a_map({"form": identifiers}, {"offer_if": filled}), 1),
        },
        {"guidance": words, "required": several(a_map({"that": filled, "question": names, "text": words}))},
    ),
    1,
)
pathways = a_map(
    {"id": identifiers, "version": versions, "title": words, "source": texts, "contact_points": contact_points},
    {"description": words},
)
service_lists = a_map(
    {
        "id": identifiers,
        "title": words,
        "source": texts,
        "services": several(
            a_map(
                {"id": identifiers, "name": words, "kind": st.sampled_from(["role", "unit", "person"])},
                {"contact": texts, "codes": codes},
            ),
            1,
        ),
    },
    {"municipalities": several(a_map({"number": st.from_regex(r"[0-9]{4}", fullmatch=True), "name": filled}))},
)
DOCUMENTS = {Questionnaire: questionnaires, PathwayDefinition: pathways, ServiceList: service_lists}
