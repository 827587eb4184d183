"""The JSON Schema of the file format, for editors that complete, explain and check while one writes.

Draft 7, with what Visual Studio Code's YAML extension reads beyond it: most editors know no later draft. There, what
stands beside a `$ref` is not seen; so a reference that has a description of its own is wrapped.

Descriptions are in the language spoken; those of the shipped schemas are English.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import Enum
from typing import Any

from pydantic import BaseModel, TypeAdapter

from kartlegging_tui.definitions.documentation import is_condition, member_docs, parts, spoken
from kartlegging_tui.definitions.schema_snippets import EXAMPLES, SNIPPETS
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.scenario import FormScenarios, PathwayScenarios
from kartlegging_tui.domain.services import ServiceList
from kartlegging_tui.language import N_

DIALECT = "http://json-schema.org/draft-07/schema#"
_LANGUAGES = {"nb": N_("Bokmål."), "nn": N_("Nynorsk."), "en": N_("English.")}
_TEXT = {
    "description": N_("A text (bokmål), or a map of texts by language code: nb, nn, en …"),
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {key: {"type": "string", "description": words} for key, words in _LANGUAGES.items()},
            "patternProperties": {"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": {"type": "string"}},
            "additionalProperties": False,
            "minProperties": 1,
            "defaultSnippets": [
                {
                    "label": "nb, nn, en",
                    "description": N_("A text in three languages"),
                    "body": {"nb": "$1", "nn": "$2", "en": "$3"},
                }
            ],
        },
    ],
}
_NUMBER = [{"type": "integer"}, {"type": "number"}]
_LIMITS = {"gt": "exclusiveMinimum", "ge": "minimum", "lt": "exclusiveMaximum", "le": "maximum"}
"""How JSON Schema calls a limit that pydantic leaves in its own words, where a whole number or another will do."""


def questionnaire_schema() -> dict[str, Any]:
    """The schema of a questionnaire file."""
    return _schema("questionnaire", Questionnaire)


def pathway_schema() -> dict[str, Any]:
    """The schema of a pathway file."""
    return _schema("pathway", PathwayDefinition)


def services_schema() -> dict[str, Any]:
    """The schema of a file with services."""
    return _schema("services", ServiceList)


def scenario_schema() -> dict[str, Any]:
    """The schema of a file with scenarios, of a form or of a pathway."""
    return _schema("scenario", FormScenarios | PathwayScenarios)


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "questionnaire": questionnaire_schema,
    "pathway": pathway_schema,
    "services": services_schema,
    "scenario": scenario_schema,
}
"""By the name of the file it is written to, without `.json`."""


def written(schema: dict[str, Any]) -> str:
    """A schema as it stands in a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(name: str, model: Any) -> dict[str, Any]:
    schema = TypeAdapter(model).json_schema(by_alias=True)
    definitions = schema["$defs"]
    for kind in parts(model, set()):
        if kind.__name__ in definitions or kind is model:
            _explain(schema if kind is model else definitions[kind.__name__], kind)
    tidied: dict[str, Any] = _tidy(schema)
    if "Text" in tidied["$defs"]:
        tidied["$defs"]["Text"] = _TEXT
    for key, snippets in SNIPPETS.items():
        if key in tidied["$defs"]:
            tidied["$defs"][key]["defaultSnippets"] = snippets
    head = {"$schema": DIALECT, "$id": f"urn:kartlegging:schema:{name}", "title": f"kartlegging: {name}"}
    described: dict[str, Any] = _in_words({**head, **tidied})
    return described


def _explain(definition: dict[str, Any], kind: type) -> None:
    """Adds what the models say beyond the shape: what values and types mean, and how a key is written."""
    if issubclass(kind, Enum):
        definition["markdownEnumDescriptions"] = list(member_docs(kind).values())
        return
    assert issubclass(kind, BaseModel)
    for key, schema in definition.get("properties", {}).items():
        if key == "type" and "const" in schema:
            schema["description"] = definition["description"]
        examples = EXAMPLES.get((kind.__name__, key)) or (EXAMPLES["", key] if is_condition(kind, key) else None)
        if examples:
            schema["examples"] = examples


def _in_words(schema: Any) -> Any:
    """With every description in the language spoken."""
    if isinstance(schema, list):
        return [_in_words(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: spoken(value) if key == "description" and isinstance(value, str) else _in_words(value)
        for key, value in schema.items()
    }


def _tidy(schema: Any) -> Any:
    """Without what pydantic adds and a file does not have: titles, nulls, OpenAPI's discriminator."""
    if isinstance(schema, list):
        return [_tidy(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key != "discriminator" and not _generated(key, value)}
    if kept.get("default", ...) is None:
        del kept["default"]
    if "patternProperties" in kept:
        kept.setdefault("additionalProperties", False)  # a key that has not the pattern is refused
    if {"type": "null"} in kept.get("anyOf", ()):
        choices = [choice for choice in kept.pop("anyOf") if choice != {"type": "null"}]
        kept = {**choices[0], **kept} if len(choices) == 1 else {"anyOf": choices, **kept}
    if kept.get("anyOf") == _NUMBER:
        del kept["anyOf"]
        kept = {"type": "number", **{_LIMITS.get(key, key): value for key, value in kept.items()}}
    if "$ref" in kept and len(kept) > 1:
        kept = {"allOf": [{"$ref": kept.pop("$ref")}], **kept}
    return {key: _tidy(value) for key, value in kept.items()}


def _generated(key: str, value: Any) -> bool:
    """True for the title that pydantic makes of a name; a property called `title` is a schema, not a text."""
    return key == "title" and isinstance(value, str)
