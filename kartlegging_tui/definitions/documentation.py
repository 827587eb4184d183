"""What keys, values and types of the file format mean: the docstrings of the models, in the language spoken.

They are messages like all others: the catalogues take them from `all_texts`.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from kartlegging_tui.definitions.model_keys import alternatives
from kartlegging_tui.domain.definition import Condition
from kartlegging_tui.domain.pathway import PathwayDefinition
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.scenario import FormScenarios, PathwayScenarios
from kartlegging_tui.domain.services import ServiceList
from kartlegging_tui.domain.texts import Text
from kartlegging_tui.language import _

FILES = (Questionnaire, PathwayDefinition, FormScenarios, PathwayScenarios, ServiceList)
"""What a file can hold."""


def all_texts() -> Iterator[str]:
    """Every text of the models that the author of a file may be shown, as it stands in the code."""
    seen: set[type] = {Text}  # its text is never shown: what it looks like depends on the place
    for file in FILES:
        for kind in parts(file, seen):
            yield _type_text(kind)
            if issubclass(kind, Enum):
                yield from _member_texts(kind).values()
            else:
                yield from _key_texts(kind).values()


def parts(kind: Any, seen: set[type]) -> Iterator[type[BaseModel | Enum]]:
    """The models and enumerations that a model is made of, itself first, without those already seen."""
    for one in alternatives(kind):
        if isinstance(one, type) and issubclass(one, BaseModel | Enum) and one not in seen:
            seen.add(one)
            yield one
            for field in one.model_fields.values() if issubclass(one, BaseModel) else ():
                yield from parts(field.annotation, seen)
        for inner in get_args(one):
            yield from parts(inner, seen)


def spoken(text: str) -> str:
    """A text of the models in the language spoken. None is none: gettext takes "" for its own."""
    return _(text) if text else ""


def field_of(model: type[BaseModel], key: str) -> str | None:
    """The name of the field that a key of the file is; None where the model has no such key."""
    return next((name for name, field in model.model_fields.items() if key == (field.alias or name)), None)


def key_doc(model: type[BaseModel], key: str) -> str:
    """What a key means."""
    return spoken(_key_texts(model).get(key, ""))


def _key_texts(model: type[BaseModel]) -> dict[str, str]:
    return {field.alias or name: field.description or "" for name, field in model.model_fields.items()}


def member_docs(members: type[Enum]) -> dict[str, str]:
    """What each value of an enumeration means; "" where nothing says it."""
    return {value: spoken(text) for value, text in _member_texts(members).items()}


@cache
def _member_texts(members: type[Enum]) -> dict[str, str]:
    """The text below each value of an enumeration."""
    found = {str(member.value): "" for member in members}
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(members)))
    except (OSError, TypeError):  # installed without its source
        return found
    definition = tree.body[0]
    assert isinstance(definition, ast.ClassDef)
    for line, below in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name) and isinstance(below, ast.Expr):
            member = members[line.targets[0].id]
            found[str(member.value)] = str(ast.literal_eval(below.value))
    return found


def type_docs(models: tuple[type[BaseModel], ...]) -> dict[str, str]:
    """By `type`, what a question of the type is."""
    return {
        str(tag): spoken(_type_text(model))
        for model in models
        if "type" in model.model_fields
        for tag in get_args(model.model_fields["type"].annotation)
    }


def _type_text(kind: type) -> str:
    return inspect.cleandoc(kind.__doc__ or "")


@cache
def is_condition(model: type[BaseModel], key: str) -> bool:
    """True for a key whose value is a condition or a formula."""
    name = field_of(model, key)
    if name is None:
        return False
    hint = get_type_hints(model, include_extras=True)[name]
    return hint == Condition or Condition in get_args(hint)


@cache
def kinds_of(model: type[BaseModel], key: str) -> tuple[object, ...]:
    """The types that the value of a key may have."""
    name = field_of(model, key)
    return tuple(alternatives(model.model_fields[name].annotation)) if name is not None else ()
