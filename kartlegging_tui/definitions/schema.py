"""The JSON Schema of the file format, for editors that complete and check while one writes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.services import ServiceList

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {
    "description": "A text (bokmål), or a map of texts by language code: nb, nn, en …",
    "anyOf": [
        {"type": "string", "minLength": 1},
        {
            "type": "object",
            "properties": {language: {"type": "string"} for language in ("nb", "nn", "en")},
            "patternProperties": {"^[a-z]{2,3}(-[A-Za-z0-9]+)*$": {"type": "string"}},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ],
}


def questionnaire_schema() -> dict[str, Any]:
    """The schema of a questionnaire file."""
    return _schema(Questionnaire)


def pathway_schema() -> dict[str, Any]:
    """The schema of a pathway file."""
    return _schema(PathwayDefinition)


def services_schema() -> dict[str, Any]:
    """The schema of a file with services."""
    return _schema(ServiceList)


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    schema["$defs"]["Text"] = _TEXT
    tidied: dict[str, Any] = _tidy(schema)
    return {"$schema": DIALECT, **tidied}


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
    return {key: _tidy(value) for key, value in kept.items()}


def _generated(key: str, value: Any) -> bool:
    """True for the title that pydantic makes of a name; a property called `title` is a schema, not a text."""
    return key == "title" and isinstance(value, str)
