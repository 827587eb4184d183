"""What keys, values and types of the file format mean: the docstrings of the models, read back."""

from __future__ import annotations

import ast
import inspect
import textwrap
from enum import Enum
from functools import cache
from typing import get_args, get_type_hints

from pydantic import BaseModel

from kartlegging_tui.definitions.model_keys import alternatives
from kartlegging_tui.domain.definition import Condition


def field_of(model: type[BaseModel], key: str) -> str | None:
    """The name of the field that a key of the file is; None where the model has no such key."""
    return next((name for name, field in model.model_fields.items() if key == (field.alias or name)), None)


def key_doc(model: type[BaseModel], key: str) -> str:
    """What a key means."""
    name = field_of(model, key)
    return (model.model_fields[name].description or "") if name is not None else ""


@cache
def member_docs(members: type[Enum]) -> dict[str, str]:
    """What each value of an enumeration means, from the text below it; "" where there is none."""
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
        str(tag): inspect.cleandoc(model.__doc__ or "")
        for model in models
        if "type" in model.model_fields
        for tag in get_args(model.model_fields["type"].annotation)
    }


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
