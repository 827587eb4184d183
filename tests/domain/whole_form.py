"""A form in which every key of the format is used, and all that can be changed in it in one place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from kartlegging_tui.domain.questionnaire import Questionnaire

Data = dict[str, Any]
Place = tuple[str | int, ...]


def text(words: str) -> Data:
    return {"nb": words, "nn": f"{words} (nn)"}


def _item(name: str, kind: str, **keys: Any) -> Data:
    return {
        "id": name,
        "type": kind,
        "formerly": [f"{name}_v1"],
        "text": text(f"Om {name}"),
        "hint": text("Spør"),
        "visible_if": "smerte >= 2",
        "theme": "own_health",
        "confidential": True,
        "codes": [{"system": "loinc", "code": "1"}],
        **keys,
    }


def _asked(name: str, kind: str, **keys: Any) -> Data:
    urgent = {"when": "smerte >= 8", "text": text("Ring lege")}
    shared = {"required": True, "urgent": urgent, "score_if_hidden": 1, "worse": "higher", "real_change": 2}
    return _item(name, kind, **shared, **keys)


_OPTIONS = [
    {"value": "rygg", "text": text("Rygg"), "score": 1, "key": "r", "formerly": ["bak"], "codes": []},
    {"value": "kne", "text": text("Kne"), "score": 2, "codes": [{"system": "snomed", "code": "9"}]},
    {"value": "ingen", "text": text("Ingen"), "exclusive": True},
    {"value": "annet", "text": text("Annet"), "other": True},
]
WHOLE: Data = {
    "id": "hel",
    "version": "1.0",
    "status": "active",
    "area": "physical",
    "title": text("Hel"),
    "description": text("Alt"),
    "source": "Own",
    "licence": "MIT",
    "wording": {"nb": "own", "nn": "unofficial"},
    "derived_from": {"form": "annet_skjema", "version": "2.0"},
    "acknowledgement": text("Takk"),
    "slot": {"holder": "Eieren", "how": text("Spør eieren")},
    "option_lists": {
        "ofte": [{"value": 0, "text": text("Aldri")}, {"value": 1, "text": text("Ofte"), "score": 3}],
        "ubrukt": [{"value": 0, "text": text("Null")}],
    },
    "sections": [
        {
            "id": "en",
            "title": text("En"),
            "hint": text("Vent"),
            "visible_if": "age >= 18",
            "theme": "own_health",
            "confidential": True,
            "questions": [
                _item("siste_uke", "info"),
                _asked("har_barn", "yes_no"),
                _asked("hvor_ofte", "choice", options="ofte"),
                _asked("sted", "choices", options=_OPTIONS, at_most=2),
                _asked("smerte", "scale", min=1, max=9, ends={"low": text("Ingen"), "high": text("Verst")})
                | {"descending": True, "visible_if": "age >= 1"},
                _asked("antall", "integer", min=0, max=9),
            ],
        },
        {
            "id": "to",
            "title": text("To"),
            "questions": [
                _asked("feber", "decimal", min=30, max=45, decimals=2),
                _asked("vekt", "quantity", min=1, max=300, decimals=2, unit="kg", unit_text=text("kilo")),
                _asked("fritt", "text", lines=3, max_length=100),
                _asked("siden", "date", partial=True, future=False),
                _item("bmi", "computed", value="vekt / 2", decimals=1, unit="kg", worse="higher", real_change=1),
                _asked("barn", "rows", row_title=text("Barn"), min_rows=1, max_rows=9)
                | {
                    "children": {"born": "fodt", "age": "alder"},
                    "row": [_asked("fodt", "integer"), _asked("alder", "integer"), _asked("glad", "yes_no")],
                },
            ],
        },
    ],
    "scores": [
        {
            "id": "plage",
            "formerly": ["plage_v1"],
            "title": text("Plage"),
            "value": "sum(smerte, antall)",
            "missing": {"allow": 1, "method": "mean"},
            "decimals": 1,
            "worse": "higher",
            "real_change": 2,
            "confidential": True,
            "source": "Own",
            "codes": [{"system": "loinc", "code": "2"}],
            "bands": [{"to": 3, "text": text("Lite")}, {"from": 4, "text": text("Mye"), "flag": True}],
        },
        {"id": "uro", "value": "smerte", "missing": "interval"},
    ],
    "needs": [
        {
            "id": "tilsyn",
            "formerly": ["tilsyn_v1"],
            "when": "alder < 18",
            "each": "barn",
            "lasting": True,
            "title": text("Tilsyn"),
            "priority": "high",
            "suggest": [text("Ring"), text("Skriv")],
            "theme": "own_health",
        },
        {"id": "lindring", "when": "smerte >= 4", "title": text("Lindring")},
    ],
}
_WORDS = (
    *("draft", "retired", "work", "official", "lower", "medium", "nutrition", "none_allowed", "ubrukt", "2.1"),
    *("text", "integer", "x == 1", "nytt", "k"),
)
"""Words that may stand in place of a word, somewhere."""


def form(data: Data) -> Questionnaire:
    return Questionnaire.model_validate_json(json.dumps(data))


def put(data: Data, place: Place, value: Any) -> Data:
    """The data with another value at a place."""
    changed = deepcopy(data)
    parent: Any = changed
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = value
    return changed


def changed_in_one_place(data: Data) -> Iterator[tuple[Place, Questionnaire]]:
    """Forms with one other value, with something left out, or with its parts in another order: for every place."""
    for place, value in _places(data, ()):
        for choices in _others(value):
            made = (valid(put(data, place, other)) for other in choices)
            if (changed := next((each for each in made if each is not None), None)) is not None:
                yield place, changed
        if place and (shortened := valid(_without(data, place))) is not None:
            yield place, shortened


def _without(data: Data, place: Place) -> Data:
    changed = deepcopy(data)
    parent: Any = changed
    for step in place[:-1]:
        parent = parent[step]
    del parent[place[-1]]
    return changed


def valid(data: Data) -> Questionnaire | None:
    try:
        return form(data)
    except ValidationError:
        return None


def _others(value: Any) -> list[list[Any]]:
    """What may stand there instead: of each list, the first that the format takes."""
    if isinstance(value, bool):
        return [[not value]]
    if isinstance(value, int | float):
        return [[value + 1, value - 1], [float(value)]]
    if isinstance(value, str):
        return [[f"{value}x", *_WORDS], [f"{value}  "]]
    return [[value[::-1]]] if isinstance(value, list) else []


def _places(data: Any, at: Place) -> Iterator[tuple[Place, Any]]:
    yield at, data
    steps: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        yield from _places(value, (*at, step))
