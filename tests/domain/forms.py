"""Small forms for tests, written as an author would, without what every form must have."""

from __future__ import annotations

import json
from typing import Any

from kartlegging_tui.domain.answers import Answer, Missing
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.rules import Form
from kartlegging_tui.domain.sheet import Context, Sheet

Data = dict[str, Any]


def text(nb: str, nn: str | None = None, en: str | None = None) -> dict[str, str]:
    return {"nb": nb, "nn": nn or nb, "en": en or nb}


def questionnaire(sections: list[Data], **keys: Any) -> Questionnaire:
    """A form; sections and questions without a title or text get their id."""
    head = {"id": "form", "version": "1.0", "area": "other", "title": text("Form"), "source": "test", "licence": "MIT"}
    filled = [
        {"title": text(section["id"]), **section, "questions": [with_text(item) for item in section["questions"]]}
        for section in sections
    ]
    return Questionnaire.model_validate_json(json.dumps({**head, "sections": filled, **keys}))


def with_text(item: Data) -> Data:
    """A question with its id for its text, and so for its columns and options."""
    item = {"text": text(item["id"]), **item}
    if "row" in item:
        item["row"] = [with_text(column) for column in item["row"]]
    if item["type"] == "scale":
        item.setdefault("ends", {"low": text("low"), "high": text("high")})
    if isinstance(item.get("options"), list):
        item["options"] = [{"text": text(str(option["value"])), **option} for option in item["options"]]
    return item


def form_of(*questions: Data, **keys: Any) -> Questionnaire:
    """A form of one section."""
    return questionnaire([{"id": "del", "questions": list(questions)}], **keys)


def integer(name: str, **keys: Any) -> Data:
    return {"id": name, "type": "integer", **keys}


def yes_no(name: str, **keys: Any) -> Data:
    return {"id": name, "type": "yes_no", **keys}


def choice(name: str, *values: int | str, **keys: Any) -> Data:
    return {"id": name, "type": "choice", "options": [{"value": value} for value in values], **keys}


def rows(name: str, *columns: Data, **keys: Any) -> Data:
    return {"id": name, "type": "rows", "row": list(columns), **keys}


def answered(value: Any) -> Answer:
    """An answer with this value, or with this reason for having none."""
    return Answer(missing=value) if isinstance(value, Missing) else Answer(value=value)


def answers(given: dict[str, Any]) -> dict[str, Answer]:
    return {path: answered(value) for path, value in given.items()}


def sheet_of(form: Questionnaire, context: Context | None = None, **given: Any) -> Sheet:
    """The form with these answers; a path with rows is written with `__`: `barn__1__navn`."""
    return Sheet(Form(form), context, answers({path.replace("__", "/"): value for path, value in given.items()}))
