"""The parts of a form, and the texts of any document, with their places in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from kartlegging_tui.definitions.source import At, Source
from kartlegging_tui.domain.questionnaire import Questionnaire
from kartlegging_tui.domain.questions import AnyItem, Choice, Choices, Column, Option, Rows
from kartlegging_tui.domain.texts import Text


def items(form: Questionnaire) -> Iterator[tuple[At, AnyItem]]:
    """What stands in the sections, in order."""
    for number, section in enumerate(form.sections):
        for place, item in enumerate(section.questions):
            yield ("sections", number, "questions", place), item


def columns(group: Rows, at: At) -> Iterator[tuple[At, Column]]:
    """What stands in the rows of a group that is at `at`."""
    for place, column in enumerate(group.row):
        yield (*at, "row", place), column


def items_and_columns(form: Questionnaire) -> Iterator[tuple[At, AnyItem]]:
    """What stands in the sections and in the rows, in order."""
    for at, item in items(form):
        yield at, item
        if isinstance(item, Rows):
            yield from columns(item, at)


def option_lists(form: Questionnaire) -> Iterator[tuple[At, tuple[Option, ...]]]:
    """Every list of options: those with a name, and those that stand in a question."""
    for name, listed in form.option_lists.items():
        yield ("option_lists", name), listed
    for at, item in items_and_columns(form):
        if isinstance(item, Choice | Choices) and not isinstance(item.options, str):
            yield (*at, "options"), item.options


def texts_in(part: BaseModel, at: At = ()) -> Iterator[tuple[At, Text]]:
    """Every text of a model."""
    for name, key in _fields(type(part)):
        value = getattr(part, name)
        if isinstance(value, Text):
            yield (*at, key), value
        elif value:
            yield from _texts_of(value, (*at, key))


@cache
def _fields(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    """The names of the fields of a model that can hold texts, and the keys of the file that they stand under."""
    fields = model.model_fields.items()
    return tuple((name, field.alias or name) for name, field in fields if _can_hold_texts(field.annotation))


def _can_hold_texts(annotation: Any) -> bool:
    """True for a type with `Text` somewhere in it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return issubclass(annotation, Text) or bool(_fields(annotation))
    return any(_can_hold_texts(argument) for argument in get_args(annotation))


def _texts_of(value: object, at: At) -> Iterator[tuple[At, Text]]:
    if isinstance(value, Text):
        yield at, value
    elif isinstance(value, BaseModel):
        yield from texts_in(value, at)
    elif isinstance(value, tuple | dict):
        for key, each in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts_of(each, (*at, key))


def in_language(source: Source, at: At, language: str) -> At:
    """Where a text stands in a language; the text itself where it is a plain string."""
    return (*at, language) if (*at, language) in source.values else at
