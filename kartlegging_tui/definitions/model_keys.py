"""Which keys may stand where in a file, as the models say."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

from kartlegging_tui.definitions.source import At


def keys(model: type[BaseModel]) -> list[str]:
    """The keys of a model, as they are written in a file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def keys_at(model: type[BaseModel], data: Any, at: At) -> list[str]:
    """The keys that may stand in the map at a place of the data; none where that is free."""
    there = _at(data, at)
    return [key for kind in kinds_at(model, data, at) for found in models(kind, there) for key in keys(found)]


def kinds_at(model: type[BaseModel], data: Any, at: At) -> list[Any]:
    """The types that may stand at a place of the data."""
    candidates: list[Any] = [model.model_fields["root"].annotation if issubclass(model, RootModel) else model]
    for step in at:
        candidates = [inner for candidate in candidates for inner in _below(candidate, step, data)]
        data = data[step]
    return [kind for candidate in candidates for kind in alternatives(candidate)]


def _at(data: Any, at: At) -> Any:
    for step in at:
        data = data[step]
    return data


def _below(annotation: Any, step: str | int, data: Any) -> Iterator[Any]:
    """The types of what stands under a key or index of the data."""
    for model in models(annotation, data):
        for name, field in model.model_fields.items():
            if step == (field.alias or name):
                yield field.annotation
    for container in alternatives(annotation):
        arguments = get_args(container)
        if get_origin(container) is tuple and isinstance(step, int):
            yield arguments[0]
        elif get_origin(container) is dict and isinstance(step, str):
            yield arguments[1]


def models(annotation: Any, data: Any) -> Iterator[type[BaseModel]]:
    """The models that the data could be: one, where its `type` says which."""
    tag = data.get("type") if isinstance(data, dict) else None
    for candidate in alternatives(annotation):
        if not isinstance(candidate, type) or not issubclass(candidate, BaseModel) or issubclass(candidate, RootModel):
            continue
        field = candidate.model_fields.get("type")
        if field is None or tag in get_args(field.annotation):
            yield candidate


def alternatives(annotation: Any) -> Iterator[Any]:
    """The types that an annotation allows, one by one."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from alternatives(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for argument in get_args(annotation):
            yield from alternatives(argument)
    else:
        yield annotation
