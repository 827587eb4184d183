"""Stand-ins for what is wrong or missing in a file, so that all the rest of it can be checked in the same round.

A stand-in is never used and never shown: what the lint says about one is let go.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from enum import Enum
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel

from kartlegging_tui.definitions.left_out import words_left_out
from kartlegging_tui.definitions.model_keys import alternatives, kinds_at, models
from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.texts import Text

Model = TypeVar("Model", bound=BaseModel)


class Fault(Enum):
    """What is wrong at a place."""

    VALUE = "value"
    """What stands there cannot stand there."""
    MISSING = "missing"
    """A key is not there."""
    UNKNOWN = "unknown"
    """A key that is not known: it goes."""


Faults = Collection[tuple[At, Fault]]

ROUNDS = 6
"""What stands in can itself lack something: an empty list its first question, a question its options."""
_WORD = "utkast"
_BY_KEY = {"version": "0", "when": "true", "that": "true", "value": "0", "question": "utkast.utkast"}
"""Texts that must be more than a word."""
_QUESTIONS = ("questions", "row")


def stood_in(
    source: Source, data: Any, model: type[Model], validated: Callable[[Any], tuple[Model | None, Faults]]
) -> Model | None:
    """The data as `model`, with stand-ins where it must have something; None where that cannot be done.

    They are put into `data`, so it is not the source's own; where they are is noted in the source.
    """
    for _round in range(ROUNDS):
        value, faults = validated(data)
        if value is not None:
            return value
        for at, fault in sorted(faults, key=lambda each: (len(each[0]), str(each[0]))):
            if not at or not _put(data, model, at, fault):
                return None
            source.stand_ins.add(at)
    return None


def names_in_doubt(source: Source) -> frozenset[str]:
    """The names of questions and scores of which something is wrong: what conditions say of them is not looked at."""
    return frozenset((*_names_in_doubt(source), *words_left_out(source)))


def _names_in_doubt(source: Source) -> Iterator[str]:
    for at in source.stand_ins:
        for length in range(2, len(at) + 1):
            if at[length - 2] in (*_QUESTIONS, "scores") and isinstance(at[length - 1], int):
                yield from _names_of(source.value(at[:length]))


def _names_of(item: Any) -> Iterator[str]:
    """What conditions may call something: its id, however it is written; any word of it, where no id is."""
    words = (item.values() if "id" not in item else [item["id"]]) if isinstance(item, dict) else [item]
    for word in words:
        if isinstance(word, str) and word:
            yield from {word, word.lower()}


def _put(data: Any, model: type[BaseModel], at: At, fault: Fault) -> bool:
    """Puts a stand-in at a place. False where nobody knows what could stand there."""
    here = data
    for step in at[:-1]:
        here = here[step]
    if not isinstance(here, dict | list):
        return False
    if fault is Fault.UNKNOWN:
        del here[at[-1]]  # type: ignore[arg-type]
        return True
    if at[-1] == "type":
        here["type"] = "text" if "row" in at else "info"  # type: ignore[call-overload]
        return True
    kinds = _kinds_of_missing(model, data, at) if fault is Fault.MISSING else kinds_at(model, data, at)
    if not kinds:
        return False
    here[at[-1]] = _stand_in(kinds, at[-1])  # type: ignore[index]
    return True


def _kinds_of_missing(model: type[BaseModel], data: Any, at: At) -> list[Any]:
    """The types of a key that is not there."""
    here = data
    for step in at[:-1]:
        here = here[step]
    return [
        kind
        for candidate in kinds_at(model, data, at[:-1])
        for found in models(candidate, here)
        for name, field in found.model_fields.items()
        if (field.alias or name) == at[-1]
        for kind in alternatives(field.annotation)
    ]


def _stand_in(kinds: list[Any], key: str | int) -> Any:
    """The simplest thing of one of these types."""
    kind = kinds[0]
    if Text in kinds:
        return _WORD
    if key in _QUESTIONS:
        return [{"id": _WORD, "type": "info" if key == "questions" else "text", "text": _WORD}]
    origin = get_origin(kind)
    if origin is Literal:
        return get_args(kind)[0]
    if origin is tuple:
        return [_stand_in(list(alternatives(get_args(kind)[0])), "")]
    if origin is dict:
        return {}
    if isinstance(kind, type):
        if issubclass(kind, Enum):
            return next(iter(kind)).value
        if issubclass(kind, BaseModel):
            return _model(kind)
        if issubclass(kind, bool):
            return False
        if issubclass(kind, int | float):
            return 1
    return _BY_KEY.get(str(key), _WORD)


def _model(kind: type[BaseModel]) -> dict[str, Any]:
    """A model with what it must have."""
    return {
        field.alias or name: _stand_in(list(alternatives(field.annotation)), field.alias or name)
        for name, field in kind.model_fields.items()
        if field.is_required()
    }
